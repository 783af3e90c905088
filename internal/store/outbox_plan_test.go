package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
)

// The mailroom asks ten times a second and every morning gathers digests: both must stay cheap when a year of notices
// lies behind them and nothing is due.
func TestOutbox_IdleIsCheap(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 200)
	m.exec(t, `insert into notice (id, kind, dedup, person_id, office_date, send_on, state, legal, sent_at)
		select gen_random_uuid(), 'assigned', 'n/' || n || '/' || p.id, p.id, $1, $1, 'sent', false, now()
		from person p, generate_series(1, 100) n`, day)
	m.exec(t, "analyze notice")
	best := time.Hour
	for range 5 { // the best of five: the machine is shared
		start := time.Now()
		require.Empty(t, m.claim(t))
		_, done, err := m.Digest(t.Context(), day, "")
		require.NoError(t, err)
		require.True(t, done)
		best = min(best, time.Since(start))
	}
	require.Less(t, best, 20*time.Millisecond)
	t.Log("claim and digest with nothing to do:", best)
	m.notice(t, gov.NoticeAssigned, "queued", day, gov.TaskID{})
	require.Len(t, m.claim(t), 1)
}
