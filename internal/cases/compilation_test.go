package cases_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
	"gyeol/policies/checks"
)

// handIn lets every unit of a collection hand in and be accepted, as rows: how that happens is told elsewhere. fields
// are written into every row.
func handIn(t *testing.T, h *testkit.House, key string, fields body) testkit.Stage {
	t.Helper()
	s := h.OpenStage(t, key)
	data, err := json.Marshal(fields)
	require.NoError(t, err)
	today := h.Today(t)
	h.Exec(t, `update submission set submitted_on = $2, accepted_on = $2, nothing_to_report = false
		where case_id in (select id from case_file where stage_id = $1)`, s.ID, today)
	for _, table := range []string{"plan_row", "result_row", "form_row"} {
		h.Exec(t, "update "+table+" set data = $2 where case_id in (select id from case_file where stage_id = $1)",
			s.ID, data)
	}
	h.Exec(t, "update task set state = 'done', closed_on = $2 where stage_id = $1", s.ID, today)
	h.Exec(t, "update case_file set state = 'accepted', closed_on = $2 where stage_id = $1 and kind = 'submission'",
		s.ID, today)
	h.Step(t, s.Case, testkit.Do{Verb: gov.VerbFinish})
	return s
}

// compiledPlan is the plan of 2022 before its coordinator: all units handed in, chapter 1 alone was written for.
func compiledPlan(t *testing.T) (*testkit.House, testkit.Stage) {
	t.Helper()
	h := testkit.Seoul(t, "2022-02-07")
	h.OpenCycle(t, planCycle, 2022)
	request(t, h)
	handIn(t, h, "plans", body{"change": "new", "goal": "목표", "content": "내용", "chapter": "1"})
	h.Step(t, h.Stage(t, "results").Case, testkit.Do{Verb: gov.VerbWaive, Reason: "2021년 계획이 없음"})
	s := h.OpenStage(t, "compilation")
	return h, s
}

// request ends the stage that asks the units, without its paper.
func request(t *testing.T, h *testkit.House) {
	t.Helper()
	s := h.OpenStage(t, "request")
	h.Exec(t, "update task set state = 'cancelled', closed_on = opened_on where stage_id = $1", s.ID)
	h.Exec(t,
		"update case_file set state = 'missing', closed_on = opened_on where stage_id = $1 and kind = 'document'", s.ID)
	h.Step(t, s.Case, testkit.Do{Verb: gov.VerbFinish})
}

func paperOf(t *testing.T, h *testkit.House, id gov.CaseID) (paper checks.Paper, findings []checks.Finding) {
	t.Helper()
	require.NoError(t, json.Unmarshal(testkit.One[json.RawMessage](t, h,
		"select body from compilation where case_id = $1", id), &paper))
	require.NoError(t, json.Unmarshal(testkit.One[json.RawMessage](t, h,
		"select findings from compilation where case_id = $1", id), &findings))
	return paper, findings
}

// decided answers every finding that needs it.
func decided(findings []checks.Finding) []body {
	out := []body{}
	for _, f := range findings {
		if f.NeedsDecision() {
			out = append(out, body{"finding": f.ID, "decision": "accept"})
		}
	}
	return out
}

func TestAPlanIsCompiledFromWhatWasAccepted(t *testing.T) {
	t.Parallel()
	h, stage := compiledPlan(t)
	c := h.Case(t, stage, "compilation")
	require.Equal(t, gov.Drafting, c.State)
	out := h.Step(t, c.ID, testkit.Do{Verb: gov.VerbCompile})
	require.Equal(t, gov.Compiled, out.State)

	paper, findings := paperOf(t, h, c.ID)
	require.Equal(t, []int{8, 11, 9, 10}, checks.ByPillar(paper.Plan), "four pillars, 38 unit projects")
	require.Nil(t, paper.Results)
	require.Equal(t, "2021년 계획이 없음", paper.Collections[1].Waived)
	require.Nil(t, paper.Plan.Budget.KRW, "no project carries an amount: nothing adds up to nothing, not to zero")
	require.Equal(t, []checks.Count{
		{Class: "continued", N: 4}, {Class: "expanded", N: 12}, {Class: "improved", N: 5}, {
			Class: "new",
			N:     16,
		}, {Class: "strengthened", N: 1},
	}, paper.Plan.Classes)
	var printed, missing int
	for _, f := range findings {
		require.NotEmpty(t, f.Article)
		switch {
		case strings.HasPrefix(f.ID, "sums/printed/"):
			printed++
		case f.Check == "chapters":
			missing++
		}
	}
	require.Equal(t, 9, printed, "seven decimal points in the sub-total of pillar Ⅳ and two in 시민학위제")
	require.Equal(t, 6, missing)
}

