package sheets_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"gyeol/internal/sheets"
)

var update = flag.Bool("update", false, "write the golden files anew")

// printed is all that a reader meets in a workbook: cells with lock and format, rules, and what is hidden.
func printed(t *testing.T, data []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	require.NoError(t, err)
	var out strings.Builder
	for _, name := range f.GetSheetList() {
		visible, err := f.GetSheetVisible(name)
		require.NoError(t, err)
		fmt.Fprintf(&out, "== %s (visible %v)\n", name, visible)
		rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
		require.NoError(t, err)
		for y, row := range rows {
			for x, text := range row {
				if text == "" {
					continue
				}
				at, err := excelize.CoordinatesToCellName(x+1, y+1)
				require.NoError(t, err)
				fmt.Fprintf(&out, "%s%s %q\n", at, look(t, f, name, at), text)
			}
		}
		rules, err := f.GetDataValidations(name)
		require.NoError(t, err)
		for _, r := range rules {
			fmt.Fprintf(&out, "rule %s %s %s..%s %s\n", r.Sqref, r.Type, r.Formula1, r.Formula2, *r.Error)
		}
	}
	return out.String()
}

func look(t *testing.T, f *excelize.File, sheet, at string) string {
	t.Helper()
	if sheet != "작성" {
		return ""
	}
	id, err := f.GetCellStyle(sheet, at)
	require.NoError(t, err)
	s, err := f.GetStyle(id)
	require.NoError(t, err)
	text := " open"
	if s.Protection == nil || s.Protection.Locked {
		text = " locked"
	}
	if s.CustomNumFmt != nil {
		text += " " + *s.CustomNumFmt
	}
	return text
}

func TestTheWorkbookSaysAllThatAUnitNeeds(t *testing.T) {
	t.Parallel()
	golden(t, "plan-row.golden.txt", printed(t, exported(t, sheets.XLSX, sheet(t, form()))))
	grows := form()
	grows.Grows, grows.Most, grows.Last = true, 4, false
	golden(t, "grows.golden.csv", string(exported(t, sheets.CSV, sheet(t, grows))))
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}
