package checks

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"gyeol/gov"
	"gyeol/policies"
)

// Chapters counts the rows that the units filed under each chapter that the rules demand of a plan.
func Chapters(plan *Part, rules policies.CheckRules) []Chapter {
	titles := rules.Chapters().Titles
	out, at := make([]Chapter, len(titles)), make(map[string]int, len(titles))
	for i, t := range titles {
		out[i], at[t.Number] = Chapter{Number: t.Number, Title: t.Title}, i
	}
	for _, p := range plan.Projects() {
		if i, ok := at[p.Text("chapter")]; ok {
			out[i].Rows++
		}
	}
	return out
}

// chapters names those the plan lacks.
func chapters(in Input) []Finding {
	if in.Paper.Plan == nil {
		return nil
	}
	var out []Finding
	for _, c := range in.Paper.Chapters {
		if c.Rows > 0 {
			continue
		}
		f := ruled(in.Rules, policies.ChapterCheck)
		f.ID, f.Place = "chapters/"+c.Number, "제"+c.Number+"장 "+c.Title
		f.Printed, f.Computed = "0", "1 이상"
		f.Article = strings.Join(in.Rules.Chapters().Article, ", ")
		out = append(out, f)
	}
	return out
}

// gaps names projects that nobody answered for, results without any figure, and units that did not hand in or handed in
// late.
func gaps(in Input) []Finding {
	out := append(unanswered(in, "plan", in.Paper.Plan), unanswered(in, "results", in.Paper.Results)...)
	for _, c := range in.Paper.Collections {
		for _, u := range c.Units {
			if f, ok := unitFinding(in.Rules, c, u); ok {
				out = append(out, f)
			}
		}
	}
	return out
}

func unanswered(in Input, name string, part *Part) []Finding {
	var out []Finding
	for _, p := range part.Projects() {
		if p.Reported {
			continue
		}
		f := ruled(in.Rules, policies.GapCheck)
		f.ID, f.Item, f.Place = "gaps/"+name+"/"+p.ID, p.ID, p.Code+" "+p.Name
		f.Message = "주관부서 " + p.Lead + "의 확정된 제출자료가 없습니다. 제출을 받거나 사유를 적으십시오."
		out = append(out, f)
	}
	return out
}

func unitFinding(rules policies.CheckRules, c Collection, u Unit) (Finding, bool) {
	f := ruled(rules, policies.GapCheck)
	f.ID, f.Place, f.Severity = fmt.Sprintf("gaps/unit/%s/%s", c.Stage, u.ID), c.Title+" "+u.Name, Note
	switch {
	case u.State == gov.Missing:
		f.Severity, f.Message = Warning, "제출하지 않은 채 취합이 마감되었습니다."
	case u.State == gov.Waived:
		f.Message = "제출이 면제되었습니다."
	case u.Late:
		f.Printed, f.Message = u.Submitted.String(), "제출기한이 지난 뒤 제출하였습니다."
	default:
		return Finding{}, false
	}
	return f, true
}

// counts compares the number of projects with the printed one.
func counts(in Input) []Finding {
	if in.Paper.Results == nil {
		return nil
	}
	printed, ok := indexCited(in.Paper.Cited).of("projects", in.Paper.Results.Year)
	n := 0
	for _, f := range ByPillar(in.Paper.Results) {
		n += f
	}
	if !ok || printed.Value == int64(n) {
		return nil
	}
	f := ruled(in.Rules, policies.CountCheck)
	f.ID, f.Place = fmt.Sprintf("counts/projects/%d", in.Paper.Results.Year), printed.Source
	f.Printed, f.Computed = printed.Printed, fmt.Sprint(n)
	return []Finding{f}
}

// ByPillar counts the projects of each pillar in order: 32, 42, 24 and 14 of 2024.
func ByPillar(p *Part) []int {
	var out []int
	for _, pillar := range p.Pillars {
		n := 0
		for _, t := range pillar.Tasks {
			n += len(t.Projects)
		}
		out = append(out, n)
	}
	return out
}

// acceptedRows looks at each accepted row once more, as it was while it was typed: a rule may have changed since.
func acceptedRows(in Input) []Finding { return OfForms(in.Forms, in.Rules) }

// references works out what the source papers print twice.
func references(in Input) []Finding { return OfClaims(in.Claims, in.Rules) }

// recorded repeats what only reading shows of the source papers. Nothing is to be decided: no figure follows from it.
func recorded(in Input) []Finding {
	var out []Finding
	for _, s := range in.Recorded {
		f := ruled(in.Rules, policies.SourceCheck)
		f.ID, f.Source, f.About, f.Place, f.Severity = "source/"+s.ID, s.ID, s.About, s.Place, Note
		f.Printed, f.Computed = s.Printed, s.Computed
		f.Message = s.Note
		out = append(out, f)
	}
	return out
}

// Text is a text or choice field of what was handed in, "" where it was left blank.
func (p Project) Text(field string) string {
	s, _ := p.field(field).(string)
	return s
}

// Amount is a field of money of what was handed in; nil where it was left blank.
func (p Project) Amount(field string) *int64 {
	n, ok := number(p.field(field))
	if !ok || !n.IsInt() || !n.Num().IsInt64() {
		return nil
	}
	v := n.Num().Int64()
	return &v
}

func (p Project) field(id string) any {
	var data map[string]any
	if len(p.Data) == 0 {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(p.Data))
	d.UseNumber()
	if d.Decode(&data) != nil {
		return nil
	}
	return data[id]
}
