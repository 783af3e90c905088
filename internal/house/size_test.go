package house

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// heaviest is how many bytes a file of the repository may have: a little more than the largest page script that we
// keep. What is built does not belong there, and stays in every clone for good.
const heaviest = 2 << 20

// built is what .gitignore leaves out, below the root.
var built = []string{".git", ".gyeol", ".tools", "bin", "gyeol"}

// TestNoFileIsTooHeavyToKeep weighs what stands in the tree, kept already or about to be.
func TestNoFileIsTooHeavyToKeep(t *testing.T) {
	t.Parallel()
	weighed := 0
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		switch {
		case err != nil:
			return err
		case slices.Contains(built, name) && d.IsDir():
			return fs.SkipDir
		case d.IsDir() || slices.Contains(built, name) || strings.HasSuffix(name, ".test") || strings.HasSuffix(name, ".out"):
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		weighed++
		require.LessOrEqual(t, info.Size(), int64(heaviest), name)
		return nil
	}))
	require.Greater(t, weighed, 100)
}
