package main

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"gyeol/internal/embedded/postgres"
	"gyeol/internal/intake"
)

// An auditor who has the folder and nothing that runs exports the log all the same: PostgreSQL is started for the
// command and stopped after it, and what is not signed yet is signed with the key of the folder.
func TestAnExportStartsPostgreSQLItselfAndStopsItAgain(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	require.NoError(t, withOwnRecord(t.Context(), dir, postgres.RoleApp, func(pool *pgxpool.Pool) error {
		return intake.Found(t.Context(), pool, intake.Foundation{})
	}))
	_, err := keptAuditKey(dir)
	require.NoError(t, err)
	down := func() {
		t.Helper()
		pid := filepath.Join(dir, "postgres", "data", "postmaster.pid")
		require.NoFileExists(t, pid, "nothing is left running")
	}
	down()
	out := filepath.Join(t.TempDir(), "log.export")
	for range 2 {
		var said bytes.Buffer
		require.NoError(t, (&AuditExportCmd{File: out, Data: dir}).Run(t.Context(), &Globals{Out: &said}))
		require.Contains(t, said.String(), "아직 서명되지 않은 기록 0건")
		down()
		said.Reset()
		c := &AuditVerifyCmd{File: out, Key: []string{filepath.Join(dir, "audit.pub")}}
		require.NoError(t, c.Run(t.Context(), &Globals{Out: &said}))
		require.Contains(t, said.String(), "이상 없음")
	}
	err = (&AuditExportCmd{File: out, Data: t.TempDir()}).Run(t.Context(), &Globals{Out: &bytes.Buffer{}})
	require.ErrorContains(t, err, "there is no gyeol in that folder")
}
