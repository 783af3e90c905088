package cases

import (
	"context"
	"fmt"
	"strconv"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// layUnitLine computes who of the unit signs what is handed in, and asks the first of them. The row of the delegation
// table is that of the matter which the stage names.
func (ch *change) layUnitLine(ctx context.Context) error {
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return err
	}
	p, err := ch.pack(ctx)
	if err != nil {
		return err
	}
	org, err := ch.org(ctx)
	if err != nil {
		return err
	}
	drafter, ok := org.Post(ch.post)
	if !ok {
		return gov.Refuse(gov.CodeNoRule, "제출자의 직위가 오늘 날짜의 직제에 없습니다.", "the post of whoever submits is not in force today")
	}
	row := policies.AuthorityRow{ID: "submission"}
	if rule.Matter != "" {
		if row, _, err = p.Authority(rule.Matter, nil, ch.now.today); err != nil {
			return err
		}
	}
	headID, err := ch.headOf(ctx, ch.c.UnitID)
	if err != nil {
		return err
	}
	if headID == "" { // the unit has ended, and its work went to another
		if headID, err = ch.headOf(ctx, drafter.Unit); err != nil {
			return err
		}
	}
	head, _ := org.Post(headID)
	cells, err := policies.UnitLine(row, drafter, head, org)
	if err != nil {
		return err
	}
	line := policies.Begin(cells)
	for _, c := range line {
		if err := ch.tx.Write.InsertUnitCell(ctx, db.InsertUnitCellParams{
			CaseID: ch.c.ID, Round: ch.c.Round, Position: int32(c.Position), Step: int32(c.Step), Role: string(c.Role),
			PostID: c.Post, Title: c.Title, RowID: c.Row, Article: some(c.Article), Why: c.Why, State: string(c.State),
		}); err != nil {
			return err
		}
	}
	ch.plans, err = ch.unitSignerPlans(ctx, policies.Current(line))
	ch.planned = true
	return err
}

// unitLine reads the running line of the round.
func (ch *change) unitLine(ctx context.Context) ([]policies.LineCell, error) {
	if err := ch.tx.Flush(ctx); err != nil {
		return nil, err
	}
	rows, err := ch.tx.Read.UnitCellsOf(ctx, db.UnitCellsOfParams{CaseID: ch.c.ID, Round: ch.c.Round})
	line := make([]policies.LineCell, len(rows))
	for i, r := range rows {
		line[i] = policies.LineCell{
			Cell: policies.Cell{
				Role: policies.CellRole(r.Role), Step: int(r.Step), Post: r.PostID, Title: r.Title, Row: r.RowID,
				Article: r.Article, Why: r.Why,
			},
			Position: int(r.Position), State: policies.CellState(r.State),
		}
	}
	return line, err
}

// unitSigners are the tasks of the cells of the unit's line that are asked now.
func (ch *change) unitSigners(ctx context.Context) ([]taskPlan, error) {
	line, err := ch.unitLine(ctx)
	if err != nil {
		return nil, err
	}
	return ch.unitSignerPlans(ctx, policies.Current(line))
}

func (ch *change) unitSignerPlans(ctx context.Context, current []policies.LineCell) ([]taskPlan, error) {
	spec := ch.machine.Tasks[gov.InDepartment][0]
	d, err := ch.dueOf(ctx, spec)
	if err != nil {
		return nil, err
	}
	plans := make([]taskPlan, len(current))
	for i, c := range current {
		verb := gov.VerbApprove
		if c.Role == policies.CellReview {
			verb = gov.VerbReview
		}
		plans[i] = taskPlan{
			spec: spec, due: d, posts: []gov.PostID{c.Post}, cell: fmt.Sprint(c.Position),
			verbs: []gov.Verb{verb, gov.VerbReturn, gov.VerbComment},
			reasons: []gov.Reason{{
				Rule: "authority/" + c.Row, Article: joined(c.Article), Text: c.Why,
			}},
		}
	}
	return plans, nil
}

