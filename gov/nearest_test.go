package gov_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
)

func TestAMistypedWordIsAnsweredWithThoseNextToIt(t *testing.T) {
	t.Parallel()
	units := []string{"gangnam-gu", "budget-office", "org-office", "lifelong-education-division"}
	require.Equal(t, []string{"gangnam-gu"}, gov.Nearest("gangnam", units, 1), "a part of it")
	require.Equal(t, []string{"budget-office"}, gov.Nearest("budgte-offise", units, 1))
	require.Len(t, gov.Nearest("x", units, 9), 4)
	require.Empty(t, gov.Nearest("x", nil, 3))
}
