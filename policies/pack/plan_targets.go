package pack

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// YearTarget is what the basic plan expects of a unit project in one year.
type YearTarget struct {
	Project string // id of the unit project
	Label   string // what is counted or reached
	Printed string // as the plan prints it, or its number with the unit
	Counted bool   // it is a number
}

// TargetsOf are the targets, milestones and cells of the roadmap that speak of a year, by unit project in the order of
// the plan. A blank cell ("-") expects nothing.
func (p *Plan) TargetsOf(year int) []YearTarget {
	var out []YearTarget
	for _, u := range p.UnitProjects() {
		for _, t := range u.Targets {
			out = append(out, t.of(u.ID, year)...)
		}
		for _, row := range p.Roadmap.Rows {
			if row.UnitProject == u.ID {
				out = append(out, row.of(year)...)
			}
		}
	}
	return out
}

func (t Target) of(project string, year int) []YearTarget {
	var out []YearTarget
	for _, at := range t.Points {
		if at.Year == year {
			printed := cmp.Or(at.Printed, strconv.FormatFloat(at.Value, 'f', -1, 64)+at.Unit)
			out = append(out, YearTarget{Project: project, Label: t.Label, Printed: printed, Counted: true})
		}
	}
	for _, m := range t.Milestones {
		if m.Year == year {
			out = append(out, YearTarget{Project: project, Label: t.Label, Printed: m.Label})
		}
	}
	return out
}

func (r RoadmapRow) of(year int) []YearTarget {
	var out []YearTarget
	for _, c := range r.Cells {
		of := func(span string) bool { return covers(span, year) }
		if c.Text == "" || c.Text == "-" || !slices.ContainsFunc(c.Columns, of) {
			continue
		}
		out = append(out, YearTarget{
			Project: r.UnitProject, Label: r.Name, Printed: c.Text, Counted: c.Value != nil,
		})
	}
	return out
}

// covers reports whether a column such as 2026 or 2027-2030 holds a year.
func covers(span string, year int) bool {
	first, last, many := strings.Cut(span, "-")
	if !many {
		return span == fmt.Sprint(year)
	}
	from, err := strconv.Atoi(first)
	to, too := strconv.Atoi(last)
	return err == nil && too == nil && from <= year && year <= to
}
