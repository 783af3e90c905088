package pack

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gyeol/policies"
	"gyeol/policies/checks"
)

// yearsOf are the years of a column: 2026, or 2027-2030.
func yearsOf(column string) []int {
	first, last, spans := strings.Cut(column, "-")
	from, err := strconv.Atoi(first)
	if err != nil {
		return nil
	}
	to, err := strconv.Atoi(last)
	if !spans || err != nil {
		to = from
	}
	var out []int
	for y := from; y <= to; y++ {
		out = append(out, y)
	}
	return out
}

// yearValue is a value of the roadmap in one year.
type yearValue struct {
	year  int
	value float64
	unit  string
}

// years are the values of a row by year: a cell stands for every year of its columns.
func (r RoadmapRow) years() []yearValue {
	var out []yearValue
	for _, c := range r.Cells {
		if c.Value == nil {
			continue
		}
		for _, column := range c.Columns {
			for _, y := range yearsOf(column) {
				out = append(out, yearValue{y, *c.Value, c.Unit})
			}
		}
	}
	return out
}

// at is the value of a row in a year.
func (r RoadmapRow) at(year int) (checks.Operand, bool) {
	values := r.years()
	i := slices.IndexFunc(values, func(v yearValue) bool { return v.year == year })
	if i < 0 {
		return checks.Operand{}, false
	}
	return operand(fmt.Sprintf("%s %d", r.ID, year), values[i].value, values[i].unit), true
}

// target is a headline target by its project and label.
func (c *claims) target(project, label string) (Target, bool) {
	list := c.projects[project].Targets
	i := slices.IndexFunc(list, func(t Target) bool { return t.Label == label })
	if i < 0 {
		return Target{}, false
	}
	return list[i], true
}

// targets holds headline targets against the roadmap: a cumulative one is the sum of the years, another the value of
// its year.
func (c *claims) targets() {
	for _, x := range c.p.References.Targets {
		t, ok := c.target(x.UnitProject, x.Label)
		if !ok || len(t.Points) == 0 {
			continue
		}
		row, last := c.rows[x.Row], t.Points[len(t.Points)-1]
		where := "Ⅵ / Ⅹ " + c.projects[x.UnitProject].Code + " " + x.Label
		claim := checks.Claim{
			ID: "HT-" + x.UnitProject, Check: policies.RoadmapCheck, Item: x.UnitProject, Rule: checks.ClaimSum,
			Printed: printedPoint(last), Value: digits(last.Value), Because: "로드맵 " + row.ID + " " + row.Name,
		}
		switch x.Rule {
		case "sum_of_years":
			for _, v := range row.years() {
				if v.year <= last.Year {
					claim.Of = append(claim.Of, operand(strconv.Itoa(v.year), v.value, v.unit))
				}
			}
			c.plan(where, claim)
		case "final_value_plus":
			if v, known := row.at(last.Year); known {
				claim.Of = []checks.Operand{v, operand(x.AddLabel, x.Add, "")}
				c.plan(where, claim)
			}
		case "value_by_year":
			c.points(where, claim, points{t, row})
		}
	}
}

// points are a target and the row that it is held against.
type points struct {
	target Target
	row    RoadmapRow
}

// points are the points of a target, each against its own year.
func (c *claims) points(where string, claim checks.Claim, of points) {
	for _, q := range of.target.Points {
		v, ok := of.row.at(q.Year)
		if !ok {
			continue
		}
		one := claim
		one.ID, one.Rule = fmt.Sprintf("%s-%d", claim.ID, q.Year), checks.ClaimSame
		one.Printed, one.Value, one.Of = printedPoint(q), digits(q.Value), []checks.Operand{v}
		c.plan(where, one)
	}
}

func printedPoint(q Point) string {
	if q.Printed != "" {
		return q.Printed
	}
	return withCommas(q.Value) + q.Unit
}

