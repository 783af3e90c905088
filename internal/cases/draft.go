package cases

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/pack"
)

// submitDraft freezes the text under its hash, computes the line from the delegation table in force today and pins
// it, and asks the first step (행정업무의 운영 및 혁신에 관한 규정 제8조, 제9조). An amended table leaves the running
// line alone.
func submitDraft(ctx context.Context, ch *change) error {
	doc, err := ch.document(ctx)
	if err != nil {
		return err
	}
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
	d, err := ch.readDraft(doc, p)
	if err != nil {
		return err
	}
	d.propose(p.Record(doc.Matter, ch.now.today))
	line, err := ch.compute(ctx, p, &d, org)
	if err != nil {
		return err
	}
	if err := ch.updateDraft(ctx, d); err != nil {
		return err
	}
	if err := ch.newVersion(ctx, 1, d.content(doc)); err != nil {
		return err
	}
	if err := ch.layLine(ctx, line, hash); err != nil {
		return err
	}
	if err := ch.freshen(ctx); err != nil {
		return err
	}
	ch.rewritten()
	return ch.tx.Flush(ctx)
}

// readDraft lays what was sent over what the document says already: what is left out stays as drafted.
// Facts are laid over those of before one by one: a null takes one back, and those that gyeol knows are known anew.
func (ch *change) readDraft(doc db.Document, p *pack.Pack) (DraftBody, error) {
	d := DraftBody{
		Title: doc.Title, Form: doc.Form, Retention: doc.Retention, FunctionCode: doc.FunctionCode, Licence: doc.Licence,
		PublicNotice: doc.PublicNotice, Abstract: doc.Abstract, Telephone: doc.Telephone, InternalOnly: doc.InternalOnly,
		RealName: doc.RealName, Delivery: doc.Delivery, ReplyFrom: doc.ReplyFrom, ReplyDays: doc.ReplyDays,
	}
	if err := ch.read(&d); err != nil {
		return d, err
	}
	if doc.ReplyDays != 0 && d.ReplyDays == 0 {
		d.ReplyFrom = ""
	}
	if err := d.keep(doc); err != nil {
		return d, err
	}
	if err := d.keepFacts(doc, p); err != nil {
		return d, err
	}
	d.keepDisclosure(doc)
	return d, nil
}

// keep takes from the document the lists and objects that were left out.
func (d *DraftBody) keep(doc db.Document) error {
	for _, kept := range []struct {
		left bool
		raw  json.RawMessage
		into any
	}{
		{d.Body == nil, doc.Body, &d.Body},
		{d.Attachments == nil, doc.Attachments, &d.Attachments},
	} {
		if !kept.left {
			continue
		}
		if err := json.Unmarshal(kept.raw, kept.into); err != nil {
			return fmt.Errorf("read the draft of %s: %w", doc.CaseID, err)
		}
	}
	for i := range d.Attachments {
		d.Attachments[i].FoiaItems = some(d.Attachments[i].FoiaItems)
	}
	d.Attachments = some(d.Attachments)
	d.Touches = some(former(d.Touches, ids[gov.UnitID](doc.Touches)))
	d.Addressees = some(former(d.Addressees, ids[gov.UnitID](doc.Addressees)))
	d.ClassificationPath = some(former(d.ClassificationPath, doc.ClassificationPath))
	d.Keywords = some(former(d.Keywords, doc.Keywords))
	return nil
}

// keepFacts takes from the document the facts that were not sent.
func (d *DraftBody) keepFacts(doc db.Document, p *pack.Pack) error {
	facts := map[string]any{}
	if err := json.Unmarshal(doc.Facts, &facts); err != nil {
		return fmt.Errorf("read the facts of %s: %w", doc.CaseID, err)
	}
	maps.DeleteFunc(facts, func(id string, _ any) bool { return p.Knows(id) })
	maps.Copy(facts, d.Facts)
	maps.DeleteFunc(facts, func(_ string, value any) bool { return value == nil })
	d.Facts = facts
	return nil
}

// keepDisclosure takes the class of the text and its grounds from the document. Whoever makes the text public takes
// back the grounds on which it was not.
func (d *DraftBody) keepDisclosure(doc db.Document) {
	if d.Disclosure == "" {
		d.Disclosure = doc.Disclosure
	}
	if d.Disclosure == gov.Public {
		d.FoiaItems = some(d.FoiaItems)
		return
	}
	d.FoiaItems = some(former(d.FoiaItems, doc.FoiaItems))
	d.DisclosureReason = cmp.Or(d.DisclosureReason, doc.DisclosureReason)
	d.ReviewStage = cmp.Or(d.ReviewStage, doc.ReviewStage)
	if d.ReviewAgainOn.IsZero() {
		d.ReviewAgainOn = doc.ReviewAgainOn
	}
}

// former is a list, or the former one where it was left out.
func former[T any](list, was []T) []T {
	if list == nil {
		return was
	}
	return list
}

// ids are ids as the database gives them.
func ids[T ~string](texts []string) []T {
	out := make([]T, len(texts))
	for i, t := range texts {
		out[i] = T(t)
	}
	return out
}

