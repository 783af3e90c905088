package check

import (
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"gyeol/internal/testkit"
)

// The walls of the schema hold even if the application is wrong: each fault is tried as the role that serves, on a year
// that was told by real acts.
func TestAFaultyApplicationCannotChangeWhatWasDecided(t *testing.T) { //nolint:tparallel // one story, one fault at a time
	t.Parallel()
	s := tellStory(t)
	for _, c := range tamperingsIn(t, "testdata/walls.sql") {
		sqlstate, says := c.check, c.says
		name := strings.Fields(c.sql)
		t.Run(strings.Join(name[:min(6, len(name))], "-"), func(t *testing.T) {
			tx, err := s.Pool.Begin(t.Context())
			require.NoError(t, err)
			defer tx.Rollback(t.Context())
			tag, err := tx.Exec(t.Context(), c.sql)
			if err == nil { // what is asked at the commit
				require.Positive(t, tag.RowsAffected(), "the fault found no row: %s", c.sql)
				_, err = tx.Exec(t.Context(), "set constraints all immediate")
			}
			var refused *pgconn.PgError
			require.True(t, errors.As(err, &refused), "nothing refused: %s", c.sql)
			require.Equal(t, sqlstate, refused.Code, refused.Message)
			require.Contains(t, refused.Message, says)
		})
	}
	report, err := Run(t.Context(), s.Pool, s.mail)
	require.NoError(t, err)
	require.Empty(t, listed(report), "no fault left a trace")
}

// Each role may do what its purpose needs and no more; a new table needs a line in its migration.
func TestEachRoleMayDoWhatItIsFor(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2025-03-04")
	rights := func(role string) map[string]string {
		out := map[string]string{}
		for _, line := range testkit.One[[]string](t, h, `select array_agg(c.relname || ' ' || concat(
				case when has_table_privilege($1, c.oid, 'select') then 'S' end,
				case when has_table_privilege($1, c.oid, 'insert') then 'I' end,
				case when has_table_privilege($1, c.oid, 'update') then 'U' end,
				case when has_table_privilege($1, c.oid, 'delete') then 'D' end,
				case when has_table_privilege($1, c.oid, 'truncate') then 'T' end))
			from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`, role) {
			table, may, _ := strings.Cut(line, " ")
			out[table] = may
		}
		return out
	}
	secrets := map[string]bool{
		"token": true, "calendar_feed": true, "session": true, "invitation": true, "sign_in_spent": true, "sign_in_subject": true,
		"totp": true, "mobile": true,
	}
	for table, may := range rights("gyeol_read") {
		require.Equal(t, !secrets[table], may == "S", "gyeol_read on %s: %q", table, may)
		require.True(t, may == "" || may == "S", "gyeol_read on %s: %q", table, may)
	}
	for table, may := range rights("gyeol_audit") {
		require.True(t, may == "" || may == "S", "gyeol_audit on %s: %q", table, may)
	}
	require.Equal(t, "S", rights("gyeol_audit")["audit_entry"])
	require.Empty(t, rights("gyeol_audit")["person"])
	require.Zero(t, testkit.One[int](t, h, `select count(*) from pg_class where relowner = 'gyeol_app'::regrole`),
		"the application owns nothing")
}
