package compiled

import (
	"fmt"
	"slices"
	"strings"

	"gyeol/policies/checks"
)

// year is the year whose totals are compared: of the results, or else of the plan.
func (b *builder) year() int {
	if b.paper.Results != nil {
		return b.paper.Results.Year
	}
	return b.paper.Year
}

// cited is a total of a year; nil where the source has none.
func (b *builder) cited(what string, year int) *int64 {
	for _, c := range b.paper.Cited {
		if c.What == what && c.Year == year {
			v := c.Value
			return &v
		}
	}
	return nil
}

// compared is one line of the comparison with the year before.
type compared struct {
	what, title string
	kind        Kind
}

var comparisons = []compared{
	{"projects", "사업 수(개)", Count},
	{"budget", "예산현액(백만원)", Millions},
	{"budget", "예산현액(억원)", Eok},
	{"executed", "집행액(억원)", Eok},
	{"execution_rate_tenths", "집행률", Rate},
	{"participation_rate_tenths", "평생학습 참여율", Rate},
}

// yearOnYear sets the totals of a year beside those of the year before; false where the source has none.
func (b *builder) yearOnYear() (PaperTable, bool) {
	year := b.year()
	t := PaperTable{
		Caption: fmt.Sprintf("%d년과 %d년의 합계", year-1, year), Sheet: "총괄",
		Columns: []PaperColumn{
			{"구분", Words},
			{fmt.Sprintf("%d년", year-1), Words},
			{fmt.Sprintf("%d년", year), Words},
			{"증감", Words},
			{"증감률", Rate},
		},
	}
	for _, c := range comparisons {
		before, now := b.cited(c.what, year-1), b.cited(c.what, year)
		if before == nil && now == nil {
			continue
		}
		t.Rows = append(t.Rows, c.row(before, now))
	}
	t.Notes = b.sources()
	return t, len(t.Rows) > 0
}

// row is the line with the change: an absolute one, of rates in %p, and a relative one beside it. There is none against
// nothing.
func (c compared) row(before, now *int64) PaperRow {
	cells := []PaperCell{text(c.title), c.cell(before), c.cell(now), c.change(nil), rate(Rate, nil)}
	if before != nil && now != nil {
		d := *now - *before
		cells[3] = c.change(&d)
		cells[4] = rate(Rate, share(&d, before))
	}
	return PaperRow{Cells: cells}
}

func (c compared) cell(v *int64) PaperCell {
	switch {
	case c.kind == Rate:
		return rate(Rate, v)
	case c.kind == Count && v != nil:
		return count(*v)
	}
	return money(c.kind, v)
}

func (c compared) change(v *int64) PaperCell {
	if c.kind == Rate {
		return rate(Points, v)
	}
	return c.cell(v)
}

// sources names where the cited totals stand, each once.
func (b *builder) sources() []string {
	var out []string
	for _, c := range b.paper.Cited {
		if s := "출처: " + c.Source; !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// rates are the rates that follow from the totals, with what was reckoned and what is printed.
func (b *builder) rates() (PaperTable, bool) {
	t := PaperTable{
		Caption: "비율과 계산식", Sheet: "비율",
		Columns: []PaperColumn{{"비율", Words}, {"계산한 값", Rate}, {"계산식", Words}, {"인쇄된 값", Words}},
	}
	for _, r := range b.paper.Rates {
		kind, v := Rate, r.Tenths
		if r.Unit == "%p" {
			kind = Points
		}
		t.Rows = append(t.Rows, PaperRow{Cells: []PaperCell{
			text(r.Name), rate(kind, &v), text(r.Formula), text(r.Printed),
		}})
	}
	return t, len(t.Rows) > 0
}

// figuresOf prints the figures of a project as its paper has them.
func figuresOf(p checks.Project) string {
	out := make([]string, len(p.Figures))
	for i, f := range p.Figures {
		out[i] = strings.TrimSpace(f.Label + " " + f.Print())
	}
	return joined(out)
}
