package papers

import (
	"encoding/json"
	"io"

	"gyeol/policies/checks"
)

// CompilationPage is a compiled plan or report with what its checks found.
type CompilationPage struct {
	Agency   string // 서울특별시
	Unit     string // 평생교육과
	Paper    checks.Paper
	Findings []checks.Finding
	Decided  map[string]string // decisions by finding: accept, mend, waive
	Hash     string            // content hash in hex, printed at the foot
}

// Compilation writes the paper (서울특별시 평생교육진흥에 관한 조례 제4조). City totals stand apart with their source; no row
// carries a share of them.
func Compilation(w io.Writer, p CompilationPage) error { return write(w, "compilation", p) }

// Title is the heading of the page.
func (p CompilationPage) Title() string { return p.Paper.Title }

// Parts are the plan and the results, whichever there are, with what differs in their print.
func (p CompilationPage) Parts() []PrintedPart {
	var out []PrintedPart
	if p.Paper.Plan != nil {
		out = append(out, PrintedPart{Part: p.Paper.Plan, Heading: "시행계획", ID: "plan"})
	}
	if p.Paper.Results != nil {
		out = append(out, PrintedPart{Part: p.Paper.Results, Heading: "추진실적", ID: "results", Results: true})
	}
	return out
}

// Decision is the Korean word for what was decided about a finding, "-" while nobody has.
func (p CompilationPage) Decision(id string) string {
	d, ok := p.Decided[id]
	if !ok {
		return "-"
	}
	return word(map[string]string{"accept": "수용", "mend": "보완", "waive": "제외"}, d)
}

// PrintedPart is one half of the paper.
type PrintedPart struct {
	*checks.Part
	ID      string
	Heading string
	Results bool // budget and execution stand side by side
}

// Content is the text that the unit handed in for a project, "-" where it handed in none.
func (p PrintedPart) Content(x checks.Project) string {
	var data map[string]any
	if len(x.Data) == 0 || json.Unmarshal(x.Data, &data) != nil {
		return "-"
	}
	if s, ok := data["content"].(string); ok && s != "" {
		return s
	}
	return "-"
}
