package cases_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

// invited is what the notices of a kind to a person tell of the meeting, oldest first.
func (b *board) invited(kind gov.NoticeKind, slug string) []gov.NoticeMeeting {
	b.t.Helper()
	rows, err := b.Pool.Query(b.t.Context(), `select n.params from notice n join person p on p.id = n.person_id
		where n.kind = $1 and n.case_id = $2 and n.legal and (p.slug = $3 or exists (select from holding h
			where h.person_id = p.id and h.post_id = $3)) order by n.id`, string(kind), b.id(), slug)
	require.NoError(b.t, err)
	defer rows.Close()
	var out []gov.NoticeMeeting
	for rows.Next() {
		var raw []byte
		require.NoError(b.t, rows.Scan(&raw))
		var p gov.NoticeParams
		require.NoError(b.t, json.Unmarshal(raw, &p))
		require.NotNil(b.t, p.Meeting)
		out = append(out, *p.Meeting)
	}
	require.NoError(b.t, rows.Err())
	return out
}

func (b *board) change(who string, verb gov.Verb, body object) error {
	b.t.Helper()
	do := testkit.Do{Verb: verb, Reason: "의장 일정 변경"}
	if body != nil {
		do.Body = body
	}
	_, err := b.OnCase(b.t, who, b.id(), do)
	return err
}

func (b *board) told(kind gov.NoticeKind) int {
	b.t.Helper()
	return testkit.One[int](b.t, b.House, "select count(*)::int from notice where kind = $1 and case_id = $2 and legal",
		string(kind), b.id())
}

func TestACallTellsTheHoursOfTheBodyOrItsOwn(t *testing.T) {
	t.Parallel()
	b := sits(t, "2022-05-12")
	for _, hours := range []object{
		{"place": "회의실", "starts_at": "10:00"},
		{"place": "회의실", "starts_at": "16:00", "ends_at": "14:00"},
		{"place": "회의실", "starts_at": "24:00", "ends_at": "25:00"},
	} {
		require.Equal(t, gov.CodeInvalid, gov.CodeOf(b.try(b.secretary, gov.TaskCall, testkit.Do{Verb: gov.VerbCall, Body: hours})))
	}
	b.call()
	call := b.invited(gov.NoticeCall, bureauHead)
	require.Len(t, call, 1)
	require.Equal(t, []string{"14:00", "16:00"}, []string{call[0].StartsAt, call[0].EndsAt}, "the rule of the body")
	require.Equal(t, b.id(), call[0].Meeting)
	require.Zero(t, call[0].Sequence)
	require.False(t, call[0].At.IsZero())
}

func TestAMeetingThatWasCalledIsMovedByItsSecretaryAndKeepsItsNotice(t *testing.T) {
	t.Parallel()
	b := sits(t, "2022-05-12")
	b.call()
	b.do(viceSuper, gov.TaskAttend, testkit.Do{Verb: gov.VerbAttend, Body: object{"answer": "no", "reason": "국외 출장"}})

	require.Equal(t, gov.CodeForbidden, gov.CodeOf(b.change(bureauHead, gov.VerbMoveMeeting, object{"hold_on": "2022-06-10"})))
	for _, bad := range []object{{}, {"hold_on": "2022-05-11"}, {"hold_on": "2022-06-11"}, {"starts_at": "25:00", "ends_at": "26:00"}} {
		require.Equal(t, gov.CodeInvalid, gov.CodeOf(b.change(b.secretary, gov.VerbMoveMeeting, bad)), bad)
	}
	b.SetToday(t, "2022-05-16")
	require.Equal(t, gov.CodeNoticeTooShort, gov.CodeOf(b.change(b.secretary, gov.VerbMoveMeeting, object{"hold_on": "2022-05-23"})))

	require.NoError(t, b.change(b.secretary, gov.VerbMoveMeeting, object{
		"hold_on": "2022-06-10", "starts_at": "10:00", "ends_at": "12:00", "place": "서소문청사",
	}))
	require.Equal(t, gov.Called, b.state())
	require.Equal(t, 6, b.told(gov.NoticeMeetingMoved))
	require.Equal(t, 6, b.told(gov.NoticeCall), "nobody is called a second time")
	moved := b.invited(gov.NoticeMeetingMoved, viceSuper)
	require.Len(t, moved, 1)
	require.Equal(t, 1, moved[0].Sequence)
	require.Equal(t, gov.MustDate("2022-06-10"), moved[0].HoldOn)
	require.Equal(t, []string{"10:00", "12:00", "서소문청사"}, []string{moved[0].StartsAt, moved[0].EndsAt, moved[0].Place})
	require.Equal(t, gov.MustDate("2022-05-20"), moved[0].Was.HoldOn)
	require.Equal(t, 6, testkit.One[int](t, b.House, `select count(*)::int from attendance where called_on = '2022-05-16'
		and arrived_on = '2022-05-16' and answer = ''`), "every member is asked anew")
	require.Equal(t, gov.MustDate("2022-06-10"), testkit.One[gov.Date](t, b.House, "select hold_on from stage where id = $1", b.stage.ID))
	b.do(viceSuper, gov.TaskAttend, testkit.Do{Verb: gov.VerbAttend, Body: object{"answer": "yes"}})

	require.NoError(t, b.change(b.secretary, gov.VerbMoveMeeting, object{"place": "본청 6층"}), "a place asks for no notice period")
	require.Equal(t, 2, testkit.One[int](t, b.House, "select sequence from meeting where case_id = $1", b.id()))
	b.table()
	b.convene(bureauHead, divisionHead, policyHead, eduHead)
	require.Equal(t, gov.InSession, b.state())
	require.Equal(t, gov.CodeActNotOpen, gov.CodeOf(b.change(b.secretary, gov.VerbMoveMeeting, object{"place": "회의실"})))
}

