package cases_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
	"gyeol/policies"
	"gyeol/policies/calendar"
)

// The half-yearly meeting of city and education office: six seats, seven days of notice, quorum four.
const (
	cityOfficer  = "lifelong-education-division.coordinator"
	bureauHead   = "lifelong-education-bureau.head"
	divisionHead = "lifelong-education-division.head"
	policyHead   = "education-policy-division.head"
	viceSuper    = "office-of-education.vice-superintendent"
	eduHead      = "office-of-education.head"
	eduOfficer   = "office-of-education.officer"
)

// board is a meeting under test.
type board struct {
	*testkit.House
	t         *testing.T
	key       string // of its stage
	stage     testkit.Stage
	secretary string
	subject   string
}

// sits opens the half-yearly meeting of 2022-05-20, which is to be called by 2022-05-12.
func sits(t *testing.T, today string) *board {
	t.Helper()
	h := testkit.Seoul(t, "2022-05-02")
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	stage := h.OpenStage(t, "education-meeting")
	h.SetToday(t, today)
	return &board{House: h, t: t, key: "education-meeting", stage: stage, secretary: cityOfficer, subject: "attempt-1"}
}

func (b *board) id() gov.CaseID { return b.Case(b.t, b.stage, b.subject).ID }

// do lets somebody act on his one open task of a kind for this meeting.
func (b *board) do(who string, kind gov.TaskKind, do testkit.Do) {
	b.t.Helper()
	b.Act(b.t, who, b.task(who, kind), do)
}

func (b *board) try(who string, kind gov.TaskKind, do testkit.Do) error {
	b.t.Helper()
	_, err := b.Try(b.t, who, b.task(who, kind), do)
	return err
}

func (b *board) task(who string, kind gov.TaskKind) gov.TaskID {
	b.t.Helper()
	return b.TaskOf(b.t, who, kind, "/"+b.key+"/", "/"+b.subject).ID
}

func (b *board) call() {
	b.t.Helper()
	b.do(b.secretary, gov.TaskCall, testkit.Do{Verb: gov.VerbCall, Body: object{"place": "서울시청 회의실"}})
}

// table opens the gates and tables the agenda on the day of the meeting.
func (b *board) table() {
	b.t.Helper()
	b.Exec(b.t, "update stage set decided_on = '2022-05-01' where id in (select after_id from stage_after where stage_id = $1)", b.stage.ID)
	b.SetToday(b.t, testkit.One[gov.Date](b.t, b.House, "select hold_on from meeting where case_id = $1", b.id()).String())
	b.Step(b.t, b.id(), testkit.Do{Verb: gov.VerbTable})
}

func (b *board) convene(present ...string) {
	b.t.Helper()
	b.do(b.secretary, gov.TaskConvene, testkit.Do{Verb: gov.VerbConvene, Body: object{"present": present}})
}

// items are the ids of the agenda in order.
func (b *board) items() []gov.RowID {
	b.t.Helper()
	rows, err := b.Pool.Query(b.t.Context(), "select id from agenda_item where case_id = $1 order by ordinal", b.id())
	require.NoError(b.t, err)
	defer rows.Close()
	var out []gov.RowID
	for rows.Next() {
		var id gov.RowID
		require.NoError(b.t, rows.Scan(&id))
		out = append(out, id)
	}
	require.NoError(b.t, rows.Err())
	return out
}

func (b *board) vote(who string, item gov.RowID, choice string) {
	b.t.Helper()
	b.do(who, gov.TaskVote, testkit.Do{Verb: gov.VerbBallot, Body: ballot(item, choice)})
}

func ballot(item gov.RowID, choice string) object {
	body := object{"item": item, "choice": choice}
	if choice == "recused" {
		body["reason"] = "안건의 이해관계인"
	}
	return body
}

func (b *board) state() gov.State { return b.Case(b.t, b.stage, b.subject).State }

// object is a JSON body.
type object map[string]any

