package cases

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// proposeForm offers the form of the pack in force today to every open submission of the collection. Nothing is forced:
// accepted rows stay as they are, what was handed in stays, a draft moves when its unit says so.
func proposeForm(ctx context.Context, ch *change) error {
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return err
	}
	if rule.Kind != gov.StageCollect {
		return invalid("stage", "자료를 모으는 단계에서만 서식을 바꿀 수 있습니다.", "only a collection has a form")
	}
	p, hash, err := ch.svc.rules.Active(ctx, ch.tx, ch.now.today)
	if err != nil {
		return err
	}
	now, ok := p.Form(rule.Form)
	if !ok {
		return noRule("form", rule.Form)
	}
	was, err := ch.pack(ctx)
	if err != nil {
		return err
	}
	before, ok := was.Form(rule.Form)
	if !ok {
		return noRule("form", rule.Form)
	}
	d := policies.CompareForms(before, now)
	same := gov.Refuse(gov.CodeConflict, "시행 중인 규칙의 서식이 이 취합의 서식과 같습니다. 먼저 바뀐 서식을 시행하십시오.",
		"the form in force is the one this collection has")
	if d.Same() && !bytes.Equal(hash, ch.c.PackHash) {
		return same
	}
	if err := ch.tx.Flush(ctx); err != nil {
		return err
	}
	n, err := ch.tx.Read.ProposeForm(ctx, db.ProposeFormParams{Pack: hash, StageID: ch.c.StageID})
	if err != nil {
		return err
	}
	if n == 0 {
		return same
	}
	ch.note("offered", n)
	ch.note("added", d.Added)
	ch.note("removed", d.Removed)
	ch.note("changed", d.Changed)
	return nil
}

// adoptForm moves the draft of a unit to the wording of the form that was offered: what was typed in fields that it no
// longer has is kept beside each row, and what no longer fits is named and blanked, kept there too.
func adoptForm(ctx context.Context, ch *change) error {
	sub, form, err := ch.submission(ctx)
	if err != nil {
		return err
	}
	if len(sub.ProposedPack) == 0 {
		return gov.Refuse(gov.CodeConflict, "제안된 서식 변경이 없습니다.", "no other wording of the form is offered")
	}
	p, err := ch.svc.rules.Of(ctx, ch.tx.Read, sub.ProposedPack)
	if err != nil {
		return err
	}
	to, ok := p.Form(sub.Form)
	if !ok {
		return noRule("form", sub.Form)
	}
	rows, err := readRows(ctx, ch.tx.Read, ch.c.ID, form)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := ch.moveRow(ctx, to, row); err != nil {
			return err
		}
	}
	ch.to, ch.only, ch.keep = ch.c.State, true, true
	ch.note("rows", len(rows))
	if err := ch.tx.Flush(ctx); err != nil {
		return err
	}
	n, err := ch.tx.Read.AdoptForm(ctx, db.AdoptFormParams{Pack: sub.ProposedPack, CaseID: ch.c.ID})
	if err == nil && n == 0 { // another wording was offered meanwhile
		err = ch.stale()
	}
	return err
}

// moveRow writes a row as another wording of its form takes it.
func (ch *change) moveRow(ctx context.Context, to policies.FormRule, row Row) error {
	fits, left, err := policies.MoveRow(to, row.Item, row.Data)
	if err != nil {
		return fmt.Errorf("move row %s: %w", row.Item, err)
	}
	if len(left) == 0 {
		return nil
	}
	kept := map[string]json.RawMessage{}
	if row.LeftOver != nil {
		if err := json.Unmarshal(row.LeftOver, &kept); err != nil {
			return fmt.Errorf("read what is left over: %w", err)
		}
	}
	for id, v := range left {
		kept[id] = v
	}
	if row.LeftOver, err = json.Marshal(kept); err != nil {
		return fmt.Errorf("write what is left over: %w", err)
	}
	return ch.updateRow(ctx, rowSave{form: to, row: row, revision: row.Revision, fields: fits})
}
