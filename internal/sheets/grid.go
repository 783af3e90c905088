package sheets

// cellKind is what a file says of a cell.
type cellKind int

const (
	cellBlank  cellKind = iota
	cellNumber          // of a workbook
	cellText
	cellOther // truth values, errors: nothing that a form asks for
)

// cell is one cell of a file that came back.
type cell struct {
	entry
	kind      cellKind
	formula   bool
	loose     bool // of a CSV, where everything is text
	since1904 bool // serials of dates count from 1904
	at        string
}

// line is one line of the table.
type line struct {
	number int // in the file, from 1
	hidden bool
	cells  map[int]cell // by column, from 0; blank ones are left out
}

// blank reports whether nothing stands in the line.
func (l line) blank() bool {
	for _, c := range l.cells {
		if !c.blank() || c.formula {
			return false
		}
	}
	return true
}

// grid is the table of a file that came back, whatever its format.
type grid struct {
	sheet  string // its name, for faults
	lines  []line // the two of the head first
	hidden map[int]bool
	merged []string // areas
	skip   int      // lines before the head
	place  func(line, column int) string
}

// at is a cell, blank where the file has none.
func (g grid) at(l line, column int) cell {
	if c, ok := l.cells[column]; ok {
		return c
	}
	return cell{at: g.place(l.number, column)}
}

// headLines is how many lines stand over the rows.
const headLines = 2
