package cases_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

const legalHead = "legal-office.head"

// running are the approvals under way that the coordinator sees by a filter.
func running(t *testing.T, h *testkit.House, f cases.LineFilter) []cases.RunningLine {
	t.Helper()
	f.Limit = 20
	page, err := h.Cases.RunningLines(t.Context(), h.Actor(t, coordinator), f)
	require.NoError(t, err)
	return page.Approvals
}

// touching is a plan that touches two offices, whose heads concur at once, signed up to them.
func touching(t *testing.T) (*testkit.House, gov.CaseID) {
	t.Helper()
	h, task := draftingPlan(t)
	out := h.Act(t, coordinator, task, testkit.Do{Verb: gov.VerbSubmit, Body: body{
		"title": draftTitle, "body": text("확정하고자 합니다."), "touches": []string{"budget-office", "legal-office"},
	}})
	signUntil(t, h, budgetHead, teamLead, divHead, bureauTop)
	return h, out.Case
}

func TestTwoOfficesConcurAtOnceInEitherOrder(t *testing.T) {
	t.Parallel()
	for first, second := range map[string]string{budgetHead: legalHead, legalHead: budgetHead} {
		t.Run(first, func(t *testing.T) {
			t.Parallel()
			h, id := touching(t)
			one, two := h.TaskOf(t, first, gov.TaskSign), h.TaskOf(t, second, gov.TaskSign)
			require.NotEqual(t, one.ID, two.ID, "both are asked, each by a task of his own")
			require.Equal(t, gov.InApproval, signs(t, h, first, nil).State)
			require.Empty(t, h.Tasks(t, planning, gov.TaskSign), "the next step waits for both")
			require.Equal(t, two.ID, h.TaskOf(t, second, gov.TaskSign).ID, "the other's task stays as it was")
			_, err := h.Try(t, first, one.ID, testkit.Do{Verb: gov.VerbConcur})
			testkit.MustRefuse(t, gov.CodeTaskClosed, err)
			signs(t, h, second, body{"opinion": "예산 범위에서"})
			signUntil(t, h, viceMayor, planning)
			require.Equal(t, gov.Approved, signs(t, h, viceMayor, nil).State)
			_, err = h.OnCase(t, coordinator, id, testkit.Do{Verb: gov.VerbWithdraw, Reason: "오류"})
			refusal := testkit.MustRefuse(t, gov.CodeActNotOpen, err)
			require.Equal(t, gov.Approved, refusal.State, "what was approved is not withdrawn")
			everythingIsAudited(t, h)
		})
	}
}

func TestALineIsTrackedWithItsCellsItsAgeAndWhatComesNext(t *testing.T) {
	t.Parallel()
	h, id := touching(t)
	h.SetToday(t, "2022-03-03")
	lines := running(t, h, cases.LineFilter{})
	require.Len(t, lines, 1)
	l := lines[0]
	require.Equal(t, id, l.Case)
	require.Equal(t, 4, l.Age, "the holiday of 1 March is no working day")
	var now, next []string
	for _, c := range l.Cells {
		require.NotEmpty(t, c.Holders)
		require.Equal(t, 4, c.Age)
		now = append(now, fmt.Sprint(c.Role, " ", c.Post))
	}
	for _, c := range l.Next {
		next = append(next, fmt.Sprint(c.Role, " ", c.Post))
	}
	require.ElementsMatch(t, []string{"concur " + budgetHead, "concur " + legalHead}, now, "two cells at once")
	require.Equal(t, []string{"agree " + planning, "approve " + viceMayor}, next)
	for holder, n := range map[string]int{budgetHead: 1, legalHead: 1, planning: 0, viceMayor: 0} {
		require.Len(t, running(t, h, cases.LineFilter{Holder: holder}), n, holder)
	}
	all := cases.LineFilter{Stage: "decision", Unit: division, Matter: "implementation-plan.fix"}
	require.Len(t, running(t, h, all), 1)
	require.Empty(t, running(t, h, cases.LineFilter{Stage: "request"}))
}

func TestALineIsTrackedByItsReturnsAndItsBody(t *testing.T) {
	t.Parallel()
	h, id := touching(t)
	h.Act(t, legalHead, h.TaskOf(t, legalHead, gov.TaskSign).ID, testkit.Do{Verb: gov.VerbReturn, Reason: "근거 조문"})
	require.Empty(t, running(t, h, cases.LineFilter{}), "it runs no more")
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskRedraft).ID, testkit.Do{
		Verb: gov.VerbRedraft, Reason: "보완함", Body: body{"body": text("근거를 붙임")},
	})
	l := running(t, h, cases.LineFilter{})[0]
	require.EqualValues(t, 1, l.Returns)
	require.EqualValues(t, 2, l.Round)
	require.Equal(t, gov.PostID(teamLead), l.Post)
	require.Zero(t, l.Age)

	council := cases.LineFilter{Body: "lifelong-council"}
	require.Empty(t, running(t, h, council))
	h.OpenStage(t, "council")
	h.Exec(t, `insert into agenda_item (id, case_id, ordinal, title, about)
		select gen_random_uuid(), m.case_id, 99, '계획 심의', $1 from meeting m where m.body_id = 'lifelong-council'`, id)
	require.Equal(t, []string{"lifelong-council"}, running(t, h, council)[0].Bodies)
	require.Empty(t, running(t, h, cases.LineFilter{Body: "coordination-committee"}))
}
