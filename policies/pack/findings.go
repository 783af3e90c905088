package pack

import (
	"cmp"
	"strconv"

	"gyeol/gov"
	"gyeol/policies/checks"
)

// Finding is what arithmetic sees in the facts of a pack, with both figures; no value is bent (domain §9).
type Finding struct {
	ID       string `json:"id"` // that of an Inconsistency where the pack explains it
	Where    string `json:"where"`
	Printed  string `json:"printed"`
	Computed string `json:"computed"`
	Text     string `json:"text"` // Korean
}

// Findings works out everything that follows from other figures of the pack and tells where the papers say otherwise:
// the cells, rows and columns of the investment table, the totals of the results, and every claim.
func (p *Pack) Findings() []Finding {
	rules := p.ChecksOn(gov.Date{})
	found := append(checks.OfTable(p.Table(), rules), checks.OfClaims(p.Claims(), rules)...)
	found = append(found, checks.OfTotals(p.Results.part(), p.Cited(), rules)...)
	out := []Finding{}
	for _, f := range found {
		out = append(out, Finding{
			ID: cmp.Or(f.Source, f.ID), Where: f.Place, Printed: f.Printed, Computed: f.Computed, Text: f.Message,
		})
	}
	return out
}

// Table is the table of investment, cell by cell, as the checks read it.
func (p *Pack) Table() []checks.Investment {
	var out []checks.Investment
	for _, r := range p.Plan.Investment.Rows {
		for _, span := range p.Plan.Investment.Columns {
			krw := r.Won[span]
			out = append(out, checks.Investment{
				Row: r.ID, Level: r.Level, Node: r.Node, Name: r.Name, Span: span, KRW: &krw, Printed: r.Printed[span],
			})
		}
	}
	return out
}

// Cited are the totals of the results, as the checks read them.
func (p *Pack) Cited() []checks.Cited {
	var out []checks.Cited
	for _, t := range p.Results.Totals {
		out = append(out, checks.Cited{
			What: t.What, Year: t.Year, Value: t.Value, Unit: t.Unit, Printed: t.Printed, Source: t.Source,
		})
	}
	return out
}

// part is the tree of the results, as far as counting needs it.
func (r *Results) part() *checks.Part {
	if r.Year == 0 {
		return nil
	}
	out := &checks.Part{Year: r.Year}
	for _, p := range r.Pillars {
		for _, g := range p.Groups {
			for _, s := range g.SubProjects {
				out.Add(checks.Pillar{Number: strconv.Itoa(p.Number), Name: p.Name},
					checks.Task{Number: strconv.Itoa(g.Number), Name: g.Name},
					checks.Project{ID: s.ID, Name: s.Name, Classes: s.Status})
			}
		}
	}
	return out
}