func TestABodyIsCalledMeetsResolvesAndPublishesItsMinutes(t *testing.T) {
	t.Parallel()
	b := sits(t, "2022-05-12")
	b.call()
	require.Equal(t, 6, testkit.One[int](t, b.House, "select count(*) from attendance where arrived_on = '2022-05-12'"))
	require.Equal(t, 6, testkit.One[int](t, b.House, "select in_office from meeting"))
	require.Equal(t, 6, testkit.One[int](t, b.House, "select count(*) from notice where kind = 'meeting_call' and legal"))
	b.do(viceSuper, gov.TaskAttend, testkit.Do{Verb: gov.VerbRead})
	b.do(viceSuper, gov.TaskAttend, testkit.Do{Verb: gov.VerbAttend, Body: object{"answer": "no", "reason": "국외 출장"}})
	require.Empty(t, b.Tasks(t, viceSuper, gov.TaskAttend))
	b.table()
	require.Empty(t, b.Tasks(t, eduHead, gov.TaskAttend), "who has not answered is asked no more on the day")
	present := []string{bureauHead, divisionHead, policyHead, eduHead}
	b.convene(present...)
	require.Empty(t, b.Tasks(t, viceSuper, gov.TaskVote), "an absent member has no vote")
	item := b.items()[0]
	for _, m := range present[:3] {
		b.vote(m, item, "yes")
		require.Empty(t, b.Tasks(t, m, gov.TaskVote))
	}
	b.do(b.secretary, gov.TaskResolve, testkit.Do{
		Verb: gov.VerbResolve, Body: object{"conditions": map[string]string{item.String(): "자치구 협의 뒤 시행"}},
	})
	require.Empty(t, b.Tasks(t, eduHead, gov.TaskVote), "nothing is counted after the close")
	require.Equal(t, "passed_with_conditions 4 3 0 1 0 3", testkit.One[string](t, b.House,
		"select concat_ws(' ', result, present, yes, no, abstain, recused, needed) from agenda_item"))
	require.Equal(t, "resolve", testkit.One[string](t, b.House, "select role from decision where case_id = $1", b.id()))
	b.Step(t, b.stage.Case, testkit.Do{Verb: gov.VerbDecide})
	b.SetToday(t, "2022-05-27")
	b.do(b.secretary, gov.TaskMinutes, testkit.Do{Verb: gov.VerbPublish, Body: object{"signed_by": present}})
	require.Equal(t, gov.MinutesOut, b.state())
	require.Equal(t, 4, testkit.One[int](t, b.House, "select count(*) from attendance where signed_on = '2022-05-27'"))
	b.Step(t, b.stage.Case, testkit.Do{Verb: gov.VerbFinish})
}

func TestALateCallNeedsAReason(t *testing.T) {
	t.Parallel()
	b := sits(t, "2022-05-13")
	call := func(body object) error {
		return b.try(b.secretary, gov.TaskCall, testkit.Do{Verb: gov.VerbCall, Body: body})
	}
	e := testkit.MustRefuse(t, gov.CodeNoticeTooShort, call(object{"place": "대회의실"}))
	require.Contains(t, e.Detail, "2022-05-12")
	testkit.MustRefuse(t, gov.CodeInvalid, call(object{"place": ""}))
	testkit.MustRefuse(t, gov.CodeInvalid, call(object{"place": "대회의실", "items": []string{"x"}}))
	b.SetToday(t, "2022-05-23")
	testkit.MustRefuse(t, gov.CodeNoticeTooShort, call(object{"place": "대회의실", "urgent": "늦음"}))
	b.SetToday(t, "2022-05-16")
	require.NoError(t, call(object{"place": "대회의실", "urgent": "국가 재난 대응"}))
	require.Equal(t, "국가 재난 대응", testkit.One[string](t, b.House, "select urgent from meeting"))
}

func TestACallOnASaturdayArrivesOnMonday(t *testing.T) {
	t.Parallel()
	b := sits(t, "2022-05-07")
	b.call()
	require.Equal(t, gov.MustDate("2022-05-09"), testkit.One[gov.Date](t, b.House, "select arrived_on from meeting"))
}

