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
	h.Force(t, "update case_file set state = 'accepted', closed_on = $2 where stage_id = $1 and kind = 'submission'",
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
			out = append(out, body{"finding": f.ID, "decision": "accept", "reason": "원문 그대로 둠"})
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

// TestARowIsCompiledByTheWordingThatItsUnitReads: a decimal fits only the wording that the unit took over, and only by
// it does the slip from whole persons to thousands show.
func TestARowIsCompiledByTheWordingThatItsUnitReads(t *testing.T) {
	t.Parallel()
	h, stage := compiledPlan(t)
	otherFile(t, h.Pool, "forms.yaml", func(forms string) string {
		return replaceOnce(t, forms,
			"      - id: target\n        title: 목표값\n        type: integer\n        required: false\n        prefill: target\n",
			"      - {id: target, title: 목표값, type: decimal, decimals: 3, required: false, prefill: target}\n")
	})
	h.Exec(t, `update plan_row set data = data || '{"target": 59.966}', last = '{"target": 59966}'
		where unit_project_id = 'BP-1-1-1'`)
	c := h.Case(t, stage, "compilation")
	slips := func() (out []string) {
		h.Step(t, c.ID, testkit.Do{Verb: gov.VerbCompile})
		_, findings := paperOf(t, h, c.ID)
		for _, f := range findings {
			if f.Check == "units" {
				out = append(out, f.Printed+"→"+f.Computed)
			}
		}
		return out
	}
	require.Empty(t, slips(), "the wording of the collection takes no decimal there")
	h.Exec(t, `update submission set form_pack = (select hash from policy_pack order by stored_at desc limit 1)
		where case_id in (select case_id from plan_row where unit_project_id = 'BP-1-1-1')`)
	require.Equal(t, []string{"59.966→59,966"}, slips())
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
	bare := decided(findings)
	for _, d := range bare {
		delete(d, "reason")
	}
	_, err = h.Try(t, testkit.Coordinator, task.ID, testkit.Do{Verb: gov.VerbConfirm, Body: body{"decisions": bare}})
	refusal = testkit.MustRefuse(t, gov.CodeInvalid, err)
	for _, r := range refusal.Reasons {
		require.Contains(t, r.Rule, "chapters/", "only an error needs a reason to be accepted")
	}
	out := h.Act(t, testkit.Coordinator, task.ID,
		testkit.Do{Verb: gov.VerbConfirm, Body: body{"decisions": decided(findings)}})
	require.Equal(t, gov.Confirmed, out.State)
	require.Equal(t, testkit.One[string](t, h, "select id::text from person where slug = $1", testkit.Coordinator),
		testkit.One[string](t, h, "select decisions->0->>'by' from compilation where case_id = $1", c.ID))
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
	h.Force(t,
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

func TestWhatAUnitToldIsCompiledAsStatusWithItsReason(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2025-02-05")
	h.OpenCycle(t, "results-only", 2025)
	request(t, h)
	asked := handIn(t, h, "results", body{
		"content": "추진함", "budget_krw": 10_000_000, "executed_krw": 5_000_000, "low_execution_reason": "수요 감소",
	})
	h.Exec(t, "update result_row set budget_krw = 10000000, executed_krw = 5000000 where sub_project_id = 'R24-1-1-1'")
	h.Exec(t, `update result_row set last = '{"budget_krw": 10000000000}' where sub_project_id = 'R24-1-1-2'`)
	h.Exec(t, `insert into row_event (id, case_id, row_id, item, kind, effective_on, reason, successors, state, recorded_by,
			recorded_on)
		select gen_random_uuid(), r.case_id, r.id, r.sub_project_id, 'merged', '2024-11-01', '중복 조정', '{R24-1-1-2}',
			'in_force', (select id from person limit 1), '2025-02-03'
		from result_row r join case_file c on c.id = r.case_id where c.stage_id = $1 and r.sub_project_id = 'R24-1-1-1'`,
		asked.ID)
	c := h.Case(t, h.OpenStage(t, "compilation"), "compilation")
	h.Step(t, c.ID, testkit.Do{Verb: gov.VerbCompile})
	paper, findings := paperOf(t, h, c.ID)
	first := paper.Results.Pillars[0].Tasks[0].Projects[0]
	require.Equal(t, []string{"merged", "low-execution"}, first.Classes)
	require.Equal(t, []checks.Event{{
		Kind: "merged", Month: "2024-11", Into: "평생학습포털 온라인 학습 운영 활성화", Reason: "중복 조정",
	}}, first.Events)
	slips := []string{}
	for _, f := range findings {
		if f.Check == "units" {
			slips = append(slips, f.ID+" "+f.Printed+"→"+f.Computed)
			require.NotEmpty(t, f.Row)
		}
	}
	require.Equal(t, []string{"units/R24-1-1-2/budget_krw 10,000,000→10,000,000,000"}, slips, "against last year's row")
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
	require.Equal(t, "10% ↑→9.8", seen["rates/R24-X-GROWTH"])
	require.Equal(t, "0.8%→0.8%p", seen["points/R24-PARTICIPATION-DIFF"])
	require.Equal(t, "8개소→20", seen["summary/HL-1-7"])
	require.Equal(t, "2,859명→877", seen["summary/HL-3-9"])
	require.Equal(t, "3개 사업→1", seen["status/R24-X-LOWEXEC"])
	require.Contains(t, seen, "execution/R24-1-2-7/low_execution_reason", "a project with low execution must say why")
	require.Equal(t, "927명 / 800명→", seen["source/R24-X-GUARDIANS"], "what only reading shows stays recorded")
	overlaps, recorded := 0, 0
	for id := range seen {
		switch {
		case strings.HasPrefix(id, "overlaps/"):
			overlaps++
		case strings.HasPrefix(id, "source/"):
			recorded++
		}
	}
	require.Equal(t, 7, overlaps, "figures that two projects report are candidates for the committee")
	require.Equal(t, 30, recorded)
	require.Len(t, seen, 6+overlaps+recorded)
}
