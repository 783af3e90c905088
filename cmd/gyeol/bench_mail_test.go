package main

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTheBenchOfMailTellsItsFigures with few letters; the ratio of so few says nothing and is not held to a number.
func TestTheBenchOfMailTellsItsFigures(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.NoError(t, (&benchMailCmd{Notices: 60, Rounds: 2}).Run(t.Context(), &Globals{Out: &out, JSON: true}))
	var f mailFigures
	require.NoError(t, json.Unmarshal(out.Bytes(), &f))
	require.Equal(t, 60, f.Notices)
	require.Equal(t, 2, f.Rounds)
	require.Zero(t, f.Duplicates)
	require.Zero(t, f.Unknown)
	require.Positive(t, f.FloorMS)
	require.Positive(t, f.DrainMS)
	require.Positive(t, f.Ratio)
	require.Error(t, (&benchMailCmd{Notices: 1, Rounds: 2}).Run(t.Context(), &Globals{Out: &out}))
}
