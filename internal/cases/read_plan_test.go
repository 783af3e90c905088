package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
	"gyeol/policies/checks"
)

// itemsOf are all projects of a tree in order.
func itemsOf(t cases.PlanTree) []cases.PlanItem {
	var out []cases.PlanItem
	for _, p := range t.Pillars {
		for _, task := range p.Tasks {
			out = append(out, task.Items...)
		}
	}
	return out
}

func treeOf(t *testing.T, h *testkit.House, who string, f cases.PlanFilter) cases.PlanTree {
	t.Helper()
	tree, err := h.Cases.PlanTree(t.Context(), h.Actor(t, who), f)
	require.NoError(t, err)
	return tree
}

func TestTheTreeOfAYearAddsUpWhatTheUnitsHandedIn(t *testing.T) {
	t.Parallel()
	h, _ := compiledPlan(t)
	h.Exec(t, `update plan_row set budget_krw = 1500000,
		    data = data || '{"budget_krw": 1500000, "indicator": "수료자", "target": 20}'
		where unit_project_id in ('BP-1-1-1', 'BP-1-1-2')`)
	tree := treeOf(t, h, testkit.Coordinator, cases.PlanFilter{})
	require.Equal(t, 2022, tree.Year)
	require.Equal(t, cases.PlanPart, tree.Part)
	require.Equal(t, "서울시 평생교육 2030 기본계획", tree.Title)
	require.Len(t, tree.Pillars, 4)
	require.Equal(t, 38, tree.Sum.Projects)
	require.Zero(t, tree.Sum.Unread)
	require.Equal(t, int64(3_000_000), *tree.Sum.Budget.KRW)
	require.Equal(t, 2, tree.Sum.Budget.Known, "what nobody gave is not zero")
	require.Nil(t, tree.Pillars[1].Sum.Budget.KRW)
	require.Equal(t, int64(24_372_000_000), *tree.Pillars[0].Invest, "of the investment plan")
	require.Equal(t, int64(24_342_000_000), *tree.Pillars[0].Tasks[0].Invest)
	first := itemsOf(tree)[0]
	require.Equal(t, cases.PlanIndicator{Name: "수료자", Target: "20"}, first.Indicator)
	require.True(t, first.Seen)
	require.Equal(t, gov.Accepted, first.State)

	one := treeOf(t, h, testkit.Coordinator, cases.PlanFilter{Pillar: "Ⅱ", Query: "디지털"})
	require.Len(t, one.Pillars, 1)
	require.Len(t, one.Choices.Pillars, 4, "and the others can still be chosen")
	unit := treeOf(t, h, testkit.Coordinator, cases.PlanFilter{Unit: first.Unit})
	for _, i := range itemsOf(unit) {
		require.Equal(t, first.Unit, i.Unit)
	}
}

func TestWhatARowHoldsIsForThoseWhoMayFollowItsSubmission(t *testing.T) {
	t.Parallel()
	h, _ := compiledPlan(t)
	h.Exec(t, "update plan_row set budget_krw = 1500000")
	const unit = "lifelong-education-institute"
	tree := treeOf(t, h, unit+".officer", cases.PlanFilter{})
	for _, i := range itemsOf(tree) {
		require.Equal(t, i.Unit == unit, i.Seen, i.ID)
		require.Equal(t, i.Unit == unit, i.Budget != nil, i.ID)
		require.Equal(t, gov.Accepted, i.State, "how far it is stands on the board as well")
	}
	require.Positive(t, tree.Sum.Unread)
	found, err := h.Cases.PlanFindings(t.Context(), h.Actor(t, unit+".officer"), cases.PlanFindingFilter{Year: 2022})
	require.NoError(t, err)
	require.Positive(t, found.Unread)
	for _, f := range found.Findings {
		require.Equal(t, gov.UnitID(unit), f.Unit)
		require.False(t, f.Compiled)
	}
	papers, err := h.Cases.PlanPapers(t.Context(), h.Actor(t, unit+".officer"), 2022)
	require.NoError(t, err)
	require.Empty(t, papers)
	_, err = h.Cases.PlanTree(t.Context(), h.Actor(t, "ministry-of-education.officer"), cases.PlanFilter{})
	require.Error(t, err)
}

