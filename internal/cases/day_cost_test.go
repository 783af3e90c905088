package cases_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/testkit"
)

// What a day on which nothing is due may ask of the database: one statement for each thing that could be due, and what
// the day itself is.
const (
	quietStatements = 36
	quietTrips      = 44
)

// quietDay is a working day of a year that has begun, on which nothing is due; the days before it are opened.
func quietDay(t testing.TB) (*testkit.House, gov.Date) {
	t.Helper()
	h := testkit.Seoul(t, "2022-03-14")
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	openDay(t.Context(), t, h)
	day := h.Today(t).AddDays(1)
	h.SetToday(t, day.String())
	return h, day
}

// openDay opens the office day on which the house stands, with both its parts.
func openDay(ctx context.Context, t testing.TB, h *testkit.House) {
	t.Helper()
	day := h.Today(t)
	require.NoError(t, h.Cases.OpenDay(ctx, day))
	require.NoError(t, h.Cases.FinishDay(ctx, day))
}

func TestADayOnWhichNothingIsDueAsksLittle(t *testing.T) {
	t.Parallel()
	h, day := quietDay(t)
	var tally store.Tally
	openDay(store.WithTally(t.Context(), &tally), t, h)
	t.Logf("%d statements, %d trips, %d commits", tally.Statements.Load(), tally.Trips.Load(), tally.Commits.Load())
	require.LessOrEqual(t, tally.Statements.Load(), int64(quietStatements))
	require.LessOrEqual(t, tally.Trips.Load(), int64(quietTrips))
	require.Equal(t, "digested", testkit.One[string](t, h, "select state from office_day where day = $1", day))
}

func BenchmarkADayOnWhichNothingIsDue(b *testing.B) {
	h, day := quietDay(b)
	for b.Loop() {
		openDay(b.Context(), b, h)
		day = day.AddDays(1)
		h.SetToday(b, day.String())
	}
}
