package intake

import (
	"context"
	"encoding/json"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies/pack"
)

// The rows of the basic plan and of what the source documents print, as the Put queries read them.
type (
	planRow struct {
		ID             string   `json:"id"`
		Title          string   `json:"title"`
		YearFrom       int      `json:"year_from"`
		YearTo         int      `json:"year_to"`
		DocumentNumber string   `json:"document_number"`
		PolicyNumber   string   `json:"policy_number"`
		ApprovedOn     gov.Date `json:"approved_on"`
	}
	nodeRow struct {
		ID       string `json:"id"`
		PlanID   string `json:"plan_id,omitempty"`
		PillarID string `json:"pillar_id,omitempty"`
		Number   string `json:"number"`
		Name     string `json:"name"`
		Ordinal  int    `json:"ordinal"`
	}
	projectRow struct {
		ID          string        `json:"id"`
		PlanTaskID  string        `json:"plan_task_id"`
		Code        string        `json:"code"`
		Name        string        `json:"name"`
		ChangeClass string        `json:"change_class"`
		Ordinal     int           `json:"ordinal"`
		Targets     []pack.Target `json:"targets"`
	}
	linkRow struct {
		UnitProjectID string     `json:"unit_project_id"`
		UnitID        gov.UnitID `json:"unit_id"`
		Role          string     `json:"role"`
		Ordinal       int        `json:"ordinal"`
	}
	investmentRow struct {
		PlanID  string `json:"plan_id"`
		ID      string `json:"id"`
		Level   string `json:"level"`
		NodeID  string `json:"node_id"`
		Name    string `json:"name"`
		Span    string `json:"span"`
		KRW     *int64 `json:"krw"`
		Printed string `json:"printed"`
		Ordinal int    `json:"ordinal"`
	}
	kpiRow struct {
		PlanID   string         `json:"plan_id"`
		Ordinal  int            `json:"ordinal"`
		Name     string         `json:"name"`
		Measures []pack.Measure `json:"measures"`
	}
	inconsistencyRow struct {
		ID       string `json:"id"`
		Source   string `json:"source"`
		Kind     string `json:"kind"`
		Place    string `json:"place"`
		Printed  string `json:"printed"`
		Computed string `json:"computed"`
		Note     string `json:"note"`
		Checked  bool   `json:"checked"`
		Ordinal  int    `json:"ordinal"`
	}
)

// planTree is the basic plan laid out in rows.
type planTree struct {
	plans          []planRow
	pillars, tasks []nodeRow
	projects       []projectRow
	links          []linkRow
}

func planSteps(q *db.Queries, p *pack.Pack) []step {
	if p.Plan.ID == "" {
		return nil
	}
	t := layOut(p.Plan)
	drop := func(ctx context.Context, rows json.RawMessage) ([]int32, error) {
		n, err := q.DropUnitProjectUnits(ctx, rows)
		return []int32{0, int32(n)}, err
	}
	return []step{
		of("basic plan", t.plans, q.PutPlans),
		of("pillars", t.pillars, q.PutPillars),
		of("plan tasks", t.tasks, q.PutPlanTasks),
		of("unit projects", t.projects, q.PutUnitProjects),
		of("departments that left a unit project", t.links, drop).uncounted(),
		of("departments of unit projects", t.links, q.PutUnitProjectUnits),
		of("investment", investments(p.Plan), q.PutInvestment),
		of("key indicators", kpis(p.Plan), q.PutKPIs),
	}
}

func layOut(p pack.Plan) planTree {
	t := planTree{plans: []planRow{{
		ID: p.ID, Title: p.Source.Title, YearFrom: p.From, YearTo: p.To, DocumentNumber: p.Source.DocumentNumber,
		PolicyNumber: p.Source.PolicyNumber, ApprovedOn: p.Source.ApprovedOn,
	}}}
	for i, pillar := range p.Pillars {
		t.pillars = append(t.pillars, nodeRow{
			ID: pillar.ID, PlanID: p.ID, Number: pillar.Number, Name: pillar.Name, Ordinal: i + 1,
		})
		for j, task := range pillar.PlanTasks {
			t.tasks = append(t.tasks, nodeRow{
				ID: task.ID, PillarID: pillar.ID, Number: task.Number, Name: task.Name, Ordinal: j + 1,
			})
			for k, u := range task.UnitProjects {
				t.add(task.ID, k+1, u)
			}
		}
	}
	return t
}

// add lays out a unit project; the department printed first leads, the others are partners.
func (t *planTree) add(task string, ordinal int, u pack.UnitProject) {
	targets := u.Targets
	if targets == nil {
		targets = []pack.Target{}
	}
	t.projects = append(t.projects, projectRow{
		ID: u.ID, PlanTaskID: task, Code: u.Code, Name: u.Name, ChangeClass: u.Change,
		Ordinal: ordinal, Targets: targets,
	})
	t.links = append(t.links, linkRow{UnitProjectID: u.ID, UnitID: u.Lead, Role: "lead", Ordinal: 1})
	for i, partner := range u.Partners {
		t.links = append(t.links, linkRow{UnitProjectID: u.ID, UnitID: partner, Role: "partner", Ordinal: i + 2})
	}
}

// investments gives one row per cell of the table; a cell without a value stays without one.
func investments(p pack.Plan) []investmentRow {
	var out []investmentRow
	for _, r := range p.Investment.Rows {
		for _, span := range p.Investment.Columns {
			row := investmentRow{
				PlanID: p.ID, ID: r.ID, Level: r.Level, NodeID: r.Node, Name: r.Name, Span: span,
				Printed: r.Printed[span], Ordinal: len(out) + 1,
			}
			if won, ok := r.Won[span]; ok {
				row.KRW = &won
			}
			out = append(out, row)
		}
	}
	return out
}

func kpis(p pack.Plan) []kpiRow {
	return each(p.KPIs, func(k pack.KPI) kpiRow {
		return kpiRow{PlanID: p.ID, Ordinal: k.No, Name: k.Name, Measures: k.Measures}
	})
}

func inconsistencies(p *pack.Pack) []inconsistencyRow {
	n := 0
	return each(p.Inconsistencies, func(i pack.Inconsistency) inconsistencyRow {
		n++
		return inconsistencyRow{
			ID: i.ID, Source: i.About, Kind: i.Kind, Place: i.Where, Printed: i.Printed, Computed: i.Computed,
			Note: i.Note, Checked: i.Checked, Ordinal: n,
		}
	})
}
