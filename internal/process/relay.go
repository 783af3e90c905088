package process

import (
	"context"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"gyeol/internal/cases"
	"gyeol/internal/failpoint"
)

// pollEvery is the safety net under the pokes (design §6).
const pollEvery = 200 * time.Millisecond

// ringsAtOnce is how many processes one relay rings at a time.
const ringsAtOnce = 8

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

// Run relays until the context ends.
func (r *Relay) Run(ctx context.Context) {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		if err := r.relay(ctx); err != nil && ctx.Err() == nil {
			r.log.WarnContext(ctx, "relay failed; wakes stay undone and are rung again", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-r.poke:
		case <-tick.C:
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
		group, gctx := errgroup.WithContext(ctx)
		group.SetLimit(ringsAtOnce)
		for _, ring := range rings {
			group.Go(func() error { return r.ringer.Ring(gctx, ring) })
		}
		if err := group.Wait(); err != nil {
			return err
		}
	}
}
