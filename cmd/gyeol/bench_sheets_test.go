package main

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheBenchOfWorkbooksTakesEveryRowIn(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	c := benchSheetsCmd{Data: t.TempDir(), Workbooks: 2, Rows: 3}
	require.NoError(t, c.Run(t.Context(), &Globals{JSON: true, Out: &out}))
	var r sheetsReport
	require.NoError(t, json.Unmarshal(out.Bytes(), &r))
	require.Equal(t, 2*3*4, r.Fields, "four fields of each row")
	require.Positive(t, r.ReadMS)
	require.Positive(t, r.WriteMS)
}
