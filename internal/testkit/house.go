package testkit

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/embedded/postgres"
)

// Coordinator is the post that owns Seoul's cycles.
const Coordinator = "lifelong-education-division.coordinator"

// House is an office to test in: a rehearsal of Seoul on its own database. Nothing follows an act unless the test does
// it: there is no relay and no workflow.
type House struct {
	Pool     *pgxpool.Pool // as the application
	URL      string        // the same database, as the application
	OwnerURL string        // as the owner of the schema, who may do what the application may not
	Rules    *cases.Rulebook
	Cases    *cases.Service
}

// Seoul lends an office on a stepped day, written as 2006-01-02.
func Seoul(t testing.TB, today string) *House {
	t.Helper()
	c, p := start(t), SeoulPack(t)
	seoulOnce.Do(func() {
		ctx := context.Background() //nolint:forbidigo // for the whole binary
		emptyOnce.Do(func() { errEmpty = c.migrated(ctx) })
		if errSeoul = errEmpty; errSeoul == nil {
			errSeoul = c.withSeoul(ctx, p)
		}
	})
	if errSeoul != nil {
		t.Fatalf("prepare the template with Seoul: %v", errSeoul)
	}
	name := c.clone(t, templateSeoul)
	h := &House{
		Pool: c.pool(t, name), Rules: cases.NewRulebook(),
		URL: c.server.ConnString(postgres.RoleApp, name), OwnerURL: c.server.ConnString(postgres.RoleOwner, name),
	}
	h.Cases = cases.New(cases.Config{Pool: h.Pool, Rules: h.Rules, Rehearsal: true})
	h.SetToday(t, today)
	return h
}

// SetToday puts the stepped clock on a day, as if every day before had been opened.
func (h *House) SetToday(t testing.TB, day string) {
	t.Helper()
	d, err := gov.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	h.Exec(t, "update office_clock set today = $1, last_opened = $1", d)
}

// Today is the stepped day.
func (h *House) Today(t testing.TB) gov.Date {
	t.Helper()
	return One[gov.Date](t, h, "select today from office_clock")
}

// Exec runs a statement as the application.
func (h *House) Exec(t testing.TB, sql string, args ...any) {
	t.Helper()
	if _, err := h.Pool.Exec(t.Context(), sql, args...); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// Force runs a statement past the walls of the schema, as nobody in the product can: a story that needs a decided case
// and not how it was decided puts one there.
func (h *House) Force(t testing.TB, sql string, args ...any) {
	t.Helper()
	Force(t, h.Pool, sql, args...)
}

// Force is House.Force for a database without a house.
func Force(t testing.TB, pool *pgxpool.Pool, sql string, args ...any) {
	t.Helper()
	as := pool.Config().ConnConfig.Copy()
	as.User = postgres.RoleAdmin
	conn, err := pgx.ConnectConfig(t.Context(), as)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err = conn.Exec(t.Context(), "set session_replication_role = replica"); err == nil {
		_, err = conn.Exec(t.Context(), sql, args...)
	}
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// One reads one value, as in testkit.One[int](t, h, "select count(*) from act").
func One[T any](t testing.TB, h *House, sql string, args ...any) T {
	t.Helper()
	var v T
	if err := h.Pool.QueryRow(t.Context(), sql, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return v
}