func TestCompilingAgainOverTheSameRowsGivesTheSameHash(t *testing.T) {
	t.Parallel()
	h, stage := compiledPlan(t)
	c := h.Case(t, stage, "compilation")
	h.Step(t, c.ID, testkit.Do{Verb: gov.VerbCompile})
	first := h.Case(t, stage, "compilation")
	h.Step(t, c.ID, testkit.Do{Verb: gov.VerbCompile})
	second := h.Case(t, stage, "compilation")
	require.Equal(t, first.ContentHash, second.ContentHash)
	require.Equal(t, first.Round+1, second.Round)
	h.Exec(t, "update plan_row set budget_krw = 1000 where unit_project_id = 'BP-1-1-1'")
	h.Step(t, c.ID, testkit.Do{Verb: gov.VerbCompile})
	require.NotEqual(t, first.ContentHash, h.Case(t, stage, "compilation").ContentHash)
}

func TestACompilationIsConfirmedOnTheContentThatWasSeen(t *testing.T) {
	t.Parallel()
	h, stage := compiledPlan(t)
	c := h.Case(t, stage, "compilation")
	h.Step(t, c.ID, testkit.Do{Verb: gov.VerbCompile})
	_, findings := paperOf(t, h, c.ID)
	task := h.TaskOf(t, testkit.Coordinator, gov.TaskConfirm)

	_, err := h.Try(t, testkit.Coordinator, task.ID,
		testkit.Do{Verb: gov.VerbConfirm, Body: body{"decisions": decided(findings)}, Hash: make([]byte, 32)})
	testkit.MustRefuse(t, gov.CodeStale, err)
	_, err = h.Try(t, testkit.Coordinator, task.ID,
		testkit.Do{Verb: gov.VerbConfirm, Body: body{"decisions": decided(findings)[1:]}})
	refusal := testkit.MustRefuse(t, gov.CodeInvalid, err)
	require.Equal(t, decided(findings)[0]["finding"], refusal.Reasons[0].Rule)
	for _, bad := range [][]body{
		append(decided(findings), body{"finding": "sums/none", "decision": "accept"}),
		append(decided(findings), decided(findings)[0]),
		append([]body{{"finding": decided(findings)[0]["finding"], "decision": "mend"}}, decided(findings)[1:]...),
		append([]body{{"finding": decided(findings)[0]["finding"], "decision": "no"}}, decided(findings)[1:]...),
	} {
		_, err = h.Try(t, testkit.Coordinator, task.ID, testkit.Do{Verb: gov.VerbConfirm, Body: body{"decisions": bad}})
		testkit.MustRefuse(t, gov.CodeInvalid, err)
	}
	out := h.Act(t, testkit.Coordinator, task.ID,
		testkit.Do{Verb: gov.VerbConfirm, Body: body{"decisions": decided(findings)}})
	require.Equal(t, gov.Confirmed, out.State)
	h.Step(t, stage.Case, testkit.Do{Verb: gov.VerbFinish})
}

