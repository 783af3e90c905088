package checks

import (
	"fmt"
	"math/big"

	"gyeol/policies"
)

// Rate is a figure worked out from cited totals, with what the document prints for it, if it prints anything.
type Rate struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Value   string `json:"value"`             // one decimal, rounded half up at the print
	Unit    string `json:"unit"`              // %, %p
	Formula string `json:"formula"`           // with the figures that went in
	Printed string `json:"printed,omitempty"` // as the document has it
	Tenths  int64  `json:"tenths"`
}

// cites finds totals by what they count and their year.
type cites map[string]Cited

func indexCited(list []Cited) cites {
	c := cites{}
	for _, t := range list {
		c[fmt.Sprintf("%s/%d", t.What, t.Year)] = t
	}
	return c
}

func (c cites) of(what string, year int) (Cited, bool) {
	t, ok := c[fmt.Sprintf("%s/%d", what, year)]
	return t, ok
}

// Rates recomputes what follows from the totals of a year and the year before, from the finest stored unit: execution,
// growth, and a difference of two rates as points beside its relative change (domain §9).
func Rates(cited []Cited, year int) []Rate {
	c := indexCited(cited)
	var out []Rate
	budget, hasBudget := c.of("budget", year)
	if executed, ok := c.of("executed", year); ok && hasBudget && budget.Value != 0 {
		r := Rate{
			ID: "execution_rate", Name: "집행률", Unit: "%", Tenths: tenths(executed.Value, budget.Value),
			Formula: fmt.Sprintf("%s ÷ %s × 100", executed.Printed, budget.Printed),
		}
		if p, ok := c.of("execution_rate_tenths", year); ok {
			r.Printed = p.Printed
		}
		out = append(out, r)
	}
	for _, g := range []struct{ what, id, name string }{
		{"budget", "budget_growth", "예산 증감률"},
		{"projects", "projects_growth", "사업 수 증감률"},
		{"participation_rate_tenths", "participation_change", "참여율 상대 증감률"},
	} {
		if r, ok := growth(c, g.what, year); ok {
			r.ID, r.Name = g.id, g.name
			out = append(out, r)
		}
	}
	if now, ok := c.of("participation_rate_tenths", year); ok {
		if before, ok := c.of("participation_rate_tenths", year-1); ok {
			out = append(out, Rate{
				ID: "participation_points", Name: "참여율 증감", Unit: "%p", Tenths: now.Value - before.Value,
				Formula: fmt.Sprintf("%s − %s", now.Printed, before.Printed),
			})
		}
	}
	for i := range out {
		out[i].Value = decimal(out[i].Tenths)
	}
	return out
}

// growth is the change against the year before; there is none where the year before is zero or unknown.
func growth(c cites, what string, year int) (Rate, bool) {
	now, ok := c.of(what, year)
	before, known := c.of(what, year-1)
	if !ok || !known || before.Value == 0 {
		return Rate{}, false
	}
	return Rate{
		Unit: "%", Tenths: tenths(now.Value-before.Value, before.Value),
		Formula: fmt.Sprintf("(%s − %s) ÷ %s × 100", now.Printed, before.Printed, before.Printed),
	}, true
}

// tenths is a ÷ b in tenths of a percent, rounded half up, away from zero below it; b is not zero.
func tenths(a, b int64) int64 { return tenthsOf(new(big.Rat).SetInt64(a), new(big.Rat).SetInt64(b)) }

// Share is a ÷ b in tenths of a percent, rounded half up, away from zero below it; b is not zero.
func Share(a, b int64) int64 { return tenths(a, b) }

// Tenths prints tenths with one decimal, below zero with the sign of the office.
func Tenths(t int64) string { return decimal(t) }

// decimal prints tenths with one decimal; below zero with the sign of the office.
func decimal(t int64) string {
	if t < 0 {
		return "△" + decimal(-t)
	}
	return fmt.Sprintf("%d.%d", t/10, t%10)
}

// OfTotals holds the totals that a paper prints against each other and against the projects it lists.
func OfTotals(results *Part, cited []Cited, rules policies.CheckRules) []Finding {
	in := Input{Paper: Paper{Results: results, Cited: cited}, Rules: rules}
	return append(rates(in), counts(in)...)
}

// rates compares the recomputed execution rate with the printed one.
func rates(in Input) []Finding {
	if in.Paper.Results == nil {
		return nil
	}
	year := in.Paper.Results.Year
	printed, ok := indexCited(in.Paper.Cited).of("execution_rate_tenths", year)
	if !ok {
		return nil
	}
	for _, r := range Rates(in.Paper.Cited, year) {
		if r.ID == "execution_rate" && r.Tenths != printed.Value {
			f := ruled(in.Rules, policies.RateCheck)
			f.ID, f.Place = fmt.Sprintf("rates/execution_rate/%d", year), printed.Source
			f.Printed, f.Computed = printed.Printed, r.Value+"%"
			return []Finding{f}
		}
	}
	return nil
}
