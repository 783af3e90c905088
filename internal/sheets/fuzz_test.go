package sheets_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/internal/sheets"
)

// FuzzRead: whatever comes in is read or refused with a sentence, and what is read fits the form.
func FuzzRead(f *testing.F) {
	s := sheet(f, form())
	workbook := exported(f, sheets.XLSX, s)
	f.Add(workbook, "a.xlsx")
	f.Add(edited(f, workbook, set("F3", 59.966, "D6", "새 행")), "a.xlsx")
	f.Add(exported(f, sheets.CSV, s), "a.csv")
	f.Add([]byte("gyeol-sheet-1,x,y\n\"a\n"), "b.csv")
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		file, err := sheets.Read(data, name)
		var content sheets.Content
		if err == nil {
			content, err = file.Content(s)
		}
		if err != nil {
			faults := sheets.Faults(err)
			require.NotEmpty(t, faults, "%v", err)
			for _, fault := range faults {
				require.True(t, strings.HasPrefix(fault.Rule, "sheet/"))
				require.NotEmpty(t, fault.Text)
			}
			return
		}
		require.LessOrEqual(t, len(content.Rows), len(s.Rows))
		_ = sheets.Compare(s, s.Rows, content).Rows()
	})
}

// FuzzSheetXML reads what stands in the table of an otherwise sound workbook.
func FuzzSheetXML(f *testing.F) {
	s := sheet(f, form())
	workbook := exported(f, sheets.XLSX, s)
	const name = "xl/worksheets/sheet2.xml"
	f.Add(part(f, workbook, name))
	f.Add([]byte(`<worksheet><sheetData><row><c t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>`))
	f.Add([]byte(`<worksheet><cols><col min="1" max="9" hidden="1"/></cols><sheetData><row r="3" ht="0">` +
		`<c r="ZZ3"><f/></c>`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		_, err := back(t, repacked(t, workbook, map[string][]byte{name: raw}), "a.xlsx", s)
		if err != nil {
			require.NotEmpty(t, sheets.Faults(err), "%v", err)
		}
	})
}
