package checks_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/checks"
	"gyeol/policies/pack"
	"gyeol/policies/seoul"
)

func seoulPack(t *testing.T) *pack.Pack {
	t.Helper()
	p, faults := pack.Load(seoul.FS)
	require.NoError(t, faults.Err())
	return p
}

func TestTheInvestmentTableShowsItsNineTypingMistakes(t *testing.T) {
	t.Parallel()
	p := seoulPack(t)
	in := checks.Input{Paper: checks.Paper{Plan: &checks.Part{}}, Investment: p.Table()}
	want := map[string]string{}
	for _, i := range p.Inconsistencies {
		if cell, ok := strings.CutPrefix(i.ID, "INV-"); ok {
			want[cell] = i.Printed + "→" + i.Computed
		}
	}
	require.Len(t, want, 9)
	got := map[string]string{}
	for _, f := range checks.Run([]string{"sums"}, in) {
		cell, ok := strings.CutPrefix(f.ID, "sums/printed/")
		require.True(t, ok, "every row and column of the stored values adds up: %s", f.ID)
		got[strings.ReplaceAll(cell, "/", "-")] = f.Printed + "→" + strings.ReplaceAll(f.Computed, ",", "")
	}
	require.Equal(t, want, got)
}

func TestAMistypedValueIsSeenInItsRowAndItsColumn(t *testing.T) {
	t.Parallel()
	table := seoulPack(t).Table()
	for i, c := range table {
		if c.Row == "T4-1" && c.Span == "2022" {
			wrong := *c.KRW + 1_000_000
			table[i].KRW = &wrong
		}
	}
	var ids []string
	for _, f := range checks.Run([]string{"sums"},
		checks.Input{Paper: checks.Paper{Plan: &checks.Part{}}, Investment: table}) {
		if !strings.HasPrefix(f.ID, "sums/printed/F4") && !strings.HasSuffix(f.ID,
			"2027-2030") && f.ID != "sums/printed/T4-1/total" {
			ids = append(ids, f.ID+" "+f.Computed)
		}
	}
	require.Equal(t, []string{
		"sums/column/F4/2022 4,427", "sums/printed/T4-1/2022 410",
		"sums/row/T4-1/total 6,087",
	}, ids)
}

func TestRatesAreComputedFromTheFinestUnit(t *testing.T) {
	t.Parallel()
	got := map[string]string{}
	for _, r := range checks.Rates(seoulPack(t).Cited(), 2024) {
		got[r.ID] = r.Value + r.Unit + " " + r.Printed
	}
	require.Equal(t, map[string]string{
		"execution_rate": "96.9% 96.9%", "budget_growth": "34.5% ", "projects_growth": "9.8% ",
		"participation_change": "2.5% ",
		"participation_points": "0.8%p ",
	}, got)
	require.Empty(t, checks.Rates(nil, 2024))
}

func TestARateBelowZeroIsPrintedWithTheSignOfTheOffice(t *testing.T) {
	t.Parallel()
	rates := checks.Rates([]checks.Cited{
		{What: "budget", Year: 2023, Value: 1000},
		{What: "budget", Year: 2024, Value: 946},
	}, 2024)
	require.Len(t, rates, 1)
	require.Equal(t, "△5.4", rates[0].Value)
	require.Empty(t, checks.Rates([]checks.Cited{
		{What: "budget", Year: 2023},
		{What: "budget", Year: 2024, Value: 1},
	}, 2024), "none from zero")
}

// results is the paper of 2024 with the figures of the source, every project reported.
func results(p *pack.Pack) checks.Paper {
	part := &checks.Part{Year: 2024}
	for _, pillar := range p.Results.Pillars {
		for _, g := range pillar.Groups {
			for _, s := range g.SubProjects {
				x := checks.Project{ID: s.ID, Code: s.ID, Name: s.Name, Classes: s.Status, Reported: true, Data: json.RawMessage(`{"content":"함"}`)}
				for _, f := range s.Figures {
					x.Figures = append(x.Figures, checks.Figure{
						Label: f.Label,
						Value: json.Number(fmt.Sprint(f.Value)), Unit: f.Unit,
					})
				}
				part.Add(checks.Pillar{Number: fmt.Sprint(pillar.Number), Name: pillar.Name},
					checks.Task{Number: fmt.Sprint(g.Number), Name: g.Name}, x)
			}
		}
	}
	part.Tally()
	return checks.Paper{Results: part, Cited: p.Cited()}
}

