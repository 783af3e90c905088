package pack

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Finding is what arithmetic sees in the facts of a pack, with both figures; no value is bent (domain §9).
type Finding struct {
	ID       string `json:"id"` // that of an Inconsistency where the pack explains it
	Where    string `json:"where"`
	Printed  string `json:"printed"`
	Computed string `json:"computed"`
	Text     string `json:"text"` // one Korean sentence
}

const million = 1_000_000

// wholeNumber is how a table prints whole numbers; a decimal point where a comma belongs is no number.
var wholeNumber = regexp.MustCompile(`^\d{1,3}(,\d{3})*$`)

// Findings works out everything that follows from other figures of the pack and tells where the papers say otherwise:
// the cells, rows and columns of the investment table, the plan's own counts, the totals of the results, the summary
// against the detail, and figures that follow from others of their project.
func (p *Pack) Findings() []Finding {
	f := p.Plan.Investment.findings()
	f = append(f, p.Plan.counts()...)
	f = append(f, p.Results.totals()...)
	f = append(f, p.Results.highlights()...)
	return append(f, p.Results.relations()...)
}

// findings checks the table: each cell as it is printed, the years of a row against its total, and the parts of a
// column against their pillar and the pillars against the city.
func (inv Investment) findings() []Finding {
	var out []Finding
	parts := map[string][]InvestmentRow{}
	for _, r := range inv.Rows {
		switch r.Level {
		case "pillar":
			parts[""] = append(parts[""], r)
		case "plan_task":
			pillar := r.Node[:strings.LastIndex(r.Node, "-")]
			parts[pillar] = append(parts[pillar], r)
		}
	}
	for _, r := range inv.Rows {
		var sum int64
		for _, c := range inv.Columns {
			if c != "total" {
				sum += r.Won[c]
			}
			if !printedAs(r.Printed[c], r.Won[c]) {
				out = append(out, r.finding(r.ID+"-"+c, c, r.Won[c], "인쇄된 값은 정수가 아니거나 행과 열의 합계가 나오는 값과 다릅니다."))
			}
			var column int64
			for _, part := range parts[r.Node] {
				column += part.Won[c]
			}
			if len(parts[r.Node]) > 0 && column != r.Won[c] {
				out = append(out, r.finding(r.ID+"-"+c+"-column", c, column, "하위 항목의 합이 다릅니다."))
			}
		}
		if sum != r.Won["total"] {
			out = append(out, r.finding(r.ID+"-row", "total", sum, "연도별 금액의 합이 총계와 다릅니다."))
		}
	}
	return out
}

func printedAs(printed string, won int64) bool {
	n, err := strconv.ParseInt(strings.ReplaceAll(printed, ",", ""), 10, 64)
	return err == nil && wholeNumber.MatchString(printed) && n*million == won
}

func (r InvestmentRow) finding(id, column string, won int64, text string) Finding {
	return Finding{
		ID: "INV-" + id, Where: "연차별 투자계획 " + r.Name + " " + column, Printed: r.Printed[column],
		Computed: strconv.FormatInt(won/million, 10), Text: text,
	}
}

// counts compares what the plan says of itself with what it holds.
func (p *Plan) counts() []Finding {
	have := map[string]int{"pillars": len(p.Pillars), "integrated_tasks": len(p.IntegratedTasks)}
	for _, pillar := range p.Pillars {
		have["plan_tasks"] += len(pillar.PlanTasks)
	}
	for _, u := range p.UnitProjects() {
		have["unit_projects"]++
		if u.Change == "new" {
			have["new"]++
		}
	}
	var out []Finding
	for _, what := range []string{"pillars", "plan_tasks", "unit_projects", "new", "integrated_tasks"} {
		if printed, ok := p.PrintedTotals[what]; ok && printed != have[what] {
			out = append(out, Finding{
				ID: "plan-" + what, Where: p.Source.Title, Printed: strconv.Itoa(printed), Computed: strconv.Itoa(have[what]),
				Text: "계획이 적은 수와 실린 수가 다릅니다.",
			})
		}
	}
	return out
}

// totals compares the printed number of projects and rate of execution with what is there.
func (r *Results) totals() []Finding {
	var out []Finding
	if t, ok := r.Total("projects", r.Year); ok && t.Value != int64(len(r.SubProjects())) {
		out = append(out, Finding{
			ID: "results-projects", Where: t.Source, Printed: t.Printed, Computed: strconv.Itoa(len(r.SubProjects())),
			Text: "적힌 사업 수와 실린 사업 수가 다릅니다.",
		})
	}
	budget, known := r.Total("budget", r.Year)
	spent, ok := r.Total("executed", r.Year)
	rate, printed := r.Total("execution_rate_tenths", r.Year)
	if !known || !ok || !printed || budget.Value == 0 {
		return out
	}
	if tenths := (spent.Value*1000 + budget.Value/2) / budget.Value; tenths != rate.Value {
		out = append(out, Finding{
			ID: "results-execution-rate", Where: rate.Source, Printed: rate.Printed,
			Computed: fmt.Sprintf("%d.%d%%", tenths/10, tenths%10), Text: "예산과 집행액에서 나오는 집행률이 다릅니다.",
		})
	}
	return out
}

// highlights compares each figure of the summary with the sum of its figures in the detail.
func (r *Results) highlights() []Finding {
	var out []Finding
	for _, h := range r.Highlights {
		sum := 0.0
		for _, label := range h.Figures {
			sum += r.figure(h.SubProject, label)
		}
		if len(h.Figures) > 0 && sum != h.Value {
			out = append(out, Finding{
				ID: h.ID, Where: "주요 추진실적 " + h.Label + " / " + h.SubProject, Printed: plain(h.Value) + h.Unit,
				Computed: plain(sum), Text: "요약의 값이 세부현황의 값과 다릅니다.",
			})
		}
	}
	return out
}

// relations works figures out from others of their project.
func (r *Results) relations() []Finding {
	var out []Finding
	for _, rel := range r.Relations {
		var of []float64
		for _, label := range rel.Of {
			of = append(of, r.figure(rel.SubProject, label))
		}
		have, want := r.figure(rel.SubProject, rel.Result), rel.of(of)
		if have != want {
			out = append(out, Finding{
				ID: rel.ID, Where: rel.SubProject + " " + rel.Result, Printed: plain(have), Computed: plain(want),
				Text: strings.Join(rel.Of, ", ") + "에서 나오는 값과 다릅니다.",
			})
		}
	}
	return out
}

// of is what follows from figures, rounded half up to the digits of the paper.
func (rel Relation) of(of []float64) float64 {
	value := 0.0
	switch {
	case rel.Rule == "percent" && len(of) == 2 && of[1] != 0:
		value = of[0] / of[1] * 100
	case rel.Rule == "scale20" && len(of) == 1:
		value = of[0] * 20
	default:
		for _, v := range of {
			value += v
		}
	}
	scale := math.Pow10(rel.Digits)
	return math.Floor(value*scale+0.5) / scale
}

// figure is a figure of a sub-project by its label, 0 where there is none.
func (r *Results) figure(project, label string) float64 {
	for _, s := range r.SubProjects() {
		if i := slices.IndexFunc(s.Figures, func(f Figure) bool { return f.Label == label }); s.ID == project && i >= 0 {
			return s.Figures[i].Value
		}
	}
	return 0
}

func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
