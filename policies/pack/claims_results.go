package pack

import (
	"fmt"
	"slices"
	"strings"

	"gyeol/policies"
	"gyeol/policies/checks"
)

// results adds a claim about the results.
func (c *claims) results(where string, claim checks.Claim) {
	claim.About, claim.Place = c.p.Results.about(), c.p.Results.Source.Title+" "+where
	c.add(claim)
}

// about is how the recorded list names the results.
func (r *Results) about() string { return fmt.Sprintf("results-%d", r.Year) }

// highlights holds each figure of the summary against the sum of its figures in the detail.
func (c *claims) highlights() {
	for _, h := range c.p.Results.Highlights {
		if len(h.Figures) == 0 {
			continue
		}
		claim := checks.Claim{
			ID: h.ID, Check: policies.SummaryCheck, Rule: checks.ClaimSum, Item: h.SubProject,
			Printed: withCommas(h.Value) + h.Unit, Value: digits(h.Value),
			Because: "세부현황 " + h.SubProject + " " + strings.Join(h.Figures, ", "),
		}
		claim.Of = c.p.Results.operands(h.SubProject, h.Figures)
		c.results("주요 추진실적 "+h.Label, claim)
	}
}

// relations works figures out from others of their project.
func (c *claims) relations() {
	for _, r := range c.p.Results.Relations {
		have := c.p.Results.operands(r.SubProject, []string{r.Result})[0]
		c.results(r.SubProject+" "+r.Result, checks.Claim{
			ID: r.ID, Check: policies.RelationCheck, Rule: checks.ClaimRule(r.Rule), Item: r.SubProject,
			Digits:  r.Digits,
			Printed: string(have.Value), Value: have.Value, Of: c.p.Results.operands(r.SubProject, r.Of),
			Because: strings.Join(r.Of, ", "),
		})
	}
}

// operands are figures of a sub-project by their labels; zero where there is none.
func (r *Results) operands(project string, labels []string) []checks.Operand {
	out := make([]checks.Operand, len(labels))
	for i, label := range labels {
		out[i] = operand(label, r.figure(project, label), "")
	}
	return out
}

// figure is a figure of a sub-project by its label, 0 where there is none.
func (r *Results) figure(project, label string) float64 {
	for _, s := range r.SubProjects() {
		i := slices.IndexFunc(s.Figures, func(f Figure) bool { return f.Label == label })
		if s.ID == project && i >= 0 {
			return s.Figures[i].Value
		}
	}
	return 0
}

// statements are figures of the assessment.
func (c *claims) statements() {
	for _, s := range c.p.References.Statements {
		claim := checks.Claim{
			ID: s.ID, Check: policies.RateCheck, Rule: checks.ClaimRule(s.Rule), Printed: s.Printed,
			Value:  digits(s.Value),
			Digits: s.Digits,
		}
		switch s.Rule {
		case "status":
			claim.Check, claim.Rule = policies.StatusCheck, checks.ClaimCount
			claim.Of, claim.Because = c.p.Results.bearing(s.What), "세부현황에 그 상태로 적힌 사업"
		case "pillar":
			claim.Check, claim.Rule = policies.StatusCheck, checks.ClaimCount
			claim.Of, claim.Because = c.p.Results.under(s.What), "세부현황에 실린 사업"
		case "hundred_millions":
			claim.Of = c.p.Results.total(s.What, s.Year)
		default:
			year := c.p.Results.Year
			claim.Of = append(c.p.Results.total(s.What, year-1), c.p.Results.total(s.What, year)...)
			claim.Because = c.p.Results.because(s.What)
		}
		c.results("시행계획 총평 "+s.Label, claim)
	}
}

// tenthsSuffix marks totals that are kept in tenths of a percent.
const tenthsSuffix = "_tenths"

// total is a total of a year as an operand, rates in percent; none where the paper prints none.
func (r *Results) total(what string, year int) []checks.Operand {
	t, ok := r.Total(what, year)
	if !ok {
		return nil
	}
	if strings.HasSuffix(what, tenthsSuffix) {
		return []checks.Operand{operand(t.Printed, float64(t.Value)/10, "%")}
	}
	return []checks.Operand{operand(t.Printed, float64(t.Value), t.Unit)}
}

// because names the two totals of a change as they are printed.
func (r *Results) because(what string) string {
	before, ok := r.Total(what, r.Year-1)
	now, known := r.Total(what, r.Year)
	if !ok || !known {
		return ""
	}
	return before.Printed + " → " + now.Printed
}

// bearing are the sub-projects of a status.
func (r *Results) bearing(status string) []checks.Operand {
	var out []checks.Operand
	for _, s := range r.SubProjects() {
		if slices.Contains(s.Status, status) {
			out = append(out, checks.Operand{Label: s.ID})
		}
	}
	return out
}

// under are the sub-projects of a pillar.
func (r *Results) under(pillar string) []checks.Operand {
	var out []checks.Operand
	for _, p := range r.Pillars {
		for _, g := range p.Groups {
			for _, s := range g.SubProjects {
				if p.ID == pillar {
					out = append(out, checks.Operand{Label: s.ID})
				}
			}
		}
	}
	return out
}

// tallies hold printed numbers against the names that the paper lists.
func (c *claims) tallies() {
	for _, x := range c.p.References.Tallies {
		claim := checks.Claim{
			ID: x.ID, Check: policies.CountCheck, About: x.About, Place: x.Where, Rule: checks.ClaimDistinct,
			Printed: x.Printed,
			Value:   digits(x.Value), Because: "이름이 다른 것의 수",
		}
		for _, name := range x.Of {
			claim.Of = append(claim.Of, checks.Operand{Label: name})
		}
		c.add(claim)
	}
}

// steps hold steps that are still to come against the day of the report.
func (c *claims) steps() {
	for _, x := range c.p.References.Steps {
		for _, m := range c.p.Agreements.Memberships {
			for _, s := range m.Steps {
				if m.ID == x.Membership && s.Order == x.Order {
					c.add(checks.Claim{
						ID: x.ID, Check: policies.OrderCheck, About: aboutAgreements,
						Place: c.p.Agreements.Source.Title + " 향후계획",
						Rule:  checks.ClaimLater, Printed: s.Printed, Words: []string{s.When},
						Want:    x.ReportedOn.String(),
						Because: "보고일",
					})
				}
			}
		}
	}
}
