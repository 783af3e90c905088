package process_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"gyeol/gov"
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

// impatience lets the lease of a lost bell run out after a quarter of a second instead of five, until the test ends.
func impatience(t *testing.T, h *testkit.House) {
	t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			_, err := h.Pool.Exec(ctx, `update wake set claimed_until = now() where done_at is null and claimed_until <
				now() + least(interval '5 seconds' * power(2, least(attempts - 1, 4)), interval '1 minute') - interval '0.25 seconds'`)
			if err != nil && ctx.Err() == nil {
				t.Errorf("end leases: %v", err)
				return
			}
		}
	}()
	t.Cleanup(func() { stop(); <-done })
}

// TestLostRepeatedAndLateBellsLeadToTheSameYear carries a year through request, collection, compilation,
// consultation, two bodies of which one meets without its quorum, decision and filing, lets the filing be taken up
// again by a new run, and closes a stage over its workflow's head.
func TestLostRepeatedAndLateBellsLeadToTheSameYear(t *testing.T) {
	t.Parallel()
	want := rungYear(t, honest)
	for range 2 {
		if got := rungYear(t, func(r process.Ringer) process.Ringer { return &fickle{Ringer: r} }); got != want {
			t.Fatalf("with fickle bells the year is\n%s\nwant\n%s", got, want)
		}
	}
}

// rungYear says what acts the year took, in order of the cases, and where it stands.
func rungYear(t *testing.T, through func(process.Ringer) process.Ringer) string {
	t.Helper()
	y := newYear(t, through)
	impatience(t, y.House)
	y.carry(t)
	y.fileAgain(t)
	y.CloseStage(t, "issue-down")
	y.Become(t, "issue-down", gov.Closed)
	y.Settle(t)
	return testkit.One[string](t, y.House, `select string_agg(concat_ws(' ', s.key, s.round, c.kind, c.subject, a.verb, a.to_state), E'\n'
		order by s.key, s.round, c.kind, c.subject, a.seq) || E'\n' || (select string_agg(concat_ws(' ', workflow_id, state), E'\n'
		order by workflow_id) from process)
		from act a join case_file c on c.id = a.case_id left join stage s on s.id = c.stage_id`)
}
