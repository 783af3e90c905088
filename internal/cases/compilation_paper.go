package cases

import (
	"context"
	"encoding/json"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies/checks"
)

// gather reads what a compilation is made of: the collections before the stage, the tree with what was accepted, and
// the totals that are cited for the whole city.
func (ch *change) gather(ctx context.Context) (checks.Input, error) {
	cycle, err := ch.cycleRow(ctx)
	if err != nil {
		return checks.Input{}, err
	}
	in := checks.Input{}
	in.Paper = checks.Paper{Title: ch.c.Title, Year: int(cycle.Year), Collections: []checks.Collection{}}
	stages, err := ch.tx.Read.CollectsBefore(ctx, ch.c.StageID)
	if err != nil {
		return in, err
	}
	p, err := ch.pack(ctx)
	if err != nil {
		return in, err
	}
	for _, s := range stages {
		if err := ch.gatherUnits(ctx, &in.Paper, s); err != nil {
			return in, err
		}
		rule, ok := p.Stage(cycle.Name, s.Key)
		if !ok {
			return in, noRule("stage", s.Key)
		}
		form, ok := p.Form(rule.Form)
		if !ok {
			return in, noRule("form", rule.Form)
		}
		if s.State == gov.Waived || s.State == gov.Skipped {
			continue
		}
		switch kindOfRows(form) {
		case rowsPlan:
			err = ch.gatherPlan(ctx, &in, s)
		case rowsResult:
			err = ch.gatherResults(ctx, &in, s)
		case rowsForm:
		}
		if err != nil {
			return in, err
		}
	}
	return in, nil
}

func (ch *change) gatherUnits(ctx context.Context, paper *checks.Paper, s db.CollectsBeforeRow) error {
	c := checks.Collection{Stage: s.Key, Title: s.Title, Year: int(s.AboutYear)}
	if s.State == gov.Waived || s.State == gov.Skipped {
		c.Waived = s.Reason
	}
	units, err := ch.tx.Read.UnitsAsked(ctx, s.ID)
	if err != nil {
		return err
	}
	for _, u := range units {
		late := !s.DueLegal.IsZero() && u.SubmittedOn.After(s.DueLegal)
		c.Units = append(c.Units, checks.Unit{
			ID: u.UnitID, Name: u.Name, State: u.State, Submitted: u.SubmittedOn, Nothing: u.NothingToReport,
			Late: late,
		})
	}
	paper.Collections = append(paper.Collections, c)
	return nil
}

// gatherPlan lays every unit project of the basic plan out, with the row that was accepted for it.
func (ch *change) gatherPlan(ctx context.Context, in *checks.Input, s db.CollectsBeforeRow) error {
	q := ch.tx.Read
	tree, err := q.UnitProjectTree(ctx, s.AboutYear)
	if err != nil {
		return err
	}
	list, err := q.UnitProjectPartners(ctx)
	if err != nil {
		return err
	}
	partners := map[string][]string{}
	for _, p := range list {
		partners[p.UnitProjectID] = append(partners[p.UnitProjectID], p.Name)
	}
	accepted, err := q.AcceptedPlanRows(ctx, s.ID)
	if err != nil {
		return err
	}
	rows := map[string]db.AcceptedPlanRowsRow{}
	for _, r := range accepted {
		rows[r.UnitProjectID] = r
	}
	part := &checks.Part{Year: int(s.AboutYear), Pillars: []checks.Pillar{}, Classes: []checks.Count{}}
	for _, t := range tree {
		p := checks.Project{
			ID: t.ID, Code: t.Code, Name: t.Name, Lead: t.LeadName, Partners: partners[t.ID],
			Classes: []string{t.ChangeClass},
		}
		if r, ok := rows[t.ID]; ok {
			p.Reported, p.Budget, p.Data = true, r.BudgetKrw, r.Data
			if r.ChangeClass != "" {
				p.Classes = []string{r.ChangeClass}
			}
		}
		part.Add(checks.Pillar{Number: t.PillarNumber, Name: t.PillarName},
			checks.Task{Number: t.TaskNumber, Name: t.TaskName}, p)
	}
	part.Tally()
	in.Paper.Plan, in.Paper.Chapters = part, checks.Chapters(part)
	return ch.gatherInvestment(ctx, in, s.AboutYear)
}

func (ch *change) gatherInvestment(ctx context.Context, in *checks.Input, year int32) error {
	cells, err := ch.tx.Read.InvestmentOf(ctx, year)
	if err != nil {
		return err
	}
	for _, c := range cells {
		in.Investment = append(in.Investment, checks.Investment{
			Row: c.ID, Level: c.Level, Node: c.NodeID, Name: c.Name, Span: c.Span, KRW: c.Krw, Printed: c.Printed,
		})
	}
	return nil
}

// gatherResults lays every sub-project of the year out, with what was accepted and what is cited for the whole city.
func (ch *change) gatherResults(ctx context.Context, in *checks.Input, s db.CollectsBeforeRow) error {
	q := ch.tx.Read
	tree, err := q.SubProjectTree(ctx, s.AboutYear)
	if err != nil {
		return err
	}
	list, err := q.SubProjectPartners(ctx, s.AboutYear)
	if err != nil {
		return err
	}
	partners := map[string][]string{}
	for _, p := range list {
		partners[p.SubProjectID] = append(partners[p.SubProjectID], p.Name)
	}
	accepted, err := q.AcceptedResultRows(ctx, s.ID)
	if err != nil {
		return err
	}
	rows := map[string]db.AcceptedResultRowsRow{}
	for _, r := range accepted {
		rows[r.SubProjectID] = r
	}
	part := &checks.Part{Year: int(s.AboutYear), Pillars: []checks.Pillar{}, Classes: []checks.Count{}}
	for _, t := range tree {
		p := checks.Project{
			ID: t.ID, Code: t.ID, Name: t.Name, Lead: t.OwnerName, Partners: partners[t.ID],
			Classes: t.Status,
		}
		if err := json.Unmarshal(t.Figures, &p.Figures); err != nil {
			return fmt.Errorf("read the figures of %s: %w", t.ID, err)
		}
		if r, ok := rows[t.ID]; ok {
			p.Reported, p.Budget, p.Executed, p.Data = true, r.BudgetKrw, r.ExecutedKrw, r.Data
		}
		part.Add(checks.Pillar{Number: fmt.Sprint(t.PillarNumber), Name: t.PillarName},
			checks.Task{Number: fmt.Sprint(t.TaskNumber), Name: t.TaskName}, p)
	}
	part.Tally()
	in.Paper.Results = part
	return ch.gatherCited(ctx, in, s.AboutYear)
}

func (ch *change) gatherCited(ctx context.Context, in *checks.Input, year int32) error {
	cited, err := ch.tx.Read.CitedTotals(ctx, db.CitedTotalsParams{First: year - 1, Last: year})
	if err != nil {
		return err
	}
	for _, c := range cited {
		in.Paper.Cited = append(in.Paper.Cited, checks.Cited{
			What: c.What, Year: int(c.Year), Value: c.Value, Unit: c.Unit, Printed: c.Printed, Source: c.Source,
		})
	}
	in.Paper.Rates = checks.Rates(in.Paper.Cited, int(year))
	known, err := ch.tx.Read.CheckedInconsistencies(ctx)
	if err != nil {
		return err
	}
	for _, k := range known {
		if k.Source == fmt.Sprintf("results-%d", year) {
			in.Source = append(in.Source, checks.Inconsistency{
				ID: k.ID, Kind: k.Kind, Place: k.Place, Printed: k.Printed, Computed: k.Computed,
			})
		}
	}
	return nil
}
