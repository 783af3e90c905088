package ledger

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/mod/sumdb/tlog"

	"gyeol/gov"
	"gyeol/internal/proof"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// exportPage is how many leaves are read at once.
const exportPage = 1000

// Export writes the log up to its last checkpoint, as one snapshot of the record, and answers with what it says of
// itself. It reads a page at a time and keeps no more.
func Export(ctx context.Context, pool *pgxpool.Pool, w io.Writer) (proof.Header, error) {
	tx, err := pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return proof.Header{}, store.Interpret(err)
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	x := exporting{q: db.New(tx)}
	if err := x.begin(ctx, w); err != nil {
		return x.head, store.Interpret(err)
	}
	for from := int64(0); from < x.head.Size; from += exportPage {
		if err := x.page(ctx, from, min(from+exportPage, x.head.Size)); err != nil {
			return x.head, store.Interpret(err)
		}
	}
	return x.head, x.w.Close()
}

// exporting is an export under way.
type exporting struct {
	q           *db.Queries
	w           *proof.Writer
	head        proof.Header
	checkpoints []db.CheckpointsToExportRow
}

// begin reads how far the export goes.
func (x *exporting) begin(ctx context.Context, w io.Writer) error {
	last, err := x.q.LastCheckpoint(ctx)
	if errors.Is(err, pgx.ErrNoRows) {
		return gov.Refuse(gov.CodeConflict, "감사 기록에 서명된 체크포인트가 아직 없습니다. 서명 열쇠로 gyeol up이나 worker를 실행하십시오",
			"the log has no checkpoint yet; run gyeol up, or a worker with the signing key")
	}
	if err != nil {
		return err
	}
	waiting, err := x.q.CountPending(ctx)
	if err != nil {
		return err
	}
	size, err := x.q.ViewLogSize(ctx)
	if err != nil {
		return err
	}
	day, err := x.q.SealingDay(ctx)
	if err != nil {
		return err
	}
	x.head = proof.Header{Size: last.Size, Pending: waiting + size - last.Size, Made: day.At}
	x.w = proof.NewWriter(w, x.head)
	x.checkpoints, err = x.q.CheckpointsToExport(ctx, last.Size)
	return err
}

// page writes leaves with their bodies and the checkpoints behind them.
func (x *exporting) page(ctx context.Context, from, upto int64) error {
	leaves, err := x.q.SealedFrom(ctx, db.SealedFromParams{First: from, Upto: upto, N: exportPage})
	if err != nil {
		return err
	}
	hashes, err := x.q.HashesOf(ctx, db.HashesOfParams{First: from, Upto: upto})
	if err != nil {
		return err
	}
	bodies, err := x.q.BodiesOf(ctx, db.BodiesOfParams{First: from, Upto: upto})
	if err != nil {
		return err
	}
	known := make(map[int64]tlog.Hash, len(hashes))
	for _, h := range hashes {
		known[h.N] = tlog.Hash(h.Hash)
	}
	for _, e := range leaves {
		// A hash that is missing is left zero: the export tells of it, it mends nothing.
		x.w.Entry(known[e.Leaf], Line(e))
		if len(bodies) > 0 && bodies[0].Leaf == e.Leaf {
			x.w.Body(bodies[0].Salt, bodies[0].Body)
			bodies = bodies[1:]
		}
		x.signed(e.Leaf + 1)
	}
	x.signed(upto)
	return ctx.Err()
}

// signed writes the checkpoints of a size.
func (x *exporting) signed(size int64) {
	for len(x.checkpoints) > 0 && x.checkpoints[0].Size <= size {
		x.w.Checkpoint([]byte(x.checkpoints[0].Note))
		x.checkpoints = x.checkpoints[1:]
	}
}

// LastSigned is the newest checkpoint, pgx.ErrNoRows where there is none.
func LastSigned(ctx context.Context, pool *pgxpool.Pool) (db.AuditCheckpoint, error) {
	c, err := db.New(pool).LastCheckpoint(ctx)
	if err != nil {
		return c, fmt.Errorf("read the last checkpoint: %w", err)
	}
	return c, nil
}
