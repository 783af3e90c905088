package compiled

import (
	"fmt"
	"slices"
	"strings"

	"gyeol/policies"
	"gyeol/policies/checks"
)

// groups are the statuses in the order in which a report tells of them.
var groups = []string{"normal", "terminated", "merged", "transferred", "low-execution"}

// statuses groups the results by status. What is not normal is told project by project, with its reason.
func (b *builder) statuses(p *checks.Part) PaperSection {
	s := PaperSection{Title: "상태별 사업"}
	var numbers []string
	for _, g := range groups {
		var rows []PaperRow
		for _, x := range p.Projects() {
			if slices.Contains(x.Classes, g) {
				rows = append(rows, PaperRow{Cells: []PaperCell{
					text(x.Code + " " + x.Name), text(x.Lead), text(when(x, g)), text(b.reason(x, g)),
					text(x.Text("measure")),
				}})
			}
		}
		numbers = append(numbers, fmt.Sprintf("%s %d개", className(g), len(rows)))
		if g == "normal" || len(rows) == 0 {
			continue
		}
		s.Items = append(s.Items, PaperItem{Title: className(g), Tables: []PaperTable{{
			Caption: className(g) + " 사업과 사유", Sheet: "상태별 사업", Rows: rows, Columns: []PaperColumn{
				{"사업", Words},
				{"주관부서", Words},
				{"시기", Words},
				{"사유", Words},
				{"대책", Words},
			},
		}}})
	}
	s.Text = []string{strings.Join(numbers, ", ")}
	return s
}

// when is the month in which it became of a project what its status says.
func when(x checks.Project, status string) string {
	var out []string
	for _, e := range x.Events {
		if e.Month != "" && slices.Contains(told[status].events, e.Kind) {
			out = append(out, e.Month)
		}
	}
	return joined(out)
}

// told says where the reason of a status is found: in which events of the source, in which fields of the form.
var told = map[string]struct{ events, fields []string }{
	"terminated":    {events: []string{"ended"}},
	"merged":        {events: []string{"merged"}},
	"transferred":   {events: []string{"transferred", "noted"}},
	"low-execution": {events: []string{"noted"}, fields: []string{"low_execution_reason", "cause"}},
}

// reason is why a project has a status: what its unit wrote, what the source says became of it, and, where neither says
// anything, with which reason the finding was decided.
func (b *builder) reason(x checks.Project, status string) string {
	var out []string
	for _, field := range told[status].fields {
		if t := x.Text(field); t != "" {
			out = append(out, t)
		}
	}
	for _, e := range x.Events {
		if !slices.Contains(told[status].events, e.Kind) {
			continue
		}
		switch {
		case e.Into != "":
			out = append(out, "‘"+e.Into+"’(으)로 통합")
		case e.To != "":
			out = append(out, e.To+"(으)로 이관")
		}
		if e.Reason != "" {
			out = append(out, e.Reason)
		}
	}
	d := b.decided[policies.ExecutionCheck+"/"+x.ID+"/low_execution_reason"]
	if status == "low-execution" && d.Reason != "" {
		out = append(out, "취합 검토에서 "+decisionName(d.Decision)+": "+d.Reason)
	}
	if len(out) == 0 {
		return "사유가 적혀 있지 않음"
	}
	return strings.Join(out, "; ")
}
