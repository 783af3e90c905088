package papers

import (
	"strings"

	"gyeol/internal/locale"
)

// The measures of a block in a fixed-pitch font.
const (
	mostColumns = 100 // of a line, where the style says nothing
	cellColumns = 24  // of a cell, before its text is folded
	gap         = "   "
)

// grid is a table of rows of boxes that are as wide as one another together.
type grid struct {
	style BlockStyle
	rows  [][]box
}

// box is one cell: its lines, and the columns inside its borders.
type box struct {
	lines   []string
	columns int
}

func (s BlockStyle) width(text string) int { return locale.Columns(text, !s.Narrow) }

func (s BlockStyle) most() int {
	if s.Columns > 0 {
		return s.Columns
	}
	return mostColumns
}

// gridOf lays out the signatures of one agency: the line of command in as many bands as the page is wide, then a row
// for those who concur and one for those who agree.
func gridOf(b Block) grid {
	g := grid{style: b.Style}
	cells := signers(b)
	if b.Style.Citizen {
		cells = append([]printedCell{{Title: "시민"}}, cells...)
	}
	for len(cells) > 0 {
		n := g.band(cells)
		cells = cells[n:]
	}
	for _, r := range beside(b) {
		g.beside(r)
	}
	g.stretch()
	return g
}

// band adds a row of as many cells as fit, one at least: titles above, signatures below.
func (g *grid) band(cells []printedCell) int {
	var titles, signs [][]string
	taken, high, low := 1, 0, 0
	for _, c := range cells {
		title := locale.Fold(c.Title, cellColumns, !g.style.Narrow)
		sign := locale.Fold(c.text(), cellColumns, !g.style.Narrow)
		taken += g.widest(title, sign) + 3
		if len(titles) > 0 && taken > g.style.most() {
			break
		}
		titles, signs = append(titles, title), append(signs, sign)
		high, low = max(high, len(title)), max(low, len(sign))
	}
	row := make([]box, len(titles))
	for i := range row {
		row[i].columns = g.widest(titles[i], signs[i])
		row[i].lines = append(fill(titles[i], high), fill(signs[i], low)...)
	}
	g.rows = append(g.rows, row)
	return len(row)
}

func (g *grid) widest(parts ...[]string) int {
	n := 0
	for _, lines := range parts {
		for _, line := range lines {
			n = max(n, g.style.width(line))
		}
	}
	return n
}

// fill makes a list of lines as high as its neighbours.
func fill(lines []string, high int) []string {
	out := make([]string, high)
	copy(out, lines)
	return out
}

// beside adds a row with a label and all its signatures in one box.
func (g *grid) beside(r row) {
	label := box{lines: []string{r.Label}, columns: g.style.width(r.Label)}
	lines := flow(r.Cells, g.style.most()-label.columns-7, g.style)
	all := box{lines: lines, columns: g.widest(lines)}
	label.lines = fill(label.lines, len(lines))
	g.rows = append(g.rows, []box{label, all})
}

// flow sets signatures one after the other, title before signature, in lines of at most columns.
func flow(cells []printedCell, columns int, style BlockStyle) []string {
	var lines []string
	line := ""
	for _, c := range cells {
		for i, part := range locale.Fold(phrase(c.Title, c.text()), columns, !style.Narrow) {
			switch {
			case line == "":
				line = part
			case i == 0 && style.width(line+gap+part) <= columns:
				line += gap + part
			default:
				lines, line = append(lines, line), part
			}
		}
	}
	return append(lines, line)
}

// total is the width of a row with its borders.
func total(row []box) int {
	n := 1
	for _, b := range row {
		n += b.columns + 3
	}
	return n
}

// stretch makes all rows as wide as the widest, the last box of each taking what is missing. The width is even: a whole
// number of Hangul syllables, so that the block stands straight below lines of Hangul.
func (g *grid) stretch() {
	widest := 0
	for _, row := range g.rows {
		widest = max(widest, total(row))
	}
	widest += widest % 2
	for _, row := range g.rows {
		row[len(row)-1].columns += widest - total(row)
	}
}

// String draws the grid.
func (g *grid) String() string {
	var out strings.Builder
	for i, row := range g.rows {
		if i == 0 {
			out.WriteString(border(nil, row))
		}
		for n := range row[0].lines {
			for _, b := range row {
				out.WriteString("| " + locale.Pad(b.lines[n], b.columns, !g.style.Narrow) + " ")
			}
			out.WriteString("|\n")
		}
		var next []box
		if i+1 < len(g.rows) {
			next = g.rows[i+1]
		}
		out.WriteString(border(row, next))
	}
	return out.String()
}

// border draws the line between two rows, with a cross wherever a box of either ends.
func border(above, below []box) string {
	line := []byte(strings.Repeat("-", max(total(above), total(below))))
	for _, row := range [][]box{above, below} {
		at := 0
		line[0] = '+'
		for _, b := range row {
			at += b.columns + 3
			line[at] = '+'
		}
	}
	return string(line) + "\n"
}
