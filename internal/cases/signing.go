package cases

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// signature is what a signer said beside the hash he saw, whatever form he said it in.
type signature struct {
	Opinion  string
	Dissent  bool
	Agrees   *bool
	Position int // skip_review: the cell that is passed over
	Edit     *EditBody
}

// readSignature reads the form of the verb.
func (ch *change) readSignature() (signature, error) {
	switch ch.cmd.Verb { //nolint:exhaustive // the verbs of a cell
	case gov.VerbReview:
		var b ReviewBody
		err := ch.read(&b)
		return signature{Opinion: b.Opinion, Dissent: b.Dissent, Edit: b.Edit}, err
	case gov.VerbAgree:
		var b AgreeBody
		err := ch.read(&b)
		return signature{Opinion: b.Opinion, Agrees: b.Agrees, Dissent: b.Agrees != nil && !*b.Agrees}, err
	case gov.VerbPassReview:
		var b SkipBody
		err := ch.read(&b)
		return signature{Position: b.Position}, err
	case gov.VerbConcur, gov.VerbApprove:
		var b SignBody
		err := ch.read(&b)
		return signature{Opinion: b.Opinion, Dissent: b.Dissent}, err
	}
	return signature{}, ch.read(&NoBody{})
}

// signCell does one act on one cell, bound to the exact content; the final signature brings the document into being
// (행정업무의 운영 및 혁신에 관한 규정 제6조제1항, 제9조, 제10조).
func signCell(ctx context.Context, ch *change) error {
	sig, err := ch.readSignature()
	if err != nil {
		return err
	}
	if err := ch.needHash(ctx); err != nil {
		return err
	}
	doc, err := ch.document(ctx)
	if err != nil {
		return err
	}
	line, err := ch.line(ctx)
	if err != nil {
		return err
	}
	cell, err := ch.cellOf(line, sig)
	if err != nil {
		return err
	}
	if err := ch.maySign(ctx, doc, cell, sig); err != nil {
		return err
	}
	org, barred, err := ch.above(ctx, sig)
	if err != nil {
		return err
	}
	out, err := policies.Sign(line, int(doc.Version), policies.CellAct{
		Verb: ch.cmd.Verb, Position: cell.Position, Edited: sig.Edit != nil, Agrees: sig.Agrees != nil && *sig.Agrees,
		Barred: barred,
	}, org)
	if err != nil {
		return err
	}
	if sig.Edit != nil {
		if err := ch.editText(ctx, doc, *sig.Edit, out); err != nil {
			return err
		}
	}
	return ch.signed(ctx, doc, signing{cell: cell, sig: sig, before: line, after: out})
}

// above is the organisation and the posts of those who drafted, where the act may add a cell of a post above: both are
// large, and no other act asks for them.
func (ch *change) above(ctx context.Context, sig signature) (orgOn, []gov.PostID, error) {
	if ch.cmd.Verb != gov.VerbEscalate && (ch.cmd.Verb != gov.VerbAgree || *sig.Agrees) {
		return orgOn{}, nil, nil
	}
	org, err := ch.org(ctx)
	if err != nil {
		return org, nil, err
	}
	barred, err := ch.tx.Read.PostsOfDrafters(ctx, db.PostsOfDraftersParams{CaseID: ch.c.ID, Day: ch.now.today})
	return org, barred, err
}

// signing is an act on a cell on its way to the rows.
type signing struct {
	cell   policies.LineCell
	sig    signature
	before []policies.LineCell
	after  policies.Signing
}