func TestACancelledCallIsToldToEveryMemberAndTheBodyIsCalledAgain(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-05-02")
	h.Follow(t)
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	stage := h.Stage(t, "education-meeting")
	f := &board{House: h, t: t, key: "education-meeting", stage: stage, secretary: cityOfficer, subject: "attempt-1"}
	testkit.Eventually(t, func() bool {
		return testkit.One[int](t, h, "select count(*)::int from case_file where stage_id = $1 and kind = 'meeting'", stage.ID) == 1
	})
	f.Settle(t)
	f.call()
	require.Equal(t, gov.CodeForbidden, gov.CodeOf(f.change(eduHead, gov.VerbCancelMeeting, nil)))
	require.NoError(t, f.change(f.secretary, gov.VerbCancelMeeting, nil))
	require.Equal(t, gov.Cancelled, f.state())
	require.Equal(t, 6, f.told(gov.NoticeMeetingCancelled))
	gone := f.invited(gov.NoticeMeetingCancelled, eduHead)
	require.Len(t, gone, 1)
	require.Equal(t, 1, gone[0].Sequence)
	require.Equal(t, f.id(), gone[0].Meeting)
	require.Zero(t, testkit.One[int](t, h, "select count(*)::int from task where case_id = $1 and state = 'open'", f.id()))
	f.subject = "attempt-2"
	testkit.Eventually(t, func() bool {
		return testkit.One[int](t, h, "select count(*)::int from case_file where stage_id = $1 and subject = 'attempt-2'", stage.ID) == 1
	})
	f.Settle(t)
	f.call()
	require.Zero(t, f.invited(gov.NoticeCall, eduHead)[0].Sequence, "another meeting is another event")
}

func TestAMemberWhoComesAfterTheCallIsCalledAndOneWhoLeavesIsTold(t *testing.T) {
	t.Parallel()
	b := sits(t, "2022-05-11")
	b.call()
	b.do(viceSuper, gov.TaskAttend, testkit.Do{Verb: gov.VerbAttend, Body: object{"answer": "yes"}})
	b.Exec(t, `update seat set valid_to = '2022-05-12' where body_id = 'city-education-meeting' and member = $1`, eduOfficer)
	b.Exec(t, `insert into seat (body_id, member, post_id, role, ordinal, valid_from)
		select body_id, $1, $1, 'member', 99, '2022-05-13' from seat where body_id = 'city-education-meeting' limit 1`, "lifelong-education-division.team-lead")
	b.SetToday(t, "2022-05-13")
	require.NoError(t, b.Cases.OpenDay(t.Context(), gov.MustDate("2022-05-13")))
	require.Equal(t, gov.Called, b.state())
	left := b.invited(gov.NoticeMeetingCancelled, eduOfficer)
	require.Len(t, left, 1)
	require.Equal(t, 1, b.told(gov.NoticeMeetingCancelled))
	came := b.invited(gov.NoticeCall, "lifelong-education-division.team-lead")
	require.Len(t, came, 1)
	require.Equal(t, 1, came[0].Sequence, "the present sequence of the meeting")
	require.Equal(t, left[0].Sequence, came[0].Sequence)
	require.Empty(t, b.Tasks(t, eduOfficer, gov.TaskAttend))
	require.Len(t, b.Tasks(t, "lifelong-education-division.team-lead", gov.TaskAttend), 1)
	require.Equal(t, "yes", testkit.One[string](t, b.House, "select answer from attendance where member = $1", viceSuper),
		"whoever stays keeps his answer")
	require.NoError(t, b.Cases.OpenDay(t.Context(), gov.MustDate("2022-05-13")))
	require.Equal(t, 7, b.told(gov.NoticeCall))
}

func TestAMeetingThatEndsWithItsStageIsTakenOutOfTheCalendars(t *testing.T) {
	t.Parallel()
	b := sits(t, "2022-05-12")
	b.call()
	id := b.id()
	b.Step(t, id, testkit.Do{Verb: gov.VerbLapse, Reason: "단계 조기 마감"})
	require.Equal(t, 6, testkit.One[int](t, b.House, "select count(*)::int from notice where kind = 'meeting_cancelled' and case_id = $1", id))
}
