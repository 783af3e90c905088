package cases_test

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/intake"
	"gyeol/internal/testkit"
	"gyeol/policies/pack"
)

// rules activates a pack with another delegation table.
func rules(t *testing.T, pool *pgxpool.Pool, amend func(table string) string) {
	t.Helper()
	otherFile(t, pool, "authority.yaml", amend)
}

// otherFile brings a pack with one other file into force.
func otherFile(t *testing.T, pool *pgxpool.Pool, name string, amend func(text string) string) {
	t.Helper()
	files := testkit.SeoulPack(t).Files()
	files[name] = []byte(amend(string(files[name])))
	p, faults := pack.FromFiles(files)
	require.NoError(t, faults.Err())
	_, err := intake.Import(t.Context(), pool, p, intake.Options{})
	require.NoError(t, err)
}

// withoutMayor is the table in which the mayor has no series beside those of his rows.
func withoutMayor(t *testing.T, table string) string {
	t.Helper()
	before, rest, ok := strings.Cut(table, "  - post: mayor\n")
	require.True(t, ok)
	_, after, ok := strings.Cut(rest, "  - post: vice-mayor-1\n")
	require.True(t, ok)
	return before + "  - post: vice-mayor-1\n" + after
}

// escalates gives the decision of the vice mayor to the mayor.
func escalates(t *testing.T, h *testkit.House) {
	t.Helper()
	h.Act(t, viceMayor, h.TaskOf(t, viceMayor, gov.TaskSign).ID, testkit.Do{Verb: gov.VerbEscalate, Reason: "시정 전반에 영향을 미침"})
}

func TestAPostWithoutASeriesGivesNoPolicyNumber(t *testing.T) {
	t.Parallel()
	h, task := draftingPlan(t)
	rules(t, h.Pool, func(table string) string { return withoutMayor(t, table) })
	h.Act(t, coordinator, task, plan)
	signUntil(t, h, viceMayor, belowViceMayor...)
	escalates(t, h)
	out := signs(t, h, "mayor", nil)
	require.Equal(t, gov.Approved, out.State)
	require.Equal(t, "평생교육과-1", out.DocumentNumber)
	require.Empty(t, out.PolicyNumber)
	require.Zero(t, testkit.One[int](t, h, "select count(*)::int from issued_number where series like 'policy/%'"))
}

// The series comes from the pack that was pinned with the line, not from the one in force when the decision goes up.
func TestALiftedDecisionKeepsThePinnedTable(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	signUntil(t, h, viceMayor, belowViceMayor...)
	rules(t, h.Pool, func(table string) string { return withoutMayor(t, table) })
	escalates(t, h)
	require.Equal(t, "시장방침 제1호", signs(t, h, "mayor", nil).PolicyNumber)
}

// Who stands in signs for the post that decides, and its series is the one that counts.
func TestTheSeriesIsThatOfThePostNotOfItsStandIn(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	signUntil(t, h, viceMayor, belowViceMayor...)
	escalates(t, h)
	deputises(t, h, viceMayor, "mayor", "2022-02-28")
	out := h.Act(t, viceMayor, h.TaskOf(t, "mayor", gov.TaskSign).ID, testkit.Do{Verb: gov.VerbApprove})
	require.Equal(t, "시장방침 제1호", out.PolicyNumber)
}
