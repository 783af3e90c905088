package cases

import (
	"context"
	"encoding/json"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/pack"
)

// submitDraft freezes the text under its hash, computes the line from the delegation table in force today and pins
// it, and asks the first step (행정업무의 운영 및 혁신에 관한 규정 제8조, 제9조). An amended table leaves the running line alone.
func submitDraft(ctx context.Context, ch *change) error {
	doc, err := ch.document(ctx)
	if err != nil {
		return err
	}
	d, err := ch.readDraft(doc)
	if err != nil {
		return err
	}
	if err := ch.updateDraft(ctx, d); err != nil {
		return err
	}
	if err := ch.newVersion(ctx, 1, d.content(doc)); err != nil {
		return err
	}
	if err := ch.layLine(ctx, doc.Matter, d); err != nil {
		return err
	}
	if err := ch.freshen(ctx); err != nil {
		return err
	}
	ch.rewritten()
	return ch.tx.Flush(ctx)
}

// readDraft lays what was sent over what the document says already, and checks it.
func (ch *change) readDraft(doc db.Document) (DraftBody, error) {
	d := DraftBody{
		Title: doc.Title, Disclosure: doc.Disclosure, FoiaItems: doc.FoiaItems, DisclosureReason: doc.DisclosureReason,
		ReviewAgainOn: doc.ReviewAgainOn, Form: doc.Form, Retention: doc.Retention, FunctionCode: doc.FunctionCode,
		ClassificationPath: doc.ClassificationPath, Licence: doc.Licence, PublicNotice: doc.PublicNotice,
	}
	if err := ch.read(&d); err != nil {
		return d, err
	}
	d.FoiaItems, d.ClassificationPath = some(d.FoiaItems), some(d.ClassificationPath)
	d.Touches, d.Addressees, d.Attachments = some(d.Touches), some(d.Addressees), some(d.Attachments)
	if d.Facts == nil {
		d.Facts = map[string]any{}
	}
	for i := range d.Attachments {
		d.Attachments[i].FoiaItems = some(d.Attachments[i].FoiaItems)
	}
	return d, d.validate()
}

// some is the list, empty rather than missing.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func (d DraftBody) validate() error {
	if d.Title == "" || len(d.Body) == 0 {
		return invalid("body", "제목과 본문을 적으십시오.", "a draft needs a title and a body")
	}
	if err := disclosed("disclosure", d.Disclosure, d.FoiaItems, d.DisclosureReason); err != nil {
		return err
	}
	for _, a := range d.Attachments {
		if a.Title == "" || len(a.SHA256) != 64 {
			return invalid("attachments", "붙임마다 제목과 SHA-256 해시를 적으십시오.", "each attachment has a title and its SHA-256")
		}
		if err := disclosed("attachments", a.Disclosure, a.FoiaItems, a.DisclosureReason); err != nil {
			return err
		}
	}
	if d.Form != "internal" && d.Form != "dispatch" {
		return invalid("form", "internal 또는 dispatch 중 하나여야 합니다.", "one of internal, dispatch")
	}
	return nil
}

// disclosed checks the disclosure of one part: a closed one names the items of the law and its reason (공공기관의 정보공개에 관한
// 법률 제9조제1항).
func disclosed(field string, d gov.Disclosure, items []int32, reason string) error {
	switch d {
	case gov.Public:
		return nil
	case gov.Partial, gov.Secret:
		if len(items) == 0 || reason == "" {
			return invalid(field, "비공개 또는 부분공개는 정보공개법 제9조제1항의 호와 사유를 적어야 합니다.",
				"a partial or closed part names its FOIA items and a reason")
		}
		for _, n := range items {
			if n < 1 || n > 8 {
				return invalid("foia_items", "정보공개법 제9조제1항은 제1호부터 제8호까지입니다.", "FOIA 9(1) has items 1 to 8")
			}
		}
		return nil
	}
	return invalid(field, "public, partial, closed 중 하나여야 합니다.", "one of public, partial, closed")
}

