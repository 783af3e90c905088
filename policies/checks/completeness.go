package checks

import (
	"encoding/json"
	"fmt"
	"slices"

	"gyeol/gov"
)

// chapterTitles are the chapters a plan must have, in the order of 조례 제4조.
var chapterTitles = []string{
	"추진 방향과 목표", "기반 조성", "투자와 재원", "지원과 협력", "분석과 평가", "교육 취약계층", "그 밖의 사항",
}

// Chapters counts the rows that the units filed under each chapter of the ordinance.
func Chapters(plan *Part) []Chapter {
	out := make([]Chapter, len(chapterTitles))
	for i, title := range chapterTitles {
		out[i] = Chapter{Number: fmt.Sprint(i + 1), Title: title}
	}
	for _, p := range plan.Projects() {
		i := slices.IndexFunc(out, func(c Chapter) bool { return c.Number == p.text("chapter") })
		if i >= 0 {
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
		out = append(out, Finding{
			ID: "chapters/" + c.Number, Check: "chapters", Severity: Fault, Article: ordinance4,
			Place:   "제" + c.Number + "장 " + c.Title,
			Printed: "0", Computed: "1 이상", Message: "조례 제4조가 정한 항목에 해당하는 사업이 없습니다.",
		})
	}
	return out
}

// gaps names projects that nobody answered for, and units that did not hand in or handed in late.
func gaps(in Input) []Finding {
	var out []Finding
	for name, part := range map[string]*Part{"plan": in.Paper.Plan, "results": in.Paper.Results} {
		for _, p := range part.Projects() {
			if p.Reported {
				continue
			}
			out = append(out, Finding{
				ID: fmt.Sprintf("gaps/%s/%s", name,
					p.ID), Check: "gaps", Severity: Fault, Article: ordinance4p2, Place: p.Code + " " + p.Name,
				Message: "주관부서 " + p.Lead + "의 확정된 제출자료가 없습니다.",
			})
		}
	}
	for _, c := range in.Paper.Collections {
		for _, u := range c.Units {
			if f, ok := unitFinding(c, u); ok {
				out = append(out, f)
			}
		}
	}
	return out
}

func unitFinding(c Collection, u Unit) (Finding, bool) {
	f := Finding{
		ID: fmt.Sprintf("gaps/unit/%s/%s", c.Stage,
			u.ID), Check: "gaps", Severity: Note, Article: ordinance4p2, Place: c.Title + " " + u.Name,
	}
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
	return []Finding{{
		ID: fmt.Sprintf("counts/projects/%d",
			in.Paper.Results.Year), Check: "counts", Severity: Fault, Article: resultsRule,
		Place: printed.Source, Printed: printed.Printed, Computed: fmt.Sprint(n),
		Message: "분야별 사업 수의 합이 인쇄된 사업 수와 다릅니다.",
	}}
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

// lowExecution is the rate, in tenths of a percent, under which a project must say why (domain §2.2 stage 12).
const lowExecution = 700

// execution names projects with low execution that give no reason.
func execution(in Input) []Finding {
	var out []Finding
	for _, p := range in.Paper.Results.Projects() {
		low := slices.Contains(p.Classes, "low-execution")
		if p.Budget != nil && p.Executed != nil && *p.Budget > 0 {
			low = low || tenths(*p.Executed, *p.Budget) < lowExecution
		}
		if !low || p.text("low_execution_reason") != "" {
			continue
		}
		out = append(out, Finding{
			ID: "execution/" + p.ID, Check: "execution", Severity: Fault, Article: ordinance4p3,
			Place:   p.Code + " " + p.Name,
			Message: "집행이 부진한 사업인데 사유가 적혀 있지 않습니다.",
		})
	}
	return out
}

// source repeats what arithmetic shows of the source papers of the results, with both figures.
func source(in Input) []Finding {
	if in.Paper.Results == nil {
		return nil
	}
	var out []Finding
	for _, s := range in.Source {
		out = append(out, Finding{
			ID: "source/" + s.ID, Check: "source", Severity: Warning, Article: resultsRule, Place: s.Place,
			Printed: s.Printed, Computed: s.Computed,
			Message: "원문에 인쇄된 값과 계산하거나 다른 곳에 적힌 값이 다릅니다. 어느 값도 고치지 않고 함께 적습니다.",
		})
	}
	return out
}

// text returns a text or choice field of what was handed in, "" where it was left blank.
func (p Project) text(field string) string {
	var data map[string]any
	if len(p.Data) == 0 || json.Unmarshal(p.Data, &data) != nil {
		return ""
	}
	s, _ := data[field].(string)
	return s
}
