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

// Tx is one transaction: Read answers now, Write is recorded and sent in one batch by Flush or with the commit. It
// begins with the first thing it is asked, in the same round trip where that is a batch.
type Tx struct {
	Read   *db.Queries
	Write  *db.Queries
	conn   *pgxpool.Conn
	batch  *recorder
	begun  bool
	thrown bool // at the end it is rolled back
}

// Discard has the transaction do all that it does, and keep nothing: whoever asks for something that is not there
// causes the same statements as whoever asks for something that is.
func (tx *Tx) Discard() { tx.thrown = true }

// InTx runs fn in one READ COMMITTED transaction, sends what it recorded and commits, both in one round trip. An error
// from fn, a recorded statement or the commit rolls back; the rollback outlives a cancelled context.
func InTx(ctx context.Context, pool *pgxpool.Pool, fn func(*Tx) error) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return Interpret(err)
	}
	defer conn.Release()
	tx := &Tx{conn: conn, batch: &recorder{}}
	tx.Read, tx.Write = db.New(now{tx}), db.New(tx.batch)
	defer tx.rollback(ctx)
	if err := fn(tx); err != nil {
		return Interpret(err)
	}
	return tx.commit(ctx)
}

// The words of a transaction. They travel with its statements where they can.
const (
	sayBegin    = "begin"
	sayCommit   = "commit"
	sayRollback = "rollback"
)

// begin opens the transaction unless it is open.
func (tx *Tx) begin(ctx context.Context) error {
	if tx.begun {
		return nil
	}
	tx.begun = true
	_, err := tx.conn.Exec(ctx, sayBegin)
	return err
}

// opening is a batch that begins the transaction first, unless it has begun.
func (tx *Tx) opening() *pgx.Batch {
	b := &pgx.Batch{}
	if !tx.begun {
		tx.begun = true
		b.Queue(sayBegin)
	}
	return b
}

// commit sends what was recorded and commits with it. Where a statement fails PostgreSQL skips the rest of the batch,
// so that the commit is not reached.
func (tx *Tx) commit(ctx context.Context) error {
	if !tx.begun && len(tx.batch.queued) == 0 {
		return nil
	}
	b, last, done := tx.opening(), sayCommit, "COMMIT"
	if tx.thrown {
		last, done = sayRollback, "ROLLBACK"
	}
	tx.batch.move(b)
	b.Queue(last)
	answers := tx.conn.SendBatch(ctx, b)
	var tag pgconn.CommandTag
	var err error
	for i := 0; i < b.Len() && err == nil; i++ {
		tag, err = answers.Exec()
	}
	if closed := answers.Close(); err == nil {
		err = closed
	}
	if err == nil && tag.String() != done {
		err = pgx.ErrTxCommitRollback
	}
	return Interpret(err)
}

// rollback ends a transaction that was not committed; after a commit it finds nothing to do.
func (tx *Tx) rollback(ctx context.Context) {
	if conn := tx.conn.Conn(); !tx.begun || conn.IsClosed() || conn.PgConn().TxStatus() == 'I' {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	_, _ = tx.conn.Exec(ctx, sayRollback) // if its connection is gone, it has ended
}

// Flush sends what Write recorded so far, in order, in one round trip.
func (tx *Tx) Flush(ctx context.Context) error {
	if len(tx.batch.queued) == 0 {
		return nil
	}
	b := tx.opening()
	tx.batch.move(b)
	return Interpret(tx.conn.SendBatch(ctx, b).Close())
}

// now answers a query at once.
type now struct{ tx *Tx }

// Exec runs the statement.
func (n now) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	if err := n.tx.begin(ctx); err != nil {
		return pgconn.CommandTag{}, err
	}
	return n.tx.conn.Exec(ctx, sql, args...)
}

// Query runs the query.
func (n now) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	if err := n.tx.begin(ctx); err != nil {
		return nil, err
	}
	return n.tx.conn.Query(ctx, sql, args...)
}

// QueryRow runs the query.
func (n now) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	if err := n.tx.begin(ctx); err != nil {
		return failedRow{err}
	}
	return n.tx.conn.QueryRow(ctx, sql, args...)
}

// recorder queues statements that return nothing; anything that expects rows must use Read.
type recorder struct{ queued []statement }

type statement struct {
	sql  string
	args []any
}

// move hands what was recorded over to a batch.
func (r *recorder) move(b *pgx.Batch) {
	for _, s := range r.queued {
		b.Queue(s.sql, s.args...)
	}
	r.queued = nil
}

var errRecorded = errors.New("a recorded statement returns no rows: use Read")

// Exec queues the statement.
func (r *recorder) Exec(_ context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	r.queued = append(r.queued, statement{sql, args})
	return pgconn.CommandTag{}, nil
}

// Query refuses: rows cannot be recorded.
func (r *recorder) Query(context.Context, string, ...any) (pgx.Rows, error) { return nil, errRecorded }

// QueryRow refuses: a row cannot be recorded.
func (r *recorder) QueryRow(context.Context, string, ...any) pgx.Row { return failedRow{errRecorded} }

type failedRow struct{ err error }

// Scan reports why there is no row.
func (r failedRow) Scan(...any) error { return fmt.Errorf("scan: %w", r.err) }
