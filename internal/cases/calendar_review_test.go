package cases_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

func TestADesignatedDayMovesTheAlertOfAnAgreement(t *testing.T) {
	t.Parallel()
	h := agreements(t, "2025-03-01")
	id := agreementCase(t, h, "AGR-SHELTER")
	on := func() string {
		return testkit.One[string](t, h, "select review_on::text from agreement where case_id = $1", id)
	}
	require.Equal(t, "2025-06-30", on())
	out := designates(t, h, "2025-06-30", "designated")
	require.Equal(t, "2025-06-27", on())
	require.Len(t, out.Impact.Reviews, 1)
	r := out.Impact.Reviews[0]
	require.Equal(t, "agreement 2025. 6. 30.(월) 2025. 6. 27.(금)", r.Kind+" "+r.Before.LegalText+" "+r.After.LegalText)
	require.Positive(t, testkit.One[int](t, h,
		"select count(*)::int from notice where dedup like 'calendar/%/agreement/%'"))
	h.SetToday(t, "2025-06-27")
	require.Equal(t, gov.RenewalWindow, h.Step(t, id, testkit.Do{Verb: gov.VerbOpen}).State)
}

func TestAPublicVettingEndsWithTheNextWorkingDayWhenItsLastIsDesignated(t *testing.T) {
	t.Parallel()
	p := nominating(t)
	p.scored("mapo-gu", 950, 950, 950)
	p.meritBoard()
	first := p.Case(t, p.stage, "mapo-gu").ID
	out := designates(t, p.House, "2022-10-24", "designated")
	require.Len(t, out.Impact.Reviews, 1)
	require.Equal(t, "2022. 10. 24.(월)", out.Impact.Reviews[0].Before.LegalText)
	require.Equal(t, "2022. 10. 25.(화)", out.Impact.Reviews[0].After.LegalText)
	require.Equal(t, "2022-10-26", testkit.One[string](t, p.House,
		"select review_on::text from stage where id = $1", p.stage.ID))
	until := contextOf(t, p.House, first).Nomination.Vetting
	require.Equal(t, "2022. 10. 21.(금)/2022. 10. 25.(화)", until.OperativeText+"/"+until.LegalText)
	p.SetToday(t, "2022-10-25")
	_, err := p.TryStep(t, first, testkit.Do{Verb: gov.VerbOpen})
	testkit.MustRefuse(t, gov.CodeGateClosed, err)
	p.SetToday(t, "2022-10-26")
	p.Step(t, first, testkit.Do{Verb: gov.VerbOpen})
}

// TestTenThousandDeadlinesAreCountedAgainInSeconds holds a change of the calendar to what a person waits for.
func TestTenThousandDeadlinesAreCountedAgainInSeconds(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	fill := h.TaskOf(t, officer, gov.TaskFill)
	h.Exec(t, `insert into task (id, case_id, stage_id, cycle_id, unit_id, kind, cell, opened_seq, natural_key, round,
			title, verbs, reasons, due_operative, due_legal, due_rule, due_from, opened_on)
		select gen_random_uuid(), case_id, stage_id, cycle_id, unit_id, 'fill', 'copy-' || g, 1000 + g,
			natural_key || '/' || g, round, title, verbs, reasons, '2022-02-10', '2022-02-10', 'fixed', '2022-02-10', opened_on
		from task, generate_series(1, 10000) g where id = $1`, fill.ID)
	h.Exec(t, `insert into task_actor (task_id, post_id) select t.id, a.post_id from task t, task_actor a
		where t.cell like 'copy-%' and a.task_id = $1 on conflict do nothing`, fill.ID)
	began := time.Now()
	out := designates(t, h, "2022-02-10", "designated")
	took := time.Since(began)
	t.Logf("10,000 deadlines counted again in %s", took)
	require.Equal(t, 10000, out.Impact.TaskCount)
	require.Less(t, took, 30*time.Second)
	require.Len(t, out.Impact.Tasks, 1000, "what is shown is bounded")
}
