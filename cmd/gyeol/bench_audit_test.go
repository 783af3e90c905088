package main

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAnExportIsVerifiedInAboutTheTimeOfReadingIt looks at the figures only: how fast the machine of a test is says
// nothing.
func TestAnExportIsVerifiedInAboutTheTimeOfReadingIt(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	c := &benchAuditCmd{Data: t.TempDir(), Entries: 3000, Rounds: 2}
	err := c.Run(t.Context(), &Globals{Out: &out, JSON: true})
	var r auditReport
	require.NoError(t, json.Unmarshal(out.Bytes(), &r), out.String())
	require.Equal(t, int64(3000), r.Entries)
	require.Greater(t, r.Bytes, int64(3000*400))
	require.Positive(t, r.FloorMS)
	require.Positive(t, r.VerifyMS)
	require.Equal(t, r.Met, err == nil)
	err = (&benchAuditCmd{}).Run(t.Context(), &Globals{})
	require.ErrorContains(t, err, "at least one entry")
}
