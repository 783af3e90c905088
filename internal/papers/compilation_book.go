package papers

import (
	"cmp"
	"fmt"
	"io"
	"unicode/utf8"

	"gyeol/policies/compiled"
)

// CompilationBook writes a compiled plan or report as a workbook: the tables of one kind on one sheet, each row with
// the number of its table. Amounts keep their stored value and are rounded by the format of their cell alone.
func CompilationBook(w io.Writer, d compiled.Paper) error {
	b, err := newBook()
	if err != nil {
		return err
	}
	for _, s := range compilationSheets(d) {
		if err := b.add(*s); err != nil {
			return err
		}
	}
	return b.write(w)
}

// compilationSheets gathers the tables of a document by sheet, in the order in which they come.
func compilationSheets(d compiled.Paper) []*sheet {
	g := gathered{by: map[string]*sheet{}}
	for _, c := range d.Chapters {
		for _, s := range c.Sections {
			for _, t := range s.Tables {
				g.add(d, t)
			}
			for _, i := range s.Items {
				for _, t := range i.Tables {
					g.add(d, t)
				}
			}
		}
	}
	return g.list
}

type gathered struct {
	list []*sheet
	by   map[string]*sheet
}

func (g *gathered) add(d compiled.Paper, t compiled.PaperTable) {
	s := g.by[t.Sheet]
	if s == nil {
		s = &sheet{
			name: sheetName(t.Sheet), above: [][2]string{
				{"문서", fmt.Sprintf("%d년 %s", d.Year, d.Title)}, {"기관", d.Agency + " " + d.Unit}, {"확인값", d.Hash},
			},
			head: []string{"표"}, widths: []float64{12}, kinds: []cellKind{cellText},
		}
		for i, c := range t.Columns {
			s.head = append(s.head, c.Title)
			s.widths = append(s.widths, columnWidth(i, c))
			s.kinds = append(s.kinds, compiledKinds[c.Kind])
		}
		g.by[t.Sheet] = s
		g.list = append(g.list, s)
	}
	for _, r := range t.Rows {
		line := []any{t.Number}
		for _, c := range r.Cells {
			line = append(line, bookCell(c))
		}
		s.add(line...)
	}
}

// compiledKinds are the formats of the kinds of a document.
var compiledKinds = map[compiled.Kind]cellKind{
	compiled.Words: cellText, compiled.Count: cellSigned, compiled.Millions: cellSigned, compiled.Eok: cellSigned,
	compiled.Rate: cellShare, compiled.Points: cellPoints,
}

// bookCell is a cell as a workbook reckons with it.
func bookCell(c compiled.PaperCell) any {
	if c.Value == nil {
		return c.Text
	}
	v := typed{kind: compiledKinds[c.Kind]}
	switch c.Kind {
	case compiled.Millions:
		v.value = float64(*c.Value) / 1_000_000
	case compiled.Eok:
		v.value = float64(*c.Value) / 100_000_000
	case compiled.Rate:
		v.value = float64(*c.Value) / 1000
	case compiled.Points:
		v.value = float64(*c.Value) / 10
	case compiled.Count:
		v.value = *c.Value
	case compiled.Words:
		v.value = c.Text
	}
	return v
}

// columnWidth gives words room and numbers little.
func columnWidth(i int, c compiled.PaperColumn) float64 {
	switch {
	case i == 0:
		return 36
	case numeric(c.Kind):
		return 14
	}
	return cmp.Or(map[string]float64{"내용": 60, "수치": 48, "사유": 40, "위치": 40, "근거": 36}[c.Title], 18)
}

// sheetName is a name that a workbook takes: 31 characters at most.
func sheetName(s string) string {
	const most = 31
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most])
}
