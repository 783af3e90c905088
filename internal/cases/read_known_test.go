package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// TestAFilterOfWhatThereIsNotIsRefused: an empty list would say that nothing is due, and a report that all conforms.
func TestAFilterOfWhatThereIsNotIsRefused(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	who := h.Actor(t, coordinator)
	schema := testkit.One[[]string](t, h, "select known_words('task')")
	kinds := gov.TaskKinds()
	require.Len(t, kinds, len(schema))
	for _, k := range kinds {
		require.Contains(t, schema, string(k))
	}
	for name, ask := range map[string]func(cases.TaskFilter) error{
		"inbox":  func(f cases.TaskFilter) error { _, err := h.Cases.Tasks(t.Context(), who, f); return err },
		"counts": func(f cases.TaskFilter) error { _, err := h.Cases.TaskCounts(t.Context(), who, "holder", f); return err },
		"lines": func(f cases.TaskFilter) error {
			_, err := h.Cases.RunningLines(t.Context(), who, cases.LineFilter{Unit: f.Unit, Limit: 20})
			return err
		},
		"conformity": func(f cases.TaskFilter) error {
			_, err := h.Cases.Conformity(t.Context(), who, cases.ConformityPeriod{
				From: gov.MustDate("2022-01-01"), To: gov.MustDate("2022-06-30"), Unit: f.Unit,
			})
			return err
		},
	} {
		e := testkit.MustRefuse(t, gov.CodeInvalid, ask(cases.TaskFilter{Unit: "gangnam", Limit: 20}))
		require.Contains(t, e.Detail, "gangnam-gu", name)
		require.NoError(t, ask(cases.TaskFilter{Unit: "gangnam-gu", Limit: 20}), name)
	}
	_, err := h.Cases.Tasks(t.Context(), who, cases.TaskFilter{Kind: "signs", Limit: 20})
	e := testkit.MustRefuse(t, gov.CodeInvalid, err)
	require.Contains(t, e.Detail, "sign, redraft")
}
