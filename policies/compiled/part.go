package compiled

import (
	"fmt"
	"slices"

	"gyeol/policies/checks"
)

// words are what differs in the print of plan and results.
type words struct {
	title, sheet, pillar, class string
	results                     bool
}

var (
	planWords   = words{title: "시행계획", sheet: "시행계획", pillar: "대과제", class: "구분"}
	resultWords = words{title: "추진실적", sheet: "추진실적", pillar: "분야", class: "상태", results: true}
)

// part lays the plan or the results out: the tables over all, the status groups of results, and a section for each
// pillar with an item for each task.
func (b *builder) part(p *checks.Part, w words) {
	if p == nil {
		return
	}
	sections := []PaperSection{
		{Title: "사업 수", Tables: []PaperTable{counted(p, w)}, Text: []string{summary(p)}},
		{Title: "금액", Tables: []PaperTable{amounts(p, w)}},
	}
	if w.results {
		sections = append(sections, b.statuses(p))
	}
	for _, pillar := range p.Pillars {
		s := PaperSection{Title: pillar.Name}
		for _, t := range pillar.Tasks {
			s.Items = append(s.Items, PaperItem{Title: t.Name, Tables: []PaperTable{projects(t, w)}})
		}
		sections = append(sections, s)
	}
	b.add(fmt.Sprintf("%d년 %s", p.Year, w.title), sections...)
}

// summary is the line under the head: how many, of which kind, and with how much money.
func summary(p *checks.Part) string {
	out := fmt.Sprintf("%d개 사업", p.Budget.Of)
	for _, c := range p.Classes {
		out += fmt.Sprintf(" · %s %d", className(c.Class), c.N)
	}
	if p.Budget.KRW == nil {
		return out + ". 사업별 금액은 적혀 있지 않습니다."
	}
	return out + fmt.Sprintf(". 예산 %s백만원(%s억원), 금액이 있는 사업 %d개.", money(Millions, p.Budget.KRW).Text,
		money(Eok, p.Budget.KRW).Text, p.Budget.Known)
}

// counted counts the projects of each pillar by class, with the total.
func counted(p *checks.Part, w words) PaperTable {
	t := PaperTable{
		Caption: w.pillar + "별 사업 수", Sheet: w.sheet + " 사업 수",
		Columns: []PaperColumn{{w.pillar, Words}, {"사업 수", Count}},
	}
	for _, c := range p.Classes {
		t.Columns = append(t.Columns, PaperColumn{className(c.Class), Count})
	}
	total := make([]int64, len(p.Classes)+1)
	for _, pillar := range p.Pillars {
		n := make([]int64, len(total))
		for _, x := range projectsOf(pillar) {
			n[0]++
			for i, c := range p.Classes {
				if slices.Contains(x.Classes, c.Class) {
					n[i+1]++
				}
			}
		}
		for i := range n {
			total[i] += n[i]
		}
		t.Rows = append(t.Rows, PaperRow{Cells: counts(pillar.Number+". "+pillar.Name, n)})
	}
	t.Rows = append(t.Rows, PaperRow{Cells: counts("합계", total), Total: true})
	if w.results {
		t.Notes = []string{"한 사업이 두 상태를 가질 수 있어 상태별 수의 합이 사업 수와 다를 수 있음"}
	}
	return t
}

func counts(title string, n []int64) []PaperCell {
	out := []PaperCell{text(title)}
	for _, v := range n {
		out = append(out, count(v))
	}
	return out
}

func projectsOf(p checks.Pillar) []checks.Project {
	var out []checks.Project
	for _, t := range p.Tasks {
		out = append(out, t.Projects...)
	}
	return out
}

// fundingSources are the sources of a budget, by the field of the form.
var fundingSources = []struct{ field, title string }{
	{"national_krw", "국비"},
	{"city_krw", "시비"},
	{"district_krw", "구비"},
	{"other_krw", "기타"},
}

