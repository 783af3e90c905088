package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
)

// The mailroom asks ten times a second and every morning gathers digests: a year of notices that have left must not be
// looked at again. What that costs is a matter for gyeol bench; here the index of what is due has to be the one that is
// used.
func TestOutbox_IdleLooksAtNothingThatHasLeft(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 200)
	m.exec(t, `insert into notice (id, kind, dedup, person_id, office_date, send_on, state, legal, sent_at)
		select gen_random_uuid(), 'assigned', 'n/' || n || '/' || p.id, p.id, $1, $1, 'sent', false, now()
		from person p, generate_series(1, 100) n`, day)
	m.exec(t, "analyze notice")
	require.Empty(t, m.claim(t))
	_, done, err := m.Digest(t.Context(), day, "")
	require.NoError(t, err)
	require.True(t, done)
	var plan string
	require.NoError(t, m.pool.QueryRow(t.Context(), `explain (format json) select id from notice
		where state in ('queued', 'claimed') and next_try <= now() order by next_try, id limit 50`).Scan(&plan))
	require.Contains(t, plan, "notice_due")
	m.notice(t, gov.NoticeAssigned, "queued", day, gov.TaskID{})
	require.Len(t, m.claim(t), 1)
}
