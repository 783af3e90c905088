package pack

import (
	"slices"

	"gyeol/gov"
	"gyeol/policies"
)

// Members returns the units of a group that exist in an office on its day, in the order in which they first occur. A
// group that the pack does not know, and rows whose lead exists no more, are refused with CodeNoRule: whose work it is
// now, somebody must say.
func (p *Pack) Members(group string, o policies.Office) ([]gov.UnitID, error) {
	g, ok := p.Groups[group]
	if !ok {
		return nil, gov.Refusef(gov.CodeNoRule, "규정 묶음에 대상 묶음 ‘%s’이(가) 없습니다. 규정 책임자가 보완해야 합니다.",
			"the pack has no group %q; its owner must mend it", group)
	}
	switch {
	case g.Kind != "":
		return o.UnitsOf(g.Kind), nil
	case g.Leads != "":
		return leads(g, o)
	}
	return slices.DeleteFunc(slices.Clone(g.Units), func(u gov.UnitID) bool { _, ok := o.Unit(u); return !ok }), nil
}

// leads are the units that lead rows; each must exist, or its rows would be asked of nobody.
func leads(g policies.GroupRule, o policies.Office) ([]gov.UnitID, error) {
	units := o.Leads(g.Leads)
	for _, u := range units {
		if _, ok := o.Unit(u); !ok {
			return nil, gov.Refusef(gov.CodeNoRule,
				"%s 가운데 ‘%s’은(는) 이 날 없는 부서입니다. 그 사업을 넘겨받은 부서를 자료 묶음에 적어 다시 불러오십시오.",
				"of the group %s, the unit %q does not exist on this day; say in the pack who leads its projects now",
				g.Title, u)
		}
	}
	return units, nil
}

// Asked returns the units that a list of groups names in an office on its day, each once: a unit asked under two
// headings is asked for one submission. Ids that name no group are taken as units, which must exist. Refusals are those
// of Members.
func (p *Pack) Asked(groups []string, o policies.Office) ([]gov.UnitID, error) {
	var out []gov.UnitID
	asked := map[gov.UnitID]bool{}
	for _, g := range groups {
		units := []gov.UnitID{gov.UnitID(g)}
		if _, unit := o.Unit(gov.UnitID(g)); !unit || p.hasGroup(g) {
			var err error
			if units, err = p.Members(g, o); err != nil {
				return nil, err
			}
		}
		for _, u := range units {
			if !asked[u] {
				asked[u] = true
				out = append(out, u)
			}
		}
	}
	return out, nil
}

func (p *Pack) hasGroup(id string) bool { _, ok := p.Groups[id]; return ok }

// Office is the organisation that the pack brings, as it stands on one day.
type Office struct {
	p  *Pack
	on gov.Date
}

var (
	_ policies.Org    = Office{}
	_ policies.Office = Office{}
)

// OfficeOn returns the pack's organisation on a day. A running installation asks its record instead, which knows what
// has changed since.
func (p *Pack) OfficeOn(day gov.Date) Office { return Office{p, day} }

// Unit returns a unit in force on the day.
func (o Office) Unit(id gov.UnitID) (policies.Unit, bool) {
	u, ok := o.p.Org.Unit(id)
	return u, ok && within(o.on, u.ValidFrom, u.ValidTo)
}

// Post returns a post in force on the day; a post ends with its unit.
func (o Office) Post(id gov.PostID) (policies.Post, bool) {
	p, ok := o.p.Org.Post(id)
	return p, ok && o.has(p)
}

func (o Office) has(p policies.Post) bool {
	_, unit := o.Unit(p.Unit)
	return unit && within(o.on, p.ValidFrom, p.ValidTo)
}

// PostsOf returns the posts of a unit that are in force on the day, by ordinal.
func (o Office) PostsOf(id gov.UnitID) []policies.Post {
	return slices.DeleteFunc(o.p.Org.PostsOf(id), func(p policies.Post) bool { return !o.has(p) })
}

// UnitsOf returns the units of a kind in force on the day, in the order of the file.
func (o Office) UnitsOf(kind gov.UnitKind) []gov.UnitID { return o.p.Org.UnitsOf(kind, o.on) }

// Leads returns the units that lead rows of the pack, in the order of the rows.
func (o Office) Leads(rows string) []gov.UnitID {
	var out []gov.UnitID
	add := func(u gov.UnitID) {
		if !slices.Contains(out, u) {
			out = append(out, u)
		}
	}
	if rows == "sub_projects" {
		for _, s := range o.p.Results.SubProjects() {
			add(s.Lead)
		}
		return out
	}
	for _, u := range o.p.Plan.UnitProjects() {
		add(u.Lead)
	}
	return out
}
