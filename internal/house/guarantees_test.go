package house_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestEveryGuaranteeHasItsTest fails where docs/guarantees.md names a test that is not there.
func TestEveryGuaranteeHasItsTest(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "guarantees.md"))
	require.NoError(t, err)
	named := regexp.MustCompile("`(Test[A-Za-z0-9_]+)`").FindAllStringSubmatch(string(page), -1)
	require.NotEmpty(t, named)
	there := testsOfTheTree(t)
	for _, n := range named {
		require.Contains(t, there, n[1], "docs/guarantees.md names a test that does not exist")
	}
}

func testsOfTheTree(t *testing.T) map[string]bool {
	t.Helper()
	return namesOfTheTree(t, regexp.MustCompile(`(?m)^func (Test[A-Za-z0-9_]+)\(`))
}
