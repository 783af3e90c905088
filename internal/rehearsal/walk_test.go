package rehearsal

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
)

func TestTheWayGoesThroughBothYearsAndJumpsBetweenThem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		today, until, next string
		over               bool
	}{
		{"2021-12-19", "2025-06-02", "2021-12-20", false},
		{"2023-01-31", "2025-06-02", "2025-01-02", false},
		{"2023-01-31", "2024-12-31", "2025-01-02", true},
		{"2022-01-12", "2022-01-12", "2022-01-13", true},
		{"2025-06-02", "2025-06-02", "2025-06-02", true},
		{"2025-06-02", "2030-01-01", "2025-06-02", true},
		{"2025-07-01", "2030-01-01", "2025-07-02", true},
	} {
		next, over := (&Walk{Until: gov.MustDate(c.until)}).next(gov.MustDate(c.today))
		require.Equal(t, c.next, next.String(), c.today)
		require.Equal(t, c.over, over, c.today)
	}
}

func TestEveryOverrulingActIsScheduledOnceInTheYear(t *testing.T) {
	t.Parallel()
	seen := map[gov.Verb]bool{}
	for _, r := range overrulings() {
		require.False(t, seen[r.verb], r.verb)
		seen[r.verb] = true
		require.False(t, r.on.Before(legs[0].from) || r.on.After(legs[0].to))
		require.NotEmpty(t, r.reason)
	}
	require.Len(t, seen, 6)
	require.True(t, seen[gov.VerbHandOver] && seen[gov.VerbMoveDate] && seen[gov.VerbClose] && seen[gov.VerbReopen] &&
		seen[gov.VerbSkip] && seen[gov.VerbWaive])
}

func TestAJournalGoesOnWhereItWasLeft(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "walk.json")
	j, err := readJournal(file)
	require.NoError(t, err)
	day := client.ClockState{Today: gov.MustDate("2021-12-20"), Working: true}
	j.count(client.ClockState{Today: day.Today.AddDays(-1)}, 0)
	j.count(day, 0)
	j.count(day, 4) // the same day again, after a restart
	require.NoError(t, j.save())
	again, err := readJournal(file)
	require.NoError(t, err)
	again.count(day, 1)
	day.Today = day.Today.AddDays(1)
	again.count(day, 2)
	r := again.report()
	require.Equal(t, 2, r.Days, "the day before the walk is not one of it")
	require.Equal(t, 7, r.Acts)
	require.NoError(t, os.WriteFile(file, []byte("{cut o"), 0o600))
	fresh, err := readJournal(file)
	require.NoError(t, err)
	require.Zero(t, fresh.Days, "measurements that were cut off begin anew")
}

func TestQuantilesAreOfTheList(t *testing.T) {
	t.Parallel()
	list := []float64{5, 1, 4, 2, 3}
	require.InDelta(t, 3, quantile(list, 0.5), 0)
	require.InDelta(t, 5, quantile(list, 0.99), 0)
	require.Zero(t, quantile(nil, 0.5))
	require.Equal(t, []float64{5, 1, 4, 2, 3}, list)
}

func TestTokensSeatThePeople(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "tokens.json")
	require.NoError(t, os.WriteFile(file, []byte(`{"mayor":"gyeol_x"}`), 0o600))
	people, err := People("http://127.0.0.1:1", file)
	require.NoError(t, err)
	require.Len(t, people, 1)
	require.NotNil(t, people["mayor"])
	_, err = People("http://127.0.0.1:1", file+".missing")
	require.Error(t, err)
}
