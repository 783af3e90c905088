package cases_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// toTheMayor is the table in which the mayor fixes the plan.
func toTheMayor(t *testing.T) func(string) string {
	t.Helper()
	const row = "    title: 평생교육진흥 시행계획 · 확정 및 제출\n"
	return func(table string) string {
		return replaceOnce(t, table, row+"    decides: vice_mayor\n    post: vice-mayor-1\n    agree: [planning-office.head]\n"+
			"    concur_touched: true\n    important: true\n    policy_number: 행정1부시장 방침\n",
			row+"    decides: mayor\n    important: true\n    policy_number: 시장방침\n")
	}
}

var toMayor = []string{
	"1 review " + teamLead + " current", "2 review " + divHead + " waiting", "3 review " + bureauTop + " waiting",
	"4 review " + viceMayor + " waiting", "5 approve mayor waiting",
}

// A table with another decider comes into force while a line runs: that line ends as it was pinned, and every line that
// is laid afterwards, of a new draft or of the same one sent again, is that of the new table.
func TestANewTableMeetsTheNextLineNotTheRunningOne(t *testing.T) {
	t.Parallel()
	t.Run("TheRunningLine", func(t *testing.T) {
		t.Parallel()
		h, s := draftedPlan(t)
		signs(t, h, teamLead, nil)
		pinned := testkit.One[[]byte](t, h, "select pack_hash from document")
		rules(t, h.Pool, toTheMayor(t))
		signUntil(t, h, viceMayor, divHead, bureauTop, planning)
		out := signs(t, h, viceMayor, nil)
		require.Equal(t, gov.Approved, out.State)
		require.Equal(t, "행정1부시장 방침 제1호", out.PolicyNumber)
		require.Equal(t, pinned, testkit.One[[]byte](t, h, "select pack_hash from document"))
		h.Step(t, s.Case, testkit.Do{Verb: gov.VerbAdd, Body: body{"kind": "document", "for": "document-2"}})
		h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskDraft).ID, plan)
		require.Equal(t, toMayor, testkit.One[[]string](t, h, `select array_agg(l.position || ' ' || l.role || ' ' || l.post_id
			|| ' ' || l.state order by l.position) from line_cell l join case_file c on c.id = l.case_id
			where c.subject = 'document-2'`))
		require.NotEqual(t, pinned, testkit.One[[]byte](t, h,
			"select d.pack_hash from document d join case_file c on c.id = d.case_id where c.subject = 'document-2'"))
	})
	t.Run("ARedraft", func(t *testing.T) {
		t.Parallel()
		h, _ := draftedPlan(t)
		rules(t, h.Pool, toTheMayor(t))
		h.Act(t, teamLead, h.TaskOf(t, teamLead, gov.TaskSign).ID, testkit.Do{Verb: gov.VerbReturn, Reason: "보완"})
		h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskRedraft).ID, testkit.Do{Verb: gov.VerbRedraft, Reason: "보완함"})
		require.Equal(t, toMayor, cells(t, h))
		signUntil(t, h, "mayor", teamLead, divHead, bureauTop, viceMayor)
		require.Equal(t, "시장방침 제1호", signs(t, h, "mayor", nil).PolicyNumber)
	})
}

func TestAHoldAndASkippedReviewNeedTheirReason(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	task := h.TaskOf(t, teamLead, gov.TaskSign)
	_, err := h.Try(t, teamLead, task.ID, testkit.Do{Verb: gov.VerbHold, Body: body{"review_on": "2022-02-28"}})
	testkit.MustRefuse(t, gov.CodeReasonRequired, err)
	absent(t, h, teamLead, "2022-02-24", "2022-02-25")
	_, err = h.OnCase(t, coordinator, task.CaseID, testkit.Do{
		Verb: gov.VerbPassReview, Body: body{"position": 1},
		Hash: testkit.One[[]byte](t, h, "select content_hash from case_file where id = $1", task.CaseID),
	})
	testkit.MustRefuse(t, gov.CodeReasonRequired, err)
	require.Contains(t, cells(t, h), "1 review "+teamLead+" current")
	require.Zero(t, testkit.One[int](t, h, "select count(*)::int from line_cell where hold_reason <> '' or skip_reason <> ''"))
}

// Whoever reviews a text that came back sees in what it differs from the one he knew, across the rounds.
func TestARedraftShowsItsDifferenceFromTheFormerRound(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	task := h.TaskOf(t, teamLead, gov.TaskSign)
	h.Act(t, teamLead, task.ID, testkit.Do{Verb: gov.VerbReturn, Reason: "예산 근거 보완"})
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskRedraft).ID, testkit.Do{
		Verb: gov.VerbRedraft, Reason: "보완함", Body: body{"body": text("근거를 붙임")},
	})
	d, err := h.Cases.Difference(t.Context(), h.Actor(t, teamLead), cases.Compare{
		Case: task.CaseID, From: cases.Seen{Round: 1, Version: 1},
	})
	require.NoError(t, err)
	require.Equal(t, cases.Seen{Round: 1, Version: 1}, d.From.Seen)
	require.Equal(t, cases.Seen{Round: 2, Version: 1}, d.To.Seen)
	require.Len(t, d.Changes, 1)
	told, err := json.Marshal(d.Changes[0])
	require.NoError(t, err)
	require.Contains(t, string(told), "확정하고자 합니다.")
	require.Contains(t, string(told), "근거를 붙임")
}
