package pack

import (
	"slices"

	"gyeol/gov"
)

// crossPlan proves the references of the basic plan.
func (l *loader) crossPlan() {
	const file = "basic-plan.json"
	if l.docs[file] == nil {
		return
	}
	nodes, projects := map[string]bool{"": true}, map[string]bool{}
	for i, pillar := range l.p.Plan.Pillars {
		nodes[pillar.ID] = true
		for j, task := range pillar.PlanTasks {
			nodes[task.ID] = true
			for k, u := range task.UnitProjects {
				at := []string{"pillars", index(i), "plan_tasks", index(j), "unit_projects", index(k)}
				if projects[u.ID] {
					l.at(file, at, "id/duplicate", "단위사업 ‘%s’이(가) 두 번 정의되어 있습니다.", u.ID)
				}
				projects[u.ID] = true
				l.needUnits(file, append(at, "lead"), u.Lead)
				l.needUnits(file, append(at, "partners"), u.Partners...)
			}
		}
	}
	for i, r := range l.p.Plan.Investment.Rows {
		l.need(nodes[r.Node], file, []string{"investment", "rows", index(i), "node"}, "node", r.Node)
	}
	for i, r := range l.p.Plan.Roadmap.Rows {
		l.need(projects[r.UnitProject], file, []string{"roadmap", "rows", index(i), "unit_project"}, "unit-project", r.UnitProject)
	}
	for i, t := range l.p.Plan.IntegratedTasks {
		at := []string{"integrated_tasks", index(i)}
		l.needUnits(file, append(at, "lead"), t.Lead...)
		l.needUnits(file, append(at, "cooperating"), t.Cooperating...)
		for j, link := range t.Links {
			for _, id := range link.UnitProjects {
				l.need(projects[id], file, append(at, "links", index(j)), "unit-project", id)
			}
		}
	}
}

// crossResults proves the references of results and agreements.
func (l *loader) crossResults() {
	file := l.resultsFile()
	ids := map[string]bool{"": true}
	for _, s := range l.p.Results.SubProjects() {
		ids[s.ID] = true
	}
	for i, pillar := range l.p.Results.Pillars {
		for j, g := range pillar.Groups {
			for k, s := range g.SubProjects {
				at := []string{"pillars", index(i), "groups", index(j), "sub_projects", index(k)}
				l.needUnits(file, append(at, "lead"), s.Lead)
				l.needUnits(file, append(at, "partners"), s.Partners...)
				l.needUnit(s.TransferredTo, file, append(at, "transferred_to")...)
				l.need(ids[s.MergedInto], file, append(at, "merged_into"), "sub-project", s.MergedInto)
			}
		}
	}
	for i, a := range l.p.Agreements.Agreements {
		at := []string{"agreements", index(i)}
		l.needUnits("agreements.json", append(at, "responsible"), a.Responsible)
		for j, party := range a.Parties {
			l.needUnits("agreements.json", append(at, "parties", index(j)), party.Unit)
		}
	}
	for i, m := range l.p.Agreements.Memberships {
		l.needUnits("agreements.json", []string{"memberships", index(i)}, m.Organisation, m.Responsible)
	}
}

// needUnits is needUnit for units that must be given.
func (l *loader) needUnits(file string, where []string, units ...gov.UnitID) {
	for _, u := range units {
		_, ok := l.p.Org.Unit(u)
		l.need(ok, file, slices.Clone(where), "unit", string(u))
	}
}

func (l *loader) resultsFile() string {
	for name := range l.docs {
		if len(name) > 8 && name[:8] == "results-" {
			return name
		}
	}
	return ""
}
