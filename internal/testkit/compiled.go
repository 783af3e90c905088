package testkit

import (
	"testing"

	"gyeol/gov"
)

// CompiledResults lends an office in which the results of 2024 are compiled and wait for their coordinator: every unit
// has handed in the figures that the source prints and a sentence. How that happens is told elsewhere.
func CompiledResults(t testing.TB) (*House, gov.CaseID) {
	t.Helper()
	h := Seoul(t, "2025-02-05")
	h.OpenCycle(t, "results-only", 2025)
	asked := h.OpenStage(t, "request")
	h.Exec(t, "update task set state = 'cancelled', closed_on = opened_on where stage_id = $1", asked.ID)
	h.Exec(t, "update case_file set state = 'missing', closed_on = opened_on where stage_id = $1 and kind = 'document'",
		asked.ID)
	h.Step(t, asked.Case, Do{Verb: gov.VerbFinish})
	results, today := h.OpenStage(t, "results"), h.Today(t)
	h.Exec(t, `update submission set submitted_on = $2, accepted_on = $2
		where case_id in (select id from case_file where stage_id = $1)`, results.ID, today)
	h.Exec(t, `update result_row set data = '{"content":"추진함"}'
		where case_id in (select id from case_file where stage_id = $1)`, results.ID)
	h.Exec(t, "update task set state = 'done', closed_on = $2 where stage_id = $1", results.ID, today)
	h.Force(t, "update case_file set state = 'accepted', closed_on = $2 where stage_id = $1 and kind = 'submission'",
		results.ID, today)
	h.Step(t, results.Case, Do{Verb: gov.VerbFinish})
	c := h.Case(t, h.OpenStage(t, "compilation"), "compilation")
	h.Step(t, c.ID, Do{Verb: gov.VerbCompile})
	return h, c.ID
}
