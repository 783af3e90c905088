package cases

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// rowSave is one row about to be written: what it holds from now on, on the revision the officer saw.
type rowSave struct {
	form     policies.FormRule
	row      Row
	revision int32
	fields   policies.RowFields
}

// saveRow keeps what an officer typed in fields of one row, on the revision he saw; what he leaves out stays. Another's
// save in between is told field by field, never overwritten.
func saveRow(ctx context.Context, ch *change) (given, error) {
	var body SaveRowBody
	if err := ch.read(&body); err != nil {
		return given{}, err
	}
	if ch.row == nil || ch.row.Revision < 0 {
		return given{}, gov.ErrNotFound
	}
	form, err := ch.svc.formOf(ctx, ch.tx.Read, db.Submission{Form: ch.row.Form, FormPack: ch.row.FormPack}, ch.c.PackHash)
	if err != nil {
		return given{}, err
	}
	row := Row{
		ID: body.Row, Item: ch.row.Item, Revision: ch.row.Revision, Data: ch.row.Data, LeftOver: leftOver(ch.row.LeftOver),
	}
	if row.Revision != body.Revision {
		return given{}, savedBefore(row, body.Data)
	}
	if string(ch.row.Last) != "null" {
		row.Last = ch.row.Last
	}
	if err := ch.writeRow(ctx, form, row, body.Data); err != nil {
		return given{}, err
	}
	ch.note("revision", body.Revision+1)
	return given{item: row.Item, revision: body.Revision + 1}, nil
}

// askRow asks for the row of a save in the trip that locks the case.
func (ch *change) askRow(ctx context.Context) []store.Ask {
	var body SaveRowBody
	if ch.cmd.Verb != gov.VerbSaveRow || ch.cmd.Task.IsZero() || json.Unmarshal(ch.cmd.Body, &body) != nil {
		return nil // its handler refuses a body that has not its form
	}
	return []store.Ask{perhaps(func(q *db.Queries) error {
		row, err := q.RowActedOn(ctx, db.RowActedOnParams{RowID: body.Row, TaskID: ch.cmd.Task})
		if err == nil {
			ch.row = &row
		}
		return err
	})}
}

// writeRow lays typed fields over a row and writes it, if it still is what was read.
func (ch *change) writeRow(ctx context.Context, form policies.FormRule, row Row, typed json.RawMessage) error {
	data, err := overlaid(row.Data, typed)
	if err != nil {
		return err
	}
	fields, reasons := policies.ReadRow(form, row.Item, data)
	if len(reasons) > 0 {
		return misfit(reasons)
	}
	if err := ch.noteFindings(ctx, form, row, data); err != nil {
		return err
	}
	return ch.updateRow(ctx, rowSave{form: form, row: row, revision: row.Revision, fields: fields})
}

// noteFindings tells whoever typed what the checks find in the row as it is now.
func (ch *change) noteFindings(ctx context.Context, form policies.FormRule, row Row, data json.RawMessage) error {
	p, err := ch.pack(ctx)
	if err != nil {
		return err
	}
	row.Data = data
	found, err := checked(p, form, []Row{row}, ch.now.today)
	if len(found) > 0 {
		ch.note("findings", found)
	}
	return err
}

// misfit refuses values that do not fit their form, each at its field.
func misfit(reasons []gov.Reason) error {
	e := gov.Refuse(gov.CodeInvalid, "입력값이 서식에 맞지 않습니다. 표시된 항목을 고치십시오.", "a value does not fit the form")
	e.Reasons = reasons
	return e
}

// overlaid is a row with the typed fields over those it has; a null takes one back.
func overlaid(present, typed json.RawMessage) (json.RawMessage, error) {
	all, over := map[string]json.RawMessage{}, map[string]json.RawMessage{}
	if err := json.Unmarshal(present, &all); err != nil {
		return nil, fmt.Errorf("read a row: %w", err)
	}
	if err := json.Unmarshal(typed, &over); err != nil {
		return nil, invalid("data", "행 자료는 항목 이름과 값으로 보내야 합니다.", "data is an object of fields by name")
	}
	maps.Copy(all, over)
	maps.DeleteFunc(all, func(_ string, v json.RawMessage) bool { return bytes.Equal(bytes.TrimSpace(v), []byte("null")) })
	raw, err := json.Marshal(all)
	if err != nil {
		return nil, fmt.Errorf("write a row: %w", err)
	}
	return raw, nil
}

// savedBefore is the refusal of a save on a revision that is no longer the present one: the present value of every
// field that was typed stands beside what was typed, so that neither is lost.
func savedBefore(row Row, typed json.RawMessage) error {
	e := gov.Refusef(gov.CodeStale, "다른 사람이 먼저 고쳤습니다(현재 개정 %d). 아래 차이를 확인하고 다시 입력하십시오.",
		"somebody else saved this row first (revision %d); look at the difference and save again", row.Revision)
	over, err := overlaid(row.Data, typed)
	if err != nil {
		return err
	}
	if e.Changes, err = policies.Difference(row.Data, over); err != nil {
		return fmt.Errorf("compare rows: %w", err)
	}
	return e
}

// updateRow writes the row where it still has the revision that was read. Of two saves on one revision the contribution
// of the second meets that of the first, and it is asked again.
func (ch *change) updateRow(ctx context.Context, in rowSave) error {
	_, err := ch.keepRow(ctx, ch.tx.Write, in)
	return err
}

// keepRow is the statement that saves a row of its form on its revision.
func (ch *change) keepRow(ctx context.Context, q *db.Queries, in rowSave) (int64, error) {
	f, left := in.fields, in.row.LeftOver
	data, err := f.JSON()
	if err != nil {
		return 0, err
	}
	if left == nil {
		left = json.RawMessage("{}")
	}
	switch kindOfRows(in.form) {
	case rowsPlan:
		return q.SavePlanRow(ctx, db.SavePlanRowParams{
			ID: in.row.ID, CaseID: ch.c.ID, Revision: in.revision, Data: data, LeftOver: left,
			BudgetKrw: f.Money("budget_krw"), ChangeClass: f.Text("change"),
		})
	case rowsResult:
		return q.SaveResultRow(ctx, db.SaveResultRowParams{
			ID: in.row.ID, CaseID: ch.c.ID, Revision: in.revision, Data: data, LeftOver: left,
			BudgetKrw: f.Money("budget_krw"), ExecutedKrw: f.Money("executed_krw"),
		})
	case rowsForm:
	}
	return q.SaveFormRow(ctx, db.SaveFormRowParams{
		ID: in.row.ID, CaseID: ch.c.ID, Revision: in.revision, Data: data, LeftOver: left,
	})
}
