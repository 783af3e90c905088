package main

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/policies/checks"
	"gyeol/policies/pack"
	"gyeol/policies/seoul"
)

func TestTheBenchOfChecksTellsItsFigures(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.NoError(t, (&benchChecksCmd{Rows: 300, Rounds: 3}).Run(t.Context(), &Globals{Out: &out, JSON: true}))
	var r checksReport
	require.NoError(t, json.Unmarshal(out.Bytes(), &r))
	require.Equal(t, 300, r.Rows)
	require.Positive(t, r.BestMS)
	require.LessOrEqual(t, r.BestMS, r.MedianMS)
	require.LessOrEqual(t, r.MedianMS, r.WorstMS)
	require.InDelta(t, 30, r.LimitMS, 0.001)
	out.Reset()
	require.NoError(t, (&benchChecksCmd{Rows: 10, Rounds: 1}).Run(t.Context(), &Globals{Out: &out}))
	require.Contains(t, out.String(), "행 10개")
	require.Error(t, (&benchChecksCmd{Rounds: 1}).Run(t.Context(), &Globals{Out: &out}))
}

// Ten times the rows are ten times the work: no check looks at pairs of rows.
func TestCheckingIsAsMuchWorkAsThereAreRows(t *testing.T) {
	t.Parallel()
	p, faults := pack.Load(seoul.FS)
	require.NoError(t, faults.Err())
	fields := map[int]int{}
	slips := map[int]int{}
	for _, n := range []int{1000, 10_000} {
		in := manyRows(p, n)
		found, effort := checks.MeasuredRows(in.Forms[0].Form, in.Forms[0].Rows, in.Rules)
		require.Equal(t, n, effort.Rows)
		fields[n] = effort.Fields
		for _, f := range found {
			if f.Check == "units" {
				slips[n]++
			}
		}
	}
	require.InDelta(t, 10*fields[1000], fields[10_000], float64(fields[10_000])/100)
	require.Equal(t, map[int]int{1000: 10, 10_000: 100}, slips, "every slip is found and nothing else is taken for one")
}
