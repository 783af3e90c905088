package policies_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/policies"
)

// 개인정보의 안전성 확보조치 기준 제8조제1항: one year; two from 50,000 persons or with sensitive data.
func TestTheLogOfAccessIsKeptForOneYearOrTwo(t *testing.T) {
	t.Parallel()
	rule := policies.PrivacyRule{Years: 1, ManyYears: 2, Many: 50_000}
	for persons, years := range map[int]int{0: 1, 49_999: 1, 50_000: 2} {
		require.Equal(t, years, rule.Term(persons), persons)
	}
	rule.Sensitive = true // whoever it is of
	require.Equal(t, 2, rule.Term(1))
}