func TestAPaperWhoseInputWasTakenUpAgainIsNotConfirmed(t *testing.T) {
	t.Parallel()
	h, stage := compiledPlan(t)
	c := h.Case(t, stage, "compilation")
	h.Step(t, c.ID, testkit.Do{Verb: gov.VerbCompile})
	_, findings := paperOf(t, h, c.ID)
	task := h.TaskOf(t, testkit.Coordinator, gov.TaskConfirm)
	plans := h.Stage(t, "plans")
	_, err := h.OnCase(t, testkit.Coordinator, plans.Case, testkit.Do{
		Verb: gov.VerbReopen, Reason: "누락된 사업이 있음", Body: body{"units": []string{"lifelong-education-division"}},
	})
	require.NoError(t, err)
	confirm := testkit.Do{Verb: gov.VerbConfirm, Body: body{"decisions": decided(findings)}}
	_, err = h.Try(t, testkit.Coordinator, task.ID, confirm)
	testkit.MustRefuse(t, gov.CodeGateClosed, err)
	_, err = h.TryStep(t, c.ID, testkit.Do{Verb: gov.VerbCompile})
	testkit.MustRefuse(t, gov.CodeGateClosed, err)
	h.Exec(t,
		"update case_file set state = 'accepted', closed_on = opened_on where stage_id = $1 and kind = 'submission'",
		plans.ID)
	h.Step(t, plans.Case, testkit.Do{Verb: gov.VerbFinish})
	_, err = h.Try(t, testkit.Coordinator, task.ID, confirm)
	testkit.MustRefuse(t, gov.CodeStale, err)

	h.Step(t, c.ID, testkit.Do{Verb: gov.VerbCompile})
	h.Act(t, testkit.Coordinator, h.TaskOf(t, testkit.Coordinator, gov.TaskConfirm).ID, confirm)
}

func TestAReopenedStageTakesItsPaperUpAgain(t *testing.T) {
	t.Parallel()
	h, stage := compiledPlan(t)
	c := h.Case(t, stage, "compilation")
	h.Step(t, c.ID, testkit.Do{Verb: gov.VerbCompile})
	_, findings := paperOf(t, h, c.ID)
	h.Act(t, testkit.Coordinator, h.TaskOf(t, testkit.Coordinator, gov.TaskConfirm).ID,
		testkit.Do{Verb: gov.VerbConfirm, Body: body{"decisions": decided(findings)}})
	h.Step(t, stage.Case, testkit.Do{Verb: gov.VerbFinish})
	_, err := h.OnCase(t, testkit.Coordinator, c.ID, testkit.Do{Verb: gov.VerbReopen, Reason: "조정위원회 의견"})
	testkit.MustRefuse(t, gov.CodeActNotOpen, err)
	_, err = h.OnCase(t, testkit.Coordinator, stage.Case, testkit.Do{Verb: gov.VerbReopen, Reason: "조정위원회 의견"})
	require.NoError(t, err)
	c = h.Case(t, stage, "compilation")
	require.Equal(t, gov.Drafting, c.State)
	require.Equal(t, int32(2), c.Round)
	h.Step(t, c.ID, testkit.Do{Verb: gov.VerbCompile})
	require.Equal(t, gov.Compiled, h.Case(t, stage, "compilation").State)
}

func TestTheResultsOf2024AreCompiledWithTheCitedTotal(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2025-02-05")
	h.OpenCycle(t, "results-only", 2025)
	request(t, h)
	handIn(t, h, "results", body{"content": "추진함"})
	stage := h.OpenStage(t, "compilation")
	c := h.Case(t, stage, "compilation")
	h.Step(t, c.ID, testkit.Do{Verb: gov.VerbCompile})
	paper, findings := paperOf(t, h, c.ID)
	require.Nil(t, paper.Plan)
	require.Equal(t, []int{32, 42, 24, 14}, checks.ByPillar(paper.Results))
	require.Nil(t, paper.Results.Budget.KRW)
	rates := map[string]string{}
	for _, r := range paper.Rates {
		rates[r.ID] = r.Value + r.Unit
	}
	require.Equal(t, map[string]string{
		"execution_rate": "96.9%", "budget_growth": "34.5%", "projects_growth": "9.8%", "participation_points": "0.8%p",
		"participation_change": "2.5%",
	}, rates)
	seen := map[string]string{}
	for _, f := range findings {
		seen[f.ID] = f.Printed + "→" + f.Computed
	}
	require.Equal(t, "10% ↑→9.8", seen["source/R24-X-GROWTH"])
	require.Equal(t, "8개소 운영→20", seen["source/HL-1-7"])
	require.Equal(t, "2,859명→877", seen["source/HL-3-9"])
	require.Equal(t, "3개 사업→1", seen["source/R24-X-LOWEXEC"])
	require.Contains(t, seen, "execution/R24-1-2-7", "a project with low execution must say why")
	overlaps := 0
	for id := range seen {
		if strings.HasPrefix(id, "overlaps/") {
			overlaps++
		}
	}
	require.Equal(t, 7, overlaps, "projects that may be one are candidates for the committee")
	require.Len(t, seen, 5+overlaps)
}
