package sheets

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"gyeol/gov"
	"gyeol/policies"
)

// Export writes the sheet whole or not at all. The same sheet is the same bytes.
func Export(w io.Writer, f Format, s Sheet) error {
	if f == CSV {
		return exportCSV(w, s)
	}
	b := &book{file: excelize.NewFile(), sheet: s, columns: s.columns(), styles: map[string]int{}}
	err := b.write(w)
	return errors.Join(err, b.file.Close())
}

// book is a workbook under construction.
type book struct {
	file    *excelize.File
	sheet   Sheet
	columns []column
	styles  map[string]int
}

func (b *book) write(w io.Writer) error {
	for _, step := range []func() error{b.guide, b.table, b.choices, b.validate, b.protect, b.look, b.stamp} {
		if err := step(); err != nil {
			return err
		}
	}
	return WriteOrdered(w, b.file)
}

// cellMost is the most that a cell of a workbook holds, in UTF-16 units.
const cellMost = 32_767

// table writes head and rows.
func (b *book) table() error {
	if _, err := b.file.NewSheet(sheetRows); err != nil {
		return fmt.Errorf("make sheet: %w", err)
	}
	for i, c := range b.columns {
		title, below := c.head()
		for n, text := range []string{title, below} {
			if err := b.put(n+1, i, text, "head"); err != nil {
				return err
			}
		}
	}
	for n := range len(b.sheet.Rows) + b.sheet.Blank() {
		row := Row{}
		if n < len(b.sheet.Rows) {
			row = b.sheet.Rows[n]
		}
		for i, c := range b.columns {
			if err := b.row(headLines+n+1, i, c, row); err != nil {
				return err
			}
		}
	}
	return nil
}

// row writes one cell of a row, and its style where it is blank.
func (b *book) row(line, i int, c column, row Row) error {
	e := row.entry(c)
	style := "locked"
	if c.kind == columnValue {
		style = "open"
	}
	style += "/" + formatOf(c, e)
	if !e.number {
		if d, err := gov.ParseDate(e.text); err == nil && c.field.Type == policies.FieldDate && c.kind != columnTitle {
			if n, ok := serialOf(d); ok {
				e = entry{true, strconv.Itoa(n)}
			}
		}
	}
	if e.blank() {
		return b.put(line, i, nil, style)
	}
	if !e.number {
		if len(utf16.Encode([]rune(e.text))) > cellMost {
			return gov.Refusef(gov.CodeInvalid, "‘%s’의 글이 %d자를 넘어 스프레드시트 한 칸에 담을 수 없습니다. 화면에서 고치십시오.",
				"a text of %s has more than %d characters: a cell cannot hold it", row.Title, cellMost)
		}
		return b.put(line, i, e.text, style)
	}
	v, err := strconv.ParseFloat(e.text, 64)
	if err != nil {
		return fmt.Errorf("write %s: %w", e.text, err)
	}
	return b.put(line, i, v, style)
}

func (b *book) put(line, i int, value any, style string) error {
	at := address(line, i)
	id, err := b.style(style)
	if err != nil {
		return err
	}
	if err := b.file.SetCellStyle(sheetRows, at, at, id); err != nil {
		return fmt.Errorf("style %s: %w", at, err)
	}
	if value == nil {
		return nil
	}
	if text, ok := value.(string); ok {
		value = escape(text)
	}
	if err := b.file.SetCellValue(sheetRows, at, value); err != nil {
		return fmt.Errorf("write %s: %w", at, err)
	}
	return nil
}

// formatOf is the number format of a cell: whole numbers with commas, what is no whole number of its unit with all its
// digits, dates, and texts as texts, so that nothing that is typed turns into something else.
func formatOf(c column, e entry) string {
	if c.kind == columnID || c.kind == columnTitle {
		return "@"
	}
	switch c.field.Type {
	case policies.FieldInteger, policies.FieldMoney:
		if _, part, found := strings.Cut(e.text, "."); found {
			return "#,##0." + strings.Repeat("0", len(part))
		}
		return "#,##0"
	case policies.FieldPercent:
		return "0"
	case policies.FieldDecimal:
		return "#,##0." + strings.Repeat("0", max(c.field.Digits, 1))
	case policies.FieldDate:
		return "yyyy-mm-dd"
	case policies.FieldText, policies.FieldChoice:
	}
	return "@"
}

// style makes each style once. Its name says all: head, or open or locked with a number format.
func (b *book) style(name string) (int, error) {
	if id, ok := b.styles[name]; ok {
		return id, nil
	}
	s := &excelize.Style{
		Border:     borders(),
		Alignment:  &excelize.Alignment{WrapText: true, Vertical: "top"},
		Protection: &excelize.Protection{Locked: true},
	}
	kind, format, _ := strings.Cut(name, "/")
	switch kind {
	case "head":
		s.Font = &excelize.Font{Bold: true}
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"D9E2F3"}}
		s.Alignment = &excelize.Alignment{WrapText: true, Horizontal: "center", Vertical: "center"}
	case "locked":
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EDEDED"}}
		s.CustomNumFmt = &format
	case "open":
		s.Protection.Locked = false
		s.CustomNumFmt = &format
	case "title":
		s = &excelize.Style{Font: &excelize.Font{Bold: true, Size: 14}}
	case "text":
		s.Border = nil
	}
	id, err := b.file.NewStyle(s)
	if err != nil {
		return 0, fmt.Errorf("make style: %w", err)
	}
	b.styles[name] = id
	return id, nil
}

func borders() []excelize.Border {
	out := []excelize.Border{}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		out = append(out, excelize.Border{Type: side, Color: "A6A6A6", Style: 1})
	}
	return out
}

// stamp writes of what the workbook is a copy, on a sheet that no menu shows.
func (b *book) stamp() error {
	if _, err := b.file.NewSheet(sheetStamp); err != nil {
		return fmt.Errorf("make sheet: %w", err)
	}
	lines := [][2]string{{"magic", stampMagic}}
	for i, word := range b.sheet.Stamp.words() {
		lines = append(lines, [2]string{stampWords[i], word})
	}
	for n, l := range lines {
		for i, text := range l {
			if err := b.file.SetCellStr(sheetStamp, address(n+1, i), escape(text)); err != nil {
				return fmt.Errorf("stamp: %w", err)
			}
		}
	}
	if err := b.file.SetSheetVisible(sheetStamp, false, true); err != nil {
		return fmt.Errorf("hide the stamp: %w", err)
	}
	b.file.SetActiveSheet(1) // the rows
	return nil
}