// some is the list, empty rather than missing.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// compute holds the draft against every rule for drafts and computes its line, without the posts of whoever drafts it
// or drafted it before. The facts that gyeol knows of itself go on record with the others.
func (ch *change) compute(ctx context.Context, p *pack.Pack, d *DraftBody, org orgOn) (pack.Line, error) {
	doc, err := ch.document(ctx)
	if err != nil {
		return pack.Line{}, err
	}
	before, err := ch.tx.Read.PostsOfDrafters(ctx, db.PostsOfDraftersParams{CaseID: ch.c.ID, Day: ch.now.today})
	if err != nil {
		return pack.Line{}, err
	}
	to, err := ch.addressed(ctx, *d)
	if err != nil {
		return pack.Line{}, err
	}
	author, _ := org.Post(ch.post)
	draft := d.draft(author.Title, to)
	if draft.Sending, err = ch.sends(ctx, *d); err != nil {
		return pack.Line{}, err
	}
	draft.Ask = pack.Ask{
		Matter: doc.Matter, Facts: d.Facts, Drafter: ch.post, Touched: d.Touches, On: ch.now.today,
		Barred: slices.Concat(ch.actor.posts, before),
	}
	if err := faulty(p.DraftFaults(draft, org)); err != nil {
		return pack.Line{}, err
	}
	line, err := p.Line(draft.Ask, org)
	maps.DeleteFunc(d.Facts, func(id string, _ any) bool { return p.Knows(id) })
	for _, f := range line.Facts {
		d.Facts[f.ID] = f.Value
	}
	return line, err
}

// addressed names to whom a document goes: those of the draft, or the groups of a stage that issues it.
func (ch *change) addressed(ctx context.Context, d DraftBody) ([]string, error) {
	if len(d.Addressees) > 0 || ch.c.StageID.IsZero() {
		return idTexts(d.Addressees), nil
	}
	rule, err := ch.stageRule(ctx)
	if err != nil || rule.Kind != gov.StageIssue {
		return nil, err
	}
	return rule.To, nil
}

// mostFaults bounds what one refusal tells.
const mostFaults = 200

// faulty refuses a draft with all that is wrong with it at once; nil where nothing is.
func faulty(found []gov.Reason) error {
	if len(found) == 0 {
		return nil
	}
	e := gov.Refusef(gov.CodeInvalid, "기안에 고칠 곳이 %d곳 있습니다. 표시된 항목을 모두 고쳐 다시 올리십시오.",
		"%d things in the draft are to be mended; reasons says each with its field", len(found))
	e.Reasons = found[:min(len(found), mostFaults)]
	return e
}

// content is what the hash is taken of: the text, its attachments by hash, and how both are disclosed.
func (d DraftBody) content(doc db.Document) map[string]any {
	return d.withReply(map[string]any{
		"matter": doc.Matter, "about_year": doc.AboutYear, "title": d.Title, "body": d.Body, "disclosure": d.Disclosure,
		"foia_items": d.FoiaItems, "disclosure_reason": d.DisclosureReason, "attachments": d.Attachments, "facts": d.Facts,
		"touches": d.Touches, "form": d.Form, "addressees": d.Addressees, "retention": d.Retention,
		"function_code": d.FunctionCode, "classification_path": d.ClassificationPath, "licence": d.Licence,
		"review_stage": d.ReviewStage, "review_again_on": d.ReviewAgainOn, "abstract": d.Abstract, "keywords": d.Keywords,
		"telephone": d.Telephone, "internal_only": d.InternalOnly, "real_name": d.RealName, "public_notice": d.PublicNotice,
	})
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
	if err := ch.keepReply(ctx, d); err != nil {
		return err
	}
	return ch.tx.Write.UpdateDocumentDraft(ctx, db.UpdateDocumentDraftParams{
		CaseID: ch.c.ID, Title: d.Title, Body: body, DrafterPost: ch.post, Disclosure: d.Disclosure, FoiaItems: d.FoiaItems,
		DisclosureReason: d.DisclosureReason, ReviewAgainOn: d.ReviewAgainOn, Facts: facts, Touches: idTexts(d.Touches),
		Attachments: attached, Form: d.Form, Addressees: idTexts(d.Addressees), Retention: d.Retention,
		FunctionCode: d.FunctionCode, ClassificationPath: d.ClassificationPath, Licence: d.Licence,
		PublicNotice: d.PublicNotice, ReviewStage: d.ReviewStage, Abstract: d.Abstract, Keywords: d.Keywords,
		Telephone: d.Telephone, InternalOnly: d.InternalOnly, RealName: d.RealName,
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

// layLine pins the row of the table on the document, with the series of the post that decides, and makes the first step
// current.
func (ch *change) layLine(ctx context.Context, line pack.Line, hash []byte) error {
	if err := ch.tx.Write.PinAuthority(ctx, db.PinAuthorityParams{
		CaseID: ch.c.ID, PackHash: hash, AuthorityRow: line.Row.ID, PolicySeries: line.Series,
		Important: line.Row.Weighty, Undelegable: line.Row.Own,
	}); err != nil {
		return err
	}
	g := grounds{assumed: line.Assumed, facts: line.Grounds()}
	for _, c := range policies.Begin(line.Plain()) {
		if err := ch.insertCell(ctx, c, g); err != nil {
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
