package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTheSharesOfARunAreWithinItsDocuments: whatever is asked for, no round takes papers that there are not, and every
// one is spent at most once.
func TestTheSharesOfARunAreWithinItsDocuments(t *testing.T) {
	t.Parallel()
	least := leastDocuments()
	require.Equal(t, 200, least)
	for n := range 3000 {
		s := shares(n)
		require.Equal(t, n >= least, enough(n), "%d documents: the least number is a bound", n)
		if n < least {
			continue
		}
		require.Positive(t, s.alone, n)
		require.Zero(t, s.crowd%benchUnits, "%d: every department has as many", n)
		require.LessOrEqual(t, benchRounds*s.papers(), n)
		crowding := 0
		for i := range n {
			if s.crowding(i) {
				crowding++
			}
		}
		require.Equal(t, n-benchRounds*s.papers(), crowding, "%d: the rest meets in one department", n)
	}
	require.Equal(t, share{alone: 64, crowd: 160, finals: 64}, shares(1440), "the run that is usual")
}

// TestTooFewDocumentsAreRefusedBeforeTheyArePrepared: in one word with the number that would do.
func TestTooFewDocumentsAreRefusedBeforeTheyArePrepared(t *testing.T) {
	t.Parallel()
	for _, n := range []int{-1, 0, 160, 192, leastDocuments() - 1} {
		err := (&benchApproveCmd{Documents: n, Data: t.TempDir()}).Run(t.Context(), &Globals{})
		require.ErrorContains(t, err, "5 rounds need at least 200", n)
	}
}
