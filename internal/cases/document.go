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

var documentHandlers = map[gov.Verb]handler{
	gov.VerbSubmit:   submitDraft,
	gov.VerbRedraft:  submitDraft,
	gov.VerbReview:   signCell,
	gov.VerbConcur:   signCell,
	gov.VerbApprove:  signCell,
	gov.VerbReturn:   returnDocument,
	gov.VerbWithdraw: withdrawDocument,
	gov.VerbDispatch: dispatchDocument,
}

// openDocumentStage gives the coordinator a paper to draft: a request, the plan, a report.
func openDocumentStage(ctx context.Context, ch *change) error {
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return err
	}
	return ch.openDocument(ctx, rule.Matter, rule.Title, "document")
}

// openDocument opens a document case under a matter of the delegation table. Without a row for the matter nothing is
// opened: the process stops with its owner.
func (ch *change) openDocument(ctx context.Context, matter, title, subject string) error {
	stage, err := ch.stageRow(ctx)
	if err != nil {
		return err
	}
	cycle, err := ch.cycleRow(ctx)
	if err != nil {
		return err
	}
	row, err := ch.authority(ctx, matter)
	if err != nil {
		return err
	}
	disclosure, items, why := row.Dispose, []int32{}, ""
	if disclosure == "" {
		disclosure = gov.Public
	}
	if disclosure != gov.Public {
		items, why = []int32{5}, "의사결정 과정에 있는 사항"
	}
	_, err = ch.openCase(ctx, newCase{
		kind: gov.CaseDocument, subject: subject, title: title, unit: ch.c.UnitID,
		rows: func(id gov.CaseID) error {
			return ch.tx.Write.InsertDocument(ctx, db.InsertDocumentParams{
				CaseID: id, Matter: matter, Title: title, AboutYear: stage.AboutYear, DrafterPost: cycle.OwnerPost,
				Body: json.RawMessage(`{}`), Disclosure: disclosure, FoiaItems: items, DisclosureReason: why,
				DraftedOn: ch.now.today,
			})
		},
	})
	return err
}

// authority finds the row of the delegation table for a matter on the date of the act.
func (ch *change) authority(ctx context.Context, matter string) (policies.AuthorityRow, error) {
	p, err := ch.pack(ctx)
	if err != nil {
		return policies.AuthorityRow{}, err
	}
	row, _, err := p.Authority(matter, map[string]any{}, ch.now.today)
	return row, err
}

