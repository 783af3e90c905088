package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// TestACaseBearsTheTitleThatItsTextHas: opened under the name of its stage, it takes the title of the drafter, of the
// reviewer who edits it and of the next draft, wherever it is listed.
func TestACaseBearsTheTitleThatItsTextHas(t *testing.T) {
	t.Parallel()
	h, task := draftingPlan(t)
	titles := func() []string {
		t.Helper()
		page, err := h.Cases.Cases(t.Context(), h.Actor(t, coordinator), cases.CaseFilter{Kind: gov.CaseDocument, Limit: 20})
		require.NoError(t, err)
		require.Len(t, page.Cases, 1)
		d := viewDraft(t, h)
		out := []string{page.Cases[0].Title, d.Title}
		for _, l := range running(t, h, cases.LineFilter{}) {
			out = append(out, l.Title)
		}
		return out
	}
	require.Equal(t, []string{"시행계획 확정", "시행계획 확정"}, titles())
	h.Act(t, coordinator, task, plan)
	require.Equal(t, []string{draftTitle, draftTitle, draftTitle}, titles())

	const edited, again = "2022년 시행계획(안)", "2022년 시행계획(수정)"
	signs(t, h, teamLead, body{"edit": body{"title": edited}})
	require.Equal(t, []string{edited, edited, edited}, titles())
	require.Len(t, running(t, h, cases.LineFilter{Query: "(안)"}), 1)
	require.Empty(t, running(t, h, cases.LineFilter{Query: "시행계획 확정"}))

	h.Act(t, divHead, h.TaskOf(t, divHead, gov.TaskSign).ID, testkit.Do{Verb: gov.VerbReturn, Reason: "보완"})
	require.Equal(t, []string{edited, edited}, titles(), "a return changes no text")
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskRedraft).ID, testkit.Do{
		Verb: gov.VerbRedraft, Reason: "보완함", Body: body{"title": again},
	})
	require.Equal(t, []string{again, again, again}, titles())
}
