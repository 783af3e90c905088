package process_test

import (
	"context"
	"sync"
	"testing"

	"gyeol/internal/cases"
	"gyeol/internal/process"
	"gyeol/internal/testkit"
)

// fickle is a ringer that delivers each third bell not at all, each third once and each third three times, and keeps
// every other bell back until after the next, so that they arrive out of order.
type fickle struct {
	process.Ringer
	mu   sync.Mutex
	n    int
	kept []cases.Ring
}

// Ring delivers a bell zero, one or three times, sometimes late.
func (f *fickle) Ring(ctx context.Context, r cases.Ring) error {
	f.mu.Lock()
	f.n++
	times := []int{0, 1, 3}[f.n%3]
	var now []cases.Ring
	for range times {
		now = append(now, r)
	}
	if f.n%2 == 0 {
		now, f.kept = f.kept, now
	} else {
		now, f.kept = append(now, f.kept...), nil
	}
	f.mu.Unlock()
	for _, r := range now {
		if err := f.Ringer.Ring(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// impatience lets the lease of a lost bell run out after a quarter of a second instead of five.
func impatience(t *testing.T, h *testkit.House) {
	t.Helper()
	testkit.Eventually(t, func() bool {
		h.Exec(t, `update wake set claimed_until = now() where done_at is null
			and claimed_until < now() + least(interval '5 seconds' * power(2, least(attempts - 1, 4)), interval '1 minute') - interval '0.25 seconds'`)
		return testkit.One[int](t, h, "select count(*)::int from wake where done_at is null") == 0
	})
}

func TestLostRepeatedAndLateBellsLeadToTheSameYear(t *testing.T) {
	t.Parallel()
	honest := requestYear(t, func(r process.Ringer) process.Ringer { return r })
	for range 3 {
		if got := requestYear(t, func(r process.Ringer) process.Ringer { return &fickle{Ringer: r} }); got != honest {
			t.Fatalf("with fickle bells the year is\n%s\nwant\n%s", got, honest)
		}
	}
}

// requestYear carries a year until its collections are open and says what acts that took, in order of the cases.
func requestYear(t *testing.T, through func(process.Ringer) process.Ringer) string {
	t.Helper()
	h := testkit.Seoul(t, "2022-01-03")
	h.FollowBy(t, through)
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	impatience(t, h)
	signRequest(t, h)
	impatience(t, h)
	return testkit.One[string](t, h, `select string_agg(c.kind || ' ' || c.subject || ' ' || a.verb || ' ' || a.to_state, E'\n'
		order by c.kind, c.subject, a.seq) || E'\n' || (select count(*) from case_file where kind = 'submission')
		|| ' submissions, ' || (select count(*) from task where state = 'open' and kind = 'fill') || ' asked'
		from act a join case_file c on c.id = a.case_id`)
}
