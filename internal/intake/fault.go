package intake

import (
	"fmt"
	"strings"

	"gyeol/gov"
)

// Fault is one thing to mend in a file: where it is and what is wrong, in Korean.
type Fault struct {
	File string `json:"file"`
	Line int    `json:"line"` // 0: the file as a whole
	Text string `json:"text"`
}

// String returns file, line and sentence as compilers write them.
func (f Fault) String() string {
	if f.Line == 0 {
		return f.File + ": " + f.Text
	}
	return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Text)
}

// FaultsError is all faults of a reading, in the order of the files. It carries CodeInvalid.
type FaultsError []Fault

// Error returns the faults, one a line.
func (f FaultsError) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.String()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the refusal that the faults amount to.
func (f FaultsError) Unwrap() error {
	return gov.Refusef(gov.CodeInvalid, "조직 자료에 고칠 곳이 %d군데 있습니다. 표시된 줄을 고쳐 다시 올리십시오.",
		"the organisation data has %d faults", len(f))
}

// err is nil where there is no fault.
func (f FaultsError) err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// place is a line of a file.
type place struct {
	file string
	line int
}

func (f *FaultsError) at(p place, format string, args ...any) {
	*f = append(*f, Fault{File: p.file, Line: p.line, Text: fmt.Sprintf(format, args...)})
}