func TestTheProjectsOf2024AddUpTo112(t *testing.T) {
	t.Parallel()
	paper := results(seoulPack(t))
	require.Equal(t, []int{32, 42, 24, 14}, checks.ByPillar(paper.Results))
	require.Equal(t, checks.Total{Of: 112}, paper.Results.Budget, "no project carries an amount")
	require.Empty(t, checks.Run([]string{"sums"}, checks.Input{Paper: paper}))

	paper.Results.Pillars = paper.Results.Pillars[:3]
	got := checks.Run([]string{"sums"}, checks.Input{Paper: paper})
	require.Equal(t, "counts/projects/2024", got[0].ID)
	require.Equal(t, "112→98", got[0].Printed+"→"+got[0].Computed)
}

func TestAnExecutionRateThatDoesNotFollowIsAFault(t *testing.T) {
	t.Parallel()
	paper := results(seoulPack(t))
	for i, c := range paper.Cited {
		if c.What == "execution_rate_tenths" {
			paper.Cited[i].Value, paper.Cited[i].Printed = 970, "97.0%"
		}
	}
	got := checks.Run([]string{"sums"}, checks.Input{Paper: paper})
	require.Len(t, got, 1)
	require.Equal(t, "rates/execution_rate/2024", got[0].ID)
	require.Equal(t, "97.0%→96.9%", got[0].Printed+"→"+got[0].Computed)
}

func TestAPairThatMayBeOneNeedsAnAnswerUntilItIsDecided(t *testing.T) {
	t.Parallel()
	nine := 900
	o := checks.Overlap{
		ScoredPair: policies.ScoredPair{
			Pair: policies.PairOf("results", "R24-3-2-5", "R24-1-3-12"),
			OverlapScore: policies.OverlapScore{Total: 693, Parts: []policies.OverlapPart{
				{Criterion: "indicator", Value: &nine, Text: "같은 지표 1,321명"}, {Criterion: "place", Text: "비교할 자료 없음"},
			}},
		},
		Names: [2]string{"여성장애인 직업역량 강화 및 취업 지원", "여성장애인 평생교육 지원"},
	}
	got := checks.Run([]string{"overlaps"}, checks.Input{Overlaps: []checks.Overlap{o}})[0]
	require.Equal(t, "overlaps/results/R24-1-3-12/R24-3-2-5", got.ID)
	require.True(t, got.NeedsDecision())
	require.Equal(t, "0.69", got.Printed)
	require.Contains(t, got.Message, "(같은 지표 1,321명)", "what could not be compared is not told as a reason")
	o.Settled = &checks.Settled{Decision: "move", Item: "R24-3-2-5", ToUnit: "welfare-division", Reason: "소관 조정"}
	got = checks.Run([]string{"overlaps"}, checks.Input{Overlaps: []checks.Overlap{o}})[0]
	require.False(t, got.NeedsDecision())
	require.Equal(t, "이관(R24-3-2-5 → welfare-division): 소관 조정", got.Computed)

	got = checks.Run([]string{"overlaps"}, checks.Input{Unmeasured: true})[0]
	require.Equal(t, checks.Note, got.Severity, "a pack without a measure says so")
}

func TestADecisionGoesIntoBothProjectsAndNoOther(t *testing.T) {
	t.Parallel()
	part := &checks.Part{Year: 2024}
	for _, id := range []string{"a", "b", "c"} {
		part.Add(checks.Pillar{Number: "1"}, checks.Task{Number: "1"}, checks.Project{ID: id})
	}
	part.Settle(policies.PairOf("results", "c", "a"), checks.Settled{Decision: "drop", Item: "c", Reason: "끝난 사업"})
	for _, p := range part.Projects() {
		require.Equal(t, p.ID != "b", len(p.Settled) == 1, p.ID)
	}
	(*checks.Part)(nil).Settle(policies.PairOf("plan", "a", "b"), checks.Settled{})
}

