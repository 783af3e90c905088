package main

import (
	"fmt"
	"io"
	"strings"

	"gyeol/internal/locale"
)

// table prints rows in columns that stand straight although a Hangul syllable takes two cells of a terminal.
type table struct{ rows [][]string }

func newTable(head ...string) *table { return &table{rows: [][]string{head}} }

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// print writes the columns, each as wide as its widest cell; the last one is left as it is.
func (t *table) print(out io.Writer) error {
	var widths []int
	for _, row := range t.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], cells(cell))
		}
	}
	for _, row := range t.rows {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString(cell)
			if i < len(row)-1 {
				line.WriteString(strings.Repeat(" ", widths[i]-cells(cell)+2))
			}
		}
		if _, err := fmt.Fprintln(out, strings.TrimRight(line.String(), " ")); err != nil {
			return err
		}
	}
	return nil
}

// cells is how many terminal cells a text takes.
func cells(s string) int { return locale.Columns(s, false) }

// faces are the two dates of a deadline in one cell, each with its weekday: the working day to plan for, and the last
// lawful day where it is another one.
func faces(operative, legal string) string {
	if operative == "" {
		return legal
	}
	return operative + mark(legal != "" && legal != operative, " (법정 "+legal+")")
}

// mark is a sign for a fact that is rare enough to be seen.
func mark(on bool, sign string) string {
	if on {
		return sign
	}
	return ""
}