func TestAMeetingWithoutQuorumIsCalledAgainWithFullNotice(t *testing.T) {
	t.Parallel()
	b := sits(t, "2022-05-06")
	b.call()
	b.table()
	b.convene(bureauHead, divisionHead, policyHead)
	require.Equal(t, gov.NoQuorum, b.state())
	require.Equal(t, "6 3 4", testkit.One[string](t, b.House, "select concat_ws(' ', in_office, present, quorum) from meeting"))
	require.Empty(t, b.Tasks(t, bureauHead, gov.TaskVote))
	add := testkit.Do{Verb: gov.VerbAdd, Key: "again", Body: object{"kind": "meeting", "for": "attempt-2"}}
	b.Step(t, b.stage.Case, add)
	require.True(t, b.Step(t, b.stage.Case, add).Replayed)
	b.subject = "attempt-2"
	hold := testkit.One[gov.Date](t, b.House, "select hold_on from meeting where attempt = 2")
	callBy := testkit.One[gov.Date](t, b.House, "select call_by from meeting where attempt = 2")
	require.Equal(t, gov.MustDate("2022-05-31"), hold, "seven full days after Monday 05-23")
	require.Equal(t, gov.MustDate("2022-05-23"), callBy)
	require.Equal(t, hold, testkit.One[gov.Date](t, b.House, "select hold_on from stage where id = $1", b.stage.ID))
	look, err := b.Cases.Look(t.Context(), b.stage.Process)
	require.NoError(t, err)
	require.False(t, look.Stage.HoldReached)
	b.SetToday(t, callBy.String())
	b.call()
	b.table()
	b.convene(bureauHead, divisionHead, policyHead, eduHead)
	require.Equal(t, gov.InSession, b.state())
}

func TestNothingIsTabledBeforeItsDayOrItsGate(t *testing.T) {
	t.Parallel()
	b := sits(t, "2022-05-06")
	b.call()
	_, err := b.TryStep(t, b.id(), testkit.Do{Verb: gov.VerbTable})
	require.Contains(t, testkit.MustRefuse(t, gov.CodeGateClosed, err).Detail, "회의일")
	b.SetToday(t, "2022-05-20")
	_, err = b.TryStep(t, b.id(), testkit.Do{Verb: gov.VerbTable})
	require.Contains(t, testkit.MustRefuse(t, gov.CodeGateClosed, err).English, "decision")
	b.table()
	b.SetToday(t, "2022-05-23")
	all := object{"present": []string{bureauHead, divisionHead, policyHead, eduHead}}
	testkit.MustRefuse(t, gov.CodeReasonRequired, b.try(b.secretary, gov.TaskConvene, testkit.Do{Verb: gov.VerbConvene, Body: all}))
	b.do(b.secretary, gov.TaskConvene, testkit.Do{Verb: gov.VerbConvene, Body: all, Reason: "폭우로 순연"})
	require.Equal(t, gov.MustDate("2022-05-23"), testkit.One[gov.Date](t, b.House, "select held_on from meeting"))
}

func TestOnlyMembersArePresentAndOneOfThemPresides(t *testing.T) {
	t.Parallel()
	b := sits(t, "2022-05-06")
	b.call()
	b.table()
	try := func(body object) error {
		return b.try(b.secretary, gov.TaskConvene, testkit.Do{Verb: gov.VerbConvene, Body: body})
	}
	others := []string{divisionHead, policyHead, eduHead, eduOfficer}
	testkit.MustRefuse(t, gov.CodeInvalid, try(object{"present": append(others[:3:3], "mayor")}))
	testkit.MustRefuse(t, gov.CodeInvalid, try(object{"present": append(others[:3:3], eduHead)}))
	e := testkit.MustRefuse(t, gov.CodeInvalid, try(object{"present": others}))
	require.Contains(t, e.Detail, "presiding")
	testkit.MustRefuse(t, gov.CodeInvalid, try(object{"present": others, "presiding": bureauHead}))
	require.NoError(t, try(object{"present": others, "presiding": policyHead}))
	require.Equal(t, policyHead, testkit.One[string](t, b.House, "select presiding from meeting"))
}

