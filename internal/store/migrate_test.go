package store_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/internal/store"
	"gyeol/internal/testkit"
)

// TestTheSchemaGoesUpDownAndUpAgain: what a migration makes it can also take away, with a whole city in the tables.
func TestTheSchemaGoesUpDownAndUpAgain(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	h.Pool.Close()
	conn, err := pgx.Connect(t.Context(), h.OwnerURL)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	tables := func() (n int) {
		require.NoError(t, conn.QueryRow(t.Context(), `select count(*)::int from pg_tables
			where schemaname = 'public' and tablename <> 'schema_version'`).Scan(&n))
		return n
	}
	up := tables()
	require.Greater(t, up, 40)
	require.NoError(t, store.MigrateTo(t.Context(), conn, 5), "what was added once the first schema stood")
	require.NoError(t, store.Migrate(t.Context(), h.OwnerURL, nil), "and again, over a year's rows")
	require.NoError(t, store.MigrateTo(t.Context(), conn, 0))
	require.Zero(t, tables())
	require.NoError(t, store.Migrate(t.Context(), h.OwnerURL, nil))
	require.Equal(t, up, tables())
}