// signUnitCell is a signature of the unit's line; with the last of them the rows leave the unit. Nothing leaves it
// without its head.
func signUnitCell(ctx context.Context, ch *change) error {
	var body OpinionOnBody
	if err := ch.read(&body); err != nil {
		return err
	}
	if err := ch.needHash(ctx); err != nil {
		return err
	}
	if err := ch.notOwnDraft(ctx, gov.VerbSubmit); err != nil {
		return err
	}
	done, err := ch.turnUnitLine(ctx, body.Opinion)
	if err != nil {
		return err
	}
	if done.State == gov.Approved {
		return ch.handIn(ctx)
	}
	ch.to, ch.only = gov.InDepartment, true
	ch.plans, err = ch.unitSignerPlans(ctx, policies.Current(done.Cells))
	return err
}

// turnUnitLine writes the act on the actor's cell and what it makes of the others.
func (ch *change) turnUnitLine(ctx context.Context, opinion string) (policies.Signing, error) {
	line, err := ch.unitLine(ctx)
	if err != nil {
		return policies.Signing{}, err
	}
	position, err := strconv.Atoi(ch.task.Cell)
	if err != nil {
		return policies.Signing{}, fmt.Errorf("cell of task %s: %w", ch.task.ID, err)
	}
	out, err := policies.Sign(line, 1, policies.CellAct{Verb: ch.cmd.Verb, Position: position}, orgOn{})
	if err != nil {
		return out, err
	}
	seen := ch.cmd.HashSeen
	if len(seen) == 0 { // a return may name none
		seen = nil
	}
	for i, c := range out.Cells {
		switch {
		case c.Position == position:
			ch.decision = &decided{role: string(c.Role), cell: "unit_line", hashSeen: ch.cmd.HashSeen, opinion: opinion}
			if err := ch.tx.Write.SignUnitCell(ctx, db.SignUnitCellParams{
				CaseID: ch.c.ID, Round: ch.c.Round, Position: int32(c.Position), State: string(c.State),
				PersonID: ch.actor.Person, SignedPost: ch.proxy.post, Proxy: ch.proxy.kind, HashSeen: seen,
				Opinion: opinion, SignedOn: ch.now.today,
			}); err != nil {
				return out, err
			}
		case c.State != line[i].State:
			if err := ch.tx.Write.TurnUnitCell(ctx, db.TurnUnitCellParams{
				CaseID: ch.c.ID, Round: ch.c.Round, Position: int32(c.Position), State: string(c.State),
			}); err != nil {
				return out, err
			}
		}
	}
	return out, nil
}

// handIn is the signature of the unit's head: the rows are with the coordinator, again if they were there before.
func (ch *change) handIn(ctx context.Context) error {
	sub, err := ch.tx.Read.GetSubmission(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	ch.to = gov.Submitted
	if !sub.SubmittedOn.IsZero() || ch.reopened(ctx) {
		ch.to = gov.Resubmitted
	}
	ch.note("late", ch.isLate(ctx))
	frozen, err := ch.tx.Read.LastSubmissionVersion(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	if err := ch.tx.Write.HandInSubmissionVersion(ctx, db.HandInSubmissionVersionParams{
		CaseID: ch.c.ID, ActSeq: frozen.ActSeq,
	}); err != nil {
		return err
	}
	return ch.tx.Write.MarkSubmission(ctx, db.MarkSubmissionParams{
		CaseID: ch.c.ID, NothingToReport: sub.NothingToReport, SubmittedOn: ch.now.today, AcceptedOn: sub.AcceptedOn,
	})
}

// reopened reports whether rows of this submission left the unit before, in a round that was taken up again.
func (ch *change) reopened(ctx context.Context) bool {
	before, err := ch.tx.Read.HandedInVersions(ctx, ch.c.ID)
	return err == nil && len(before) > 0
}

// returnToOfficers ends the round: whoever of the line returns says why, and the officers write on.
func returnToOfficers(ctx context.Context, ch *change) error {
	ch.c.Round-- // the cell that ends the round belongs to it
	_, err := ch.turnUnitLine(ctx, ch.cmd.Reason)
	ch.c.Round++
	return err
}
