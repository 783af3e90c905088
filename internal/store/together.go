package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"gyeol/internal/store/db"
)

// Ask is one question to the database: it calls exactly one method of q and keeps the answer. It is called twice, the
// first time to learn what it asks: q then answers with an error, which it hands on.
type Ask func(q *db.Queries) error

// Together puts several questions in one round trip. They are answered in order, each on what is committed when its
// turn comes, so that a lock goes before what is read under it. The first error is returned.
func (tx *Tx) Together(ctx context.Context, asks ...Ask) error {
	b := tx.opening()
	first := b.Len()
	for _, ask := range asks {
		if err := ask(db.New(learner{b})); !errors.Is(err, errLearning) {
			return fmt.Errorf("a question hid that it was put: %w", err)
		}
	}
	if b.Len() != first+len(asks) {
		return errors.New("a question must ask exactly one thing")
	}
	answers := tx.conn.SendBatch(ctx, b)
	var err error
	if first > 0 {
		_, err = answers.Exec()
	}
	for i := 0; i < len(asks) && err == nil; i++ {
		err = asks[i](db.New(answerer{answers}))
	}
	if closed := answers.Close(); err == nil {
		err = closed
	}
	return err
}

var errLearning = errors.New("the question is noted and not yet put")

// learner notes what is asked.
type learner struct{ b *pgx.Batch }

// Exec notes the statement.
func (l learner) Exec(_ context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	l.b.Queue(sql, args...)
	return pgconn.CommandTag{}, errLearning
}

// Query notes the query.
func (l learner) Query(_ context.Context, sql string, args ...any) (pgx.Rows, error) {
	l.b.Queue(sql, args...)
	return nil, errLearning
}

// QueryRow notes the query.
func (l learner) QueryRow(_ context.Context, sql string, args ...any) pgx.Row {
	l.b.Queue(sql, args...)
	return failedRow{errLearning}
}

// answerer gives the answers of a batch in order.
type answerer struct{ answers pgx.BatchResults }

// Exec answers a statement.
func (a answerer) Exec(context.Context, string, ...any) (pgconn.CommandTag, error) {
	return a.answers.Exec()
}

// Query answers a query.
func (a answerer) Query(context.Context, string, ...any) (pgx.Rows, error) { return a.answers.Query() }

// QueryRow answers a query of one row.
func (a answerer) QueryRow(context.Context, string, ...any) pgx.Row { return a.answers.QueryRow() }
