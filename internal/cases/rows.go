package cases

import (
	"context"
	"encoding/json"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// Row is one row of a submission, whatever its form: what it is about, who has it, what was typed.
type Row struct {
	ID       gov.RowID       `json:"id"`
	Item     string          `json:"item" doc:"Unit project, sub-project or item of an open form"`
	Title    string          `json:"title"`
	Assigned gov.PostID      `json:"assigned,omitempty" doc:"Post of the officer who writes it"`
	Revision int32           `json:"revision"`
	Data     json.RawMessage `json:"data"`
	Last     json.RawMessage `json:"last,omitempty" doc:"What was accepted for the same item the year before"`
	LeftOver json.RawMessage `json:"left_over,omitempty" doc:"What was typed in fields that the form no longer has"`
	Figures  json.RawMessage `json:"figures,omitempty" doc:"Printed by the source; shown, never changed here"`
	Status   []string        `json:"status,omitempty" doc:"Of a sub-project, as its source has it"`
	Added    bool            `json:"added,omitempty" doc:"By the unit itself"`
}

// formOf is the form that a submission follows: that of the pack it has pinned.
func (s *Service) formOf(ctx context.Context, q *db.Queries, sub db.Submission, casePack []byte) (policies.FormRule, error) {
	hash := sub.FormPack
	if len(hash) == 0 {
		hash = casePack
	}
	p, err := s.rules.Of(ctx, q, hash)
	if err != nil {
		return policies.FormRule{}, err
	}
	form, ok := p.Form(sub.Form)
	if !ok {
		return form, noRule("form", sub.Form)
	}
	return form, nil
}

// submission reads the submission of the case with its form.
func (ch *change) submission(ctx context.Context) (db.Submission, policies.FormRule, error) {
	sub, err := ch.tx.Read.GetSubmission(ctx, ch.c.ID)
	if err != nil {
		return sub, policies.FormRule{}, err
	}
	form, err := ch.svc.formOf(ctx, ch.tx.Read, sub, ch.c.PackHash)
	return sub, form, err
}

func ofPlan(r db.PlanRowsOfRow) Row {
	return Row{
		ID: r.ID, Item: r.UnitProjectID, Title: r.Code + " " + r.Name, Assigned: r.AssignedPost, Revision: r.Revision,
		Data: r.Data, Last: r.Last, LeftOver: leftOver(r.LeftOver),
	}
}

func ofResult(r db.ResultRowsOfRow) Row {
	return Row{
		ID: r.ID, Item: r.SubProjectID, Title: r.Name, Assigned: r.AssignedPost, Revision: r.Revision, Data: r.Data,
		Last: r.Last, LeftOver: leftOver(r.LeftOver), Figures: r.Figures, Status: r.Status,
	}
}

func ofForm(r db.FormRow) Row {
	return Row{
		ID: r.ID, Item: r.Item, Title: r.Title, Assigned: r.AssignedPost, Revision: r.Revision, Data: r.Data,
		Last: r.Last, LeftOver: leftOver(r.LeftOver), Added: r.Added,
	}
}

// leftOver is what was left over, nil where nothing was.
func leftOver(raw json.RawMessage) json.RawMessage {
	if string(raw) == "{}" {
		return nil
	}
	return raw
}

func readRows(ctx context.Context, q *db.Queries, id gov.CaseID, form policies.FormRule) ([]Row, error) {
	switch kindOfRows(form) {
	case rowsPlan:
		list, err := q.PlanRowsOf(ctx, id)
		return mapped(list, ofPlan), err
	case rowsResult:
		list, err := q.ResultRowsOf(ctx, id)
		return mapped(list, ofResult), err
	case rowsForm:
	}
	list, err := q.FormRowsOf(ctx, id)
	return mapped(list, ofForm), err
}

// readRow reads one row of a submission; gov.ErrNotFound where it has none of that id.
func readRow(ctx context.Context, q *db.Queries, form policies.FormRule, at rowAt) (Row, error) {
	switch kindOfRows(form) {
	case rowsPlan:
		r, err := q.PlanRowOf(ctx, db.PlanRowOfParams(at))
		return ofPlan(db.PlanRowsOfRow(r)), err
	case rowsResult:
		r, err := q.ResultRowOf(ctx, db.ResultRowOfParams(at))
		return ofResult(db.ResultRowsOfRow(r)), err
	case rowsForm:
	}
	r, err := q.FormRowOf(ctx, db.FormRowOfParams(at))
	return ofForm(r), err
}

// rowAt names a row of a submission.
type rowAt struct {
	CaseID gov.CaseID
	ID     gov.RowID
}

func mapped[A, B any](list []A, f func(A) B) []B {
	out := make([]B, len(list))
	for i, x := range list {
		out[i] = f(x)
	}
	return out
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
