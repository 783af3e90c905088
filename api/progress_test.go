package api_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/testkit"
)

// TestAStreamOfOneYearTellsWhenItsMatrixChanged: whoever shows the matrix of a year hears its acts and no others, each
// with the stage and the unit that changed.
func TestAStreamOfOneYearTellsWhenItsMatrixChanged(t *testing.T) {
	t.Parallel()
	o := open(t, "2022-01-10")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	o.OpenStage(t, "plans")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	o.seal(ctx, t)
	token := o.token(t, testkit.Coordinator)
	every := o.watch(ctx, t, token, "1")
	ask := o.stream(ctx, t, "/api/v1/changes?cycle=lifelong-education-plan-2022", token)
	ask.Header.Set("Last-Event-ID", "1")
	year := o.listen(ctx, t, ask)
	o.OpenCycle(t, "lifelong-education-plan", 2023)
	task := o.TaskOf(t, "gangnam-gu.officer", gov.TaskFill)
	o.Act(t, "gangnam-gu.officer", task.ID, testkit.Do{
		Verb: gov.VerbSubmit, Body: map[string]any{"nothing_to_report": true},
	})
	other := false
	for {
		e := <-every
		require.NotEmpty(t, e.data)
		if strings.Contains(e.data, `"cycle":"lifelong-education-plan-2023"`) {
			other = true
		}
		if strings.Contains(e.data, `"verb":"submit"`) {
			break
		}
	}
	require.True(t, other, "the whole stream has the other year too")
	for {
		e := <-year
		require.Contains(t, e.data, `"cycle":"lifelong-education-plan-2022"`)
		if strings.Contains(e.data, `"verb":"submit"`) {
			require.Contains(t, e.data, `"stage":"plans"`)
			require.Contains(t, e.data, `"unit":"gangnam-gu"`)
			return
		}
	}
}

func TestTheWayToTheFilingAndThePairsAreReadThroughTheAPI(t *testing.T) {
	t.Parallel()
	o := open(t, "2027-01-11")
	o.OpenCycle(t, "lifelong-education-plan", 2027)
	o.OpenStage(t, "plans")
	ctx, boss, expert := t.Context(), o.as(t, testkit.Coordinator), o.as(t, "monitoring-panel.member-01")
	way := must(boss.Path(ctx, "lifelong-education-plan", 2027))(t)
	require.Equal(t, "2027-02-26", way.Path.Target.String())
	require.NotEmpty(t, way.Waiting)
	_, err := expert.Path(ctx, "lifelong-education-plan", 2027)
	require.True(t, client.Is(err, "forbidden"), "the year is shown to the administration: %v", err)
	for _, u := range must(boss.Matrix(ctx, "lifelong-education-plan", 2027, "collect"))(t).Units {
		for _, c := range u.Cells {
			require.Equal(t, "collect", c.Kind)
		}
	}
	for _, path := range []string{"/compilations/" + o.Stage(t, "plans").Case.String(), "/compilations/x"} {
		r := o.request(t, http.MethodGet, "/api/v1"+path+"/overlaps", o.token(t, testkit.Coordinator), "")
		res, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		require.Equal(t, http.StatusNotFound, res.StatusCode, path)
	}
}
