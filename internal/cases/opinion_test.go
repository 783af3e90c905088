package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
	"gyeol/policies"
)

func monitoring(t *testing.T) (*testkit.House, testkit.Stage) {
	t.Helper()
	h := testkit.Seoul(t, "2022-04-01")
	h.OpenCycle(t, planCycle, 2022)
	return h, h.OpenStage(t, "monitoring-1")
}

func TestEachUnitProjectGoesToOneExpert(t *testing.T) {
	t.Parallel()
	h, stage := monitoring(t)
	require.Equal(t, 38,
		testkit.One[int](t, h, "select count(*) from case_file where stage_id = $1 and kind = 'opinion'", stage.ID))
	require.Equal(t, 38, testkit.One[int](t, h, "select open_cases from stage_counter where stage_id = $1", stage.ID))
	require.Equal(t, 20, testkit.One[int](t, h, "select count(distinct expert_id) from opinion"))
	require.Equal(t, 2,
		testkit.One[int](t, h, "select max(n) from (select count(*) as n from opinion group by expert_id) x"))
	h.OpenStage(t, "monitoring-2")
	require.Zero(t, testkit.One[int](t, h, `select count(*) from (
		select project_id, expert_id from opinion group by 1, 2 having count(*) > 1) x`),
		"the second round brings other eyes")
}

func TestAnOpinionIsAnsweredAndFollowedUp(t *testing.T) {
	t.Parallel()
	h, stage := monitoring(t)
	expert := testkit.One[string](t, h,
		"select p.slug from opinion o join person p on p.id = o.expert_id where o.project_id = 'BP-1-1-1'")
	task := h.TaskOf(t, expert, gov.TaskOpine, "/opine/BP-1-1-1.")
	other := "monitoring-panel.member-01"
	if expert == other {
		other = "monitoring-panel.member-02"
	}
	opinion := body{"method": "field", "rating": "good", "body": "현장 반응이 좋음", "recommend": "대상 확대"}
	_, err := h.Try(t, other, task.ID, testkit.Do{Verb: gov.VerbOpine, Body: opinion})
	require.ErrorIs(t, err, gov.ErrNotFound, "it is the business of another expert")
	for _, bad := range []body{
		{"method": "letter", "rating": "good", "body": "가"},
		{"method": "desk", "rating": "5", "body": "가"},
		{"method": "desk", "rating": "good", "body": ""},
	} {
		_, err = h.Try(t, expert, task.ID, testkit.Do{Verb: gov.VerbOpine, Body: bad})
		testkit.MustRefuse(t, gov.CodeInvalid, err)
	}
	require.Equal(t, gov.Opined, h.Act(t, expert, task.ID, testkit.Do{Verb: gov.VerbOpine, Body: opinion}).State)

	officer := string(h.Case(t, stage, "BP-1-1-1").UnitID) + ".officer"
	answer := h.TaskOf(t, officer, gov.TaskAnswer)
	for _, bad := range []body{
		{"decision": "accept", "measure": "확대함"},
		{"decision": "accept", "measure": "확대함", "measure_due": "2022-03-31"},
		{"decision": "accept", "measure_due": "2022-06-30"},
		{"decision": "partly", "measure": "확대함", "measure_due": "2022-06-30"},
		{"decision": "reject"},
		{"decision": "maybe", "reason": "모름"},
	} {
		_, err = h.Try(t, officer, answer.ID, testkit.Do{Verb: gov.VerbPlanAction, Body: bad})
		testkit.MustRefuse(t, gov.CodeInvalid, err)
	}
	out := h.Act(t, officer, answer.ID, testkit.Do{
		Verb: gov.VerbPlanAction,
		Body: body{"decision": "partly", "measure": "확대함", "reason": "예산 안에서", "measure_due": "2022-06-05"},
	})
	require.Equal(t, gov.Answered, out.State)
	by := contextOf(t, h, out.Case).Opinion.MeasureBy
	require.Equal(t, "2022. 6. 3.(금)/2022. 6. 7.(화)", by.OperativeText+"/"+by.LegalText, "현충일 follows the Sunday")
	follow := h.TaskOf(t, testkit.Coordinator, gov.TaskFollowUp)
	_, err = h.Try(t, testkit.Coordinator, follow.ID, testkit.Do{Verb: gov.VerbFollowUp, Body: body{"note": ""}})
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	out = h.Act(t, testkit.Coordinator, follow.ID, testkit.Do{Verb: gov.VerbFollowUp, Body: body{"note": "다음 계획에 반영"}})
	require.Equal(t, gov.FollowedUp, out.State)
	require.Equal(t, 37, testkit.One[int](t, h, "select open_cases from stage_counter where stage_id = $1", stage.ID))
}

func TestNoExpertJudgesProjectsOfHisOwnUnit(t *testing.T) {
	t.Parallel()
	experts := []policies.Expert{{Member: "a", Units: []gov.UnitID{"youth"}}, {Member: "b"}, {Member: "c"}}
	got, err := policies.Assign([]gov.UnitID{"youth", "youth", "life"}, experts, 0)
	require.NoError(t, err)
	members := []string{got[0].Member, got[1].Member, got[2].Member}
	require.Equal(t, []string{"b", "b", "c"}, members)
	_, err = policies.Assign([]gov.UnitID{"youth"}, experts[:1], 0)
	testkit.MustRefuse(t, gov.CodeNoRule, err)
}