func TestAMemberVotesOnceAndOnlyAMemberVotes(t *testing.T) {
	t.Parallel()
	b := sits(t, "2022-05-06")
	b.call()
	b.table()
	b.Exec(t, `insert into agenda_item (id, case_id, ordinal, title) values (gen_random_uuid(), $1, 2, '기타')`, b.id())
	b.convene(bureauHead, divisionHead, policyHead, eduHead)
	items := b.items()
	cast := func(who string, body object) error {
		return b.try(who, gov.TaskVote, testkit.Do{Verb: gov.VerbBallot, Body: body})
	}
	testkit.MustRefuse(t, gov.CodeInvalid, cast(eduHead, object{"item": gov.NewRowID(), "choice": "yes"}))
	testkit.MustRefuse(t, gov.CodeInvalid, cast(eduHead, object{"item": items[0], "choice": "maybe"}))
	testkit.MustRefuse(t, gov.CodeReasonRequired, cast(eduHead, object{"item": items[0], "choice": "recused"}))
	task := b.task(eduHead, gov.TaskVote)
	_, err := b.Try(t, eduOfficer, task, testkit.Do{Verb: gov.VerbBallot, Body: ballot(items[0], "yes")})
	testkit.MustRefuse(t, gov.CodeNotYourTask, err)
	require.NoError(t, cast(eduHead, ballot(items[0], "no")))
	testkit.MustRefuse(t, gov.CodeConflict, cast(eduHead, ballot(items[0], "yes")))
	require.NoError(t, cast(eduHead, ballot(items[1], "yes")))
	_, err = b.Try(t, eduHead, task, testkit.Do{Verb: gov.VerbBallot, Body: ballot(items[1], "no")})
	testkit.MustRefuse(t, gov.CodeTaskClosed, err)
	e := testkit.MustRefuse(t, gov.CodeInvalid, b.try(b.secretary, gov.TaskResolve, testkit.Do{
		Verb: gov.VerbResolve, Body: object{"conditions": map[string]string{items[0].String(): "조건"}},
	}))
	require.Contains(t, e.Detail, "가결")
}

func TestNothingIsResolvedWithoutABallot(t *testing.T) {
	t.Parallel()
	b := sits(t, "2022-05-06")
	b.call()
	b.table()
	b.convene(bureauHead, divisionHead, policyHead, eduHead)
	testkit.MustRefuse(t, gov.CodeConflict, b.try(b.secretary, gov.TaskResolve, testkit.Do{Verb: gov.VerbResolve}))
	testkit.MustRefuse(t, gov.CodeInvalid, b.try(b.secretary, gov.TaskResolve, testkit.Do{
		Verb: gov.VerbResolve, Body: object{"conditions": map[string]string{gov.NewRowID().String(): "조건"}},
	}))
}

func TestATieAndTooManyRecusalsDoNotPass(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		choices []string
		want    string
	}{
		"Tie":     {[]string{"yes", "yes", "no", "no"}, "rejected 4 2 2 0 0 3"},
		"Silence": {[]string{"yes", "yes"}, "rejected 4 2 0 2 0 3"},
		"Recusal": {[]string{"yes", "yes", "yes", "recused"}, "deferred 3 3 0 0 1 2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := sits(t, "2022-05-06")
			b.call()
			b.table()
			present := []string{bureauHead, divisionHead, policyHead, eduHead}
			b.convene(present...)
			for i, choice := range c.choices {
				b.vote(present[i], b.items()[0], choice)
			}
			b.do(b.secretary, gov.TaskResolve, testkit.Do{Verb: gov.VerbResolve})
			require.Equal(t, c.want, testkit.One[string](t, b.House,
				"select concat_ws(' ', result, present, yes, no, abstain, recused, needed) from agenda_item"))
			_, err := b.TryStep(t, b.stage.Case, testkit.Do{Verb: gov.VerbDecide})
			testkit.MustRefuse(t, policies.CodeRejected, err)
		})
	}
}

