package pack

import (
	"slices"

	"gyeol/gov"
	"gyeol/policies"
)

// Pack is a loaded and compiled pack. Its fields are for reading only.
type Pack struct {
	Hash            Hash
	Manifest        policies.ManifestRule
	Cycles          map[string]policies.CycleRule // by CycleRule.Cycle
	AuthorityRows   []policies.AuthorityRow
	Bodies          map[gov.BodyID]policies.BodyRule
	Ladders         map[string]policies.LadderRule
	Forms           map[string]policies.FormRule
	Awards          map[string]policies.AwardRule
	Groups          map[string]policies.GroupRule
	Duties          []policies.DutyRule
	Org             Organisation
	Plan            Plan
	Results         Results
	Agreements      Agreements
	Inconsistencies []Inconsistency

	files     map[string][]byte
	authority *conditions // by row id
	awards    *conditions // by programme and rule id
	access    *access
	orders    order
	cycleFile map[string]string // by cycle id
}

// order keeps the order of the files for what lies in maps.
type order struct {
	cycles, ladders, forms, awards, groups []string
	bodies                                 []gov.BodyID
}

// Cycle returns a cycle by its id; false if the pack has none of that name.
func (p *Pack) Cycle(id string) (policies.CycleRule, bool) { c, ok := p.Cycles[id]; return c, ok }

// Stage returns a stage of a cycle; false if there is no such cycle or stage.
func (p *Pack) Stage(cycle, stage string) (policies.StageRule, bool) {
	i := slices.IndexFunc(p.Cycles[cycle].Stages, func(s policies.StageRule) bool { return s.ID == stage })
	if i < 0 {
		return policies.StageRule{}, false
	}
	return p.Cycles[cycle].Stages[i], true
}

// Body returns a body by its id; false if the pack has none of that name.
func (p *Pack) Body(id gov.BodyID) (policies.BodyRule, bool) { b, ok := p.Bodies[id]; return b, ok }

// Ladder returns a reminder ladder by its id; false if the pack has none of that name.
func (p *Pack) Ladder(id string) (policies.LadderRule, bool) { l, ok := p.Ladders[id]; return l, ok }

// Form returns a form by its id; false if the pack has none of that name.
func (p *Pack) Form(id string) (policies.FormRule, bool) { f, ok := p.Forms[id]; return f, ok }

// Award returns an award programme by its id; false if the pack has none of that name.
func (p *Pack) Award(id string) (policies.AwardRule, bool) { a, ok := p.Awards[id]; return a, ok }

// Group returns a group of units by its id; false if the pack has none of that name.
func (p *Pack) Group(id string) (policies.GroupRule, bool) { g, ok := p.Groups[id]; return g, ok }

// BodyIDs returns the ids of all bodies in the order of the file.
func (p *Pack) BodyIDs() []gov.BodyID { return slices.Clone(p.orders.bodies) }

// CycleIDs returns the ids of all cycles by file name.
func (p *Pack) CycleIDs() []string { return slices.Clone(p.orders.cycles) }

// GroupIDs returns the ids of all groups in the order of the file.
func (p *Pack) GroupIDs() []string { return slices.Clone(p.orders.groups) }

// DutiesOf returns the standing duties of a post, such as coordinator; none for most posts.
func (p *Pack) DutiesOf(post gov.PostID) []string {
	var out []string
	for _, d := range p.Duties {
		if slices.Contains(d.Posts, post) {
			out = append(out, d.ID)
		}
	}
	return out
}

// Members returns the units of a group on a day, in the order in which they first occur; false for an unknown group.
func (p *Pack) Members(group string, on gov.Date) ([]gov.UnitID, bool) {
	g, ok := p.Groups[group]
	if !ok {
		return nil, false
	}
	switch {
	case g.Kind != "":
		return p.Org.UnitsOf(g.Kind, on), true
	case g.Leads != "":
		return p.leads(g.Leads), true
	}
	return slices.Clone(g.Units), true
}

// Asked returns the units that a list of groups names on a day, each once: a unit asked under two headings is asked
// for one submission. Ids that name no group are taken as units.
func (p *Pack) Asked(groups []string, on gov.Date) []gov.UnitID {
	var out []gov.UnitID
	for _, g := range groups {
		units, ok := p.Members(g, on)
		if !ok {
			units = []gov.UnitID{gov.UnitID(g)}
		}
		for _, u := range units {
			if !slices.Contains(out, u) {
				out = append(out, u)
			}
		}
	}
	return out
}

// leads returns the units that lead rows, in the order of the rows.
func (p *Pack) leads(rows string) []gov.UnitID {
	var out []gov.UnitID
	add := func(u gov.UnitID) {
		if !slices.Contains(out, u) {
			out = append(out, u)
		}
	}
	if rows == "sub_projects" {
		for _, s := range p.Results.SubProjects() {
			add(s.Lead)
		}
		return out
	}
	for _, u := range p.Plan.UnitProjects() {
		add(u.Lead)
	}
	return out
}
