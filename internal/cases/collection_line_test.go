package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

func TestAReviewerOfTheUnitSignsBeforeItsHead(t *testing.T) {
	t.Parallel()
	h, s := asked(t)
	id := filled(t, h, coordinator)
	require.Empty(t, h.Tasks(t, divHead, gov.TaskApproveSub))
	review := h.TaskOf(t, teamLead, gov.TaskApproveSub)
	require.Equal(t, []string{"review", "return", "comment"}, review.Verbs)
	h.Act(t, teamLead, review.ID, testkit.Do{Verb: gov.VerbReview, Body: body{"opinion": "예산을 확인함"}})
	require.Equal(t, gov.InDepartment, h.Case(t, s, division).State)
	h.Act(t, divHead, h.TaskOf(t, divHead, gov.TaskApproveSub).ID, testkit.Do{Verb: gov.VerbApprove})
	require.Equal(t, gov.Submitted, h.Case(t, s, division).State)
	line := view(t, h, coordinator, id).Line
	require.Len(t, line, 2)
	require.Equal(t, []string{"signed", "signed"}, []string{line[0].State, line[1].State})
	require.Equal(t, "예산을 확인함", line[0].Opinion)
	require.NotEmpty(t, line[1].Article)
}

func TestAReturnOfTheLineEndsTheRound(t *testing.T) {
	t.Parallel()
	h, s := asked(t)
	id := filled(t, h, coordinator)
	h.Act(t, teamLead, h.TaskOf(t, teamLead, gov.TaskApproveSub).ID, testkit.Do{
		Verb: gov.VerbReturn, Reason: "금액 확인", Hash: []byte{},
	})
	require.Equal(t, "drafting 2", testkit.One[string](t, h, "select state || ' ' || round from case_file where id = $1", id))
	require.Equal(t, []string{"1 returned", "2 void"}, testkit.One[[]string](t, h,
		"select array_agg(position || ' ' || state order by position) from submission_cell where case_id = $1", id))
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskFill).ID, testkit.Do{Verb: gov.VerbSubmit})
	h.Act(t, teamLead, h.TaskOf(t, teamLead, gov.TaskApproveSub).ID, testkit.Do{Verb: gov.VerbReview})
	h.Act(t, divHead, h.TaskOf(t, divHead, gov.TaskApproveSub).ID, testkit.Do{Verb: gov.VerbApprove})
	require.Equal(t, gov.Submitted, h.Case(t, s, division).State, "it leaves the unit for the first time")
}

func TestAWaiverInMidLineAsksNobodyToSignAnyMore(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	id := filled(t, h, coordinator)
	_, err := h.OnCase(t, coordinator, id, testkit.Do{Verb: gov.VerbWaive, Reason: "시험"})
	require.NoError(t, err)
	require.Equal(t, []string{"void", "void"}, testkit.One[[]string](t, h,
		"select array_agg(state order by position) from submission_cell where case_id = $1", id))
	require.Zero(t, testkit.One[int](t, h, "select count(*) from task where case_id = $1 and state = 'open'", id))
}

func TestPartnersConcurWithTheRowsThatNameThem(t *testing.T) {
	t.Parallel()
	h, s := asked(t)
	id := filled(t, h, jobs+".officer")
	h.Act(t, jobs+".head", h.TaskOf(t, jobs+".head", gov.TaskApproveSub).ID, testkit.Do{Verb: gov.VerbApprove})
	check := h.TaskOf(t, coordinator, gov.TaskCheck, jobs)
	_, err := h.Try(t, coordinator, check.ID, testkit.Do{Verb: gov.VerbAccept})
	e := testkit.MustRefuse(t, gov.CodeReasonRequired, err)
	require.Contains(t, e.Reasons[0].Text, "협조 회신을 기다리고 있습니다")

	partner := "seoul-business-agency.officer"
	ask := h.TaskOf(t, partner, gov.TaskAnswerRow)
	_, err = h.Try(t, partner, ask.ID, testkit.Do{Verb: gov.VerbAnswerRow, Body: body{"agrees": false}})
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	h.Act(t, partner, ask.ID, testkit.Do{Verb: gov.VerbAnswerRow, Body: body{"agrees": false, "opinion": "인력이 부족함"}})
	require.Empty(t, h.Tasks(t, partner, gov.TaskAnswerRow))
	consent := view(t, h, coordinator, id).Consents
	require.Len(t, consent, 1)
	require.Equal(t, "objected 인력이 부족함", consent[0].Answer+" "+consent[0].Opinion)

	h.Act(t, coordinator, check.ID, testkit.Do{Verb: gov.VerbAccept})
	require.Equal(t, gov.Accepted, h.Case(t, s, jobs).State, "the coordinator decides over an objection")
}

func TestARowThatChangedIsAskedAboutAgain(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	id := filled(t, h, jobs+".officer")
	partner := "seoul-business-agency.officer"
	h.Act(t, partner, h.TaskOf(t, partner, gov.TaskAnswerRow).ID, testkit.Do{Verb: gov.VerbAnswerRow, Body: body{"agrees": true}})
	h.Act(t, jobs+".head", h.TaskOf(t, jobs+".head", gov.TaskApproveSub).ID, testkit.Do{Verb: gov.VerbApprove})
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskCheck, jobs).ID,
		testkit.Do{Verb: gov.VerbRequestRevision, Reason: "목표"})
	revise := h.TaskOf(t, jobs+".officer", gov.TaskRevise)
	h.Act(t, jobs+".officer", revise.ID, testkit.Do{Verb: gov.VerbSubmit})
	require.Empty(t, h.Tasks(t, partner, gov.TaskAnswerRow), "nothing changed, nobody is asked again")
	h.Act(t, jobs+".head", h.TaskOf(t, jobs+".head", gov.TaskApproveSub).ID, testkit.Do{Verb: gov.VerbReturn, Reason: "다시"})
	row := view(t, h, jobs+".officer", id).Rows[0]
	fill := h.TaskOf(t, jobs+".officer", gov.TaskFill)
	h.Act(t, jobs+".officer", fill.ID, patch(row, body{"goal": "구직자 500명"}))
	h.Act(t, jobs+".officer", fill.ID, testkit.Do{Verb: gov.VerbSubmit})
	h.TaskOf(t, partner, gov.TaskAnswerRow)
}
