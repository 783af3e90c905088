package main

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/internal/embedded/postgres"
	"gyeol/internal/embedded/temporal"
)

// The walk that loses Temporal's memory: a collection is under way and approvals are running.
const (
	forgottenOn  = "2022-01-14"
	rememberedBy = "2022-01-26"
)

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
	want := demo(t, folder(t), rememberedBy)
	dir := folder(t)
	before := demo(t, dir, forgottenOn)
	forget(t, dir)
	got := demo(t, dir, rememberedBy)
	require.NotEqual(t, before, got, "something has been decided since")
	if got != want {
		t.Errorf("without Temporal's memory other things were decided:\n%s", difference(want, got))
	}
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
