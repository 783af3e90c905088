package office_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// TestAnInvitationToOneMeetingReachesThatAloneOnPages: of two meetings to which a member is called, the pages of the other
// are not there, and his tasks are those of the one.
func TestAnInvitationToOneMeetingReachesThatAloneOnPages(t *testing.T) {
	t.Parallel()
	const body, seat = "city-education-meeting", "office-of-education.vice-superintendent"
	d := open(t, "2022-05-02")
	d.OpenCycle(t, "lifelong-education-plan", 2022)
	var meetings []gov.CaseID
	tasks := map[gov.CaseID]gov.TaskID{}
	for _, key := range []string{"education-meeting", "education-meeting.2"} {
		id := d.Case(t, d.OpenStage(t, key), "attempt-1").ID
		d.Act(t, coordinator, testkit.One[gov.TaskID](t, d.House, `select id from task
			where case_id = $1 and kind = 'call_meeting' and state = 'open'`, id), testkit.Do{
			Verb: gov.VerbCall, Body: map[string]string{"place": "서울시청 회의실"},
		})
		meetings = append(meetings, id)
	}
	for _, task := range d.Tasks(t, seat, gov.TaskAttend) {
		tasks[task.CaseID] = task.ID
	}
	d.Force(t, "update person set outside = true where id = $1", d.Actor(t, seat).Person) // of another government
	hash := make([]byte, 32)
	i, _, err := d.Cases.Invite(t.Context(), d.Actor(t, coordinator), cases.Invite{
		Key: "invited-to-one", Body: body, Days: 7, ID: gov.NewInvitationID(), LinkHash: hash, NumHash: hash, Only: meetings[0],
		Person: testkit.One[string](t, d.House, "select slug from person where id = $1", d.Actor(t, seat).Person),
	})
	require.NoError(t, err)
	cookie, err := d.keeper.Open(t.Context(), auth.Visitor{Address: "10.0.0.1"}, auth.Opening{
		Person: d.Actor(t, seat).Person, How: auth.HowInvitation, Body: body, Meeting: meetings[0], Invitation: i.ID,
	})
	require.NoError(t, err)
	r := reader{d, cookie}
	inbox := r.get(t, "/")
	require.Equal(t, http.StatusOK, inbox.status, inbox.body)
	for n, want := range []int{http.StatusOK, http.StatusNotFound} {
		task := "/tasks/" + tasks[meetings[n]].String()
		require.Equal(t, want, r.get(t, task).status, task)
		require.Equal(t, want, r.get(t, "/meetings/"+meetings[n].String()).status, "meeting %d", n+1)
		if want == http.StatusOK {
			require.Contains(t, inbox.body, task)
		} else {
			require.NotContains(t, inbox.body, task)
		}
	}
}
