package store_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/internal/testkit"
)

// What the statements of the application write: which rows it adds, changes (FOR SHARE asks for the same right) and
// removes.
var (
	comment  = regexp.MustCompile(`--[^\n]*`)
	inserts  = regexp.MustCompile(`insert into (\w+)`)
	upserts  = regexp.MustCompile(`(?s)insert into (\w+)(?:[^;]*?)on conflict[^;]*?do update`)
	updates  = regexp.MustCompile(`\bupdate (\w+)(?: \w+)?\s+set`)
	deletes  = regexp.MustCompile(`delete from (\w+)`)
	locks    = regexp.MustCompile(`for (?:no key )?(?:update|share)|for key share`)
	mentions = regexp.MustCompile(`(?:from|join) (\w+)`)
)

// written lists what our statements do to each table.
func written(t *testing.T) map[string]map[string]bool {
	t.Helper()
	files, err := filepath.Glob("queries/*.sql")
	require.NoError(t, err)
	out := map[string]map[string]bool{}
	note := func(right string, found [][]string) {
		for _, m := range found {
			if out[m[1]] == nil {
				out[m[1]] = map[string]bool{}
			}
			out[m[1]][right] = true
		}
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		require.NoError(t, err)
		for statement := range strings.SplitSeq(comment.ReplaceAllString(string(raw), ""), ";") {
			note("insert", inserts.FindAllStringSubmatch(statement, -1))
			note("update", upserts.FindAllStringSubmatch(statement, -1))
			note("update", updates.FindAllStringSubmatch(statement, -1))
			note("delete", deletes.FindAllStringSubmatch(statement, -1))
			if locks.MatchString(statement) {
				note("update", mentions.FindAllStringSubmatch(statement, -1))
			}
		}
	}
	return out
}

// Whoever breaks into the application can do with rows what its statements do, and nothing else.
func TestTheApplicationHasNoRightThatNoStatementUses(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2025-03-04")
	used := written(t)
	rights := testkit.One[[]string](t, h, `select array_agg(c.relname || ' ' || r.right) from pg_class c,
			unnest('{insert,update,delete,truncate,references,trigger}'::text[]) as r("right")
		where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and has_table_privilege('gyeol_app', c.oid, r.right)`)
	require.NotEmpty(t, rights)
	for _, line := range rights {
		table, right, _ := strings.Cut(line, " ")
		require.True(t, used[table][right], "gyeol_app may %s %s, and no statement does: let its migration grant less", right, table)
	}
}
