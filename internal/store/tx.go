package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/internal/store/db"
)

// Tx is one transaction: Read answers now, Write is recorded and sent in one batch by Flush or at the commit.
type Tx struct {
	Conn  pgx.Tx
	Read  *db.Queries
	Write *db.Queries
	batch *recorder
}

// InTx runs fn in one READ COMMITTED transaction, sends what it recorded and commits. An error from fn, a recorded
// statement or the commit rolls back; the rollback outlives a cancelled context.
func InTx(ctx context.Context, pool *pgxpool.Pool, fn func(*Tx) error) error {
	conn, err := pool.Begin(ctx)
	if err != nil {
		return Interpret(err)
	}
	defer rollback(ctx, conn)
	tx := &Tx{Conn: conn, Read: db.New(conn), batch: &recorder{}}
	tx.Write = db.New(tx.batch)
	if err := fn(tx); err != nil {
		return Interpret(err)
	}
	if err := tx.Flush(ctx); err != nil {
		return err
	}
	return Interpret(conn.Commit(ctx))
}

// rollback ends a transaction that was not committed; after a commit it finds nothing to do.
func rollback(ctx context.Context, conn pgx.Tx) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	_ = conn.Rollback(ctx) // it has ended, or its connection is gone: both free it
}

// Flush sends what Write recorded so far, in order, in one round trip.
func (tx *Tx) Flush(ctx context.Context) error {
	if tx.batch.b.Len() == 0 {
		return nil
	}
	b := tx.batch.b
	tx.batch.b = pgx.Batch{}
	if err := tx.Conn.SendBatch(ctx, &b).Close(); err != nil {
		return Interpret(err)
	}
	return nil
}

// recorder queues statements that return nothing; anything that expects rows must use Read.
type recorder struct{ b pgx.Batch }

var errRecorded = errors.New("a recorded statement returns no rows: use Read")

// Exec queues the statement.
func (r *recorder) Exec(_ context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	r.b.Queue(sql, args...)
	return pgconn.CommandTag{}, nil
}

// Query refuses: rows cannot be recorded.
func (r *recorder) Query(context.Context, string, ...any) (pgx.Rows, error) { return nil, errRecorded }

// QueryRow refuses: a row cannot be recorded.
func (r *recorder) QueryRow(context.Context, string, ...any) pgx.Row { return failedRow{} }

type failedRow struct{}

// Scan reports that a recorded statement has no row.
func (failedRow) Scan(...any) error { return fmt.Errorf("scan: %w", errRecorded) }
