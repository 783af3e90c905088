package pack

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing that is wrong with a pack.
type Fault struct {
	File string `json:"file"`
	Line int    `json:"line"` // 0: the fault belongs to the file, not to a line
	Rule string `json:"rule"` // stable id of the check, e.g. reference/body
	Text string `json:"text"` // one Korean sentence
}

// String returns "file:line: rule: sentence".
func (f Fault) String() string {
	if f.Line == 0 {
		return fmt.Sprintf("%s: %s: %s", f.File, f.Rule, f.Text)
	}
	return fmt.Sprintf("%s:%d: %s: %s", f.File, f.Line, f.Rule, f.Text)
}

// place is where a fault lies: a path of a file, a known line of it, or the file as a whole.
type place struct {
	file string
	path []string
	line int
}

// in is the place of a path in a file; without a path it is the file as a whole.
func in(file string, path ...string) place { return place{file: file, path: path} }

// at is the place further down.
func (p place) at(path ...string) place {
	p.path = append(slices.Clone(p.path), path...)
	return p
}

// Faults is everything that is wrong, by file and line. It is no error itself, so that an empty list is not one.
type Faults []Fault

// Err returns nil if nothing is wrong, and otherwise an error that prints one fault a line.
func (fs Faults) Err() error {
	if len(fs) == 0 {
		return nil
	}
	return errors.New(fs.String())
}

// String prints one fault a line.
func (fs Faults) String() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// sorted returns the faults by file, line, rule and text, each once.
func (fs Faults) sorted() Faults {
	out := slices.Clone(fs)
	slices.SortFunc(out, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Text, b.Text))
	})
	return slices.Compact(out)
}
