package policies_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/calendar"
)

// A rung counts working days: weekends, Seollal and substitutes lie between it and the date it reminds of.
func TestRungDue(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rung     int
		day, due string
	}{
		{0, "2022-02-04", "2022-02-04"},
		{-1, "2022-02-03", "2022-02-04"},
		{-3, "2022-01-27", "2022-02-04"}, // 01-31 … 02-02 is Seollal
		{-7, "2022-01-21", "2022-02-04"},
		{1, "2022-02-07", "2022-02-04"},
		{3, "2022-02-09", "2022-02-04"},
		{5, "2022-02-11", "2022-02-04"},
		{-1, "2025-05-30", "2025-06-02"}, // over a weekend
		{1, "2025-05-07", "2025-05-02"},  // 05-05 and its substitute 05-06
	} {
		got := policies.RungDue(policies.RungRule{WorkingDays: c.rung}, gov.MustDate(c.day), calendar.National())
		require.Equal(t, c.due, got.String(), "%+d on %s", c.rung, c.day)
	}
}
