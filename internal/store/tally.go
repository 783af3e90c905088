package store

import (
	"context"
	"strings"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
)

// Tally counts what one request asks of the database and of Temporal. It is found through the context, so that whatever
// else the same pool is busy with meanwhile is not counted.
type Tally struct {
	Commits    atomic.Int64 // that wrote something: a transaction's, or a writing statement of its own
	Statements atomic.Int64 // but for begin, commit and rollback
	Trips      atomic.Int64 // waits for the database: a batch is one
	Prepared   atomic.Int64 // statements that this connection met for the first time
	Calls      atomic.Int64 // to Temporal, told by Called
}

type tallyKey struct{}

// WithTally counts into t whatever is done under the context through a pool with Tallies.
func WithTally(ctx context.Context, t *Tally) context.Context {
	return context.WithValue(ctx, tallyKey{}, t)
}

// TallyOf is the tally of a context, nil outside one.
func TallyOf(ctx context.Context) *Tally {
	t, _ := ctx.Value(tallyKey{}).(*Tally)
	return t
}

// Called counts a call to Temporal under the context.
func Called(ctx context.Context) {
	if t := TallyOf(ctx); t != nil {
		t.Calls.Add(1)
	}
}

// Tallies is a tracer for Options that fills the tally of the context. It counts and changes nothing.
type Tallies struct{}

// aloneKey marks a statement outside a transaction: what it writes is committed with it.
type aloneKey struct{}

func alone(ctx context.Context, conn *pgx.Conn) context.Context {
	return context.WithValue(ctx, aloneKey{}, conn.PgConn().TxStatus() == 'I')
}

func isAlone(ctx context.Context) bool {
	was, _ := ctx.Value(aloneKey{}).(bool)
	return was
}

// TraceQueryStart counts a statement and its trip.
func (Tallies) TraceQueryStart(ctx context.Context, conn *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	t := TallyOf(ctx)
	if t == nil {
		return ctx
	}
	t.Trips.Add(1)
	switch word, _, _ := strings.Cut(data.SQL, " "); word {
	case sayCommit:
		t.Commits.Add(1)
		return ctx
	case sayBegin, sayRollback:
		return ctx
	}
	t.Statements.Add(1)
	return alone(ctx, conn)
}

// TraceQueryEnd counts the commit of a statement that wrote on its own.
func (Tallies) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryEndData) {
	tag := data.CommandTag
	if t := TallyOf(ctx); t != nil && isAlone(ctx) && (tag.Insert() || tag.Update() || tag.Delete()) {
		t.Commits.Add(1)
	}
}

// TraceBatchStart counts the one trip of a batch.
func (Tallies) TraceBatchStart(ctx context.Context, conn *pgx.Conn, data pgx.TraceBatchStartData) context.Context {
	t := TallyOf(ctx)
	if t == nil {
		return ctx
	}
	t.Trips.Add(1)
	queued := data.Batch.QueuedQueries
	if conn.PgConn().TxStatus() == 'I' && len(queued) > 0 && queued[0].SQL != sayBegin {
		t.Commits.Add(1)
	}
	return ctx
}

// TraceBatchQuery counts a statement of a batch that was answered.
func (Tallies) TraceBatchQuery(ctx context.Context, _ *pgx.Conn, data pgx.TraceBatchQueryData) {
	t := TallyOf(ctx)
	switch {
	case t == nil, data.SQL == sayBegin:
	case data.SQL == sayCommit && data.Err == nil:
		t.Commits.Add(1)
	case data.SQL != sayCommit:
		t.Statements.Add(1)
	}
}

// TraceBatchEnd has nothing to add.
func (Tallies) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// TracePrepareStart counts a statement that is prepared.
func (Tallies) TracePrepareStart(ctx context.Context, _ *pgx.Conn, _ pgx.TracePrepareStartData) context.Context {
	if t := TallyOf(ctx); t != nil {
		t.Prepared.Add(1)
	}
	return ctx
}

// TracePrepareEnd has nothing to add.
func (Tallies) TracePrepareEnd(context.Context, *pgx.Conn, pgx.TracePrepareEndData) {}

var (
	_ pgx.QueryTracer   = Tallies{}
	_ pgx.BatchTracer   = Tallies{}
	_ pgx.PrepareTracer = Tallies{}
)
