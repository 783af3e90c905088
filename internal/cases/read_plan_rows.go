package cases

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/checks"
)

// unitProjects are the unit projects of the basic plan of the year with the rows of that year and of the one that it is
// compared with; only names one of them.
func (r reading) unitProjects(ctx context.Context, tree *PlanTree, only string) ([]node, error) {
	bp, err := r.basicPlan(ctx, tree.Year)
	if err != nil || bp.ID == "" {
		return nil, err
	}
	nodes, err := r.q.PlanNodes(ctx, bp.ID)
	if err != nil {
		return nil, err
	}
	rows, err := r.planRows(ctx, []int{tree.Year, tree.Against}, only)
	if err != nil {
		return nil, err
	}
	tree.Compared = rows[tree.Against] != nil
	partners, err := r.partners(ctx)
	if err != nil {
		return nil, err
	}
	var out []node
	for _, x := range nodes {
		if only != "" && x.ID != only {
			continue
		}
		n := node{
			pillar: PlanChoice{x.PillarNumber, x.PillarName}, task: PlanChoice{x.TaskNumber, x.TaskName},
			partners: partners[x.ID], targets: x.Targets,
			PlanItem: PlanItem{
				ID: x.ID, Code: x.Code, Name: x.Name, Unit: x.UnitID, UnitName: x.UnitName, Classes: []string{x.ChangeClass},
			},
		}
		now, then := rows[tree.Year][x.ID], rows[tree.Against][x.ID]
		if err := r.fillPlan(ctx, &n.PlanItem, [2]*db.PlanRowsSeenRow{now, then}, tree.Against == tree.Year-1); err != nil {
			return nil, err
		}
		n.New = n.New || tree.Compared && now != nil && then == nil
		out = append(out, n)
	}
	return out, nil
}

func (r reading) partners(ctx context.Context) (map[string][]string, error) {
	list, err := r.q.UnitProjectPartners(ctx)
	out := map[string][]string{}
	for _, p := range list {
		out[p.UnitProjectID] = append(out[p.UnitProjectID], p.Name)
	}
	return out, err
}

// planRowsOf and resultRowsOf are the rows of a year by project.
type (
	planRowsOf   map[string]*db.PlanRowsSeenRow
	resultRowsOf map[string]*db.ResultRowsSeenRow
)

// planRows are rows by year and project; of several about one project the one that was opened last.
func (r reading) planRows(ctx context.Context, years []int, only string) (map[int]planRowsOf, error) {
	p, err := r.seeing(ctx)
	if err != nil {
		return nil, err
	}
	p.Years, p.Project = mapped(years, func(y int) int32 { return int32(y) }), only
	list, err := r.q.PlanRowsSeen(ctx, p)
	out := map[int]planRowsOf{}
	for i, row := range list {
		year := int(row.AboutYear)
		if out[year] == nil {
			out[year] = planRowsOf{}
		}
		if out[year][row.UnitProjectID] == nil {
			out[year][row.UnitProjectID] = &list[i]
		}
	}
	return out, err
}

// fillPlan says of a project what its row of the year says, and of the year it is compared with. A row that begins from
// the year before carries its figures, where that year was not asked for here.
func (r reading) fillPlan(ctx context.Context, n *PlanItem, rows [2]*db.PlanRowsSeenRow, next bool) error {
	now, then := rows[0], rows[1]
	if then != nil && then.Seen {
		n.Last = then.BudgetKrw
	}
	if now == nil {
		return nil
	}
	n.Case, n.State, n.Row, n.Seen, n.Written = now.CaseID, now.State, now.ID, now.Seen, now.Revision > 0
	if !now.Seen {
		return nil
	}
	n.Budget = now.BudgetKrw
	if now.ChangeClass != "" {
		n.Classes = []string{now.ChangeClass}
	}
	n.New, n.Ended = slices.Contains(n.Classes, PlanNew), slices.Contains(n.Classes, PlanEnded)
	n.Indicator = indicatorOf(now.Data)
	var before json.RawMessage
	switch {
	case then != nil && then.Seen:
		before = then.Data
	case next && now.Last != nil:
		before = now.Last
		n.Last = budgetOf(before)
	default:
		return nil
	}
	form, err := r.s.formOf(ctx, r.q, db.Submission{Form: "plan-row"}, now.Wording)
	if err == nil {
		n.Changes, err = fieldChanges(form, before, now.Data)
	}
	return err
}

// budgetOf is the budget that a row carries in its data.
func budgetOf(data json.RawMessage) *int64 {
	var x struct {
		Budget *int64 `json:"budget_krw"`
	}
	if json.Unmarshal(data, &x) != nil {
		return nil
	}
	return x.Budget
}

