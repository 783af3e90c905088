package main

import (
	"context"
	"net/http"
	"sync/atomic"

	"github.com/danielgtaylor/huma/v2"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/internal/store"
)

// instruments count what each request asks of database and Temporal before its reply. They hang on the context of the
// request: relay, worker and sealer use the same pool and the same connection, and are not counted. A nil *instruments
// is the product as it is.
type instruments struct {
	requests, commits, statements, trips, prepared, calls atomic.Int64
}

// counts is what a number of requests came to.
type counts struct{ requests, commits, statements, trips, prepared, calls int64 }

// take reads the counters and sets them back.
func (m *instruments) take() counts {
	return counts{
		m.requests.Swap(0), m.commits.Swap(0), m.statements.Swap(0), m.trips.Swap(0), m.prepared.Swap(0), m.calls.Swap(0),
	}
}

// each is a count per request.
func (c counts) each(n int64) float64 { return float64(n) / float64(max(c.requests, 1)) }

func (m *instruments) tracer() pgx.QueryTracer {
	if m == nil {
		return nil
	}
	return store.Tallies{}
}

// called hears of calls to Temporal; those of a request carry its context.
func (m *instruments) called() func(context.Context) {
	if m == nil {
		return nil
	}
	return store.Called
}

// around gives every request a tally of its own and adds it up after the reply was written.
func (m *instruments) around(next http.Handler) http.Handler {
	if m == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var t store.Tally
		next.ServeHTTP(w, r.WithContext(store.WithTally(r.Context(), &t)))
		m.requests.Add(1)
		m.commits.Add(t.Commits.Load())
		m.statements.Add(t.Statements.Load())
		m.trips.Add(t.Trips.Load())
		m.prepared.Add(t.Prepared.Load())
		m.calls.Add(t.Calls.Load())
	})
}

// floor registers the floor beside the operations of the product.
func (m *instruments) floor(pool *pgxpool.Pool) func(huma.API) {
	if m == nil {
		return nil
	}
	return func(api huma.API) { registerFloor(api, pool) }
}
