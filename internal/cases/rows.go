package cases

import (
	"context"
	"encoding/json"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// Row is one row of a submission, whatever its form: what it is about, who has it, what was typed.
type Row struct {
	ID       gov.RowID       `json:"id"`
	Item     string          `json:"item"` // unit project, sub-project or item of an open form
	Title    string          `json:"title"`
	Assigned gov.PostID      `json:"assigned,omitempty"`
	Revision int32           `json:"revision"`
	Data     json.RawMessage `json:"data"`
	Figures  json.RawMessage `json:"figures,omitempty"` // printed by the source; shown, never changed here
}

// rowsOf reads the rows of a submission in order, with the form they follow.
func (ch *change) rowsOf(ctx context.Context, sub db.Submission) ([]Row, policies.FormRule, error) {
	p, err := ch.pack(ctx)
	if err != nil {
		return nil, policies.FormRule{}, err
	}
	form, ok := p.Form(sub.Form)
	if !ok {
		return nil, form, noRule("form", sub.Form)
	}
	rows, err := readRows(ctx, ch.tx.Read, ch.c.ID, form)
	return rows, form, err
}

func readRows(ctx context.Context, q *db.Queries, id gov.CaseID, form policies.FormRule) ([]Row, error) {
	switch kindOfRows(form) {
	case rowsPlan:
		list, err := q.PlanRowsOf(ctx, id)
		out := make([]Row, len(list))
		for i, r := range list {
			out[i] = Row{
				ID: r.ID, Item: r.UnitProjectID, Title: r.Code + " " + r.Name, Assigned: r.AssignedPost,
				Revision: r.Revision, Data: r.Data,
			}
		}
		return out, err
	case rowsResult:
		list, err := q.ResultRowsOf(ctx, id)
		out := make([]Row, len(list))
		for i, r := range list {
			out[i] = Row{
				ID: r.ID, Item: r.SubProjectID, Title: r.Name, Assigned: r.AssignedPost, Revision: r.Revision,
				Data: r.Data, Figures: r.Figures,
			}
		}
		return out, err
	case rowsForm:
	}
	list, err := q.FormRowsOf(ctx, id)
	out := make([]Row, len(list))
	for i, r := range list {
		out[i] = Row{ID: r.ID, Item: r.Item, Title: r.Title, Assigned: r.AssignedPost, Revision: r.Revision, Data: r.Data}
	}
	return out, err
}

// rowsKind says in which table a form's rows live.
type rowsKind int

const (
	rowsForm rowsKind = iota
	rowsPlan
	rowsResult
)

func kindOfRows(form policies.FormRule) rowsKind {
	switch {
	case form.ID == "plan-row":
		return rowsPlan
	case form.Rows == "sub_projects":
		return rowsResult
	}
	return rowsForm
}

// contents is what a signature binds to: the rows' items and data, without ids and revisions.
func contents(rows []Row) []any {
	out := make([]any, len(rows))
	for i, r := range rows {
		out[i] = map[string]any{"item": r.Item, "data": r.Data}
	}
	return out
}

// rowSave is one row about to be written: what was typed, on the revision the officer saw.
type rowSave struct {
	form     policies.FormRule
	row      Row
	revision int32
	fields   policies.RowFields
}

// updateRow writes the row if it still has the revision the officer saw.
func (ch *change) updateRow(ctx context.Context, in rowSave) error {
	row, revision, f := in.row, in.revision, in.fields
	data, err := json.Marshal(f.Values)
	if err != nil {
		return fmt.Errorf("write row data: %w", err)
	}
	var n int64
	switch kindOfRows(in.form) {
	case rowsPlan:
		n, err = ch.tx.Read.SavePlanRow(ctx, db.SavePlanRowParams{
			ID: row.ID, CaseID: ch.c.ID, Revision: revision, Data: data, BudgetKrw: f.Money("budget_krw"),
			ChangeClass: f.Text("change"),
		})
	case rowsResult:
		n, err = ch.tx.Read.SaveResultRow(ctx, db.SaveResultRowParams{
			ID: row.ID, CaseID: ch.c.ID, Revision: revision, Data: data, BudgetKrw: f.Money("budget_krw"),
			ExecutedKrw: f.Money("executed_krw"),
		})
	case rowsForm:
		n, err = ch.tx.Read.SaveFormRow(ctx, db.SaveFormRowParams{ID: row.ID, CaseID: ch.c.ID, Revision: revision, Data: data})
	}
	if err != nil {
		return err
	}
	if n == 0 {
		return gov.Refusef(gov.CodeStale, "다른 사람이 먼저 고쳤습니다(현재 개정 %d). 새로 읽고 다시 입력하십시오.",
			"somebody else saved this row first (revision %d); read it again", row.Revision)
	}
	return nil
}
