package checks_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/policies/checks"
)

func TestWhatAUnitToldGivesAProjectItsStatus(t *testing.T) {
	t.Parallel()
	budget, much, little := int64(10_000_000), int64(7_000_000), int64(6_994_999)
	for name, c := range map[string]struct {
		p    checks.Project
		want []string
	}{
		"nothing": {checks.Project{Classes: []string{"normal"}}, []string{"normal"}},
		"an end": {
			checks.Project{Classes: []string{"normal"}, Events: []checks.Event{{Kind: "ended"}}}, []string{"terminated"},
		},
		"an end that the source knows": {
			checks.Project{Classes: []string{"terminated"}, Events: []checks.Event{{Kind: "ended"}}}, []string{"terminated"},
		},
		"a note": {checks.Project{Classes: []string{"normal"}, Events: []checks.Event{{Kind: "noted"}}}, []string{"normal"}},
		"enough spent": {
			checks.Project{Classes: []string{"normal"}, Budget: &budget, Executed: &much}, []string{"normal"},
		},
		"little spent and merged": {
			checks.Project{
				Classes: []string{"normal"}, Budget: &budget, Executed: &little, Events: []checks.Event{{Kind: "merged"}},
			}, []string{"merged", "low-execution"},
		},
	} {
		before := len(c.p.Classes)
		source := c.p.Classes
		c.p.Judge(rules())
		require.Equal(t, c.want, c.p.Classes, name)
		require.Len(t, source, before, "what the source says is left as it is")
	}
}
