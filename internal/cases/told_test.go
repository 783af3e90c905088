package cases_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// toldMaySee asks, for everybody who was told of a case, whether the rules of access let him see it. Letters go to those
// whom a task reaches: this is what makes that enough.
func toldMaySee(t *testing.T, h *testkit.House) {
	t.Helper()
	type told struct {
		Person gov.PersonID
		Case   gov.CaseID
		Kind   gov.NoticeKind
	}
	rows, err := h.Pool.Query(t.Context(),
		"select distinct on (person_id, case_id) person_id, case_id, kind from notice where case_id is not null")
	require.NoError(t, err)
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[told])
	require.NoError(t, err)
	require.NotEmpty(t, all)
	for _, n := range all {
		_, err := h.Cases.Case(t.Context(), cases.Actor{Person: n.Person}, n.Case, "")
		require.NoError(t, err, "%s was told %q of %s", n.Person, n.Kind, n.Case)
	}
}

func TestNobodyIsToldOfACaseThatHeMayNotSee(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-07")
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	h.OpenStage(t, "plans")
	toldMaySee(t, h)
	stranger := testkit.One[gov.CaseID](t, h, "select id from case_file where kind = 'submission' and unit_id = 'mapo-gu'")
	h.Force(t, `insert into notice (id, kind, dedup, person_id, case_id, office_date, send_on, legal)
		values (gen_random_uuid(), 'assigned', 'x', $1, $2, '2022-01-07', '2022-01-07', false)`,
		h.Actor(t, "gangnam-gu.officer").Person, stranger)
	_, err := h.Cases.Case(t.Context(), h.Actor(t, "gangnam-gu.officer"), stranger, "")
	testkit.MustRefuse(t, gov.CodeNotFound, err) // the question above can be answered with no
}
