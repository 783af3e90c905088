package cases_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
	"gyeol/policies"
)

var kinds = []gov.CaseKind{
	gov.CaseCycle, gov.CaseStage, gov.CaseReceipt, gov.CaseSubmission, gov.CaseCompilation, gov.CaseDocument,
	gov.CaseMeeting, gov.CaseConsultation, gov.CaseFiling, gov.CaseOpinion, gov.CaseNomination, gov.CaseAgreement,
}

// verbsOf are the acts and contributions of a machine, each once.
func verbsOf(kind gov.CaseKind) []gov.Verb {
	m := policies.MachineOf(kind)
	var out []gov.Verb
	for _, move := range m.Moves {
		out = append(out, move.Verb)
	}
	for _, verbs := range m.Contribs {
		out = append(out, verbs...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// TestEveryVerbHasAForm: what a machine can do has a documented body, and nothing else has one.
func TestEveryVerbHasAForm(t *testing.T) {
	t.Parallel()
	has := map[gov.CaseKind][]gov.Verb{}
	for _, f := range cases.Forms() {
		require.NotEmpty(t, f.Does, "%s %s", f.Kind, f.Verb)
		require.Equal(t, reflect.Struct, f.Body.Kind(), "%s %s", f.Kind, f.Verb)
		for _, field := range reflect.VisibleFields(f.Body) {
			require.True(t, field.Anonymous || field.Tag.Get("doc") != "", "%s.%s", f.Body.Name(), field.Name)
		}
		has[f.Kind] = append(has[f.Kind], f.Verb)
	}
	for _, kind := range kinds {
		require.Equal(t, verbsOf(kind), has[kind], kind)
	}
	require.ElementsMatch(t, append(has[""], gov.VerbHandOver), policies.BesideVerbs(),
		"of any kind; a hand-over has an operation of its own")
	require.Len(t, has, len(kinds)+1)
}

// TestABareVerbTakesNoBody: a body that nobody would read is refused, in acts and in contributions.
func TestABareVerbTakesNoBody(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2021-12-20")
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	stage := h.Stage(t, "guideline")
	_, err := h.OnCase(t, testkit.Coordinator, stage.Case, testkit.Do{
		Verb: gov.VerbSkip, Reason: "사유", Body: map[string]any{"note": "x"},
	})
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	_, err = h.OnCase(t, testkit.Coordinator, stage.Case, testkit.Do{
		Verb: gov.VerbSkip, Reason: "사유", Body: map[string]any{},
	})
	require.NoError(t, err)
}
