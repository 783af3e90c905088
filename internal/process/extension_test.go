package process_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

// TestACollectionWaitsForAGrantedExtensionAndEndsWithIt walks over the old date and the new one: the stage neither ends
// without the unit nor calls it late, reminds it by the new date, and ends with its submission.
func TestACollectionWaitsForAGrantedExtensionAndEndsWithIt(t *testing.T) {
	t.Parallel()
	const unit = "jung-gu" // it leads no project and reports nothing
	h := testkit.Seoul(t, "2022-02-03")
	c := h.Follow(t)
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	stage := h.OpenStage(t, "plans")
	others := testkit.One[[]string](t, h, `select array_agg(id::text order by subject) from case_file
		where stage_id = $1 and kind = 'submission' and subject <> $2`, stage.ID, unit)
	for _, id := range others {
		other, err := gov.ParseID[struct{}](id)
		require.NoError(t, err)
		_, err = h.OnCase(t, testkit.Coordinator, gov.CaseID(other), testkit.Do{Verb: gov.VerbWaive, Reason: "이 시험의 대상이 아님"})
		require.NoError(t, err)
	}
	fill := h.TaskOf(t, unit+".officer", gov.TaskFill, "plans").ID
	h.Act(t, unit+".officer", fill, testkit.Do{
		Verb: gov.VerbAskExtension, Reason: "현장조사 결과를 반영함", Body: map[string]any{"until": "2022-02-08"},
	})
	review := h.TaskOf(t, testkit.Coordinator, gov.TaskExtension).ID
	h.Act(t, testkit.Coordinator, review, testkit.Do{Verb: gov.VerbGrantExtension})
	state := func() string {
		return testkit.One[string](t, h, `select f.state || ' ' || coalesce(s.closed_on::text, '-') from stage s
			join case_file f on f.stage_id = s.id and f.kind = 'stage' where s.id = $1`, stage.ID)
	}
	for h.Today(t) != gov.MustDate("2022-02-08") { // the stage's own last day is Friday the 4th, the lawful one the 7th
		h.NextDay(t, c)
		require.Equal(t, "open -", state(), h.Today(t))
	}
	reminded := func(kind string) string {
		return testkit.One[string](t, h, `select coalesce(string_agg(distinct office_date::text, ' '), '') from notice
			where task_id = $1 and kind = $2`, fill, kind)
	}
	require.Empty(t, reminded("overdue"))
	require.Equal(t, "2022-02-08", reminded("due_today"))

	h.Act(t, unit+".officer", fill, testkit.Do{Verb: gov.VerbSubmit, Body: map[string]any{"nothing_to_report": true}})
	h.Act(t, unit+".head", h.TaskOf(t, unit+".head", gov.TaskApproveSub).ID, testkit.Do{Verb: gov.VerbApprove})
	check := h.TaskOf(t, testkit.Coordinator, gov.TaskCheck, unit).ID
	h.Act(t, testkit.Coordinator, check, testkit.Do{Verb: gov.VerbAccept})
	testkit.Eventually(t, func() bool { return state() == "closed 2022-02-08" })
	progress, err := h.Cases.Progress(t.Context(), h.Actor(t, testkit.Coordinator), "lifelong-education-plan", 2022)
	require.NoError(t, err)
	for _, s := range progress.Stages {
		if s.Stage == "plans" {
			require.Equal(t, [2]int32{1, 0}, [2]int32{s.Extended, s.Late}, "extended and not late")
		}
	}
	h.NextDay(t, c)
	require.Equal(t, "closed 2022-02-08", state())
}