// amounts adds up the money of each pillar: by source, in 백만원 and 억원, and of results with what was spent.
func amounts(p *checks.Part, w words) PaperTable {
	t := PaperTable{Caption: w.pillar + "별 금액", Sheet: w.sheet + " 금액", Columns: []PaperColumn{{w.pillar, Words}}}
	columns := amountColumns(p, w)
	for _, c := range columns {
		t.Columns = append(t.Columns, PaperColumn{c.title, c.kind})
	}
	for _, pillar := range p.Pillars {
		cells := amountCells(pillar.Number+". "+pillar.Name, projectsOf(pillar), columns)
		t.Rows = append(t.Rows, PaperRow{Cells: cells})
	}
	t.Rows = append(t.Rows, PaperRow{Cells: amountCells("합계", p.Projects(), columns), Total: true})
	for i, c := range columns {
		if c.of == nil {
			continue
		}
		if note := roundingNote(t.Rows, i+1); note != nil {
			t.Notes = note
		}
	}
	return t
}

// amountColumn is a column of money; rates have no amount of their own.
type amountColumn struct {
	title string
	kind  Kind
	of    func(checks.Project) *int64
}

func amountColumns(p *checks.Part, w words) []amountColumn {
	budget := func(x checks.Project) *int64 { return x.Budget }
	out := []amountColumn{{"예산(백만원)", Millions, budget}, {"예산(억원)", Eok, budget}}
	for _, s := range fundingSources {
		of := func(x checks.Project) *int64 { return x.Amount(s.field) }
		if added(p.Projects(), of) != nil {
			out = append(out, amountColumn{s.title + "(백만원)", Millions, of})
		}
	}
	if w.results {
		executed := func(x checks.Project) *int64 { return x.Executed }
		out = append(out, amountColumn{"집행(백만원)", Millions, executed}, amountColumn{"집행(억원)", Eok, executed},
			amountColumn{"집행률", Rate, nil})
	}
	return out
}

func amountCells(title string, list []checks.Project, columns []amountColumn) []PaperCell {
	out := []PaperCell{text(title)}
	for _, c := range columns {
		if c.of == nil {
			out = append(out, rate(Rate, executionRate(list)))
			continue
		}
		out = append(out, money(c.kind, added(list, c.of)))
	}
	return out
}

// added adds up what is known; nil where nothing is.
func added(list []checks.Project, of func(checks.Project) *int64) *int64 {
	var out *int64
	for _, x := range list {
		if v := of(x); v != nil {
			sum := *v
			if out != nil {
				sum += *out
			}
			out = &sum
		}
	}
	return out
}

// executionRate is what was spent of the budget, over the projects that give both.
func executionRate(list []checks.Project) *int64 {
	var both []checks.Project
	for _, x := range list {
		if x.Budget != nil && x.Executed != nil {
			both = append(both, x)
		}
	}
	return share(added(both, func(x checks.Project) *int64 { return x.Executed }),
		added(both, func(x checks.Project) *int64 { return x.Budget }))
}

// projects is the table of one task.
func projects(t checks.Task, w words) PaperTable {
	out := PaperTable{Caption: t.Number + ". " + t.Name, Sheet: w.sheet, Columns: []PaperColumn{
		{"사업", Words},
		{w.class, Words},
		{"주관부서", Words},
		{"협력부서", Words},
		{"예산(백만원)", Millions},
	}}
	if w.results {
		out.Columns = append(out.Columns, PaperColumn{"집행(백만원)", Millions}, PaperColumn{"집행률", Rate},
			PaperColumn{"수치", Words})
	}
	out.Columns = append(out.Columns, PaperColumn{"내용", Words})
	for _, p := range t.Projects {
		cells := []PaperCell{
			text(p.Code + " " + p.Name), text(classNames(p.Classes)), text(p.Lead), text(joined(p.Partners)),
			money(Millions, p.Budget),
		}
		if w.results {
			cells = append(cells, money(Millions, p.Executed), rate(Rate, share(p.Executed, p.Budget)),
				text(figuresOf(p)))
		}
		content := "제출자료 없음"
		if p.Reported {
			content = p.Text("content")
		}
		out.Rows = append(out.Rows, PaperRow{Cells: append(cells, text(content))})
	}
	return out
}
