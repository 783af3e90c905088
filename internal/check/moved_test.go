package check

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

// TestAMovedAndACancelledCallAddUp: the checker follows a meeting over its moves, and says so when the record does not.
func TestAMovedAndACancelledCallAddUp(t *testing.T) {
	t.Parallel()
	const secretary, absent = "lifelong-education-division.coordinator", "office-of-education.vice-superintendent"
	h := testkit.Seoul(t, "2022-05-02")
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	stage := h.OpenStage(t, "education-meeting")
	meeting := h.Case(t, stage, "attempt-1").ID
	h.SetToday(t, "2022-05-12")
	h.Act(t, secretary, h.TaskOf(t, secretary, gov.TaskCall, "/education-meeting/").ID, testkit.Do{
		Verb: gov.VerbCall, Body: map[string]string{"place": "회의실"},
	})
	answer := func(said string) {
		h.Act(t, absent, h.TaskOf(t, absent, gov.TaskAttend, "/education-meeting/").ID, testkit.Do{
			Verb: gov.VerbAttend, Body: map[string]string{"answer": said},
		})
	}
	answer("no")
	move := func(body map[string]string) {
		_, err := h.OnCase(t, secretary, meeting, testkit.Do{Verb: gov.VerbMoveMeeting, Body: body, Reason: "일정 변경"})
		require.NoError(t, err)
	}
	h.SetToday(t, "2022-05-16")
	move(map[string]string{"hold_on": "2022-06-10", "starts_at": "10:00", "ends_at": "12:00"})
	answer("yes")
	h.Exec(t, `update seat set valid_to = '2022-05-16' where body_id = 'city-education-meeting' and member = 'office-of-education.officer'`)
	h.SetToday(t, "2022-05-17")
	require.NoError(t, h.Cases.OpenDay(t.Context(), gov.MustDate("2022-05-17")))
	move(map[string]string{"place": "서소문청사"})
	said := func() string {
		report, err := Run(t.Context(), h.Pool, "")
		require.NoError(t, err)
		out := ""
		for _, check := range []string{"meeting", "mail", "said", "stage", "act", "task"} {
			out += findingsOf(report, check)
		}
		return out
	}
	require.Empty(t, said())
	_, err := h.OnCase(t, secretary, meeting, testkit.Do{Verb: gov.VerbCancelMeeting, Reason: "안건 미성숙"})
	require.NoError(t, err)
	require.Empty(t, said())

	owner, err := pgx.Connect(t.Context(), h.OwnerURL)
	require.NoError(t, err)
	defer func() { require.NoError(t, owner.Close(context.WithoutCancel(t.Context()))) }()
	for sql, says := range map[string]string{
		"update meeting set sequence = 9":                                         "the last act that raised it says",
		"update meeting set starts_at = '09:00'":                                  "the last act that named them says",
		"update stage set hold_on = '2022-06-09' where key = 'education-meeting'": "rules and acts make it",
		"delete from notice where kind = 'meeting_cancelled'":                     "the call was taken back",
		"update attendance set answer = 'yes'":                                    "is not what he gave",
	} {
		tx, err := owner.Begin(t.Context())
		require.NoError(t, err)
		_, err = tx.Exec(t.Context(), sql)
		require.NoError(t, err)
		require.NoError(t, tx.Commit(t.Context()))
		require.Contains(t, said(), says, sql)
	}
}
