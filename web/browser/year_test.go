package browser

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

// year is an office in which every kind of stage of a year is open at once, each with its tasks.
func year(t *testing.T) *office {
	t.Helper()
	h := testkit.Seoul(t, "2022-02-07")
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	for _, key := range []string{
		"guideline", "request", "plans", "compilation", "coordination", "superintendent", "council", "decision",
		"monitoring-1", "awards",
	} {
		h.OpenStage(t, key)
	}
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskDraft, "/decision/").ID, testkit.Do{
		Verb: gov.VerbSubmit,
		Body: map[string]any{"title": "2022년 시행계획", "body": map[string]any{"text": "확정하고자 합니다."}},
	})
	return open(t, h)
}

// kinds are one open task of each kind, with somebody who may act on it.
func (o *office) kinds(t *testing.T) []testkit.Asked {
	t.Helper()
	rows, err := o.Pool.Query(t.Context(), `
		select distinct on (t.kind) t.id, coalesce(a.post_id, p.slug), t.kind, t.verbs[1]
		from task t join task_actor a on a.task_id = t.id left join person p on p.id = a.person_id
		where t.state = 'open' order by t.kind, t.natural_key, 2`)
	require.NoError(t, err)
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[testkit.Asked])
	require.NoError(t, err)
	return all
}
