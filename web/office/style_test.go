package office_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestEveryClassOfAViewStandsInTheStyleSheet fails where a view was given a class after the style sheet had been cut.
func TestEveryClassOfAViewStandsInTheStyleSheet(t *testing.T) {
	t.Parallel()
	sheets, err := filepath.Glob(filepath.Join("..", "asset", "dist", "office-*.css"))
	require.NoError(t, err)
	require.Len(t, sheets, 1)
	sheet, err := os.ReadFile(sheets[0])
	require.NoError(t, err)
	views, err := filepath.Glob(filepath.Join("views", "*.html"))
	require.NoError(t, err)
	looked := 0
	for _, view := range views {
		text, err := os.ReadFile(view)
		require.NoError(t, err)
		for _, m := range regexp.MustCompile(`class="([^"{]*)`).FindAllStringSubmatch(string(text), -1) {
			for _, class := range strings.Fields(m[1]) {
				looked++
				require.Contains(t, string(sheet), "."+class, "%s: run go generate ./web/asset", view)
			}
		}
	}
	require.Greater(t, looked, 50)
	require.NotContains(t, string(sheet), "//", "the style sheet fetches nothing")
}
