package cases_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// accepted is a year in which one unit's plan was sent back once and accepted, and every other unit's was waived.
func accepted(t *testing.T) (*testkit.House, testkit.Stage) {
	t.Helper()
	h, stage := asked(t)
	submitted(t, h, stage)
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskCheck, institute).ID, testkit.Do{
		Verb: gov.VerbRequestRevision, Reason: "목표가 없습니다",
		Body: object{"fields": []object{{"row": "BP-1-1-1", "field": "goal", "reason": "수치로"}}},
	})
	h.SetToday(t, "2022-02-08") // the plans were due on 02-04
	h.Act(t, officer, h.TaskOf(t, officer, gov.TaskRevise).ID, testkit.Do{Verb: gov.VerbSubmit})
	h.Act(t, head, h.TaskOf(t, head, gov.TaskApproveSub).ID, testkit.Do{Verb: gov.VerbApprove})
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskCheck, institute).ID, testkit.Do{Verb: gov.VerbAccept})
	others := testkit.One[[]string](t, h, `select array_agg(subject order by subject) from case_file
		where stage_id = $1 and kind = 'submission' and subject <> $2`, stage.ID, institute)
	for _, unit := range others {
		_, err := h.OnCase(t, coordinator, h.Case(t, stage, unit).ID, testkit.Do{Verb: gov.VerbWaive, Reason: "시험"})
		require.NoError(t, err)
	}
	return h, stage
}

func TestAYearIsReportedWithItsStages(t *testing.T) {
	t.Parallel()
	h, stage := accepted(t)
	h.Step(t, stage.Case, testkit.Do{Verb: gov.VerbFinish})
	h.OpenCycle(t, "results-only", 2025)
	years, err := h.Cases.Years(t.Context())
	require.NoError(t, err)
	require.Len(t, years, 2)
	plan, results := years[0], years[1]
	require.Equal(t, []any{"lifelong-education-plan", int32(2022), gov.Open}, []any{plan.Cycle, plan.Year, plan.State})
	require.Equal(t, int32(38), plan.UnitProjects)
	require.Equal(t, int32(40), plan.Units)
	require.Zero(t, results.UnitProjects, "a year of results alone asks for no unit project")
	require.Zero(t, results.Units)
	require.NotEmpty(t, results.Stages)
	require.Equal(t, int32(3), plan.Decisions, "two approvals in the department and one acceptance")
	byID := map[string]cases.StageReport{}
	for _, s := range plan.Stages {
		byID[s.ID] = s
	}
	require.Equal(t, cases.StageReport{
		ID: "plans", Kind: gov.StageCollect, State: gov.Closed, Opened: gov.MustDate("2022-01-07"),
		Closed: gov.MustDate("2022-02-08"), Cases: 40, Returned: 1, Late: 1,
	}, byID["plans"])
	require.Contains(t, byID, "progress.4", "each round of a repeated stage is its own entry")
	require.Contains(t, byID, "progress")
}

func TestAWaivedStageSaysWhy(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-07")
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	h.Step(t, h.Stage(t, "results").Case, testkit.Do{Verb: gov.VerbWaive, Reason: "2021년 계획이 없음"})
	years, err := h.Cases.Years(t.Context())
	require.NoError(t, err)
	for _, s := range years[0].Stages {
		require.Equal(t, s.ID == "results", s.Waived != "", s.ID)
		if s.Waived != "" {
			require.Equal(t, "2021년 계획이 없음", s.Waived)
			require.Equal(t, gov.MustDate("2022-01-07"), s.Closed)
		}
	}
}

// TestOneActAgainstTheGraphCountsOnce reopens a stage, which takes a submission along.
func TestOneActAgainstTheGraphCountsOnce(t *testing.T) {
	t.Parallel()
	h, stage := accepted(t)
	h.Step(t, stage.Case, testkit.Do{Verb: gov.VerbFinish})
	_, err := h.OnCase(t, coordinator, stage.Case, testkit.Do{
		Verb: gov.VerbReopen, Reason: "누락", Body: object{"units": []string{institute}},
	})
	require.NoError(t, err)
	require.Equal(t, 2, testkit.One[int](t, h, "select count(*)::int from act where verb = 'reopen'"), "the submission went along")
	got, err := h.Cases.Overruled(t.Context())
	require.NoError(t, err)
	require.Equal(t, map[string]int{"reopen": 1, "waive": 39}, got)
}

