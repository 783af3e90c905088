package ledger

import (
	"bytes"
	"context"

	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/gov"
	"gyeol/internal/failpoint"
	"gyeol/internal/proof"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// sealBatch is how many entries one transaction seals, and how many leaves of before it takes into the tree, at the
// most.
const sealBatch = 1000

// Seal gives the pending entries it can see their leaves, by visibility and never by id, and returns how many. The lock
// on the head makes one sealer of many. However many entries there are, it writes them in four statements.
func Seal(ctx context.Context, pool *pgxpool.Pool) (int, error) {
	done, err := seal(ctx, pool, gov.AuditID{})
	return done.sealed, err
}

// work is what one transaction has sealed; more says that there may be something left to do at once.
type work struct {
	sealed int
	more   bool
	upto   gov.AuditID // where the next page begins; zero: from the start
}

// seal takes one page of what waits, behind an id. Ids are but the way through a backlog: what appears before a place
// meanwhile is found by the next walk from the start, and there is one after every walk that began elsewhere.
func seal(ctx context.Context, pool *pgxpool.Pool, after gov.AuditID) (done work, err error) {
	err = store.InTx(ctx, pool, func(tx *store.Tx) error {
		b, err := openLog(ctx, tx)
		if err != nil {
			return err
		}
		taken, err := b.takeOld(ctx)
		if err != nil {
			return err
		}
		if err := b.takePending(ctx, after, &done); err != nil {
			return err
		}
		done.more = done.sealed == sealBatch || taken == sealBatch || !after.IsZero()
		if taken+done.sealed == 0 {
			return nil
		}
		if err := b.write(ctx); err != nil {
			return err
		}
		if err := tx.Flush(ctx); err != nil {
			return err
		}
		failpoint.Here("seal.before_commit")
		return nil
	})
	if err == nil && done.sealed > 0 {
		failpoint.Here("seal.after_commit")
	}
	return done, err
}

// batch is the log under its lock, with what one transaction adds to it.
type batch struct {
	tx     *store.Tx
	size   int64 // leaves that were given out
	edge   proof.Edge
	leaves db.InsertLeavesParams
	hashes db.InsertHashesParams
}

func openLog(ctx context.Context, tx *store.Tx) (*batch, error) {
	head, err := tx.Read.LockAuditHead(ctx)
	if err != nil {
		return nil, err
	}
	edge, err := proof.NewEdge(head.Tree, head.Edge)
	return &batch{tx: tx, size: head.Size, edge: edge}, err
}

// takeOld takes leaves into the tree that were given out before there was one. It repeats nothing: the head says how
// far it has come.
func (b *batch) takeOld(ctx context.Context) (int, error) {
	if b.edge.Size() == b.size {
		return 0, nil
	}
	rows, err := b.tx.Read.SealedFrom(ctx, db.SealedFromParams{First: b.edge.Size(), Upto: b.size, N: sealBatch})
	for _, e := range rows {
		b.grow(e)
	}
	return len(rows), err
}

// takePending gives entries their leaves, and takes them into the tree unless older leaves must go before.
func (b *batch) takePending(ctx context.Context, after gov.AuditID, done *work) error {
	pending, err := b.tx.Read.PendingEntries(ctx, db.PendingEntriesParams{
		After: pgtype.UUID{Bytes: after, Valid: true}, Most: sealBatch,
	})
	done.sealed = len(pending)
	for _, row := range pending {
		if done.sealed == sealBatch && bytes.Compare(row.ID[:], done.upto[:]) > 0 {
			done.upto = row.ID
		}
		e := db.SealedFromRow(row)
		e.Leaf = b.size
		b.leaves.Leaves = append(b.leaves.Leaves, e.Leaf)
		b.leaves.Ids = append(b.leaves.Ids, pgtype.UUID{Bytes: e.ID, Valid: true})
		if b.edge.Size() == b.size {
			b.grow(e)
		}
		b.size++
	}
	return err
}

// grow adds a leaf to the tree.
func (b *batch) grow(e db.SealedFromRow) {
	b.edge.Add(proof.LeafHash(Line(e)), func(n proof.Node) {
		b.hashes.Levels = append(b.hashes.Levels, int16(n.Level))
		b.hashes.Places = append(b.hashes.Places, n.N)
		b.hashes.Hashes = append(b.hashes.Hashes, n.Hash[:])
	})
}

// write records all of it; nothing is sent before the flush.
func (b *batch) write(ctx context.Context) error {
	q := b.tx.Write
	if len(b.leaves.Ids) > 0 {
		if err := q.InsertLeaves(ctx, b.leaves); err != nil {
			return err
		}
		if err := q.DeletePending(ctx, b.leaves.Ids); err != nil {
			return err
		}
	}
	if err := q.InsertHashes(ctx, b.hashes); err != nil {
		return err
	}
	return q.MoveAuditHead(ctx, db.MoveAuditHeadParams{Size: b.size, Tree: b.edge.Size(), Edge: b.edge.Bytes()})
}
