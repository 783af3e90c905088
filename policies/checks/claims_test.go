package checks_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/policies"
	"gyeol/policies/checks"
)

func of(values ...string) []checks.Operand {
	out := make([]checks.Operand, len(values))
	for i, v := range values {
		out[i] = checks.Operand{Label: v, Value: json.Number(v), Unit: "%"}
	}
	return out
}

func TestAClaimIsWorkedOutAnew(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rule   checks.ClaimRule
		value  string
		of     []checks.Operand
		digits int
		want   string // "" where the paper is right
	}{
		"half up":                  {checks.ClaimPercent, "12.3", of("1225", "10000"), 1, ""},
		"half down is wrong":       {checks.ClaimPercent, "12.2", of("1225", "10000"), 1, "12.3"},
		"half up below zero":       {checks.ClaimRelative, "-12.3", of("10000", "8775"), 1, ""},
		"102 to 112":               {checks.ClaimRelative, "10", of("102", "112"), 1, "9.8"},
		"164,133 to 220,795":       {checks.ClaimRelative, "34.5", of("164133000000", "220795000000"), 1, ""},
		"no change from nothing":   {checks.ClaimRelative, "10", of("0", "112"), 1, ""},
		"929 of 996":               {checks.ClaimPercent, "93.3", of("929", "996"), 1, ""},
		"3.27 of five":             {checks.ClaimScale20, "65.4", of("3.27"), 1, ""},
		"1,641 hundred millions":   {checks.ClaimEok, "1641", of("164133000000"), 0, ""},
		"6,479 and 1,720":          {checks.ClaimSum, "8199", of("6479", "1720"), 0, ""},
		"an operand that is blank": {checks.ClaimSum, "8199", of("6479", ""), 0, ""},
		"counted":                  {checks.ClaimCount, "3", of("a", "b", "b"), 0, ""},
		"different ones":           {checks.ClaimDistinct, "3", of("a", "b", "b"), 0, "2"},
		"about double":             {checks.ClaimRatio, "2", of("28.4", "49.6"), 2, "1.75"},
		"too many operands":        {checks.ClaimRatio, "2", of("1", "2", "3"), 2, ""},
	} {
		got := checks.OfClaims([]checks.Claim{{
			ID: "X", Check: policies.RateCheck, Rule: c.rule, Value: json.Number(c.value), Of: c.of, Digits: c.digits,
		}}, rules())
		if c.want == "" {
			require.Empty(t, got, name)
			continue
		}
		require.Len(t, got, 1, name)
		require.Equal(t, c.want, got[0].Computed, name)
		require.Equal(t, "rates/X", got[0].ID)
		require.Equal(t, checks.Warning, got[0].Severity, "a printed paper is not mended")
	}
}

func TestAGapBetweenPercentagesIsCalledPoints(t *testing.T) {
	t.Parallel()
	claim := checks.Claim{
		ID: "X", Check: policies.RateCheck, Rule: checks.ClaimDiffer, Printed: "0.8%", Value: "0.8",
		Of: of("32.3", "33.1"), Digits: 1,
	}
	got := checks.OfClaims([]checks.Claim{claim}, rules())
	require.Len(t, got, 1)
	require.Equal(t, "points/X 0.8%→0.8%p", got[0].ID+" "+got[0].Printed+"→"+got[0].Computed)
	claim.Printed = "0.8%p"
	require.Empty(t, checks.OfClaims([]checks.Claim{claim}, rules()))
	claim.Printed, claim.Of[0].Unit = "0.8%", "명"
	require.Empty(t, checks.OfClaims([]checks.Claim{claim}, rules()))
}

func TestWordsAgreeWhateverTheirSpacing(t *testing.T) {
	t.Parallel()
	claim := checks.Claim{
		ID: "X", Check: policies.RoadmapCheck, Rule: checks.ClaimWords, Words: []string{"시민 교육강화"}, Want: "시민교육 강화",
	}
	require.Empty(t, checks.OfClaims([]checks.Claim{claim}, rules()))
	claim.Words = nil
	require.Len(t, checks.OfClaims([]checks.Claim{claim}, rules()), 1, "nothing printed is not the right word")
}

// The exact arithmetic agrees with that of the machine to the digit that is printed, but at halves.
func TestRatesAgreeWithTheMachine(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 3))
	for range 2000 {
		a, b := 1+r.IntN(1_000_000), 1+r.IntN(1_000_000)
		x := float64(b-a) / float64(a) * 100
		if _, part := math.Modf(math.Abs(x) * 10); math.Abs(part-0.5) < 1e-6 {
			continue
		}
		claim := checks.Claim{
			ID: "X", Check: policies.RateCheck, Rule: checks.ClaimRelative, Digits: 1,
			Value: json.Number(fmt.Sprintf("%.1f", x)), Of: of(fmt.Sprint(a), fmt.Sprint(b)),
		}
		require.Empty(t, checks.OfClaims([]checks.Claim{claim}, rules()), "%d → %d", a, b)
	}
}
