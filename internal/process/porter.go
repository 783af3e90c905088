package process

import (
	"context"
	"log/slog"
	"time"
)

// Mover goes on with what was to follow a person who moved; the use cases implement it.
type Mover interface {
	FinishTransfers(ctx context.Context) error
}

// KeepMoving finishes transfers that were cut short until the context ends, at once and then every interval. It needs
// no Temporal: a transfer is rows alone, each of its chunks is safe to repeat, and two that carry it take turns.
func KeepMoving(ctx context.Context, m Mover, every time.Duration, log *slog.Logger) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if err := m.FinishTransfers(ctx); err != nil && ctx.Err() == nil {
			log.WarnContext(ctx, "a transfer cannot go on yet", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
