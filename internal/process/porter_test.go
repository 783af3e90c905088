package process_test

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"gyeol/internal/process"
	"gyeol/internal/testkit"
)

// mover cannot go on at first.
type mover struct{ calls atomic.Int64 }

func (m *mover) FinishTransfers(context.Context) error {
	if m.calls.Add(1) < 3 {
		return errors.New("the database is away")
	}
	return nil
}

func TestTransfersAreCarriedOnAtOnceAndAgain(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	m := &mover{}
	go func() {
		defer close(done)
		process.KeepMoving(ctx, m, time.Millisecond, slog.New(slog.DiscardHandler))
	}()
	testkit.Eventually(t, func() bool { return m.calls.Load() > 3 })
	stop()
	<-done
}
