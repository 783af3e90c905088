package papers

import (
	"fmt"
	"io"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"gyeol/gov"
	"gyeol/internal/locale"
	"gyeol/internal/sheets"
)

// cellKind is how the values of a column are printed.
type cellKind int

// The kinds of columns.
const (
	cellText cellKind = iota
	cellCount
	cellDays // with one decimal
	cellRate
	cellDate
	cellSigned // whole, below zero with the sign of the office
	cellShare  // percent, below zero likewise
	cellPoints // percentage points, likewise
)

// formats are the number formats of the kinds.
var formats = [...]string{
	cellText: "@", cellCount: "#,##0", cellDays: "#,##0.0", cellRate: "0.0%", cellDate: `yyyy". "m". "d"."`,
	cellSigned: `#,##0;"△"#,##0`, cellShare: `0.0%;"△"0.0%`, cellPoints: `0.0"%p";"△"0.0"%p"`,
}

// sheet is one sheet of a workbook: lines of facts above, a header that stays in sight, and rows.
type sheet struct {
	name   string
	above  [][2]string
	head   []string
	widths []float64
	kinds  []cellKind
	rows   [][]any
}

// typed is a value of another kind than its column.
type typed struct {
	kind  cellKind
	value any
}

func (s *sheet) add(values ...any) { s.rows = append(s.rows, values) }

// book is a workbook under construction.
type book struct {
	file   *excelize.File
	styles [len(formats)]int
	header int
	sheets int
}

func newBook() (*book, error) {
	b := &book{file: excelize.NewFile()}
	border := []excelize.Border{}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "808080", Style: 1})
	}
	for kind, format := range formats {
		id, err := b.file.NewStyle(&excelize.Style{
			CustomNumFmt: &format, Border: border, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"},
		})
		if err != nil {
			return nil, fmt.Errorf("make style: %w", err)
		}
		b.styles[kind] = id
	}
	var err error
	b.header, err = b.file.NewStyle(&excelize.Style{
		Border: border, Font: &excelize.Font{Bold: true},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E7E6E6"}},
		Alignment: &excelize.Alignment{WrapText: true, Horizontal: "center", Vertical: "center"},
	})
	if err != nil {
		return nil, fmt.Errorf("make style: %w", err)
	}
	return b, nil
}

// add writes a sheet as a stream, so that a year of documents needs no memory of its own.
func (b *book) add(s sheet) error {
	if err := b.named(s.name); err != nil {
		return err
	}
	out, err := b.file.NewStreamWriter(s.name)
	if err != nil {
		return fmt.Errorf("open sheet: %w", err)
	}
	for i, w := range s.widths {
		if err := out.SetColWidth(i+1, i+1, w); err != nil {
			return fmt.Errorf("set width: %w", err)
		}
	}
	top := len(s.above) + 1
	if top > 1 {
		top++ // a blank line
	}
	if err := out.SetPanes(&excelize.Panes{
		Freeze: true, YSplit: top, TopLeftCell: fmt.Sprintf("A%d", top+1), ActivePane: "bottomLeft",
	}); err != nil {
		return fmt.Errorf("freeze header: %w", err)
	}
	for i, line := range b.lines(s, top) {
		if line == nil {
			continue
		}
		if err := out.SetRow(fmt.Sprintf("A%d", i+1), line); err != nil {
			return fmt.Errorf("write line %d: %w", i+1, err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("close sheet: %w", err)
	}
	return nil
}

// named makes the sheet; a new file has one already.
func (b *book) named(name string) error {
	b.sheets++
	if b.sheets == 1 {
		if err := b.file.SetSheetName(b.file.GetSheetName(0), name); err != nil {
			return fmt.Errorf("name sheet: %w", err)
		}
		return nil
	}
	if _, err := b.file.NewSheet(name); err != nil {
		return fmt.Errorf("make sheet: %w", err)
	}
	return nil
}

// lines are all lines of a sheet, its header in line top; nil where a line is blank.
func (b *book) lines(s sheet, top int) [][]any {
	lines := make([][]any, top, top+len(s.rows))
	for i, fact := range s.above {
		lines[i] = []any{fact[0], printable(fact[1])}
	}
	for _, h := range s.head {
		lines[top-1] = append(lines[top-1], excelize.Cell{StyleID: b.header, Value: h})
	}
	for _, row := range s.rows {
		line := make([]any, len(row))
		for i, v := range row {
			kind := s.kinds[i]
			if t, ok := v.(typed); ok {
				kind, v = t.kind, t.value
			}
			line[i] = excelize.Cell{StyleID: b.styles[kind], Value: printable(v)}
		}
		lines = append(lines, line)
	}
	return lines
}

// cellMost is the most characters that a cell of a workbook takes.
const cellMost = 32767

// printable is a value that a workbook can hold. A text stays a text, also where it begins like a formula.
func printable(v any) any {
	switch v := v.(type) {
	case gov.Date:
		if v.IsZero() {
			return "-"
		}
		// A workbook has no zones: midnight is written as the wall says it.
		return time.Date(v.Year(), v.Month(), v.Day(), 0, 0, 0, 0, time.UTC)
	case string:
		if !utf8.ValidString(v) {
			return "-"
		}
		return locale.OneLine(v, cellMost)
	}
	return v
}

// write ends the workbook; the same report is the same file.
func (b *book) write(w io.Writer) error { return sheets.WriteOrdered(w, b.file) }
