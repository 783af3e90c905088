package pack

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"gyeol/policies"
	"gyeol/policies/checks"
)

// Papers that claims are about, as the recorded list of contradictions names them.
const (
	aboutPlan       = "basic-plan"
	aboutAgreements = "agreements"
)

// Claims lists what the papers of the pack print and what it follows from: the check works each out anew. Only what a
// pack refers to is listed, and every reference was proved when it was loaded.
func (p *Pack) Claims() []checks.Claim {
	c := claims{p: p, rows: map[string]RoadmapRow{}, projects: map[string]UnitProject{}}
	for _, r := range p.Plan.Roadmap.Rows {
		c.rows[r.ID] = r
	}
	for _, u := range p.Plan.UnitProjects() {
		c.projects[u.ID] = u
	}
	for _, part := range []func(){
		c.counts, c.headings, c.marks, c.targets, c.parts, c.units, c.links, c.comparisons, c.measures, c.facts,
		c.highlights, c.relations, c.statements, c.tallies, c.steps,
	} {
		part()
	}
	return c.list
}

// ClaimsAbout are the claims of one paper: basic-plan, results-2024 …
func (p *Pack) ClaimsAbout(paper string) []checks.Claim {
	return slices.DeleteFunc(p.Claims(), func(c checks.Claim) bool { return c.About != paper })
}

// claims gathers them.
type claims struct {
	p        *Pack
	rows     map[string]RoadmapRow
	projects map[string]UnitProject
	list     []checks.Claim
}

func (c *claims) add(claim checks.Claim) { c.list = append(c.list, claim) }

// plan adds a claim about the basic plan.
func (c *claims) plan(section string, claim checks.Claim) {
	claim.About, claim.Place = aboutPlan, c.p.Plan.Source.Title+" "+section
	c.add(claim)
}

// operand is a figure that goes into a claim.
func operand(label string, v float64, unit string) checks.Operand {
	return checks.Operand{Label: label, Value: digits(v), Unit: unit}
}

// digits writes a figure as it was typed.
func digits(v float64) json.Number { return json.Number(strconv.FormatFloat(v, 'f', -1, 64)) }

// counts are the numbers of things that the plan says of itself.
func (c *claims) counts() {
	have := map[string]int{"pillars": len(c.p.Plan.Pillars), "integrated_tasks": len(c.p.Plan.IntegratedTasks)}
	for _, pillar := range c.p.Plan.Pillars {
		have["plan_tasks"] += len(pillar.PlanTasks)
	}
	for _, u := range c.p.Plan.UnitProjects() {
		have["unit_projects"]++
		if u.Change == "new" {
			have["new"]++
		}
	}
	for _, what := range []string{"pillars", "plan_tasks", "unit_projects", "new", "integrated_tasks"} {
		if printed, ok := c.p.Plan.PrintedTotals[what]; ok {
			c.plan("Ⅵ", checks.Claim{
				ID: "plan-" + what, Check: policies.RoadmapCheck, Rule: checks.ClaimSame,
				Printed: strconv.Itoa(printed),
				Value:   digits(float64(printed)), Of: []checks.Operand{operand(what, float64(have[what]), "")},
			})
		}
	}
}

// headings holds the headings of the roadmap against the names of the plan tasks.
func (c *claims) headings() {
	names := map[string]string{}
	for _, pillar := range c.p.Plan.Pillars {
		for _, t := range pillar.PlanTasks {
			names[t.ID] = t.Name
		}
	}
	for _, h := range c.p.References.Headings {
		c.plan("Ⅵ / Ⅹ "+h.PlanTask, checks.Claim{
			ID: "RM-HEAD-" + h.PlanTask, Check: policies.RoadmapCheck, Rule: checks.ClaimWords, Printed: h.Printed,
			Words: []string{h.Printed}, Want: names[h.PlanTask], Because: "Ⅵ의 추진과제 이름",
		})
	}
}

// marks holds the marks of new projects in the roadmap against their change class.
func (c *claims) marks() {
	if len(c.p.References.MarkedNew) == 0 {
		return
	}
	for _, u := range c.p.Plan.UnitProjects() {
		marked := slices.Contains(c.p.References.MarkedNew, u.ID)
		claim := checks.Claim{
			ID: "RM-NEW-" + u.ID, Check: policies.RoadmapCheck, Rule: checks.ClaimWords, Item: u.ID,
			Printed: "(표시 없음)", Want: changeWord(u.Change), Because: "Ⅵ의 구분",
		}
		switch {
		case marked:
			claim.Printed, claim.Words = changeWord("new"), []string{changeWord("new")}
		case u.Change != "new": // no mark is the mark of every other class
			claim.Words = []string{claim.Want}
		}
		c.plan("Ⅵ / Ⅹ "+u.Code, claim)
	}
}

// changeWord is a change class as the paper prints it.
func changeWord(class string) string {
	word, ok := map[string]string{
		"new": "신규", "expanded": "확대", "continued": "계속", "improved": "개선", "strengthened": "강화",
	}[class]
	if !ok {
		return class
	}
	return word
}

// links holds what an integrated task prints of its projects against their change class.
func (c *claims) links() {
	printed := map[string][]string{}
	for _, m := range c.p.References.Links {
		for _, class := range m.Printed {
			printed[m.ID] = append(printed[m.ID], changeWord(class))
		}
	}
	for _, t := range c.p.Plan.IntegratedTasks {
		for _, link := range t.Links {
			if printed[link.ID] == nil {
				continue
			}
			for _, id := range link.UnitProjects {
				c.plan("Ⅵ / Ⅶ "+link.Label, checks.Claim{
					ID: link.ID + "-" + id, Check: policies.LinkCheck, Rule: checks.ClaimWords, Item: id,
					Printed: join(printed[link.ID]), Words: printed[link.ID], Want: changeWord(c.projects[id].Change),
					Because: "Ⅵ의 구분",
				})
			}
		}
	}
}

func join(words []string) string {
	out := ""
	for i, w := range words {
		if i > 0 {
			out += "·"
		}
		out += w
	}
	return out
}

// parts are the figures in brackets of the roadmap.
func (c *claims) parts() {
	for _, x := range c.p.References.Parts {
		cell := c.rows[x.Row].Cells[x.Cell-1]
		claim := checks.Claim{
			ID: fmt.Sprintf("RM-PARTS-%s-%d", x.Row, x.Cell), Check: policies.RoadmapCheck, Rule: checks.ClaimSum,
			Item: c.rows[x.Row].UnitProject, Printed: cell.Text, Because: "괄호 안 수의 합",
		}
		if cell.Value != nil {
			claim.Value = digits(*cell.Value)
		}
		for _, f := range x.Of {
			claim.Of = append(claim.Of, operand(f.Label, f.Value, ""))
		}
		c.plan("Ⅹ "+c.rows[x.Row].Name, claim)
	}
}
