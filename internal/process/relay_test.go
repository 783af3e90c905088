package process_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/process"
	"gyeol/internal/testkit"
)

// tower gives one batch of bells, fails as often as it is told, and counts how often it was asked.
type tower struct {
	asked, fails atomic.Int32
	batch        chan []cases.Ring
}

func (w *tower) ClaimRings(context.Context) ([]cases.Ring, error) {
	w.asked.Add(1)
	if w.fails.Add(-1) >= 0 {
		return nil, errors.New("the database is away")
	}
	select {
	case b := <-w.batch:
		return b, nil
	default:
		return nil, nil
	}
}

// bells keep what was rung; some of them are broken.
type bells struct {
	mu     sync.Mutex
	rung   []string
	broken func(id string) bool
}

func (b *bells) Ring(ctx context.Context, r cases.Ring) error {
	if b.broken(r.WorkflowID) {
		return errors.New("this workflow cannot be rung")
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rung = append(b.rung, r.WorkflowID)
	return nil
}

func (b *bells) all() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Sorted(slices.Values(b.rung))
}

// follow runs a relay until the test ends.
func follow(t *testing.T, r *process.Relay) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); r.Run(ctx) }()
	t.Cleanup(func() { stop(); <-done })
}

func TestABrokenBellSilencesNoOther(t *testing.T) {
	t.Parallel()
	var batch []cases.Ring
	var want []string
	for i := range 64 {
		id := fmt.Sprintf("process-%02d", i)
		batch = append(batch, cases.Ring{Ref: gov.ProcessRef{Process: gov.NewProcessID()}, WorkflowID: id})
		if i%8 != 0 {
			want = append(want, id)
		}
	}
	tower := &tower{batch: make(chan []cases.Ring, 1)}
	tower.batch <- batch
	bells := &bells{broken: func(id string) bool { return !slices.Contains(want, id) }}
	follow(t, process.NewRelay(tower, bells, nil))
	testkit.Eventually(t, func() bool { return slices.Equal(want, bells.all()) })
}

func TestARelayComesBackAfterTheDatabaseWasAway(t *testing.T) {
	t.Parallel()
	tower := &tower{batch: make(chan []cases.Ring, 1)}
	tower.fails.Store(2)
	tower.batch <- []cases.Ring{{WorkflowID: "process"}}
	bells := &bells{broken: func(string) bool { return false }}
	r := process.NewRelay(tower, bells, nil)
	follow(t, r)
	for range 100 {
		r.Poke() // who pokes does not make it hurry
	}
	testkit.Eventually(t, func() bool { return len(bells.all()) == 1 })
	if n := tower.asked.Load(); n > 6 {
		t.Fatalf("it asked %d times while the database was away", n)
	}
}

// TestABellAnswersManyActs: while people act, what follows from their acts waits for a moment, and then for no other.
func TestABellAnswersManyActs(t *testing.T) {
	t.Parallel()
	tower := &tower{batch: make(chan []cases.Ring, 1)}
	bells := &bells{broken: func(string) bool { return false }}
	r := process.NewRelay(tower, bells, nil)
	follow(t, r)
	acted := make(chan struct{})
	go func() {
		defer close(acted)
		for range 10_000 {
			r.Poke()
			runtime.Gosched()
		}
		tower.batch <- []cases.Ring{{WorkflowID: "process"}}
		r.Poke()
	}()
	<-acted
	testkit.Eventually(t, func() bool { return len(bells.all()) == 1 })
	require.Less(t, tower.asked.Load(), int32(1000), "one look per poke would be ten thousand")
}