// content is what the hash is taken of: the text, its attachments by hash, and how both are disclosed.
func (d DraftBody) content(doc db.Document) map[string]any {
	return map[string]any{
		"matter": doc.Matter, "about_year": doc.AboutYear, "title": d.Title, "body": d.Body, "disclosure": d.Disclosure,
		"foia_items": d.FoiaItems, "disclosure_reason": d.DisclosureReason, "attachments": d.Attachments, "facts": d.Facts,
		"touches": d.Touches, "form": d.Form, "addressees": d.Addressees, "retention": d.Retention,
		"function_code": d.FunctionCode, "classification_path": d.ClassificationPath, "licence": d.Licence,
	}
}

func (ch *change) updateDraft(ctx context.Context, d DraftBody) error {
	body, err := json.Marshal(d.Body)
	if err != nil {
		return fmt.Errorf("write a draft: %w", err)
	}
	facts, err := json.Marshal(d.Facts)
	if err != nil {
		return fmt.Errorf("write facts: %w", err)
	}
	attached, err := json.Marshal(d.Attachments)
	if err != nil {
		return fmt.Errorf("write attachments: %w", err)
	}
	return ch.tx.Write.UpdateDocumentDraft(ctx, db.UpdateDocumentDraftParams{
		CaseID: ch.c.ID, Title: d.Title, Body: body, DrafterPost: ch.post, Disclosure: d.Disclosure, FoiaItems: d.FoiaItems,
		DisclosureReason: d.DisclosureReason, ReviewAgainOn: d.ReviewAgainOn, Facts: facts, Touches: idTexts(d.Touches),
		Attachments: attached, Form: d.Form, Addressees: idTexts(d.Addressees), Retention: d.Retention,
		FunctionCode: d.FunctionCode, ClassificationPath: d.ClassificationPath, Licence: d.Licence,
		PublicNotice: d.PublicNotice,
	})
}

// idTexts are ids as the database takes them.
func idTexts[T ~string](ids []T) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}

// newVersion freezes a version of the text in the present round; approvals bind to its hash.
func (ch *change) newVersion(ctx context.Context, version int32, content map[string]any) error {
	hash, err := contentHash(content)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(content)
	if err != nil {
		return fmt.Errorf("write content: %w", err)
	}
	body, err := json.Marshal(content["body"])
	if err != nil {
		return fmt.Errorf("write a body: %w", err)
	}
	title, _ := content["title"].(string)
	ch.c.ContentHash = hash
	ch.c.Revision++
	return ch.tx.Write.InsertDocumentVersion(ctx, db.InsertDocumentVersionParams{
		CaseID: ch.c.ID, Round: ch.c.Round, Version: version, Title: title, Body: body, Content: raw, ContentHash: hash,
		PostID: ch.post, DraftedOn: ch.now.today,
	})
}

// layLine computes the cells from the table in force today, pins the row on the document and makes the first step
// current.
func (ch *change) layLine(ctx context.Context, matter string, d DraftBody) error {
	p, hash, err := ch.svc.rules.Active(ctx, ch.tx, ch.now.today)
	if err != nil {
		return err
	}
	org, err := ch.org(ctx)
	if err != nil {
		return err
	}
	if _, ok := org.Post(ch.post); !ok {
		return gov.Refuse(gov.CodeNoRule, "기안자의 직위가 오늘 날짜의 직제에 없습니다.", "the drafter's post is not in force today")
	}
	line, err := p.Line(pack.Ask{
		Matter: matter, Facts: d.Facts, Drafter: ch.post, Touched: d.Touches, On: ch.now.today,
	}, org)
	if err != nil {
		return err
	}
	if err := ch.tx.Write.PinAuthority(ctx, db.PinAuthorityParams{
		CaseID: ch.c.ID, PackHash: hash, AuthorityRow: line.Row.ID, PolicySeries: line.Row.Policy,
		Important: line.Row.Weighty, Undelegable: line.Row.Own,
	}); err != nil {
		return err
	}
	for _, c := range policies.Begin(line.Plain()) {
		if err := ch.insertCell(ctx, c, line.Assumed); err != nil {
			return err
		}
	}
	return nil
}

// freshen notes that a draft was written on the input as it stands: once every stage before has decided again, what was
// taken up has been seen.
func (ch *change) freshen(ctx context.Context) error {
	if ch.c.StageID.IsZero() {
		return nil
	}
	closed, err := ch.closedGates(ctx)
	if err != nil || len(closed) > 0 {
		return err
	}
	return ch.tx.Write.ClearStale(ctx, ch.c.StageID)
}
