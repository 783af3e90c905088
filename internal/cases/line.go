package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// lineOf makes a line of its rows.
func lineOf(rows []db.LineCell) []policies.LineCell {
	line := make([]policies.LineCell, len(rows))
	for i, r := range rows {
		line[i] = policies.LineCell{
			Cell: policies.Cell{
				Role: policies.CellRole(r.Role), Step: int(r.Step), Post: r.PostID, Title: r.Title, Delegated: r.Delegated,
				Row: r.RowID, Article: r.Article, Why: r.Why,
			},
			Position: int(r.Position), State: policies.CellState(r.State), Version: int(r.Version),
		}
	}
	return line
}

// grounds are why the row of the delegation table was chosen: what every cell of its line, and the task of every cell,
// says beside its own reason.
type grounds struct {
	assumed bool         // 현행 규정 기준
	facts   []gov.Reason // on which the row was chosen
}

// groundsOf reads the grounds from the reasons of the first cell, which has been there since the line was laid.
func groundsOf(rows []db.LineCell) (grounds, error) {
	var g grounds
	if len(rows) == 0 {
		return g, nil
	}
	var said []gov.Reason
	if err := json.Unmarshal(rows[0].Reasons, &said); err != nil {
		return g, fmt.Errorf("read the reasons of a cell: %w", err)
	}
	for _, r := range said {
		if r.Rule != "authority/"+rows[0].RowID {
			g.facts = append(g.facts, r)
			continue
		}
		g.assumed = g.assumed || r.Assumed
	}
	return g, nil
}

// insertCell writes a new cell with its reasons.
func (ch *change) insertCell(ctx context.Context, c policies.LineCell, g grounds) error {
	reasons := []gov.Reason{}
	for _, a := range c.Article {
		reasons = append(reasons, gov.Reason{
			Rule: "authority/" + c.Row, Article: a, Assumed: g.assumed,
			Text: fmt.Sprintf("%s 직위가 %s을(를) 맡습니다. %s", c.Title, cellName(c.Role), c.Why),
		})
	}
	raw, err := json.Marshal(slices.Concat(reasons, g.facts))
	if err != nil {
		return fmt.Errorf("write reasons: %w", err)
	}
	return ch.tx.Write.InsertCell(ctx, db.InsertCellParams{
		CaseID: ch.c.ID, Round: ch.c.Round, Position: int32(c.Position), Step: int32(c.Step), Role: string(c.Role),
		PostID: c.Post, Title: c.Title, Delegated: c.Delegated, RowID: c.Row, Article: some(c.Article), Why: c.Why,
		Reasons: raw, State: string(c.State), CurrentSince: ch.since(c),
	})
}

// since is the day on which a cell became current: today, if it is.
func (ch *change) since(c policies.LineCell) gov.Date {
	if c.State == policies.CellCurrent {
		return ch.now.today
	}
	return gov.Date{}
}

// turnLine writes what an act made of the other cells, and returns those whose turn has come with it.
func (ch *change) turnLine(ctx context.Context, before, after []policies.LineCell, acted int) ([]policies.LineCell, error) {
	var asked []policies.LineCell
	for _, c := range after {
		i := slices.IndexFunc(before, func(b policies.LineCell) bool { return b.Position == c.Position })
		if c.State == policies.CellCurrent && (i < 0 || before[i].State != policies.CellCurrent) {
			asked = append(asked, c)
		}
		switch {
		case i < 0:
			if err := ch.insertCell(ctx, c, ch.paper.grounds); err != nil {
				return nil, err
			}
		case c.Position != acted && (before[i].State != c.State || before[i].Role != c.Role):
			if err := ch.tx.Write.TurnCell(ctx, db.TurnCellParams{
				CaseID: ch.c.ID, Round: ch.c.Round, Position: int32(c.Position), State: string(c.State), Role: string(c.Role),
				Delegated: c.Delegated, Version: int32(c.Version), CurrentSince: ch.since(c),
			}); err != nil {
				return nil, err
			}
		}
	}
	return asked, nil
}

func cellName(r policies.CellRole) string {
	switch r {
	case policies.CellReview:
		return "검토"
	case policies.CellConcur:
		return "협조"
	case policies.CellAgree:
		return "합의"
	case policies.CellApprove:
		return "결재"
	}
	return string(r)
}

// signerPlans are the tasks of the cells that are asked now.
func (ch *change) signerPlans(ctx context.Context, current []policies.LineCell) ([]taskPlan, error) {
	plans := make([]taskPlan, 0, len(current))
	spec := ch.machine.Tasks[gov.InApproval][0]
	d, err := ch.dueOf(ctx, spec)
	if err != nil {
		return nil, err
	}
	for _, c := range current {
		plans = append(plans, taskPlan{
			spec: spec, due: d, posts: []gov.PostID{c.Post}, cell: fmt.Sprint(c.Position), verbs: taskVerbs(c.Role),
			reasons: slices.Concat([]gov.Reason{{
				Rule: "authority/" + c.Row, Article: joined(c.Article), Text: c.Why, Assumed: ch.paper.grounds.assumed,
			}}, ch.paper.grounds.facts),
		})
	}
	return plans, nil
}

// taskVerbs are what the holder of a cell may do. To skip a review is for those around an absent reviewer, not for him.
func taskVerbs(role policies.CellRole) []gov.Verb {
	return slices.DeleteFunc(policies.CellVerbs(role), func(v gov.Verb) bool { return v == gov.VerbPassReview })
}
