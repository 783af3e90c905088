package sheets

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"
)

// The largest sheet that is read: no form has more rows and fields than that.
const (
	mostLines = 20_000
	mostCells = 400_000
)

// sheetReader reads one sheet.
type sheetReader struct {
	book   *workbook
	out    grid
	cells  int
	last   int // number of the line before
	column int // where the next cell without an address stands
}

// sheet reads the sheet of a name; false if the workbook has none.
func (w *workbook) sheet(name string) (grid, bool, error) {
	part, ok := w.sheets[name]
	if !ok {
		return grid{}, false, nil
	}
	raw, err := w.archive.read(part)
	if err != nil {
		return grid{}, true, err
	}
	r := &sheetReader{book: w, out: grid{sheet: name, hidden: map[int]bool{}, place: address}}
	err = r.read(raw)
	return r.out, true, err
}

func (r *sheetReader) read(raw []byte) error {
	dec := xml.NewDecoder(bytes.NewReader(raw))
	for {
		start, err := nextStart(dec)
		if start == nil || err != nil {
			return err
		}
		switch start.Name.Local {
		case "col":
			r.hide(*start)
		case "row":
			if err := r.row(*start); err != nil {
				return err
			}
		case "c":
			if err := r.cell(dec, *start); err != nil {
				return err
			}
		case "mergeCell":
			r.out.merged = append(r.out.merged, attr(*start, "ref"))
		}
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func truth(s string) bool { return s == "1" || s == "true" }

// mostHidden is how many columns are looked at for being hidden; no sheet of ours is as wide.
const mostHidden = 1000

// hide notes columns that are not shown.
func (r *sheetReader) hide(e xml.StartElement) {
	from, errFrom := strconv.Atoi(attr(e, "min"))
	to, errTo := strconv.Atoi(attr(e, "max"))
	if errFrom != nil || errTo != nil || (!truth(attr(e, "hidden")) && attr(e, "width") != "0") {
		return
	}
	for c := max(from, 1); c <= min(to, mostHidden); c++ {
		r.out.hidden[c-1] = true
	}
}

// row begins a line. Lines without a number follow the one before.
func (r *sheetReader) row(e xml.StartElement) error {
	n := r.last + 1
	if text := attr(e, "r"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil || n <= r.last {
			return unreadable()
		}
	}
	if len(r.out.lines) >= mostLines {
		return refuse("too-large", "‘%s’ 시트에 줄이 너무 많습니다(최대 %d줄).", r.out.sheet, mostLines)
	}
	r.last, r.column = n, 0
	r.out.lines = append(r.out.lines, line{
		number: n, hidden: truth(attr(e, "hidden")) || attr(e, "ht") == "0", cells: map[int]cell{},
	})
	return nil
}

// cell reads one cell with its value.
func (r *sheetReader) cell(dec *xml.Decoder, e xml.StartElement) error {
	if len(r.out.lines) == 0 {
		return unreadable()
	}
	l := &r.out.lines[len(r.out.lines)-1]
	column := r.column
	if ref := attr(e, "r"); ref != "" {
		c, row, ok := parseAddress(ref)
		if !ok || row != l.number {
			return unreadable()
		}
		column = c
	}
	r.column = column + 1
	if r.cells++; r.cells > mostCells {
		return refuse("too-large", "‘%s’ 시트에 칸이 너무 많습니다.", r.out.sheet)
	}
	v, formula, err := r.content(dec)
	if err != nil {
		return err
	}
	c, err := r.typed(attr(e, "t"), v)
	if err != nil {
		return err
	}
	c.formula, c.at, c.since1904 = formula, address(l.number, column), r.book.since1904
	if _, twice := l.cells[column]; twice {
		return unreadable()
	}
	if c.kind != cellBlank || formula {
		l.cells[column] = c
	}
	return nil
}

// content is the raw value of a cell, up to its end, and whether a formula made it.
func (r *sheetReader) content(dec *xml.Decoder) (value string, formula bool, err error) {
	for {
		token, err := dec.Token()
		if err != nil {
			return "", false, unreadable()
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "f":
				formula = true
				err = dec.Skip()
			case "v":
				value, err = textUpToEnd(dec)
			case "is":
				value, err = richText(dec)
			default:
				err = dec.Skip()
			}
			if err != nil {
				return "", false, unreadable()
			}
		case xml.EndElement:
			return value, formula, nil
		}
	}
}

// textUpToEnd is the text of an element that holds nothing else.
func textUpToEnd(dec *xml.Decoder) (string, error) {
	var out strings.Builder
	for {
		token, err := dec.Token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.CharData:
			out.Write(t)
		case xml.StartElement:
			if err := dec.Skip(); err != nil {
				return "", err
			}
		case xml.EndElement:
			return out.String(), nil
		}
	}
}

// typed gives a raw value its kind.
func (r *sheetReader) typed(kind, v string) (cell, error) {
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(v))
		if err != nil || i < 0 || i >= len(r.book.strings) {
			return cell{}, unreadable()
		}
		return textCell(r.book.strings[i]), nil
	case "inlineStr":
		return textCell(v), nil
	case "str":
		return textCell(unescape(v)), nil
	case "d":
		day, _, _ := strings.Cut(v, "T")
		return textCell(day), nil
	case "", "n":
		v = strings.TrimSpace(v)
		if v == "" {
			return cell{}, nil
		}
		return cell{entry: entry{number: true, text: v}, kind: cellNumber}, nil
	}
	return cell{entry: entry{text: v}, kind: cellOther}, nil // b, e
}

func textCell(s string) cell {
	if s == "" {
		return cell{}
	}
	return cell{entry: entry{text: s}, kind: cellText}
}

// mostColumns is what a spreadsheet has.
const mostColumns = 16_384

// parseAddress reads D5 as column 3 of line 5.
func parseAddress(ref string) (column, line int, ok bool) {
	i := 0
	for ; i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z' && column <= mostColumns; i++ {
		column = column*26 + int(ref[i]-'A') + 1
	}
	line, err := strconv.Atoi(ref[i:])
	return column - 1, line, err == nil && i > 0 && column <= mostColumns && line > 0
}

// address writes column 3 of line 5 as D5.
func address(line, column int) string { return columnName(column) + strconv.Itoa(line) }

func columnName(column int) string {
	var name []byte
	for column++; column > 0; column = (column - 1) / 26 {
		name = append([]byte{byte('A' + (column-1)%26)}, name...)
	}
	return string(name)
}
