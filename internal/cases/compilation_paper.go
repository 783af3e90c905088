package cases

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/checks"
	"gyeol/policies/pack"
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
	p, err := ch.pack(ctx)
	if err != nil {
		return in, err
	}
	in.Rules = p.ChecksOn(ch.now.today)
	if rule, ok := p.Cycle(cycle.Name); ok {
		in.Paper.Basis = rule.Article
	}
	stages, err := ch.tx.Read.CollectsBefore(ctx, ch.c.StageID)
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
			err = ch.gatherPlan(ctx, &in, collected{s, form})
		case rowsResult:
			err = ch.gatherResults(ctx, &in, collected{s, form})
		case rowsForm:
		}
		if err != nil {
			return in, err
		}
	}
	cite(&in, p)
	return in, nil
}

// collected is a collection with the form of its rows.
type collected struct {
	db.CollectsBeforeRow

	form policies.FormRule
}

// wordings sorts accepted rows by the wording of the form that their unit reads: one that took over another while the
// collection was open is read by that one.
type wordings struct {
	ch    *change
	form  string // id
	packs [][]byte
	rows  []checks.FormRows
}

// acceptedRow is a row that was accepted, with the pack of the wording that its unit reads.
type acceptedRow struct {
	checks.Row

	pack, data, last []byte
}

// add reads an accepted row as the checks do. What its form no longer takes is left out: it was accepted as it was.
func (w *wordings) add(ctx context.Context, row acceptedRow) error {
	at := slices.IndexFunc(w.packs, func(p []byte) bool { return bytes.Equal(p, row.pack) })
	if at < 0 {
		form, err := w.ch.svc.formOf(ctx, w.ch.tx.Read, db.Submission{Form: w.form}, row.pack)
		if err != nil {
			return err
		}
		at = len(w.packs)
		w.packs, w.rows = append(w.packs, row.pack), append(w.rows, checks.FormRows{Form: form})
	}
	form := w.rows[at].Form
	fields, _ := policies.ReadRow(form, row.Item, row.data)
	row.Values = fields.Values
	if len(row.last) > 0 {
		before, _ := policies.ReadRow(form, row.Item, row.last)
		row.Last = before.Values
	}
	w.rows[at].Rows = append(w.rows[at].Rows, row.Row)
	return nil
}

// rowOf is the row of a project without its values.
func rowOf(id gov.RowID, p checks.Project) checks.Row {
	return checks.Row{
		ID: id.String(), Item: p.ID, Title: p.Code + " " + p.Name, Figures: p.Figures, Status: p.Classes,
	}
}

// cite adds what the source papers print twice, of the papers that this one is about, and what reading showed of them.
func cite(in *checks.Input, p *pack.Pack) {
	about := []string{}
	if plan := in.Paper.Plan; plan != nil && plan.Year >= p.Plan.From && plan.Year <= p.Plan.To {
		about = append(about, "basic-plan")
	}
	if results := in.Paper.Results; results != nil && results.Year == p.Results.Year {
		about = append(about, fmt.Sprintf("results-%d", results.Year))
	}
	for _, paper := range about {
		in.Claims = append(in.Claims, p.ClaimsAbout(paper)...)
		for _, i := range p.Inconsistencies {
			if i.About == paper && !i.Checked {
				in.Recorded = append(in.Recorded, checks.Inconsistency{
					ID: i.ID, About: i.About, Place: i.Where, Printed: i.Printed, Computed: i.Computed, Note: i.Note,
				})
			}
		}
	}
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
		late := !s.DueLegal.IsZero() && u.HandedIn.After(s.DueLegal)
		c.Units = append(c.Units, checks.Unit{
			ID: u.UnitID, Name: u.Name, State: u.State, Submitted: u.SubmittedOn, Nothing: u.NothingToReport,
			Late: late,
		})
	}
	paper.Collections = append(paper.Collections, c)
	return nil
}

// gatherPlan lays every unit project of the basic plan out, with the row that was accepted for it.
func (ch *change) gatherPlan(ctx context.Context, in *checks.Input, s collected) error {
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
	checked := wordings{ch: ch, form: s.form.ID}
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
			if err := checked.add(ctx, acceptedRow{rowOf(r.ID, p), r.Wording, r.Data, r.Last}); err != nil {
				return err
			}
		}
		part.Add(checks.Pillar{Number: t.PillarNumber, Name: t.PillarName},
			checks.Task{Number: t.TaskNumber, Name: t.TaskName}, p)
	}
	part.Tally()
	in.Paper.Plan, in.Paper.Chapters = part, checks.Chapters(part, in.Rules)
	in.Forms = append(in.Forms, checked.rows...)
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
func (ch *change) gatherResults(ctx context.Context, in *checks.Input, s collected) error {
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
	names := map[string]string{}
	for _, t := range tree {
		names[t.ID] = t.Name
	}
	became, err := ch.became(ctx, s, names)
	if err != nil {
		return err
	}
	part := &checks.Part{Year: int(s.AboutYear), Pillars: []checks.Pillar{}, Classes: []checks.Count{}}
	checked := wordings{ch: ch, form: s.form.ID}
	for _, t := range tree {
		p := checks.Project{
			Events: became[t.ID], ID: t.ID, Code: t.ID, Name: t.Name, Lead: t.OwnerName, Partners: partners[t.ID],
			Classes: t.Status,
		}
		if err := json.Unmarshal(t.Figures, &p.Figures); err != nil {
			return fmt.Errorf("read the figures of %s: %w", t.ID, err)
		}
		if r, ok := rows[t.ID]; ok {
			p.Reported, p.Budget, p.Executed, p.Data = true, r.BudgetKrw, r.ExecutedKrw, r.Data
			p.Judge(in.Rules)
			if err := checked.add(ctx, acceptedRow{rowOf(r.ID, p), r.Wording, r.Data, r.Last}); err != nil {
				return err
			}
		}
		part.Add(checks.Pillar{Number: fmt.Sprint(t.PillarNumber), Name: t.PillarName},
			checks.Task{Number: fmt.Sprint(t.TaskNumber), Name: t.TaskName}, p)
	}
	part.Tally()
	in.Paper.Results = part
	in.Forms = append(in.Forms, checked.rows...)
	return ch.gatherCited(ctx, in, s.AboutYear)
}

// became tells what became of the sub-projects of a year: what their units told, and what the source says.
func (ch *change) became(ctx context.Context, s collected, names map[string]string) (map[string][]checks.Event, error) {
	out, err := ch.told(ctx, s, names)
	if err != nil {
		return nil, err
	}
	list, err := ch.tx.Read.SubProjectEvents(ctx, s.AboutYear)
	for _, e := range list {
		out[e.SubProjectID] = append(out[e.SubProjectID], checks.Event{
			Kind: e.Kind, Month: e.Month, Into: e.IntoName, To: e.ToName, Reason: e.Reason,
		})
	}
	return out, err
}

// told is what units told of their projects in the rows that were accepted, by item.
func (ch *change) told(ctx context.Context, s collected, names map[string]string) (map[string][]checks.Event, error) {
	list, err := ch.tx.Read.RowEventsInForce(ctx, s.ID)
	out := map[string][]checks.Event{}
	for _, e := range list {
		into := make([]string, len(e.Successors))
		for i, id := range e.Successors {
			into[i] = cmp.Or(names[id], id)
		}
		out[e.Item] = append(out[e.Item], checks.Event{
			Kind: e.Kind, Month: e.EffectiveOn.String()[:len("2006-01")], Into: strings.Join(into, ", "), To: e.ToName,
			Reason: e.Reason,
		})
	}
	return out, err
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
	return nil
}
