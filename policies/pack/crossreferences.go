package pack

import (
	"fmt"
	"slices"

	"gyeol/policies/checks"
)

const referencesFile = "references.json"

// crossReferences proves that both places of every reference exist.
func (l *loader) crossReferences() {
	if l.docs[referencesFile] == nil {
		return
	}
	tasks := map[string]bool{}
	for _, pillar := range l.p.Plan.Pillars {
		for _, t := range pillar.PlanTasks {
			tasks[t.ID] = true
		}
	}
	for i, h := range l.p.References.Headings {
		l.need(tasks[h.PlanTask], in(referencesFile, "headings", index(i)), "node", h.PlanTask)
	}
	l.crossTargets()
	l.crossFigures()
	l.crossStatements()
}

// projectFound and rowFound look a unit project and a row of the roadmap up.
func (l *loader) projectFound(id string) (UnitProject, bool) {
	list := l.p.Plan.UnitProjects()
	i := slices.IndexFunc(list, func(u UnitProject) bool { return u.ID == id })
	if i < 0 {
		return UnitProject{}, false
	}
	return list[i], true
}

func (l *loader) rowFound(id string) (RoadmapRow, bool) {
	list := l.p.Plan.Roadmap.Rows
	i := slices.IndexFunc(list, func(r RoadmapRow) bool { return r.ID == id })
	if i < 0 {
		return RoadmapRow{}, false
	}
	return list[i], true
}

// crossTargets proves what refers to the tree and the roadmap of the plan.
func (l *loader) crossTargets() {
	refs := l.p.References
	for i, id := range refs.MarkedNew {
		_, ok := l.projectFound(id)
		l.need(ok, in(referencesFile, "marked_new", index(i)), "unit-project", id)
	}
	for i, t := range refs.Targets {
		at := in(referencesFile, "targets", index(i))
		u, ok := l.projectFound(t.UnitProject)
		l.need(ok, at, "unit-project", t.UnitProject)
		l.need(slices.ContainsFunc(u.Targets, func(x Target) bool { return x.Label == t.Label }), at, "target", t.Label)
		_, ok = l.rowFound(t.Row)
		l.need(ok, at, "roadmap-row", t.Row)
		if !slices.Contains([]string{"sum_of_years", "value_by_year", "final_value_plus"}, t.Rule) {
			l.need(false, at, "reference-rule", t.Rule)
		}
	}
	for i, p := range refs.Parts {
		row, ok := l.rowFound(p.Row)
		l.need(ok && p.Cell >= 1 && p.Cell <= len(row.Cells), in(referencesFile, "parts", index(i)), "roadmap-row",
			fmt.Sprintf("%s %d", p.Row, p.Cell))
	}
	links := map[string]bool{}
	for _, t := range l.p.Plan.IntegratedTasks {
		for _, link := range t.Links {
			links[link.ID] = true
		}
	}
	for i, m := range refs.Links {
		l.need(links[m.ID], in(referencesFile, "links", index(i)), "link", m.ID)
	}
}

// crossFigures proves what refers to single figures of the plan.
func (l *loader) crossFigures() {
	refs := l.p.References
	indicators := map[string]bool{"": true}
	for i, x := range refs.Indicators {
		if indicators[x.ID] {
			l.fault(in(referencesFile, "indicators", index(i)), "id/duplicate", "‘%s’이(가) 두 번 정의되어 있습니다.", x.ID)
		}
		indicators[x.ID] = true
	}
	for i, m := range refs.Measures {
		at := in(referencesFile, "measures", index(i))
		_, ok := l.p.Plan.point(m)
		l.need(ok, at, "measure", m.Measure)
		l.need(indicators[m.Indicator], at, "indicator", m.Indicator)
		_, ok = l.rowFound(m.Row)
		l.need(ok || m.Row == "", at, "roadmap-row", m.Row)
	}
	for i, f := range refs.Facts {
		at := in(referencesFile, "facts", index(i))
		u, ok := l.projectFound(f.UnitProject)
		l.need(ok, at, "unit-project", f.UnitProject)
		for _, label := range append([]string{f.Label}, f.Sum...) {
			_, ok := fact(u, label)
			l.need(ok, at, "fact", label)
		}
		row, ok := l.rowFound(f.Row)
		_, dated := row.at(f.Year)
		l.need(ok && dated || f.Row == "", at, "roadmap-row", fmt.Sprintf("%s %d", f.Row, f.Year))
	}
	for i, x := range refs.Comparisons {
		rules := []checks.ClaimRule{checks.ClaimDiffer, checks.ClaimRelative, checks.ClaimRatio}
		l.need(slices.Contains(rules, checks.ClaimRule(x.Measure)) && len(x.Of) == 2,
			in(referencesFile, "comparisons", index(i)), "reference-rule", x.Measure)
	}
}

// crossStatements proves what refers to the results and the agreements.
func (l *loader) crossStatements() {
	refs, results := l.p.References, &l.p.Results
	for i, s := range refs.Statements {
		at := in(referencesFile, "statements", index(i))
		switch s.Rule {
		case "status", "pillar":
			l.need(len(results.bearing(s.What))+len(results.under(s.What)) > 0, at, "status", s.What)
		case "hundred_millions":
			l.need(results.total(s.What, s.Year) != nil, at, "total", fmt.Sprintf("%s %d", s.What, s.Year))
		case "relative_change", "difference":
			l.need(results.because(s.What) != "", at, "total", s.What)
		default:
			l.need(false, at, "reference-rule", s.Rule)
		}
	}
	for i, s := range refs.Steps {
		found := false
		for _, m := range l.p.Agreements.Memberships {
			for _, step := range m.Steps {
				found = found || m.ID == s.Membership && step.Order == s.Order
			}
		}
		l.need(found, in(referencesFile, "steps", index(i)), "step", s.Membership)
	}
}
