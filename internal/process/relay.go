package process

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"gyeol/internal/cases"
	"gyeol/internal/failpoint"
)

// pollEvery is the safety net under the pokes (design §6).
const pollEvery = 200 * time.Millisecond

// Acts go before what follows from them: a poked relay waits until nobody has poked it for a moment, but not for ever
// where people keep acting. One ring then answers many acts, and the last signature is followed well within half a
// second (design §6).
const (
	quietFor = 10 * time.Millisecond
	quietBy  = 150 * time.Millisecond
)

// restMost is how long a relay rests between two attempts that fail, at the most.
const restMost = 5 * time.Second

// How many processes one relay rings at a time, and how long it waits for each: no longer than the first lease.
const (
	ringsAtOnce = 8
	ringWithin  = 5 * time.Second
)

// Belfry leases undone wakes; the use cases implement it.
type Belfry interface {
	ClaimRings(ctx context.Context) ([]cases.Ring, error)
}

// Ringer rings one process.
type Ringer interface {
	Ring(ctx context.Context, r cases.Ring) error
}

// Relay turns wake rows into bells. Any number may run: a wake is leased to one of them at a time, and a bell that is
// lost is rung again when its lease ends.
type Relay struct {
	belfry Belfry
	ringer Ringer
	log    *slog.Logger
	poke   chan struct{}
}

// NewRelay builds a relay; Run runs it.
func NewRelay(b Belfry, r Ringer, log *slog.Logger) *Relay {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Relay{belfry: b, ringer: r, log: log, poke: make(chan struct{}, 1)}
}

// Poke says that a wake may be waiting. It never blocks.
func (r *Relay) Poke() {
	select {
	case r.poke <- struct{}{}:
	default:
	}
}

// Run relays until the context ends. While the database or Temporal is away it comes back less often, poked or not.
func (r *Relay) Run(ctx context.Context) {
	rest := time.NewTimer(0)
	defer rest.Stop()
	pause := pollEvery
	for {
		poke := r.poke
		if pause > pollEvery {
			poke = nil
		}
		select {
		case <-ctx.Done():
			return
		case <-poke:
			r.gather(ctx)
		case <-rest.C:
		}
		err := r.relay(ctx)
		switch {
		case err == nil:
			pause = pollEvery
		case ctx.Err() == nil:
			pause = min(2*pause, restMost)
			r.log.WarnContext(ctx, "relay failed; wakes stay undone and are rung again", slog.Any("error", err))
		}
		rest.Reset(pause)
	}
}

// gather returns when no poke has come for quietFor, after quietBy at the latest.
func (r *Relay) gather(ctx context.Context) {
	most := time.NewTimer(quietBy)
	defer most.Stop()
	quiet := time.NewTimer(quietFor)
	defer quiet.Stop()
	for {
		select {
		case <-r.poke:
			quiet.Reset(quietFor)
		case <-quiet.C:
			return
		case <-most.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

// relay rings every process that has an undone wake, until no claim finds one.
func (r *Relay) relay(ctx context.Context) error {
	for {
		rings, err := r.belfry.ClaimRings(ctx)
		if err != nil || len(rings) == 0 {
			return err
		}
		failpoint.Here("wake.before_ring")
		if _, err := ringAll(ctx, r.ringer, rings); err != nil {
			return err
		}
	}
}

// ringAll rings each process, whatever becomes of the others, and says how many were rung and why the rest were not.
func ringAll(ctx context.Context, ringer Ringer, rings []cases.Ring) (int, error) {
	var group errgroup.Group
	group.SetLimit(ringsAtOnce)
	var mu sync.Mutex
	var failed []error
	for _, ring := range rings {
		group.Go(func() error {
			ctx, cancel := context.WithTimeout(ctx, ringWithin)
			defer cancel()
			if err := ringer.Ring(ctx, ring); err != nil {
				mu.Lock()
				defer mu.Unlock()
				failed = append(failed, err)
			}
			return nil
		})
	}
	err := group.Wait()
	return len(rings) - len(failed), errors.Join(append(failed, err)...)
}
