package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// contextOf is what the kind of a case records, as the coordinator reads it.
func contextOf(t *testing.T, h *testkit.House, id gov.CaseID) cases.CaseContext {
	t.Helper()
	seen, err := h.Cases.Case(t.Context(), h.Actor(t, testkit.Coordinator), id, "")
	require.NoError(t, err)
	return seen.Context
}
