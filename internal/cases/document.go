package cases

import (
	"context"
	"encoding/json"
	"fmt"

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
