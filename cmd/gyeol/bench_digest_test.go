package main

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTheMorningOfManyPeopleIsMadeInPages: each task is reminded of once, each person has one letter, and statements
// grow with the pages and not with the people.
func TestTheMorningOfManyPeopleIsMadeInPages(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	c := &benchDigestCmd{Data: folder(t), People: 500, Tasks: 5000, Rounds: 2}
	require.NoError(t, c.Run(t.Context(), &Globals{Out: &out, JSON: true}))
	var r digestReport
	require.NoError(t, json.Unmarshal(out.Bytes(), &r), out.String())
	require.Equal(t, int64(5000), r.Notices)
	require.Equal(t, int64(500), r.Digests)
	require.Less(t, r.Statements, int64(70)) // a day looks after more than its mail
	require.Positive(t, r.RungsMS)
	require.Positive(t, r.GatherMS)
	err := (&benchDigestCmd{People: 9, Tasks: 9, Rounds: 1}).Run(t.Context(), &Globals{})
	require.ErrorContains(t, err, "at least 10 people")
}
