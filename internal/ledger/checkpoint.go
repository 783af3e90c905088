package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/mod/sumdb/note"

	"gyeol/gov"
	"gyeol/internal/failpoint"
	"gyeol/internal/proof"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// checkpointEvery is the least time between two checkpoints of the sealer.
const checkpointEvery = time.Second

// Sign seals whatever waits and signs the log as it is then, and answers with the size that is signed. Where nothing
// came since the last checkpoint of the key, that one stands.
func Sign(ctx context.Context, pool *pgxpool.Pool, key note.Signer) (int64, error) {
	var after gov.AuditID
	for {
		done, err := seal(ctx, pool, after)
		if err != nil {
			return 0, err
		}
		if !done.more {
			return sign(ctx, pool, key, 0)
		}
		after = done.upto
	}
}

// sign signs the tree as it is, unless the last checkpoint of the key signs the same or is younger than every; it
// answers with the size that is signed. Under the lock of the head nobody signs another tree at the same time.
func sign(ctx context.Context, pool *pgxpool.Pool, key note.Signer, every time.Duration) (int64, error) {
	var size int64
	err := store.InTx(ctx, pool, func(tx *store.Tx) error {
		b, err := openLog(ctx, tx)
		if err != nil {
			return err
		}
		day, err := tx.Read.SealingDay(ctx)
		if err != nil {
			return err
		}
		last, err := tx.Read.LastCheckpoint(ctx)
		if err != nil && !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		size = b.edge.Size()
		none := errors.Is(err, pgx.ErrNoRows)
		switch {
		case !none && last.Size == size && last.Key == key.Name(), none && size == 0:
			return nil
		case !none && last.Size > size:
			return fmt.Errorf("checkpoint %d is signed and the log has %d leaves: the record was rolled back",
				last.Size, size)
		case !none && last.Key == key.Name() && last.At.After(day.At.Add(-every)) && !last.At.After(day.At):
			size = last.Size // a clock that was put back stops no signature
			return nil
		}
		return b.sign(ctx, key, day)
	})
	if err == nil {
		failpoint.Here("seal.signed")
	}
	return size, err
}

// sign writes a checkpoint of the tree under the lock.
func (b *batch) sign(ctx context.Context, key note.Signer, day db.SealingDayRow) error {
	c := proof.Checkpoint{Size: b.edge.Size(), Root: b.edge.Root(), At: day.At, Day: officeDay(day).String()}
	signed, err := proof.Sign(c, key)
	if err != nil {
		return err
	}
	return b.tx.Write.InsertCheckpoint(ctx, db.InsertCheckpointParams{
		Size: c.Size, Key: key.Name(), Root: c.Root[:], Note: string(signed), OfficeDate: officeDay(day), At: day.At,
	})
}

// officeDay is the stepped day of a rehearsal, else the day in Seoul.
func officeDay(day db.SealingDayRow) gov.Date {
	if !day.Stepped.IsZero() {
		return day.Stepped
	}
	return gov.DateIn(day.At)
}