// indicatorOf reads the fields of the indicator that forms have in common.
func indicatorOf(data json.RawMessage) PlanIndicator {
	var x map[string]json.RawMessage
	if json.Unmarshal(data, &x) != nil {
		return PlanIndicator{}
	}
	text := func(field string) string {
		var s string
		if json.Unmarshal(x[field], &s) == nil {
			return s
		}
		return strings.TrimPrefix(string(x[field]), "null")
	}
	return PlanIndicator{text("indicator"), text("target"), text("actual"), text("target_unit"), text("target_kind")}
}

// fieldChanges are the fields of two rows that differ. The change class differs by nature and is told by itself.
func fieldChanges(form policies.FormRule, before, after json.RawMessage) ([]PlanChange, error) {
	var was, is map[string]json.RawMessage
	for raw, into := range map[*json.RawMessage]*map[string]json.RawMessage{&before: &was, &after: &is} {
		if len(*raw) == 0 {
			continue
		}
		if err := json.Unmarshal(*raw, into); err != nil {
			return nil, fmt.Errorf("read a row: %w", err)
		}
	}
	var out []PlanChange
	for _, field := range formFields(form) {
		a, b := filledIn(was[field.ID]), filledIn(is[field.ID])
		if field.ID != "change" && !bytes.Equal(a, b) {
			out = append(out, PlanChange{field, a, b})
		}
	}
	return out, nil
}

// filledIn is a value of a row, nil where it is blank.
func filledIn(v json.RawMessage) json.RawMessage {
	if s := string(v); s == "null" || s == `""` {
		return nil
	}
	return v
}

// subProjects are the sub-projects of the year as their source prints them, with what was reported of them.
func (r reading) subProjects(ctx context.Context, tree *PlanTree, only string) ([]node, error) {
	years := []int32{int32(tree.Year), int32(tree.Against)}
	versions, err := r.q.SubProjectVersions(ctx, db.SubProjectVersionsParams{Years: years, Project: only})
	if err != nil {
		return nil, err
	}
	then := map[string]*db.SubProjectVersionsRow{}
	for i, v := range versions {
		if int(v.Year) == tree.Against && tree.Against != tree.Year {
			then[v.SubProjectID] = &versions[i]
		}
	}
	tree.Compared = len(then) > 0
	rows, err := r.resultRows(ctx, tree.Year, only)
	if err != nil {
		return nil, err
	}
	var out []node
	for _, v := range versions {
		if int(v.Year) != tree.Year {
			continue
		}
		n, err := subProject(v, rows[v.SubProjectID])
		if err != nil {
			return nil, err
		}
		if last := then[v.SubProjectID]; last != nil {
			n.Last = last.BudgetKrw
		}
		n.New = tree.Compared && then[v.SubProjectID] == nil
		out = append(out, n)
	}
	return out, nil
}

func (r reading) resultRows(ctx context.Context, year int, only string) (resultRowsOf, error) {
	p, err := r.seeing(ctx)
	if err != nil {
		return nil, err
	}
	p.Years, p.Project = []int32{int32(year)}, only
	list, err := r.q.ResultRowsSeen(ctx, db.ResultRowsSeenParams(p))
	out := resultRowsOf{}
	for i, row := range list {
		if out[row.SubProjectID] == nil {
			out[row.SubProjectID] = &list[i]
		}
	}
	return out, err
}

// subProject is a sub-project with its row, where one was opened.
func subProject(v db.SubProjectVersionsRow, row *db.ResultRowsSeenRow) (node, error) {
	n := node{
		pillar: PlanChoice{fmt.Sprint(v.PillarNumber), v.PillarName}, task: PlanChoice{fmt.Sprint(v.TaskNumber), v.TaskName},
		PlanItem: PlanItem{
			ID: v.SubProjectID, Code: v.SubProjectID, Name: v.Name,
			Unit: v.OwnerUnitID, UnitName: v.UnitName, Classes: v.Status, Budget: v.BudgetKrw, Executed: v.ExecutedKrw,
			Figures: []checks.Figure{}, Ended: slices.Contains(v.Status, "terminated"),
		},
	}
	if err := json.Unmarshal(v.Figures, &n.Figures); err != nil {
		return n, fmt.Errorf("read the figures of %s: %w", v.SubProjectID, err)
	}
	if row == nil {
		return n, nil
	}
	n.Case, n.State, n.Row, n.Seen, n.Written = row.CaseID, row.State, row.ID, row.Seen, row.Revision > 0
	if row.Seen {
		n.Indicator = indicatorOf(row.Data)
		if row.BudgetKrw != nil {
			n.Budget = row.BudgetKrw
		}
		if row.ExecutedKrw != nil {
			n.Executed = row.ExecutedKrw
		}
	}
	return n, nil
}