// cellOf is the cell that the command is about: that of its task, or the one it names.
func (ch *change) cellOf(line []policies.LineCell, sig signature) (policies.LineCell, error) {
	position := sig.Position
	if ch.task != nil {
		n, err := strconv.Atoi(ch.task.Cell)
		if err != nil {
			return policies.LineCell{}, fmt.Errorf("cell of task %s: %w", ch.task.ID, err)
		}
		position = n
	}
	i := slices.IndexFunc(line, func(c policies.LineCell) bool { return c.Position == position })
	if i < 0 || line[i].State != policies.CellCurrent {
		e := gov.Refuse(gov.CodeActNotOpen, "지금 차례인 결재란이 아닙니다. 결재선을 새로 확인하십시오.", "this cell is not asked now")
		e.State = ch.c.State
		return policies.LineCell{}, e
	}
	return line[i], nil
}

// maySign refuses what the decree does: a text that one drafted in this round or before, in whatever post, an act of a
// stand-in where none may be, a decision on input
// that was taken up again, a refusal of agreement without an opinion, a review skipped beside a reviewer who is there.
func (ch *change) maySign(ctx context.Context, doc db.Document, cell policies.LineCell, sig signature) error {
	if ch.signs() && slices.Contains(ch.paper.drafted, ch.actor.Person) {
		return ownDraft()
	}
	if ch.proxy.kind != "" && doc.Undelegable {
		return gov.Refuse(gov.CodeForbidden, "다른 직위에 위임할 수 없는 업무입니다. 결재권자가 직접 처리하거나 상급자가 결정합니다.",
			"this matter may not be delegated")
	}
	switch ch.cmd.Verb { //nolint:exhaustive // the other acts ask for nothing more
	case gov.VerbAgree:
		if sig.Agrees == nil || (!*sig.Agrees && sig.Opinion == "") {
			return invalid("agrees", "합의 여부를 적고, 합의하지 않으면 의견을 적으십시오.", "say whether you agree; a refusal needs an opinion")
		}
	case gov.VerbApprove:
		return ch.needFresh(ctx)
	case gov.VerbPassReview:
		return ch.mayPass(ctx, cell)
	}
	return nil
}

