package ledger

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// sealBatch is how many entries one transaction seals at the most.
const sealBatch = 1000

// Seal gives the pending entries it can see their leaves, by visibility and never by id, and returns how many. The lock
// on the head makes one sealer of many; each leaf's chain value binds all leaves before it.
func Seal(ctx context.Context, pool *pgxpool.Pool) (int, error) {
	n := 0
	err := store.InTx(ctx, pool, func(tx *store.Tx) error {
		head, err := tx.Read.LockAuditHead(ctx)
		if err != nil {
			return err
		}
		pending, err := tx.Read.PendingEntries(ctx, sealBatch)
		if err != nil || len(pending) == 0 {
			return err
		}
		chain, leaf := [32]byte(head.Chain), head.Size
		for _, e := range pending {
			chain = Chain(chain, leaf, e.BodyHash)
			value := bytes.Clone(chain[:]) // the statement is recorded and sent later
			if err := tx.Write.InsertLeaf(ctx, db.InsertLeafParams{Leaf: leaf, EntryID: e.ID, Chain: value}); err != nil {
				return err
			}
			if err := tx.Write.DeletePending(ctx, e.ID); err != nil {
				return err
			}
			leaf++
		}
		n = len(pending)
		return tx.Write.MoveAuditHead(ctx, db.MoveAuditHeadParams{Size: leaf, Chain: chain[:]})
	})
	return n, err
}

// Chain is the value of a leaf: SHA-256 over the value before it, the leaf's number and the entry's hash.
func Chain(before [32]byte, leaf int64, bodyHash []byte) [32]byte {
	h := sha256.New()
	h.Write(before[:])
	var number [8]byte
	binary.BigEndian.PutUint64(number[:], uint64(leaf))
	h.Write(number[:])
	h.Write(bodyHash)
	return [32]byte(h.Sum(nil))
}

// KeepSealing seals until the context ends, at once while entries are waiting and every interval otherwise.
func KeepSealing(ctx context.Context, pool *pgxpool.Pool, every time.Duration, log *slog.Logger) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		n, err := Seal(ctx, pool)
		if err != nil && ctx.Err() == nil {
			log.WarnContext(ctx, "sealing failed; entries stay pending and are sealed later", slog.Any("error", err))
		}
		if n == sealBatch {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
