package api_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/testkit"
)

// TestAnAddresseeReadsWhatHeWasSent: the unit to which a document was dispatched, the receiver of a filing and the body
// that is consulted read the very papers they were sent, and nothing of how they came about.
func TestAnAddresseeReadsWhatHeWasSent(t *testing.T) {
	t.Parallel()
	o := open(t, "2022-02-08")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	o.openMuch(t)
	ctx := t.Context()
	document := func(stage string) string { return o.Case(t, o.Stage(t, stage), "document").ID.String() }
	request, decision := document("request"), document("decision")
	boss, district, ministry := o.as(t, testkit.Coordinator), o.as(t, "gangnam-gu.officer"), o.as(t,
		"ministry-of-education.officer")
	for _, c := range []*client.Client{district, ministry} {
		for _, id := range []string{request, decision} {
			_, err := c.Document(ctx, id)
			require.True(t, client.Is(err, "not_found"), "%v", err)
		}
	}
	o.Exec(t, `insert into dispatch (case_id, unit_id, dispatched_on, arrived_on, rule)
		select $1, unnest(array['gangnam-gu', 'gangdong-gu']), '2022-02-08', '2022-02-08', 'x'`, request)
	o.Exec(t, "update case_file set content_hash = sha256('plan') where id = $1", decision)
	o.handOver(t, "plan")

	got := must(district.Document(ctx, request))(t)
	require.Empty(t, got.OpenVerbs)
	require.Empty(t, got.Tasks, "who works on it at the city is not his business")
	require.Empty(t, got.Decisions)
	require.Len(t, got.Context.Document.Dispatches, 1, "nor is who else was sent it")
	require.NotEmpty(t, must(boss.Document(ctx, request))(t).Tasks)
	_, err := district.Acts(ctx, request)
	require.True(t, client.Is(err, "not_found"), "%v", err)
	_, err = district.Document(ctx, decision)
	require.True(t, client.Is(err, "not_found"), "%v", err)
	require.Equal(t, []string{request}, idsOf(must(district.Cases(ctx, "documents", client.CaseFilter{}))(t)))

	must(ministry.Document(ctx, decision))(t)
	require.Equal(t, []string{decision}, idsOf(must(ministry.Cases(ctx, "documents", client.CaseFilter{}))(t)))
	o.Exec(t, "update case_file set content_hash = sha256('another plan') where id = $1", decision)
	_, err = ministry.Document(ctx, decision)
	require.True(t, client.Is(err, "not_found"), "another text was not sent: %v", err)

	o.consult(t)
	consulted := o.as(t, testkit.One[string](t, o.House, `select p.id from post p join consultation c on c.with_unit = p.unit_id
		join holding h on h.post_id = p.id order by p.id limit 1`))
	drafts := idsOf(must(consulted.Cases(ctx, "compilations", client.CaseFilter{}))(t))
	require.Len(t, drafts, 1)
	draft := must(consulted.Case(ctx, drafts[0]))(t)
	require.JSONEq(t, "[]", string(draft.Context.Compilation.Findings), "what the checks found was not sent")
	o.Exec(t, "update compilation set compiled_on = '2022-02-09'")
	_, err = consulted.Case(ctx, drafts[0])
	require.True(t, client.Is(err, "not_found"), "what was compiled since was not sent: %v", err)
}

func idsOf(list []client.CaseItem) []string {
	out := []string{}
	for _, c := range list {
		out = append(out, c.ID)
	}
	return out
}

// consult lets the consulted body have been asked about the draft on the same day.
func (o *office) consult(t *testing.T) {
	t.Helper()
	o.Exec(t, "update compilation set compiled_on = '2022-02-08', body = '{}'")
	o.Exec(t, "update consultation set question = 'x', asked_on = '2022-02-08', reply_by = '2022-02-15'")
}

// handOver writes a filing to the ministry whose package names a paper by its content.
func (o *office) handOver(t *testing.T, content string) {
	t.Helper()
	id := gov.NewCaseID()
	o.Force(t, `insert into case_file (id, kind, cycle_id, stage_id, process_id, unit_id, other_unit, subject, title, state, pack_hash, opened_on)
		select $1, 'filing', cycle_id, stage_id, process_id, unit_id, 'ministry-of-education', 'filing', title, 'handed_over', pack_hash, opened_on
		from case_file where id = $2`, id, o.Stage(t, "ministry").Case)
	o.Exec(t, `insert into filing (case_id, to_unit, package, package_hash, handed_on)
		select $1, 'ministry-of-education', jsonb_build_array(jsonb_build_object('part', 'plan', 'sha256', encode(sha256($2), 'hex'))),
		    sha256('x'), '2022-02-08'`, id, []byte(content))
}