func TestAProjectIsComparedByTheFieldsThatItsFormHas(t *testing.T) {
	t.Parallel()
	rule, ok := seoulPack(t).OverlapOn(gov.MustDate("2025-02-05"))
	require.True(t, ok)
	part := &checks.Part{Year: 2025}
	part.Add(checks.Pillar{}, checks.Task{}, checks.Project{ID: "a", Name: "가", Data: json.RawMessage(`{
		"goal":"목표","target_group":"청년","place":"은평구","period_from":"2025-03-01","period_to":"2025-11-30",
		"target":120,"target_unit":"명"}`)})
	part.Add(checks.Pillar{}, checks.Task{}, checks.Project{ID: "b", Name: "나"})
	got := checks.OverlapItems(checks.Paper{Plan: part}, rule)
	require.Equal(t, policies.OverlapItem{
		Part: "plan", ID: "a", Name: "가", Goal: "목표", Target: "청년", Place: "은평구", From: gov.MustDate("2025-03-01"),
		To: gov.MustDate("2025-11-30"), Figures: []policies.OverlapFigure{{Value: "120", Unit: "명"}},
	}, got[0])
	require.Equal(t, policies.OverlapItem{Part: "plan", ID: "b", Name: "나"}, got[1])
}

func TestChaptersAndGapsAreNamed(t *testing.T) {
	t.Parallel()
	part := &checks.Part{Year: 2022}
	for i := range 6 {
		part.Add(checks.Pillar{Number: "Ⅰ"}, checks.Task{Number: "1"}, checks.Project{
			ID: fmt.Sprintf("P%d", i), Name: fmt.Sprintf("사업 %d", i), Reported: i > 0, Data: json.RawMessage(fmt.Sprintf(`{"chapter":"%d"}`, i+1)),
		})
	}
	paper := checks.Paper{Plan: part, Chapters: checks.Chapters(part, rules()), Collections: []checks.Collection{{
		Stage: "plans", Units: []checks.Unit{
			{ID: "a", State: gov.Accepted},
			{ID: "b", State: gov.Missing},
			{ID: "c", State: gov.Waived},
			{ID: "d", State: gov.Accepted, Late: true, Submitted: gov.MustDate("2022-02-08")},
		},
	}}}
	got := map[string]checks.Severity{}
	for _, f := range checks.Run([]string{"chapters", "gaps"}, checks.Input{Paper: paper}) {
		got[f.ID] = f.Severity
		require.NotEmpty(t, f.Article)
		require.NotEmpty(t, f.Message)
	}
	require.Equal(t, map[string]checks.Severity{
		"chapters/7": checks.Fault, "gaps/plan/P0": checks.Fault, "gaps/unit/plans/b": checks.Warning,
		"gaps/unit/plans/c": checks.Note, "gaps/unit/plans/d": checks.Note,
	}, got)
}

func TestAcceptedRowsAreCheckedOnceMore(t *testing.T) {
	t.Parallel()
	form, _ := seoulPack(t).Form("result-row")
	in := checks.Input{Paper: checks.Paper{}, Forms: []checks.FormRows{{Form: form, Rows: []checks.Row{
		{ID: "1", Item: "R24-1-2-7", Title: "플랜B", Status: []string{"merged", "low-execution"}},
		{ID: "2", Item: "R24-1-2-6", Title: "프로시민", Status: []string{"merged"}},
	}}}}
	got := checks.Run([]string{"sums"}, in)
	require.Len(t, got, 1, "the one project named with low execution gives no reason")
	require.Equal(t, "execution/R24-1-2-7/low_execution_reason", got[0].ID)
	require.Equal(t, "1", got[0].Row)
}

func TestWhatExistsIsAddedAndNothingElse(t *testing.T) {
	t.Parallel()
	one := int64(1000)
	part := &checks.Part{}
	part.Add(checks.Pillar{Number: "1"}, checks.Task{Number: "1"},
		checks.Project{ID: "a", Budget: &one, Classes: []string{"new"}})
	part.Add(checks.Pillar{Number: "1"}, checks.Task{Number: "2"}, checks.Project{ID: "b", Classes: []string{"new"}})
	part.Add(checks.Pillar{Number: "1"}, checks.Task{Number: "2"},
		checks.Project{ID: "c", Budget: &one, Classes: []string{"continued"}})
	part.Tally()
	require.Len(t, part.Pillars, 1)
	require.Len(t, part.Pillars[0].Tasks, 2)
	require.Equal(t, int64(2000), *part.Budget.KRW)
	require.Equal(t, 2, part.Budget.Known)
	require.Equal(t, 3, part.Budget.Of)
	require.Equal(t, []checks.Count{{Class: "continued", N: 1}, {Class: "new", N: 2}}, part.Classes)
}

func TestThousands(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{
		0: "0", 999: "999", 1000: "1,000", 940173: "940,173", -5298: "△5,298",
		1234567: "1,234,567",
	} {
		require.Equal(t, want, checks.Thousands(n))
	}
}
