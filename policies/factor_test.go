package policies_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/policies"
)

func TestACodeIsMailedOnlyWhereTheRulesOfTheBodySaySo(t *testing.T) {
	t.Parallel()
	day := gov.MustDate("2026-03-02")
	for name, c := range map[string]struct {
		rule *policies.FactorRule
		may  []gov.Factor
	}{
		"a body that says nothing": {nil, []gov.Factor{gov.FactorPIN, gov.FactorTOTP}},
		"a rule that is not in force yet": {
			&policies.FactorRule{Ruled: policies.Ruled{From: day.AddDays(1)}, AnyOf: []gov.Factor{gov.FactorMailedCode}},
			[]gov.Factor{gov.FactorPIN, gov.FactorTOTP},
		},
		"a rule that lets it be mailed": {
			&policies.FactorRule{Ruled: policies.Ruled{From: day}, AnyOf: []gov.Factor{gov.FactorMailedCode}},
			[]gov.Factor{gov.FactorMailedCode},
		},
	} {
		b := policies.BodyRule{SecondFactor: c.rule}
		for _, f := range []gov.Factor{gov.FactorPIN, gov.FactorTOTP, gov.FactorSMS, gov.FactorMailedCode} {
			err := b.MayAskFor(f, day)
			if slices.Contains(c.may, f) {
				require.NoError(t, err, "%s: %s", name, f)
				continue
			}
			require.Equal(t, gov.CodeForbidden, gov.CodeOf(err), "%s: %s", name, f)
		}
	}
}