func TestMinutesAreSignedByWhoWasPresent(t *testing.T) {
	t.Parallel()
	b := sits(t, "2022-05-06")
	b.call()
	b.table()
	present := []string{bureauHead, divisionHead, policyHead, eduHead}
	b.convene(present...)
	for _, m := range present {
		b.vote(m, b.items()[0], "yes")
	}
	b.do(b.secretary, gov.TaskResolve, testkit.Do{Verb: gov.VerbResolve})
	publish := func(by ...string) error {
		return b.try(b.secretary, gov.TaskMinutes, testkit.Do{Verb: gov.VerbPublish, Body: object{"signed_by": by}})
	}
	testkit.MustRefuse(t, gov.CodeInvalid, publish())
	testkit.MustRefuse(t, gov.CodeInvalid, publish(viceSuper))
	testkit.MustRefuse(t, gov.CodeInvalid, publish(bureauHead, bureauHead))
	require.NoError(t, publish(bureauHead))
}

func TestAMovedDayMovesAMeetingUntilItIsCalled(t *testing.T) {
	t.Parallel()
	b := sits(t, "2022-05-06")
	move := func(day string) error {
		_, err := b.OnCase(t, cityOfficer, b.stage.Case, testkit.Do{
			Verb: gov.VerbMoveDate, Reason: "의회 일정", Body: object{"hold_on": day},
		})
		return err
	}
	require.NoError(t, move("2022-06-25"))
	require.Equal(t, gov.MustDate("2022-06-24"), testkit.One[gov.Date](t, b.House, "select hold_on from meeting"))
	require.Equal(t, gov.MustDate("2022-06-16"), testkit.One[gov.Date](t, b.House,
		"select due_operative from task where kind = 'call_meeting' and state = 'open'"))
	b.call()
	testkit.MustRefuse(t, gov.CodeConflict, move("2022-07-01"))
}

func TestADeliberationTakenUpAgainMeetsAgain(t *testing.T) {
	t.Parallel()
	b := sits(t, "2022-05-06")
	b.Force(t, "update case_file set state = 'minutes_published', closed_on = '2022-05-06' where id = $1", b.id())
	b.Step(t, b.stage.Case, testkit.Do{Verb: gov.VerbFinish})
	_, err := b.OnCase(t, cityOfficer, b.stage.Case, testkit.Do{Verb: gov.VerbReopen, Reason: "재심의"})
	require.NoError(t, err)
	b.subject = "attempt-2"
	b.task(b.secretary, gov.TaskCall)
}

func TestTheAgendaFollowsThePapersBehindTheBody(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		cycle, stage string
		year         int
		want         []string
	}{
		{"lifelong-education-plan", "coordination", 2022, []string{"2022년도 시행계획안 심의"}},
		{"lifelong-education-plan", "council", 2023, []string{"2023년도 시행계획안 심의", "2022년도 추진실적·평가 심의"}},
		{"results-only", "council", 2025, []string{"2024년도 추진실적·평가 심의"}},
	} {
		t.Run(c.cycle+"/"+c.stage, func(t *testing.T) {
			t.Parallel()
			h := testkit.Seoul(t, gov.NewDate(c.year, 1, 10).String())
			h.OpenCycle(t, c.cycle, c.year)
			stage := h.OpenStage(t, c.stage)
			secretary := map[string]string{"coordination": "lifelong-education-division.team-lead"}[c.stage]
			if secretary == "" {
				secretary = divisionHead
			}
			out := h.Act(t, secretary, h.TaskOf(t, secretary, gov.TaskCall).ID, testkit.Do{
				Verb: gov.VerbCall, Body: object{"place": "대회의실"},
			})
			raw, err := json.Marshal(out.Result["agenda"])
			require.NoError(t, err)
			var got []string
			require.NoError(t, json.Unmarshal(raw, &got))
			require.Equal(t, c.want, got)
			hold := testkit.One[gov.Date](t, h, "select hold_on from stage where id = $1", stage.ID)
			require.True(t, calendar.National().IsWorkingDay(hold))
		})
	}
}