// withCommas prints a figure as papers do.
func withCommas(v float64) string {
	whole, part, pointed := strings.Cut(string(digits(v)), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if pointed {
		return whole + "." + part
	}
	return whole
}

// units looks for values of the roadmap without a unit, and for targets that count in another unit than their row.
func (c *claims) units() {
	if len(c.p.References.Targets) == 0 {
		return
	}
	for _, r := range c.p.Plan.Roadmap.Rows {
		if i := slices.IndexFunc(r.Cells, func(x RoadmapCell) bool { return x.Value != nil && x.Unit == "" }); i >= 0 {
			c.plan("Ⅹ "+r.Name, checks.Claim{
				ID: "RM-UNIT-" + r.ID, Check: policies.KindCheck, Rule: checks.ClaimWords, Item: r.UnitProject,
				Printed: r.Cells[i].Text, Want: "(단위가 있는 값)", Because: "단위가 적혀 있지 않은 칸",
			})
		}
	}
	for _, x := range c.p.References.Targets {
		t, ok := c.target(x.UnitProject, x.Label)
		values := c.rows[x.Row].years()
		if !ok || len(t.Points) == 0 || len(values) == 0 || strings.HasPrefix(values[0].unit, t.Points[0].Unit) {
			continue // 20개 of 20개과정 is the same unit, said more shortly
		}
		c.plan("Ⅵ / Ⅹ "+c.projects[x.UnitProject].Code+" "+x.Label, checks.Claim{
			ID: "HT-UNIT-" + x.UnitProject, Check: policies.KindCheck, Rule: checks.ClaimWords, Item: x.UnitProject,
			Printed: t.Points[0].Unit, Words: []string{t.Points[0].Unit}, Want: values[0].unit,
			Because: "로드맵 " + x.Row + "의 단위",
		})
	}
}

// comparisons are changes and gaps that the plan prints.
func (c *claims) comparisons() {
	for _, x := range c.p.References.Comparisons {
		claim := checks.Claim{
			ID: x.ID, Check: policies.RateCheck, Rule: checks.ClaimRule(x.Measure), Printed: x.Printed,
			Value:  digits(x.Value),
			Digits: 1,
		}
		if x.Measure == string(checks.ClaimRatio) {
			claim.Digits = 2
		}
		for i, f := range x.Of {
			claim.Of = append(claim.Of, operand(f.Label, f.Value, f.Unit))
			if i > 0 {
				claim.Because += " → "
			}
			claim.Because += f.Label + " " + withCommas(f.Value) + f.Unit
		}
		c.plan(x.Section+" "+x.Label, claim)
	}
}

// measures holds the values of a KPI against the other place where they stand: one indicator has one value.
func (c *claims) measures() {
	indicators := map[string]Indicator{}
	for _, i := range c.p.References.Indicators {
		indicators[i.ID] = i
	}
	for _, x := range c.p.References.Measures {
		point, ok := c.p.Plan.point(x)
		if !ok {
			continue
		}
		claim := checks.Claim{
			ID: x.ID, Check: policies.BaseCheck, Rule: checks.ClaimSame, Printed: printedPoint(point),
			Value: digits(point.Value),
		}
		if i, known := indicators[x.Indicator]; known {
			claim.Of = []checks.Operand{operand(i.ID, i.Value, i.Unit)}
			claim.Because = i.Section + " " + i.Label + " " + withCommas(i.Value) + i.Unit
		} else if v, known := c.rows[x.Row].at(point.Year); known {
			claim.Of, claim.Because = []checks.Operand{v}, "로드맵 "+x.Row
		}
		c.plan("Ⅴ "+x.Measure, claim)
	}
}

// point is the value of a KPI that a reference speaks of.
func (p *Plan) point(x MeasureRef) (Point, bool) {
	for _, k := range p.KPIs {
		for _, m := range k.Measures {
			of := map[string]*Point{"baseline": m.Baseline, "target": m.Target}[x.Point]
			if k.No == x.KPI && m.Name == x.Measure && of != nil {
				return *of, true
			}
		}
	}
	return Point{}, false
}

// facts are figures in the text of a unit project.
func (c *claims) facts() {
	for _, x := range c.p.References.Facts {
		u := c.projects[x.UnitProject]
		f, ok := fact(u, x.Label)
		if !ok {
			continue
		}
		claim := checks.Claim{
			ID: x.ID, Check: policies.RoadmapCheck, Item: u.ID, Rule: checks.ClaimSum,
			Printed: withCommas(f.Value) + f.Unit,
			Value:   digits(f.Value),
		}
		for _, label := range x.Sum {
			part, _ := fact(u, label)
			claim.Of = append(claim.Of, operand(label, part.Value, part.Unit))
		}
		if v, known := c.rows[x.Row].at(x.Year); known {
			claim.Of, claim.Because = append(claim.Of, v), "로드맵 "+x.Row
		}
		c.plan("Ⅵ "+u.Code+" / Ⅹ", claim)
	}
}

func fact(u UnitProject, label string) (Figure, bool) {
	i := slices.IndexFunc(u.Facts, func(f Figure) bool { return f.Label == label })
	if i < 0 {
		return Figure{}, false
	}
	return u.Facts[i], true
}
