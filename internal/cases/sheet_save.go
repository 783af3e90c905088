package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// saved is one row about to be saved, with the contribution that saves it.
type saved struct {
	rowSave

	body json.RawMessage
}

// prepare lays what the file sets over the row as it is now. The contribution repeats the whole row, with a null for
// what was cleared, so that it says by itself what the row holds.
func (t *taking) prepare(row Row, set map[string]json.RawMessage) error {
	whole := map[string]json.RawMessage{}
	if err := json.Unmarshal(row.Data, &whole); err != nil {
		return fmt.Errorf("read row %s: %w", row.ID, err)
	}
	maps.Copy(whole, set)
	typed, err := json.Marshal(whole)
	if err != nil {
		return fmt.Errorf("write row %s: %w", row.ID, err)
	}
	data, err := overlaid(row.Data, typed)
	if err != nil {
		return err
	}
	fields, reasons := policies.ReadRow(t.form, row.Item, data)
	if len(reasons) > 0 {
		return misfit(reasons)
	}
	body, err := json.Marshal(SaveRowBody{Row: row.ID, Revision: row.Revision, Data: typed})
	if err != nil {
		return fmt.Errorf("write row %s: %w", row.ID, err)
	}
	t.saves = append(t.saves, saved{rowSave{t.form, row, row.Revision, fields}, body})
	return nil
}

// save writes the rows as if each had been saved by hand, all in one trip: a row that somebody else saves at this
// moment refuses them all.
func (t *taking) save(ctx context.Context) error {
	if len(t.saves) == 0 {
		return nil
	}
	counts := make([]int64, len(t.saves))
	asks := make([]store.Ask, len(t.saves))
	for i, s := range t.saves {
		asks[i] = func(q *db.Queries) (err error) { counts[i], err = t.ch.keepRow(ctx, q, s.rowSave); return err }
	}
	if err := t.ch.tx.Together(ctx, asks...); err != nil {
		return err
	}
	for i, s := range t.saves {
		if counts[i] == 0 {
			return gov.Refusef(gov.CodeStale, "‘%[1]s’ 행을 다른 사람이 방금 고쳤습니다. 달라진 내용을 새로 확인하고 다시 적용하십시오.",
				"somebody else saved the row %[1]s just now; read the import again", s.row.Title)
		}
		one := t.contribution(gov.VerbSaveRow, s.body)
		one.note("revision", s.revision+1)
		g := given{item: s.row.Item, revision: s.revision + 1}
		if err := one.recordContribution(ctx, g, one.outcome(one.c.State)); err != nil {
			return err
		}
	}
	return nil
}

// contribution is one of those of which the taking in of a file is made.
func (t *taking) contribution(verb gov.Verb, body json.RawMessage) *change {
	one := *t.ch
	one.result = nil
	one.cmd.Verb, one.cmd.Key, one.cmd.Body = verb, "sheet/"+gov.NewContributionID().String(), body
	return &one
}

// add writes the rows that the unit added below the others, each as if it had been added by hand.
func (t *taking) add(ctx context.Context, added []SheetAdded) error {
	if len(added) == 0 {
		return nil
	}
	if !t.form.Grows || !t.ch.machine.MayContribute(t.ch.c.State, gov.VerbAddRow) {
		return notOpen(t.ch.machine, t.ch.c.State, gov.VerbAddRow)
	}
	same, err := t.ch.tx.Read.FileApplied(ctx, db.FileAppliedParams{CaseID: t.ch.c.ID, FileHash: t.file})
	if err != nil {
		return err
	}
	if len(same) > 0 { // its new rows carry no id and would come twice
		return gov.Refusef(gov.CodeActNotOpen, "같은 파일의 새 행을 %s에 이미 더했습니다. 고친 것이 있으면 새로 내려받아 적으십시오.",
			"the new rows of this file were added before (%s)", same[0].Korean())
	}
	for _, a := range added {
		a.Row = gov.NewRowID()
		fields, reasons := policies.ReadRow(t.form, a.Row.String(), a.Values)
		if len(reasons) > 0 {
			return misfit(reasons)
		}
		title := t.titleOf(a)
		body, err := json.Marshal(AddRowBody{Title: title, Data: a.Values})
		if err != nil {
			return fmt.Errorf("write an added row: %w", err)
		}
		one := t.contribution(gov.VerbAddRow, body)
		g, err := one.insertRow(ctx, t.form, newRow{id: a.Row, title: title, fields: fields})
		if err != nil {
			return err
		}
		if err := one.recordContribution(ctx, g, one.outcome(one.c.State)); err != nil {
			return err
		}
		if err := one.tx.Flush(ctx); err != nil { // the next one counts this one
			return err
		}
		t.done.Added = append(t.done.Added, a)
	}
	return nil
}

// titleOf is what an added row is called: its first text.
func (t *taking) titleOf(a SheetAdded) string {
	values := valuesOf(t.form, "", a.Values)
	for _, f := range t.form.Fields {
		if text, ok := values[f.ID].(string); ok && f.Type == policies.FieldText && text != "" {
			runes := []rune(text)
			return string(runes[:min(len(runes), 100)])
		}
	}
	return fmt.Sprintf("더한 행 %d", a.Line)
}