func TestTheNextYearIsHeldAgainstTheOneBefore(t *testing.T) {
	t.Parallel()
	h, _ := compiledPlan(t)
	h.Exec(t, `update plan_row set budget_krw = 1000000, data = data || '{"budget_krw": 1000000}'
		where unit_project_id = 'BP-1-1-1'`)
	h.SetToday(t, "2023-01-09")
	h.OpenCycle(t, planCycle, 2023)
	h.OpenStage(t, "plans")
	h.Exec(t, `update plan_row set revision = 1, budget_krw = 1200000,
		    data = data || '{"budget_krw": 1200000, "goal": "더 넓게"}'
		where unit_project_id = 'BP-1-1-1' and last is not null`)
	h.Exec(t, `update plan_row set revision = 1, data = data || '{"change": "ended"}', change_class = 'ended'
		where unit_project_id = 'BP-1-1-2' and last is not null`)
	tree := treeOf(t, h, testkit.Coordinator, cases.PlanFilter{Year: 2023})
	require.True(t, tree.Compared)
	require.Equal(t, 2022, tree.Against)
	first := itemsOf(tree)[0]
	require.Equal(t, int64(1_200_000), *first.Budget)
	require.Equal(t, int64(1_000_000), *first.Last)
	fields := []string{}
	for _, c := range first.Changes {
		fields = append(fields, c.Field.ID)
	}
	require.Equal(t, []string{"goal", "budget_krw"}, fields)
	require.Len(t, itemsOf(treeOf(t, h, testkit.Coordinator, cases.PlanFilter{Year: 2023, Change: cases.PlanChanged})), 1)
	ended := itemsOf(treeOf(t, h, testkit.Coordinator, cases.PlanFilter{Year: 2023, Change: cases.PlanEnded}))
	require.Len(t, ended, 1)
	require.Equal(t, "BP-1-1-2", ended[0].ID)

	p, err := h.Cases.PlanProject(t.Context(), h.Actor(t, testkit.Coordinator), "BP-1-1-1", cases.PlanFilter{Year: 2023})
	require.NoError(t, err)
	require.Len(t, p.Years, 2)
	require.Equal(t, 2022, p.Years[0].Year)
	require.Len(t, p.Targets, 1)
	require.Len(t, p.Targets[0].Points, 2)
	_, err = h.Cases.PlanProject(t.Context(), h.Actor(t, testkit.Coordinator), "BP-9", cases.PlanFilter{Year: 2023})
	require.ErrorIs(t, err, gov.ErrNotFound)
}

func TestTheBasicPlanIsReadInFigures(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	out, err := h.Cases.PlanOutlook(t.Context(), h.Actor(t, testkit.Coordinator), 2024)
	require.NoError(t, err)
	require.Equal(t, cases.PlanSpan{Text: "2027-2030", Years: 4}, out.Spans[5])
	require.Len(t, out.Investments, 5)
	require.Equal(t, int64(94_262_000_000), *out.Investments[0].Won[2])
	require.Equal(t, "Ⅰ", out.Investments[1].Number)
	require.Len(t, out.Indicators, 7)
	require.InDelta(t, 70.0, out.Indicators[0].Target.Value, 0)
	require.Nil(t, out.Indicators[1].Base)
	require.True(t, out.Indicators[1].Tentative)
	none, err := h.Cases.PlanOutlook(t.Context(), h.Actor(t, testkit.Coordinator), 2040)
	require.NoError(t, err)
	require.Empty(t, none.Title)
	require.Equal(t, 2022, treeOf(t, h, testkit.Coordinator, cases.PlanFilter{}).Against+1, "before anybody was asked")
}

func TestFindingsOfRowsAndPaperStandInOneList(t *testing.T) {
	t.Parallel()
	h, id := testkit.CompiledResults(t)
	all, err := h.Cases.PlanFindings(t.Context(), h.Actor(t, testkit.Coordinator), cases.PlanFindingFilter{Year: 2025})
	require.NoError(t, err)
	require.Equal(t, all.Found, all.Open)
	require.NotEmpty(t, all.Findings)
	seen, compiled := map[string]bool{}, false
	for _, f := range all.Findings {
		require.False(t, seen[f.ID+f.Item], f.ID)
		seen[f.ID+f.Item] = true
		compiled = compiled || f.Compiled && f.Case == id
	}
	require.True(t, compiled)
	few, err := h.Cases.PlanFindings(t.Context(), h.Actor(t, testkit.Coordinator), cases.PlanFindingFilter{
		Year: 2025, Severity: checks.Warning, Check: all.Findings[0].Check,
	})
	require.NoError(t, err)
	require.Equal(t, all.Found, few.Found)
	require.LessOrEqual(t, len(few.Findings), len(all.Findings))
	tree := treeOf(t, h, testkit.Coordinator, cases.PlanFilter{})
	require.Equal(t, cases.ResultsPart, tree.Part)
	require.Equal(t, 112, tree.Sum.Projects)
	require.NotEmpty(t, itemsOf(tree)[0].Figures)
}
