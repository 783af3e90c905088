package policies_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/policies"
)

func TestTheLineOfAUnitClimbsToItsHeadAndNoFurther(t *testing.T) {
	t.Parallel()
	h := hall()
	for name, c := range map[string]struct {
		drafter, head gov.PostID
		want          []string
	}{
		"AnOfficerIsReviewed":            {"learning.officer", "learning.head", []string{"review learning.lead", "approve learning.head"}},
		"ATeamLeadGoesToTheHead":         {"learning.lead", "learning.head", []string{"approve learning.head"}},
		"TheHeadGoesAbove":               {"learning.head", "learning.head", []string{"approve bureau.head"}},
		"AnAgencyDecidesForItself":       {"district.officer", "district.head", []string{"approve district.head"}},
		"NobodyStandsAboveAnAgencysHead": {"district.head", "district.head", []string{"approve district.head"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			drafter, _ := h.Post(c.drafter)
			head, _ := h.Post(c.head)
			cells, err := policies.UnitLine(policies.AuthorityRow{ID: "submission"}, drafter, head, h)
			require.NoError(t, err)
			var got []string
			for i, cell := range cells {
				require.Equal(t, i+1, cell.Step)
				require.NotEmpty(t, cell.Why)
				got = append(got, string(cell.Role)+" "+string(cell.Post))
			}
			require.Equal(t, c.want, got)
		})
	}
	_, err := policies.UnitLine(policies.AuthorityRow{}, policies.Post{}, policies.Post{}, h)
	require.Equal(t, gov.CodeNoRule, gov.CodeOf(err))
}
