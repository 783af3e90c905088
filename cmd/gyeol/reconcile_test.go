package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/internal/embedded/postgres"
	"gyeol/internal/embedded/temporal"
)

// forgottenOn is the day on which Temporal's memory is lost: a collection is under way and approvals are running.
const forgottenOn = "2022-01-14"

// rememberedBy ends the walk that goes on from there: after the February committees, at night at the end of the way.
func rememberedBy() string {
	if night() {
		return wayEnd
	}
	return siegeUntil
}

// demo walks a folder's rehearsal to a day and answers with what has been decided.
func demo(t *testing.T, dir, until string) string {
	t.Helper()
	var said bytes.Buffer
	cmd := gyeol(t, nil, "demo", "--data", dir, "--until", until, "--json")
	cmd.Stderr = &said
	require.NoError(t, cmd.Run(), &said)
	out, err := gyeol(t, nil, "decisions", "--data", dir).Output()
	require.NoError(t, err)
	return string(out)
}

// TestAYearOutlivesTemporalsDatabases deletes both of them in mid-January: the next start rings every process anew from
// the rows, and the same is decided as in an unbroken run.
func TestAYearOutlivesTemporalsDatabases(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	before := demo(t, dir, forgottenOn)
	forget(t, dir)
	got := demo(t, dir, rememberedBy())
	require.NotEqual(t, before, got, "something has been decided since")
	if want := decidedBy(t, rememberedBy()); got != want {
		t.Errorf("without Temporal's memory other things were decided:\n%s", difference(want, got))
	}
	everyCaseGoesOn(t, dir)
}

// TestReconcileStartsTheYearAnewFromItsRows takes Temporal's databases from an installation in pieces. Its workflows
// are there again as soon as gyeol reconcile has run, before any worker, and the year goes on as if nothing had been.
func TestReconcileStartsTheYearAnewFromItsRows(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	require.NoError(t, os.MkdirAll(dir, 0o755))
	at, stop := serversIn(t, dir)
	h := halvesOver(at, dir)
	h.found(t)
	_, err := rehearsalTokens(t.Context(), h.pool, dir)
	require.NoError(t, err)
	api, worker := h.start(t, "serve"), h.start(t, "worker")
	require.NoError(t, h.walk(t, api, forgottenOn).Wait())
	worker.kill(t)
	api.kill(t)
	stop()
	forget(t, dir)

	at, stop = serversIn(t, dir)
	t.Cleanup(stop)
	h = halvesOver(at, dir)
	h.open(t)
	require.Zero(t, h.workflows(t))
	told := h.run(t, "reconcile")
	rung, err := strconv.Atoi(told[:strings.IndexFunc(told, func(r rune) bool { return r < '0' || r > '9' })])
	require.NoError(t, err, told)
	var open int
	require.NoError(t, h.pool.QueryRow(t.Context(), "select count(*) from process where state <> 'ended'").Scan(&open))
	require.Equal(t, open, rung, told)
	require.GreaterOrEqual(t, h.workflows(t), open)

	api = h.start(t, "serve")
	h.start(t, "worker")
	require.NoError(t, h.walk(t, api, rememberedBy()).Wait())
	h.rest(t, h.as(t, api, halvesOperator, "--scope", "operator"))
	require.Contains(t, h.run(t, "check", "--mail", h.Mail), "everything adds up")
	if want, got := decidedBy(t, rememberedBy()), h.run(t, "decisions")+"\n"; got != want {
		t.Errorf("after gyeol reconcile other things were decided:\n%s", difference(want, got))
	}
}

// workflows counts the executions that Temporal knows.
func (h *halves) workflows(t *testing.T) (n int) {
	t.Helper()
	cfg, err := pgx.ParseConfig(h.Owner)
	require.NoError(t, err)
	cfg.User, cfg.Database = postgres.RoleAdmin, temporal.Databases()[0]
	conn, err := pgx.ConnectConfig(t.Context(), cfg)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	require.NoError(t, conn.QueryRow(t.Context(), `select count(*) from current_executions c join namespaces n on n.id = c.namespace_id
		where n.name = 'gyeol'`).Scan(&n))
	return n
}

// forget deletes Temporal's databases in the cluster of a folder that nobody uses.
func forget(t *testing.T, dir string) {
	t.Helper()
	pg, err := postgres.Start(t.Context(), postgres.Config{Dir: filepath.Join(dir, "postgres")})
	require.NoError(t, err)
	defer func() { require.NoError(t, pg.Stop(context.WithoutCancel(t.Context()))) }()
	require.Equal(t, 2, remembered(t, pg))
	cfg := temporal.Config{SocketDir: pg.SocketDir(), Port: pg.Port()}
	require.NoError(t, temporal.DropDatabases(t.Context(), cfg))
	require.Zero(t, remembered(t, pg))
}

// remembered counts Temporal's databases.
func remembered(t *testing.T, pg *postgres.Server) (n int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), pg.ConnString(postgres.RoleAdmin, "postgres"))
	require.NoError(t, err)
	defer conn.Close(t.Context())
	row := conn.QueryRow(t.Context(), "select count(*) from pg_database where datname = any($1)", temporal.Databases())
	require.NoError(t, row.Scan(&n))
	return n
}
