package policies_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/policies"
)

// FuzzReadRow: what was typed is read as the form has it, or each fault is named; what was read is read again the same.
func FuzzReadRow(f *testing.F) {
	form := policies.FormRule{ID: "plan-row", Fields: []policies.FieldRule{
		{ID: "purpose", Type: policies.FieldText, Title: "목적", MaxLen: 100},
		{ID: "budget", Type: policies.FieldInteger, Title: "예산"},
		{ID: "rate", Type: policies.FieldDecimal, Title: "비율", Digits: 1},
	}}
	for _, row := range []string{
		`{"purpose":"평생학습","budget":59966,"rate":12.5}`, `{"budget":59.966}`, `{"budget":1e400}`,
		`{"purpose":"a\u202eb"}`, `{"unknown":1}`, `[]`, `{"purpose":null}`,
	} {
		f.Add([]byte(row))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		row, faults := policies.ReadRow(form, "item", data)
		for _, fault := range faults {
			require.NotEmpty(t, fault.Text)
		}
		if len(faults) > 0 {
			return
		}
		kept, err := json.Marshal(row.Values)
		require.NoError(t, err)
		again, faults := policies.ReadRow(form, "item", kept)
		require.Empty(t, faults, "%s", kept)
		require.Equal(t, row.Values, again.Values)
	})
}

// FuzzWordsOfARecord: a term and an id of a record are read in one way, and written as they were read.
func FuzzWordsOfARecord(f *testing.F) {
	f.Add("5년")
	f.Add("준영구")
	f.Add("D0000044377577")
	f.Add(" 30 ")
	f.Fuzz(func(t *testing.T, text string) {
		if term, err := policies.ParseRetention(text); err == nil {
			require.True(t, term.Valid())
			again, err := policies.ParseRetention(term.Korean())
			require.NoError(t, err)
			require.Equal(t, term, again)
		}
		if id, err := policies.ParseManagementID(text); err == nil {
			require.Equal(t, text, string(id))
			require.Len(t, text, 14)
		}
		require.NotPanics(t, func() { policies.MaskName(text) })
		require.NotPanics(t, func() { policies.MaskAddress(text) })
	})
}
