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

// prepare lays what the file sets over the row as it is now. What was cleared is said as null, so that the body of the
// contribution tells all.
func (t *taking) prepare(row Row, set map[string]json.RawMessage) error {
	data := map[string]json.RawMessage{}
	if len(row.Data) > 0 {
		if err := json.Unmarshal(row.Data, &data); err != nil {
			return fmt.Errorf("read row %s: %w", row.ID, err)
		}
	}
	maps.Copy(data, set)
	raw, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("write row %s: %w", row.ID, err)
	}
	fields, reasons := policies.ReadRow(t.form, row.Item, raw)
	if len(reasons) > 0 {
		e := gov.Refuse(gov.CodeInvalid, "입력값이 서식에 맞지 않습니다. 표시된 항목을 고치십시오.", "a value does not fit the form")
		e.Reasons = reasons
		return e
	}
	body, err := json.Marshal(SaveRowBody{Row: row.ID, Revision: row.Revision, Data: raw})
	if err != nil {
		return fmt.Errorf("write row %s: %w", row.ID, err)
	}
	t.saves = append(t.saves, saved{rowSave{t.form, row, row.Revision, fields}, body})
	return nil
}

// save writes the rows as if each had been saved by hand, all in one trip: a row that somebody else saves at this moment
// refuses them all.
func (t *taking) save(ctx context.Context) error {
	if len(t.saves) == 0 {
		return nil
	}
	counts := make([]int64, len(t.saves))
	asks := make([]store.Ask, len(t.saves))
	for i, s := range t.saves {
		data, err := json.Marshal(s.fields.Values)
		if err != nil {
			return fmt.Errorf("write row %s: %w", s.row.ID, err)
		}
		asks[i] = func(q *db.Queries) (err error) { counts[i], err = t.update(ctx, q, s.rowSave, data); return err }
	}
	if err := t.ch.tx.Together(ctx, asks...); err != nil {
		return err
	}
	for i, s := range t.saves {
		if counts[i] == 0 {
			return gov.Refusef(gov.CodeStale, "‘%[1]s’ 행을 다른 사람이 방금 고쳤습니다. 달라진 내용을 새로 확인하고 다시 적용하십시오.",
				"somebody else saved the row %[1]s just now; read the import again", s.row.Title)
		}
		one := *t.ch
		one.result = nil
		one.cmd.Key, one.cmd.Body = "sheet/"+gov.NewContributionID().String(), s.body
		one.note("revision", s.revision+1)
		g := given{item: s.row.Item, revision: s.revision + 1}
		if err := one.recordContribution(ctx, g, one.outcome(one.c.State)); err != nil {
			return err
		}
	}
	return nil
}

// update is the statement that saves a row of the form on its revision.
func (t *taking) update(ctx context.Context, q *db.Queries, s rowSave, data json.RawMessage) (int64, error) {
	f, id := s.fields, t.ch.c.ID
	switch kindOfRows(s.form) {
	case rowsPlan:
		return q.SavePlanRow(ctx, db.SavePlanRowParams{
			ID: s.row.ID, CaseID: id, Revision: s.revision, Data: data, BudgetKrw: f.Money("budget_krw"),
			ChangeClass: f.Text("change"),
		})
	case rowsResult:
		return q.SaveResultRow(ctx, db.SaveResultRowParams{
			ID: s.row.ID, CaseID: id, Revision: s.revision, Data: data, BudgetKrw: f.Money("budget_krw"),
			ExecutedKrw: f.Money("executed_krw"),
		})
	case rowsForm:
	}
	return q.SaveFormRow(ctx, db.SaveFormRowParams{ID: s.row.ID, CaseID: id, Revision: s.revision, Data: data})
}

// add writes the rows that the unit added below the others.
func (t *taking) add(ctx context.Context, added []SheetAdded) error {
	if len(added) == 0 {
		return nil
	}
	if !t.form.Grows || kindOfRows(t.form) != rowsForm || len(t.rows)+len(added) > t.form.MaxRows() {
		return sheetFault("added", "이 서식에는 행을 %[1]d개까지만 적을 수 있고 이미 %[2]d개가 있습니다. 더한 행을 줄이십시오.",
			"the form takes %[1]d rows and has %[2]d", t.form.MaxRows(), len(t.rows))
	}
	for _, a := range added {
		row := Row{ID: gov.NewRowID(), Title: t.titleOf(a), Assigned: t.ch.post, Data: json.RawMessage("{}")}
		row.Item = row.ID.String()
		if err := t.ch.tx.Read.AddFormRow(ctx, db.AddFormRowParams{
			ID: row.ID, CaseID: t.ch.c.ID, Item: row.Item, Title: row.Title, AssignedPost: t.ch.post,
		}); err != nil {
			return err
		}
		set := map[string]json.RawMessage{}
		if err := json.Unmarshal(a.Values, &set); err != nil {
			return fmt.Errorf("read an added row: %w", err)
		}
		if err := t.prepare(row, set); err != nil {
			return err
		}
		a.Row = row.ID
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
