package ledger

import (
	"context"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/mod/sumdb/note"

	"gyeol/gov"
)

// Sealer seals what is written and signs what is sealed, for as long as it runs. Any number of them may run: the lock
// on the head makes one of many.
type Sealer struct {
	Pool  *pgxpool.Pool
	Key   note.Signer   // signs checkpoints; nil: it seals and signs nothing
	Every time.Duration // how long it waits when nothing is left
	Log   *slog.Logger
}

// Run seals until the context ends, at once while entries are waiting and every interval otherwise, and signs a
// checkpoint at most once a second.
func (s Sealer) Run(ctx context.Context) {
	tick := time.NewTicker(s.Every)
	defer tick.Stop()
	var after gov.AuditID
	for {
		done, err := seal(ctx, s.Pool, after)
		after = done.upto
		if err == nil && !done.more {
			err = s.sign(ctx)
		}
		if err != nil && ctx.Err() == nil {
			s.Log.WarnContext(ctx, "sealing failed; entries stay pending and are sealed later", slog.Any("error", err))
		}
		if err == nil && done.more {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// sign signs what was sealed since the last checkpoint, unless that is younger than a second.
func (s Sealer) sign(ctx context.Context) error {
	if s.Key == nil {
		return nil
	}
	_, err := sign(ctx, s.Pool, s.Key, checkpointEvery)
	return err
}
