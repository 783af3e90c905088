package pack

import (
	"strings"

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
				at := in(file, "pillars", index(i), "plan_tasks", index(j), "unit_projects", index(k)).at
				if projects[u.ID] {
					l.fault(at(), "id/duplicate", "단위사업 ‘%s’이(가) 두 번 정의되어 있습니다.", u.ID)
				}
				projects[u.ID] = true
				l.needUnits(at("lead"), u.Lead)
				l.needUnits(at("partners"), u.Partners...)
			}
		}
	}
	for i, r := range l.p.Plan.Investment.Rows {
		l.need(nodes[r.Node], in(file, "investment", "rows", index(i), "node"), "node", r.Node)
	}
	for i, r := range l.p.Plan.Roadmap.Rows {
		l.need(r.UnitProject == "" || projects[r.UnitProject], in(file, "roadmap", "rows", index(i), "unit_project"), "unit-project", r.UnitProject)
	}
	for i, t := range l.p.Plan.IntegratedTasks {
		at := in(file, "integrated_tasks", index(i)).at
		l.needUnits(at("lead"), t.Lead...)
		l.needUnits(at("cooperating"), t.Cooperating...)
		for j, link := range t.Links {
			for _, id := range link.UnitProjects {
				l.need(projects[id], at("links", index(j)), "unit-project", id)
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
				at := in(file, "pillars", index(i), "groups", index(j), "sub_projects", index(k)).at
				l.needUnits(at("lead"), s.Lead)
				l.needUnits(at("partners"), s.Partners...)
				l.needUnit(s.TransferredTo, at("transferred_to"))
				l.need(ids[s.MergedInto], at("merged_into"), "sub-project", s.MergedInto)
			}
		}
	}
	for i, h := range l.p.Results.Highlights {
		l.need(ids[h.SubProject], in(file, "highlights", index(i), "sub_project"), "sub-project", h.SubProject)
	}
	for i, r := range l.p.Results.Relations {
		l.need(ids[r.SubProject], in(file, "relations", index(i), "sub_project"), "sub-project", r.SubProject)
	}
	for i, a := range l.p.Agreements.Agreements {
		at := in("agreements.json", "agreements", index(i)).at
		l.needUnits(at("responsible"), a.Responsible)
		for j, party := range a.Parties {
			l.needUnits(at("parties", index(j)), party.Unit)
		}
	}
	for i, m := range l.p.Agreements.Memberships {
		l.needUnits(in("agreements.json", "memberships", index(i)), m.Organisation, m.Responsible)
	}
}

// needUnits is needUnit for units that must be given.
func (l *loader) needUnits(where place, units ...gov.UnitID) {
	for _, u := range units {
		_, ok := l.p.Org.Unit(u)
		l.need(ok, where, "unit", string(u))
	}
}

func (l *loader) resultsFile() string {
	for name := range l.docs {
		if strings.HasPrefix(name, "results-") {
			return name
		}
	}
	return ""
}
