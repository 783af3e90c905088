package testkit_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

// victim tells a re-executed test binary to borrow an office and wait to be killed.
const victim = "GYEOL_TEST_VICTIM"

func TestMain(m *testing.M) { testkit.Main(m) }

func TestAKilledBinaryLeavesNothing(t *testing.T) {
	t.Parallel()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestVictim$")
	cmd.Env = append(os.Environ(), victim+"=1")
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	folder := ""
	for lines := bufio.NewScanner(out); folder == "" && lines.Scan(); {
		_, folder, _ = strings.Cut(lines.Text(), "folder: ")
	}
	require.DirExists(t, folder)
	require.NoError(t, cmd.Process.Kill())
	require.Error(t, cmd.Wait())
	testkit.Eventually(t, func() bool {
		_, err := os.Stat(folder)
		return os.IsNotExist(err)
	})
}

func TestVictim(t *testing.T) {
	t.Parallel()
	if os.Getenv(victim) == "" {
		return
	}
	_, socket, _ := strings.Cut(testkit.Seoul(t, "2022-01-03").URL, "host='")
	folder, _, _ := strings.Cut(socket, "/pg/")
	fmt.Println("folder: " + folder)
	select {}
}

func TestHousesAreStrangersToEachOther(t *testing.T) {
	t.Parallel()
	one, other := testkit.Seoul(t, "2022-01-03"), testkit.Seoul(t, "2025-01-02")
	one.OpenCycle(t, "lifelong-education-plan", 2022)
	require.Equal(t, 1, testkit.One[int](t, one, "select count(*) from cycle"))
	require.Zero(t, testkit.One[int](t, other, "select count(*) from cycle"))
	require.Equal(t, gov.MustDate("2022-01-03"), one.Today(t))
	require.Equal(t, gov.MustDate("2025-01-02"), other.Today(t))
}

func TestTheApplicationMayNotRewriteTheRecord(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	for _, sql := range []string{
		"update act set verb = 'x'", "delete from audit_entry", "update policy_pack set id = 'x'", "delete from installation",
		"update decision set opinion = 'x'", "drop table act",
	} {
		_, err := h.Pool.Exec(t.Context(), sql)
		require.Error(t, err, sql)
	}
}

// TestTheApplicationMayOnlyAddToTheAuditLog tries every way around it in the role of the application.
func TestTheApplicationMayOnlyAddToTheAuditLog(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	key, _ := testkit.AuditKey(t)
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	h.Signed(t, key)
	h.OpenCycle(t, "results-only", 2022)
	require.Positive(t, testkit.One[int](t, h, "select count(*) from audit_pending"))
	statements := []string{
		"update audit_body set body = 'x'", "delete from audit_body", "update audit_pending set entry_id = entry_id",
		"delete from audit_pending", "update audit_head set size = 0, tree = 0", "update audit_head set chain = sha256('x')",
		"alter table audit_entry disable trigger user", "drop trigger audit_leaf_never_changes on audit_leaf",
		"drop function audit_head_grows cascade", "set session_replication_role = replica",
	}
	for _, table := range []string{"audit_entry", "audit_leaf", "audit_hash", "audit_checkpoint"} {
		statements = append(statements, "delete from "+table, "update "+table+" set "+map[string]string{
			"audit_entry": "kind = kind", "audit_leaf": "leaf = leaf", "audit_hash": "n = n", "audit_checkpoint": "note = note",
		}[table])
	}
	for _, table := range []string{
		"audit_entry", "audit_leaf", "audit_hash", "audit_checkpoint", "audit_head", "audit_body", "audit_pending",
	} {
		statements = append(statements, "truncate "+table+" cascade")
	}
	for _, sql := range statements {
		_, err := h.Pool.Exec(t.Context(), sql)
		require.Error(t, err, sql)
	}
	owner, err := pgx.Connect(t.Context(), h.OwnerURL)
	require.NoError(t, err)
	defer owner.Close(t.Context())
	_, err = owner.Exec(t.Context(), "delete from audit_body where entry_id in (select entry_id from audit_pending)")
	require.ErrorContains(t, err, "a body stays until its entry is sealed", "nor may the owner of the table")
	gone, err := owner.Exec(t.Context(), "delete from audit_body where entry_id = (select entry_id from audit_leaf where leaf = 0)")
	require.NoError(t, err)
	require.EqualValues(t, 1, gone.RowsAffected(), "the body of a sealed entry can go; no statement of ours does so yet")
}
