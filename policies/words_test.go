package policies_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/policies"
)

// TestEveryVerbAndStateHasAWordOfTheOffice: a refusal names what is open, and nobody at a desk reads record_arrival.
func TestEveryVerbAndStateHasAWordOfTheOffice(t *testing.T) {
	t.Parallel()
	for _, kind := range kinds {
		m := policies.MachineOf(kind)
		for _, mv := range m.Moves {
			require.NotEqual(t, string(mv.Verb), mv.Verb.Korean(), "verb of %s", kind)
			for _, s := range append(mv.From, mv.To...) {
				require.NotEqual(t, string(s), s.Korean(), "state of %s", kind)
			}
		}
		for _, verbs := range m.Contribs {
			for _, v := range verbs {
				require.NotEqual(t, string(v), v.Korean(), "contribution to %s", kind)
			}
		}
	}
}
