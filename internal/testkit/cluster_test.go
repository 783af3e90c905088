package testkit_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

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
