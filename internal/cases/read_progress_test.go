package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// cellIn is one unit in one stage of the plan of 2027, as somebody sees it.
func cellIn(t *testing.T, h *testkit.House, who, unit string) cases.MatrixCell {
	t.Helper()
	f := cases.MatrixFilter{Year: 2027, Kind: gov.StageCollect}
	m, err := h.Cases.Matrix(t.Context(), h.Actor(t, who), planCycle, f)
	require.NoError(t, err)
	for _, u := range m.Units {
		for _, c := range u.Cells {
			require.Equal(t, gov.StageCollect, c.Kind)
			if u.Unit == gov.UnitID(unit) && c.Stage == "plans" {
				return c
			}
		}
	}
	require.Fail(t, "no cell of "+unit)
	return cases.MatrixCell{}
}

func TestTheMatrixSaysSinceWhenAndWhoHasIt(t *testing.T) {
	t.Parallel()
	const division = "lifelong-education-division"
	h := testkit.Seoul(t, "2027-01-11")
	h.OpenCycle(t, planCycle, 2027)
	h.OpenStage(t, "plans")
	h.SetToday(t, "2027-02-10")
	c := cellIn(t, h, testkit.Coordinator, division)
	require.Equal(t, "요청됨", c.StateText)
	require.Equal(t, gov.MustDate("2027-01-11"), c.Since)
	require.Equal(t, 20, c.Age, "working days: Seollal is none")
	require.True(t, c.Late)
	require.True(t, c.LateLegal, "5 February was the last lawful day")
	require.Equal(t, int32(1), c.Rounds)
	require.Zero(t, c.Filled)
	require.Equal(t, int32(16), c.Rows)
	require.NotEmpty(t, c.Holders)
	require.Equal(t, gov.TaskFill, c.Holders[0].Kind)
	require.True(t, c.Holders[0].Overdue)
	require.NotEmpty(t, c.Holders[0].Name)

	h.Exec(t, "update plan_row set revision = 1 where unit_project_id in ('BP-1-1-1', 'BP-2-2-1', 'BP-4-1-1')")
	filled := testkit.One[int](t, h, `select count(*)::int from plan_row r join case_file c on c.id = r.case_id
		where r.revision > 0 and c.unit_id = $1`, division)
	require.Equal(t, int32(filled), cellIn(t, h, testkit.Coordinator, division).Filled)
	require.Empty(t, cellIn(t, h, "gangnam-gu.officer", division).Holders[0].Name, "names are for the coordinator")
	require.NotEmpty(t, cellIn(t, h, "gangnam-gu.officer", division).Holders[0].Title)
}

func TestThePathNamesWhoHoldsTheFilingUp(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2027-01-11")
	h.OpenCycle(t, planCycle, 2027)
	h.OpenStage(t, "plans")
	h.SetToday(t, "2027-02-05")
	p, err := h.Cases.Path(t.Context(), h.Actor(t, testkit.Coordinator), planCycle, 2027)
	require.NoError(t, err)
	require.Equal(t, gov.MustDate("2027-02-26"), p.Path.Target)
	require.Equal(t, gov.MustDate("2027-03-02"), p.Path.Legal)
	require.Contains(t, p.Path.Chain, "plans")
	require.NotEmpty(t, p.Waiting)
	for i, w := range p.Waiting {
		require.Equal(t, "plans", w.Stage)
		require.NotEmpty(t, w.Holders)
		require.True(t, i == 0 || !w.Since.Before(p.Waiting[i-1].Since), "the oldest first")
	}
	_, err = h.Cases.Path(t.Context(), h.Actor(t, testkit.Coordinator), planCycle, 2031)
	require.ErrorIs(t, err, gov.ErrNotFound)
	h.Exec(t, "update stage set decided_on = '2027-02-05' where kind = 'file'")
	p, err = h.Cases.Path(t.Context(), h.Actor(t, testkit.Coordinator), planCycle, 2027)
	require.NoError(t, err)
	require.Nil(t, p.Path, "everything is filed")
}