// mayPass lets the drafter or a later signer pass over a reviewer's post where nobody can review today, and nobody else
// (행정업무의 운영 및 혁신에 관한 규정 제9조제1항). Whoever came to the post after he had drafted the text cannot.
func (ch *change) mayPass(ctx context.Context, cell policies.LineCell) error {
	drafted, err := ch.tx.Read.DraftersOf(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	there, err := ch.tx.Read.IsPresent(ctx, db.IsPresentParams{
		PostID: cell.Post, Day: ch.now.today, Barred: uids(drafted),
	})
	if err != nil {
		return err
	}
	if there {
		return gov.Refuse(gov.CodeForbidden, "검토자가 자리에 있으면 검토를 생략할 수 없습니다.", "a reviewer who is present is not skipped")
	}
	line, err := ch.line(ctx)
	if err != nil {
		return err
	}
	doc, err := ch.document(ctx)
	if err != nil {
		return err
	}
	for _, post := range ch.actor.posts {
		later := slices.ContainsFunc(line, func(c policies.LineCell) bool { return c.Post == post && c.Step > cell.Step })
		if later || post == doc.DrafterPost {
			ch.post = post
			return nil
		}
	}
	return gov.Refuse(gov.CodeForbidden, "검토 생략은 기안자나 그 뒤의 결재자만 할 수 있습니다.", "only the drafter or a later signer may skip a review")
}

// editText writes the reviewer's wording as the next version; who signed the former is told by being asked again.
func (ch *change) editText(ctx context.Context, doc db.Document, e EditBody, out policies.Signing) error {
	raw, err := ch.tx.Read.VersionByHash(ctx, db.VersionByHashParams{CaseID: ch.c.ID, ContentHash: ch.c.ContentHash})
	if err != nil {
		return err
	}
	content, err := e.reword(raw.Content)
	if err != nil {
		return err
	}
	doc.Title, _ = content["title"].(string)
	if doc.Body, err = json.Marshal(content["body"]); err != nil {
		return fmt.Errorf("write a body: %w", err)
	}
	doc.Version = int32(out.Version)
	ch.reworded(doc)
	before := ch.c.ContentHash
	if err := ch.newVersion(ctx, int32(out.Version), content); err != nil {
		return err
	}
	if bytes.Equal(before, ch.c.ContentHash) {
		return invalid("edit", "고친 곳이 없습니다. 고치지 않으려면 edit 없이 검토하십시오.", "nothing is changed; review it without an edit")
	}
	ch.note("voided", out.Voided)
	ch.note("version", out.Version)
	return ch.tx.Write.EditDocument(ctx, db.EditDocumentParams{
		CaseID: ch.c.ID, Title: doc.Title, Body: doc.Body, Version: int32(out.Version),
	})
}

// reword lays the reviewer's wording over a frozen content. What he leaves is a text that can be signed, like the
// drafter's.
func (e EditBody) reword(frozen json.RawMessage) (map[string]any, error) {
	content := map[string]any{}
	if err := json.Unmarshal(frozen, &content); err != nil {
		return nil, fmt.Errorf("read the present text: %w", err)
	}
	if e.Title != "" {
		content["title"] = e.Title
	}
	if len(e.Body) > 0 {
		content["body"] = e.Body
	}
	title, _ := content["title"].(string)
	body, _ := content["body"].(map[string]any)
	faults := policies.Draft{Title: title, Body: body}.Faults()
	for i := range faults {
		faults[i].Field = "/edit" + faults[i].Field
	}
	return content, faulty(faults)
}

// signed writes the act on the cell, what it makes of the line, and who is asked next.
func (ch *change) signed(ctx context.Context, doc db.Document, s signing) error {
	if err := ch.signRow(ctx, s); err != nil {
		return err
	}
	asked, err := ch.turnLine(ctx, s.before, s.after.Cells, s.cell.Position)
	if err != nil {
		return err
	}
	if s.after.Lifted {
		ch.note("lifted", true)
		if err := ch.repin(ctx, doc, s.after.Cells); err != nil {
			return err
		}
	}
	switch s.after.State { //nolint:exhaustive // Sign knows no other
	case gov.Approved:
		return ch.establish(ctx, doc)
	case gov.InApproval:
		ch.only, ch.keep = true, ch.task == nil
		if ch.task == nil {
			if err := ch.cancelCell(ctx, s.cell); err != nil {
				return err
			}
		}
		ch.plans, err = ch.signerPlans(ctx, asked)
		return err
	}
	return nil
}

// cancelCell takes back the task of a cell that somebody else has settled.
func (ch *change) cancelCell(ctx context.Context, c policies.LineCell) error {
	return ch.tx.Write.CancelCellTask(ctx, db.CancelCellTaskParams{
		CaseID: ch.c.ID, Cell: fmt.Sprint(c.Position), ClosedOn: ch.now.today,
	})
}

// signRow writes the signature in its cell and the decision beside the act.
func (ch *change) signRow(ctx context.Context, s signing) error {
	i := slices.IndexFunc(s.after.Cells, func(c policies.LineCell) bool { return c.Position == s.cell.Position })
	after := s.after.Cells[i]
	opinion := s.sig.Opinion
	if ch.cmd.Verb == gov.VerbReturn || ch.cmd.Verb == gov.VerbEscalate {
		opinion = ch.cmd.Reason
	}
	skip := ""
	if after.State == policies.CellSkipped {
		skip = ch.cmd.Reason
	}
	ch.decision = &decided{
		role: string(s.cell.Role), cell: fmt.Sprint(s.cell.Position), hashSeen: ch.cmd.HashSeen, opinion: opinion,
	}
	p := db.SignCellParams{
		CaseID: ch.c.ID, Round: ch.c.Round, Position: int32(s.cell.Position), State: string(after.State),
		Version: int32(after.Version), PersonID: ch.actor.Person, HashSeen: ch.cmd.HashSeen, Opinion: opinion,
		SignedOn: ch.now.today, Agrees: s.sig.Agrees, Dissent: s.sig.Dissent, SkipReason: skip,
		SignedPost: ch.proxy.post, Proxy: ch.proxy.kind,
	}
	if s.sig.Edit != nil {
		p.HashSeen = ch.c.ContentHash // he signs what he wrote
		ch.decision.hashSeen = ch.c.ContentHash
	}
	if ch.proxy.kind != "" {
		ch.note("proxy", map[string]any{"kind": ch.proxy.kind, "for": string(ch.post), "by": string(ch.proxy.post)})
	}
	return ch.tx.Write.SignCell(ctx, p)
}

// holdCell suspends a decision with a reason and a day on which it is looked at again; every date runs on.
func holdCell(ctx context.Context, ch *change) error {
	var body HoldBody
	if err := ch.read(&body); err != nil {
		return err
	}
	if slices.Contains(ch.paper.drafted, ch.actor.Person) {
		return ownDraft()
	}
	if body.ReviewOn.IsZero() || !body.ReviewOn.After(ch.now.today) {
		return invalid("review_on", "다시 검토할 날을 내일 이후로 적으십시오.", "name a day after today on which it is looked at again")
	}
	if err := ch.needHash(ctx); err != nil {
		return err
	}
	line, err := ch.line(ctx)
	if err != nil {
		return err
	}
	cell, err := ch.cellOf(line, signature{})
	if err != nil {
		return err
	}
	ch.only, ch.keep = true, true
	ch.decision = &decided{
		role: string(cell.Role), cell: fmt.Sprint(cell.Position), hashSeen: ch.cmd.HashSeen, opinion: ch.cmd.Reason,
	}
	day := ch.svc.rules.Calendar().NextWorkingDay(body.ReviewOn)
	ch.note("review_on", day)
	if day != body.ReviewOn {
		ch.note("moved_from", body.ReviewOn)
	}
	return ch.tx.Write.HoldCell(ctx, db.HoldCellParams{
		CaseID: ch.c.ID, Round: ch.c.Round, Position: int32(cell.Position), HoldReason: ch.cmd.Reason,
		HoldReviewOn: day,
	})
}

// withdrawDocument lets only the drafter pull his paper back, until the final signature; those who signed are told. The
// draft belongs to the drafter's post: whoever has moved on keeps nothing of it.
func withdrawDocument(ctx context.Context, ch *change) error {
	doc, err := ch.document(ctx)
	if err != nil {
		return err
	}
	if !slices.Contains(ch.actor.posts, doc.DrafterPost) {
		return gov.Refuse(gov.CodeForbidden, "회수는 기안자만 할 수 있습니다.", "only the drafter may withdraw")
	}
	ch.post = doc.DrafterPost
	if err := ch.tellSigners(ctx); err != nil {
		return err
	}
	return ch.tx.Write.VoidLine(ctx, db.VoidLineParams{CaseID: ch.c.ID, Round: ch.c.Round})
}

// tellSigners tells those who signed this round what became of it.
func (ch *change) tellSigners(ctx context.Context) error {
	closed, err := ch.isClosedContent(ctx)
	if err != nil {
		return err
	}
	unit, err := ch.unitName(ctx)
	if err != nil {
		return err
	}
	name, err := ch.named(ctx)
	if err != nil {
		return err
	}
	params, err := json.Marshal(gov.NoticeParams{
		Title: name + " — 회수", Unit: unit, Reason: ch.cmd.Reason, Closed: closed,
	})
	if err != nil {
		return fmt.Errorf("write notice params: %w", err)
	}
	return ch.tx.Write.TellSigners(ctx, db.TellSignersParams{
		Cause: fmt.Sprintf("withdraw/%s/%d", ch.c.ID, ch.seq), CaseID: ch.c.ID, Round: ch.c.Round, OfficeDate: ch.now.today,
		SendOn: ch.svc.rules.Calendar().NextWorkingDay(ch.now.today), Params: params,
	})
}

func joined(articles []string) string { return strings.Join(articles, ", ") }
