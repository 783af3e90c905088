package house

import (
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// heaviest is how many bytes a file of the repository may have: a little more than the largest page script that we
// keep. What is built does not belong there, and stays in every clone for good.
const heaviest = 2 << 20

// TestNoFileIsTooHeavyToKeep asks git what it keeps, so that what lies beside it unkept does not matter.
func TestNoFileIsTooHeavyToKeep(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("without git nothing says what is kept")
	}
	names, err := exec.CommandContext(t.Context(), "git", "-c", "safe.directory=*", "-C", root, "ls-files", "-s").Output()
	if err != nil {
		t.Skip("this is no clone")
	}
	var ids []string
	for line := range strings.Lines(string(names)) {
		ids = append(ids, strings.Fields(line)[1])
	}
	require.NotEmpty(t, ids)
	ask := exec.CommandContext(t.Context(), "git", "-c", "safe.directory=*", "-C", root, "cat-file",
		"--batch-check=%(objectsize) %(objectname)")
	ask.Stdin = strings.NewReader(strings.Join(ids, "\n"))
	sizes, err := ask.Output()
	require.NoError(t, err)
	for line := range strings.Lines(string(sizes)) {
		text, id, _ := strings.Cut(strings.TrimSpace(line), " ")
		size, err := strconv.Atoi(text)
		require.NoError(t, err)
		require.LessOrEqual(t, size, heaviest, "git names the file: git ls-files -s | grep %s", id)
	}
}