func TestTheResultsOf2024AreTheirFieldsAndTwoCitedTotals(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2025-01-02")
	r, err := h.Cases.Results(t.Context(), 2024)
	require.NoError(t, err)
	require.Equal(t, int32(112), r.Projects)
	require.Equal(t, []int32{32, 42, 24, 14}, r.ByField)
	require.Equal(t, int64(220_795_000_000), r.BudgetKRW)
	require.InDelta(t, 96.9, r.ExecutionRate, 0)
	require.Equal(t, "city total printed in seed 002", r.Money)
	require.NotNil(t, r.Findings, "none is an empty list")
	none, err := h.Cases.Results(t.Context(), 2019)
	require.NoError(t, err)
	require.Zero(t, none.Projects)
}

func TestNoticesAreCountedByTheirFate(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	all := testkit.One[int](t, h, "select count(*)::int from notice")
	require.Greater(t, all, 5)
	for i, state := range []string{"sent", "failed", "suppressed", "unknown", "claimed"} {
		h.Exec(t, `update notice set state = $1, sent_at = case when $1 = 'sent' then now() end
			where id = (select id from notice order by id offset $2 limit 1)`, state, i)
	}
	got, err := h.Cases.NoticeFates(t.Context())
	require.NoError(t, err)
	require.Equal(t, cases.NoticesReport{Sent: 1, Failed: 1, Suppressed: 1, Unknown: 1, Waiting: all - 4}, got)
}

// TestWhatIsComparedBetweenRunsHoldsEveryChoice changes one vote, result or roll at a time in what two runs decided,
// and wants the lines to differ.
func TestWhatIsComparedBetweenRunsHoldsEveryChoice(t *testing.T) {
	t.Parallel()
	b := sits(t, "2022-05-06")
	b.call()
	b.do(viceSuper, gov.TaskAttend, testkit.Do{Verb: gov.VerbAttend, Body: object{"answer": "no", "reason": "국외 출장"}})
	b.table()
	present := []string{bureauHead, divisionHead, policyHead, eduHead}
	b.convene(present...)
	for i, m := range present {
		b.vote(m, b.items()[0], []string{"yes", "yes", "yes", "abstain"}[i])
	}
	b.do(b.secretary, gov.TaskResolve, testkit.Do{Verb: gov.VerbResolve})
	before := lines(t, b.House)
	for _, line := range []string{"\tballot\t", "\tresult\t", "\tpresent\t", "\tattend\t", "\tresolve\t", "\tconvene\t"} {
		require.Contains(t, before, line)
	}
	for _, change := range []string{
		"update ballot set choice = 'no' where choice = 'abstain'",
		"update agenda_item set result = 'deferred'",
		"update attendance set present = false where member = (select min(member) from attendance where present)",
	} {
		b.Force(t, change)
		after := lines(t, b.House)
		require.NotEqual(t, before, after, change)
		before = after
	}
}

func TestAScoreIsComparedBetweenRuns(t *testing.T) {
	t.Parallel()
	p := nominating(t)
	p.nominate("gangnam-gu", clean())
	require.NoError(t, p.onOne("gangnam-gu", gov.TaskExamine, testkit.Do{Verb: gov.VerbExamine}))
	p.score("gangnam-gu", 900, 910, 905)
	require.Contains(t, lines(t, p.House), "\tscore\tmerit-jury.member-02\t2022-10-04\t910")
}

// lines are what two runs are compared by.
func lines(t *testing.T, h *testkit.House) string {
	t.Helper()
	all, err := cases.Decisions(t.Context(), h.Pool)
	require.NoError(t, err)
	return strings.Join(all, "\n")
}
