package cases_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/intake"
	"gyeol/internal/testkit"
)

// imported takes units and posts in as gyeol org import does.
func imported(t *testing.T, h *testkit.House, units, posts string) {
	t.Helper()
	var files []intake.OrgRows
	for kind, text := range map[intake.OrgKind]string{
		intake.OrgUnits: "id,kind,name,parent,valid_from,valid_to\n" + units,
		intake.OrgPosts: "id,unit,title,rank,valid_from\n" + posts,
	} {
		rows, err := intake.ReadOrg(strings.NewReader(text), string(kind), kind)
		require.NoError(t, err)
		files = append(files, rows)
	}
	changes, err := intake.Diff(t.Context(), h.Pool, files...)
	require.NoError(t, err)
	require.NoError(t, intake.Apply(t.Context(), h.Pool, changes))
}

// districts are one that came after the pack was made, one that ends before the stage opens, and one that comes later.
const districts = `hangang-gu,district,한강구,,2022-01-01,
jung-gu,district,중구,,2021-01-01,2021-12-31
bukhan-gu,district,북한구,,2022-12-01,
`

func TestWhoIsAskedIsWhoExistsOnTheDay(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-07")
	imported(t, h, districts, "hangang-gu.officer,hangang-gu,한강구 담당,officer,2022-01-01\n")
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	for key, kind := range map[string]gov.CaseKind{"plans": gov.CaseSubmission, "awards": gov.CaseNomination} {
		stage := h.OpenStage(t, key)
		has := func(unit string) bool {
			return testkit.One[bool](t, h,
				"select exists (select from case_file where stage_id = $1 and kind = $2 and subject = $3)",
				stage.ID, kind, unit)
		}
		require.True(t, has("hangang-gu"), "%s: a district that org import brought is not asked", key)
		require.True(t, has("jongno-gu"), key)
		require.False(t, has("jung-gu"), "%s: a district that has ended is asked", key)
		require.False(t, has("bukhan-gu"), "%s: a district that is not there yet is asked", key)
	}
}

func TestAProjectWhoseLeadHasEndedStopsTheStage(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-07")
	lead := testkit.One[string](t, h, `select unit_id from unit_project_unit where role = 'lead'
		and unit_id not in ('lifelong-education-division', 'lifelong-education-institute') order by unit_id limit 1`)
	h.Exec(t, "update unit set valid_to = '2021-12-31' where id = $1", lead)
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	stage := h.Stage(t, "plans")
	h.Exec(t, "update stage set opens_on = null where id = $1", stage.ID)
	h.Force(t, "delete from stage_after where stage_id = $1", stage.ID)
	_, err := h.TryStep(t, stage.Case, testkit.Do{Verb: gov.VerbOpen})
	refusal := testkit.MustRefuse(t, gov.CodeNoRule, err)
	require.Contains(t, refusal.Detail, lead, "the refusal names whose projects are without a lead")
}

func TestARuleIsUsedOnlyOnItsDays(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-07")
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	h.OpenStage(t, "plans")
	require.Positive(t, testkit.One[int](t, h, `select count(*) from task where kind = 'fill'
		and reasons @> '[{"rule": "form/plan-row", "assumed": true}]'`), "a form whose wording of 2022 was not read is marked")

	h.SetToday(t, "2020-12-31")
	open := cases.OpenCycle{Name: "results-only", Year: 2021, Key: "too-early-1"}
	_, err := h.Cases.Open(t.Context(), h.Actor(t, coordinator), open)
	testkit.MustRefuse(t, gov.CodeNoRule, err)
}
