package sheets_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/internal/sheets"
	"gyeol/policies"
)

// wide is a sheet of 200 rows with 17 fields, all filled in: what the plan of a large unit comes to.
func wide(b *testing.B) sheets.Sheet {
	b.Helper()
	f := form()
	for i := len(f.Fields); i < 17; i++ {
		f.Fields = append(f.Fields, policies.FieldRule{
			ID: fmt.Sprintf("more%d", i), Title: fmt.Sprintf("항목 %d", i), Type: policies.FieldText, MaxLen: 200,
		})
	}
	s := sheet(b, f)
	full := s.Rows[0]
	s.Rows = nil
	for n := range 200 {
		r := full
		r.ID, r.Values = rowID(n), map[string]any{}
		for k, v := range full.Values {
			r.Values[k] = v
		}
		for _, x := range f.Fields[7:] {
			r.Values[x.ID] = fmt.Sprintf("%s의 내용 %d: 시민 누구나 배우는 도시", x.Title, n)
		}
		s.Rows = append(s.Rows, r)
	}
	require.NoError(b, s.Seal())
	return s
}

// BenchmarkExport writes a workbook of 200 rows with 17 fields.
func BenchmarkExport(b *testing.B) {
	s := wide(b)
	for b.Loop() {
		exported(b, sheets.XLSX, s)
	}
}

// BenchmarkRead reads it, against a sheet in which every field was blank, so that every cell is read as typed.
func BenchmarkRead(b *testing.B) {
	full := wide(b)
	data := exported(b, sheets.XLSX, full)
	blank := full
	blank.Rows = nil
	for _, r := range full.Rows {
		r.Values = map[string]any{}
		blank.Rows = append(blank.Rows, r)
	}
	b.ReportAllocs()
	for b.Loop() {
		f, err := sheets.Read(data, "a.xlsx")
		require.NoError(b, err)
		c, err := f.Content(blank)
		require.NoError(b, err)
		require.Len(b, sheets.Compare(blank, blank.Rows, c).Changes, 200*17)
	}
}