// submitDraft freezes the text under its hash, computes the line from the delegation table of the pack the case names,
// and asks the first cell (행정업무의 운영 및 혁신에 관한 규정 제8조, 제9조).
func submitDraft(ctx context.Context, ch *change) error {
	doc, err := ch.tx.Read.GetDocument(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	d := DraftBody{Title: doc.Title, Disclosure: doc.Disclosure, FoiaItems: doc.FoiaItems, DisclosureReason: doc.DisclosureReason}
	if err := ch.read(&d); err != nil {
		return err
	}
	if d.FoiaItems == nil {
		d.FoiaItems = []int32{}
	}
	if err := d.validate(); err != nil {
		return err
	}
	body, err := json.Marshal(d.Body)
	if err != nil {
		return fmt.Errorf("write a draft: %w", err)
	}
	hash, err := contentHash(map[string]any{
		"matter": doc.Matter, "title": d.Title, "body": d.Body, "disclosure": d.Disclosure, "foia_items": d.FoiaItems,
		"disclosure_reason": d.DisclosureReason, "about_year": doc.AboutYear,
	})
	if err != nil {
		return err
	}
	ch.c.ContentHash = hash
	ch.c.Revision++
	w := ch.tx.Write
	if err := w.UpdateDocumentDraft(ctx, db.UpdateDocumentDraftParams{
		CaseID: ch.c.ID, Title: d.Title, Body: body, DrafterPost: ch.post, Disclosure: d.Disclosure,
		FoiaItems:        d.FoiaItems,
		DisclosureReason: d.DisclosureReason,
	}); err != nil {
		return err
	}
	if err := w.InsertDocumentVersion(ctx, db.InsertDocumentVersionParams{
		CaseID: ch.c.ID, Round: ch.c.Round, Body: body, ContentHash: hash, DraftedOn: ch.now.today,
	}); err != nil {
		return err
	}
	if err := ch.layLine(ctx, doc.Matter); err != nil {
		return err
	}
	if err := ch.freshen(ctx); err != nil {
		return err
	}
	return ch.tx.Flush(ctx)
}

// freshen notes that a draft was written on the input as it stands: once every stage before has decided again, what was
// taken up has been seen.
func (ch *change) freshen(ctx context.Context) error {
	closed, err := ch.closedGates(ctx)
	if err != nil || len(closed) > 0 {
		return err
	}
	return ch.tx.Write.ClearStale(ctx, ch.c.StageID)
}

func (d DraftBody) validate() error {
	if d.Title == "" || len(d.Body) == 0 {
		return invalid("body", "제목과 본문을 적으십시오.", "a draft needs a title and a body")
	}
	switch d.Disclosure {
	case gov.Public:
		return nil
	case gov.Partial, gov.Secret:
		if len(d.FoiaItems) == 0 || d.DisclosureReason == "" {
			return invalid("disclosure", "비공개 또는 부분공개는 정보공개법 제9조제1항의 호와 사유를 적어야 합니다.",
				"a partial or closed document names its FOIA items and a reason")
		}
		for _, n := range d.FoiaItems {
			if n < 1 || n > 8 {
				return invalid("foia_items", "정보공개법 제9조제1항은 제1호부터 제8호까지입니다.", "FOIA 9(1) has items 1 to 8")
			}
		}
		return nil
	}
	return invalid("disclosure", "public, partial, closed 중 하나여야 합니다.", "one of public, partial, closed")
}

// layLine computes the cells and writes them; the first one is current.
func (ch *change) layLine(ctx context.Context, matter string) error {
	row, err := ch.authority(ctx, matter)
	if err != nil {
		return err
	}
	org, err := ch.org(ctx)
	if err != nil {
		return err
	}
	drafter, ok := org.Post(ch.post)
	if !ok {
		return gov.Refuse(gov.CodeNoRule, "기안자의 직위가 오늘 날짜의 직제에 없습니다.", "the drafter's post is not in force today")
	}
	cells, err := policies.Line(policies.LineRequest{Row: row, Drafter: drafter}, org)
	if err != nil {
		return err
	}
	_, assumed := row.InForce(ch.now.today)
	for i, c := range cells {
		state := "waiting"
		if i == 0 {
			state = "current"
		}
		if err := ch.insertCell(ctx, int32(i+1), c, lineState{state: state, assumed: assumed}); err != nil {
			return err
		}
	}
	return nil
}

type lineState struct {
	state   string
	assumed bool
}

func (ch *change) insertCell(ctx context.Context, position int32, c policies.Cell, s lineState) error {
	var reasons []gov.Reason
	for _, a := range c.Article {
		reasons = append(reasons, gov.Reason{
			Rule: "authority/" + c.Row, Article: a,
			Text: fmt.Sprintf("%s 직위가 %s을(를) 맡습니다.", c.Title, cellName(c.Role)), Assumed: s.assumed,
		})
	}
	raw, err := json.Marshal(reasons)
	if err != nil {
		return fmt.Errorf("write reasons: %w", err)
	}
	return ch.tx.Write.InsertCell(ctx, db.InsertCellParams{
		CaseID: ch.c.ID, Round: ch.c.Round, Position: position, Role: string(c.Role), PostID: c.Post, Title: c.Title,
		Delegated: c.Delegated, Reasons: raw, State: s.state,
	})
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
