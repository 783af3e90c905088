package cases

import (
	"context"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// signVerb is the verb that a cell of a role takes.
func signVerb(role string) gov.Verb {
	switch policies.CellRole(role) {
	case policies.CellReview:
		return gov.VerbReview
	case policies.CellApprove:
		return gov.VerbApprove
	case policies.CellConcur, policies.CellAgree:
		return gov.VerbConcur
	}
	return gov.VerbConcur
}

// signCell signs the current cell, bound to the exact content; the last signature brings the document into being.
func signCell(ctx context.Context, ch *change) error {
	var body SignBody
	if err := ch.read(&body); err != nil {
		return err
	}
	if err := ch.needHash(); err != nil {
		return err
	}
	cell, err := ch.tx.Read.CurrentCell(ctx, db.CurrentCellParams{CaseID: ch.c.ID, Round: ch.c.Round})
	if err != nil {
		return err
	}
	if signVerb(cell.Role) != ch.cmd.Verb {
		e := gov.Refusef(gov.CodeActNotOpen, "이 차례는 %s입니다.", "this cell takes the act %s", signVerb(cell.Role))
		e.State = ch.c.State
		return e
	}
	if err := ch.notDrafter(ctx); err != nil {
		return err
	}
	if ch.cmd.Verb == gov.VerbApprove {
		if err := ch.needFresh(ctx); err != nil {
			return err
		}
	}
	if err := ch.tx.Write.SignCell(ctx, db.SignCellParams{
		CaseID: ch.c.ID, Round: ch.c.Round, Position: cell.Position, State: "signed", PersonID: ch.actor.Person,
		HashSeen: ch.cmd.HashSeen, Opinion: body.Opinion, SignedOn: ch.now.today,
	}); err != nil {
		return err
	}
	ch.decision = &db.InsertDecisionParams{
		Role: cell.Role, Cell: fmt.Sprint(cell.Position), HashSeen: ch.cmd.HashSeen, Opinion: body.Opinion,
	}
	if err := ch.tx.Flush(ctx); err != nil {
		return err
	}
	if ch.cmd.Verb == gov.VerbApprove {
		return ch.establish(ctx)
	}
	_, err = ch.tx.Read.AdvanceCell(ctx, db.AdvanceCellParams{CaseID: ch.c.ID, Round: ch.c.Round})
	return err
}

// notDrafter refuses the drafter of this round on every cell.
func (ch *change) notDrafter(ctx context.Context) error {
	verb := gov.VerbSubmit
	if ch.c.Round > 1 {
		verb = gov.VerbRedraft
	}
	return ch.notOwnDraft(ctx, verb)
}

// establish gives the numbers: one serial per processing department and calendar year, and the policy number of the
// deciding level where the row grants one. Both come from locked series, so that none is lost or given twice.
func (ch *change) establish(ctx context.Context) error {
	doc, err := ch.tx.Read.GetDocument(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	unit, err := ch.tx.Read.UnitName(ctx, ch.c.UnitID)
	if err != nil {
		return err
	}
	year := ch.now.today.Year()
	n, err := ch.issueNumber(ctx, fmt.Sprintf("document/%s/%d", ch.c.UnitID, year))
	if err != nil {
		return err
	}
	number := fmt.Sprintf("%s-%d", unit, n)
	row, err := ch.authority(ctx, doc.Matter)
	if err != nil {
		return err
	}
	var policy *string
	if row.Policy != "" {
		m, err := ch.issueNumber(ctx, fmt.Sprintf("policy/%s/%d", row.Policy, year))
		if err != nil {
			return err
		}
		text := fmt.Sprintf("%s 제%d호", row.Policy, m)
		policy, ch.policyNumber = &text, text
	}
	ch.documentNumber = number
	return ch.tx.Write.MarkApproved(ctx, db.MarkApprovedParams{
		CaseID: ch.c.ID, DocumentNumber: &number, PolicyNumber: policy, ApprovedOn: ch.now.today,
	})
}

// issueNumber takes the next number of a series and keeps to which case it went.
func (ch *change) issueNumber(ctx context.Context, series string) (int32, error) {
	n, err := ch.tx.Read.NextNumber(ctx, series)
	if err != nil {
		return 0, err
	}
	return n, ch.tx.Write.InsertIssuedNumber(ctx, db.InsertIssuedNumberParams{Series: series, Number: n, CaseID: ch.c.ID})
}

// returnDocument ends the round with a reason; the drafter redrafts.
func returnDocument(ctx context.Context, ch *change) error {
	if err := ch.needHash(); err != nil {
		return err
	}
	cell, err := ch.tx.Read.CurrentCell(ctx, db.CurrentCellParams{CaseID: ch.c.ID, Round: ch.c.Round})
	if err != nil {
		return err
	}
	if err := ch.tx.Write.SignCell(ctx, db.SignCellParams{
		CaseID: ch.c.ID, Round: ch.c.Round, Position: cell.Position, State: "returned", PersonID: ch.actor.Person,
		HashSeen: ch.cmd.HashSeen, Opinion: ch.cmd.Reason, SignedOn: ch.now.today,
	}); err != nil {
		return err
	}
	ch.decision = &db.InsertDecisionParams{
		Role: cell.Role, Cell: fmt.Sprint(cell.Position), HashSeen: ch.cmd.HashSeen, Opinion: ch.cmd.Reason,
	}
	return ch.tx.Write.VoidCells(ctx, db.VoidCellsParams{CaseID: ch.c.ID, Round: ch.c.Round})
}

// withdrawDocument lets only the drafter pull his paper back, until the final signature.
func withdrawDocument(ctx context.Context, ch *change) error {
	verb := gov.VerbSubmit
	if ch.c.Round > 1 {
		verb = gov.VerbRedraft
	}
	last, err := ch.tx.Read.LastActBy(ctx, db.LastActByParams{CaseID: ch.c.ID, Verb: verb})
	if err != nil {
		return err
	}
	if last.PersonID != ch.actor.Person {
		return gov.Refuse(gov.CodeForbidden, "회수는 기안자만 할 수 있습니다.", "only the drafter may withdraw")
	}
	if err := ch.asDrafter(ctx); err != nil {
		return err
	}
	return ch.tx.Write.VoidCells(ctx, db.VoidCellsParams{CaseID: ch.c.ID, Round: ch.c.Round})
}

// asDrafter lets the drafter act in the post in which he drafted, if he still holds it.
func (ch *change) asDrafter(ctx context.Context) error {
	doc, err := ch.tx.Read.GetDocument(ctx, ch.c.ID)
	if err == nil && slices.Contains(ch.actor.posts, doc.DrafterPost) {
		ch.post = doc.DrafterPost
	}
	return err
}

// dispatchDocument records to whom an approved document went. A simple notice is deemed to have arrived when it is
// posted on the e-document board (행정업무의 운영 및 혁신에 관한 규정 시행규칙 제9조제2항).
func dispatchDocument(ctx context.Context, ch *change) error {
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return err
	}
	w := ch.tx.Write
	if err := w.MarkDispatched(ctx, db.MarkDispatchedParams{CaseID: ch.c.ID, DispatchedOn: ch.now.today}); err != nil {
		return err
	}
	if rule.Kind != gov.StageIssue {
		return nil
	}
	units, err := ch.unitsAsked(ctx, rule.To)
	if err != nil {
		return err
	}
	var names []string
	for _, u := range units {
		names = append(names, string(u))
	}
	ch.note("addressees", len(names))
	return w.InsertDispatches(ctx, db.InsertDispatchesParams{
		CaseID: ch.c.ID, DispatchedOn: ch.now.today, Units: names, Rule: "행정업무의 운영 및 혁신에 관한 규정 시행규칙 제9조제2항",
	})
}
