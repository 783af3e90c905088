package sheets

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"
)

// byteOrderMark tells spreadsheets that a CSV is UTF-8.
const byteOrderMark = "\uFEFF"

// guard stands before a text that a spreadsheet would take for a formula.
const guard = "'"

// dangerous reports whether a spreadsheet would take the text for a formula, once its guards are off.
func dangerous(s string) bool {
	s = strings.TrimLeft(s, guard)
	return s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0]))
}

// guarded is a text as a CSV holds it.
func guarded(s string, inCSV bool) string {
	if inCSV && dangerous(s) {
		return guard + s
	}
	return s
}

// unguarded takes the guard off what came back in a CSV.
func unguarded(c cell) entry {
	if c.loose && strings.HasPrefix(c.text, guard) && dangerous(c.text) {
		return entry{text: strings.TrimPrefix(c.text, guard)}
	}
	return c.entry
}

func mapKeys(m map[int]cell) iter.Seq[int] { return maps.Keys(m) }

// exportCSV writes the sheet as UTF-8 with a byte order mark: a line with the stamp, the two of the head, the rows.
func exportCSV(w io.Writer, s Sheet) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	columns := s.columns()
	out := csv.NewWriter(w)
	out.UseCRLF = true
	lines := [][]string{{stampMagic, s.Stamp.Export, s.Stamp.Hash, s.Collection, s.Unit}, {}, {}}
	for _, c := range columns {
		title, below := c.head()
		lines[1], lines[2] = append(lines[1], guarded(title, true)), append(lines[2], guarded(below, true))
	}
	for _, r := range s.Rows {
		l := make([]string, len(columns))
		for i, c := range columns {
			if e := r.entry(c); e.number {
				l[i] = e.text
			} else {
				l[i] = guarded(e.text, true)
			}
		}
		lines = append(lines, l)
	}
	if err := out.WriteAll(lines); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	return nil
}

// entry is what stands in a column of the row.
func (r Row) entry(c column) entry {
	switch c.kind {
	case columnID:
		return entry{text: r.ID.String()}
	case columnTitle:
		return entry{text: r.Title}
	case columnValue:
		return entryOf(c.field, r.Values[c.field.ID])
	case columnLast:
		return entryOf(c.field, r.Last[c.field.ID])
	}
	return entry{}
}

// decoded is the text of a CSV: UTF-8, or CP949 as Korean spreadsheets write it.
func decoded(data []byte) (string, error) {
	if bytes.HasPrefix(data, []byte("\xFF\xFE")) || bytes.HasPrefix(data, []byte("\xFE\xFF")) {
		return "", refuse("encoding", "UTF-16으로 저장된 파일입니다. ‘CSV UTF-8(쉼표로 분리)’로 저장하십시오.")
	}
	data = bytes.TrimPrefix(data, []byte(byteOrderMark))
	if utf8.Valid(data) {
		return string(data), nil
	}
	text, err := korean.EUCKR.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return "", refuse("encoding", "글자를 읽을 수 없습니다. ‘CSV UTF-8(쉼표로 분리)’로 저장하십시오.")
	}
	return string(text), nil
}

// readCSV reads the lines of a CSV, with the stamp in the first.
func readCSV(data []byte, name string) (*File, error) {
	text, err := decoded(data)
	if err != nil {
		return nil, err
	}
	f := &File{Name: name, Format: CSV, found: true, grid: grid{
		sheet: name, place: func(line, column int) string { return fmt.Sprintf("%d행 %d열", line, column+1) },
	}}
	in := csv.NewReader(strings.NewReader(text))
	in.FieldsPerRecord = -1
	first, err := in.Read()
	if err != nil || len(first) < 3 || first[0] != stampMagic {
		return nil, notOurs()
	}
	f.Stamp = Stamp{Export: first[1], Hash: first[2]}
	f.grid.skip = 1
	cells := 0
	for number := 2; ; number++ {
		record, err := in.Read()
		switch {
		case errors.Is(err, io.EOF):
			return f, nil
		case err != nil:
			return nil, brokenCSV(name, err)
		case number > mostLines:
			return nil, refuse("too-large", "줄이 너무 많습니다(최대 %d줄).", mostLines)
		}
		if cells += len(record); cells > mostCells {
			return nil, refuse("too-large", "칸이 너무 많습니다(최대 %d칸).", mostCells)
		}
		f.grid.lines = append(f.grid.lines, f.grid.csvLine(number, record))
	}
}

func brokenCSV(name string, err error) error {
	var bad *csv.ParseError
	if errors.As(err, &bad) {
		at := fmt.Sprintf("%d행 %d자리", bad.Line, bad.Column)
		return &RefusedError{Faults: []Fault{{
			Rule: "sheet/csv", Sheet: name, Cell: at,
			Text: "따옴표가 맞지 않아 칸을 나눌 수 없습니다. 표 계산 프로그램에서 CSV로 다시 저장하십시오.",
		}}}
	}
	return unreadable()
}

func (g grid) csvLine(number int, record []string) line {
	l := line{number: number, cells: map[int]cell{}}
	for i, text := range record {
		if text != "" {
			l.cells[i] = cell{entry: entry{text: text}, kind: cellText, loose: true, at: g.place(number, i)}
		}
	}
	return l
}
