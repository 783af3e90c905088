package cases

import (
	"context"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// rowsNamedMost bounds the rows that one contribution names.
const rowsNamedMost = 500

// assignRows splits rows among the officers of the unit: whoever has a row is shown with it. Every officer of the unit
// may still write it.
func assignRows(ctx context.Context, ch *change) (given, error) {
	var body AssignRowsBody
	if err := ch.read(&body); err != nil {
		return given{}, err
	}
	if len(body.Rows) == 0 || len(body.Rows) > rowsNamedMost {
		return given{}, invalid("rows", "담당을 정할 행을 1개 이상 500개 이하로 적으십시오.", "name 1 to 500 rows")
	}
	org, err := ch.org(ctx)
	if err != nil {
		return given{}, err
	}
	own, _ := org.Post(ch.post)
	if post, ok := org.Post(body.Post); !ok || (post.Unit != ch.c.UnitID && post.Unit != own.Unit) {
		return given{}, invalid("post", "이 부서의 직위를 적으십시오.", "name a post of this unit")
	}
	_, form, err := ch.submission(ctx)
	if err != nil {
		return given{}, err
	}
	n, err := ch.assign(ctx, form, body)
	if err != nil {
		return given{}, err
	}
	if int(n) != len(body.Rows) {
		return given{}, gov.ErrNotFound
	}
	return given{item: string(body.Post)}, nil
}

func (ch *change) assign(ctx context.Context, form policies.FormRule, body AssignRowsBody) (int64, error) {
	rows := uids(body.Rows)
	switch kindOfRows(form) {
	case rowsPlan:
		return ch.tx.Read.AssignPlanRows(ctx, db.AssignPlanRowsParams{CaseID: ch.c.ID, Post: body.Post, Rows: rows})
	case rowsResult:
		return ch.tx.Read.AssignResultRows(ctx, db.AssignResultRowsParams{CaseID: ch.c.ID, Post: body.Post, Rows: rows})
	case rowsForm:
	}
	return ch.tx.Read.AssignFormRows(ctx, db.AssignFormRowsParams{CaseID: ch.c.ID, Post: body.Post, Rows: rows})
}

// addRow puts a further row into a form that grows.
func addRow(ctx context.Context, ch *change) (given, error) {
	var body AddRowBody
	if err := ch.read(&body); err != nil {
		return given{}, err
	}
	_, form, err := ch.submission(ctx)
	if err != nil {
		return given{}, err
	}
	if !form.Grows {
		return given{}, gov.Refuse(gov.CodeForbidden, "이 서식에는 행을 더할 수 없습니다. 정해진 행만 작성하십시오.",
			"this form has the rows it has")
	}
	if !policies.Fits(body.Title, 1, 200) {
		return given{}, invalid("title", "행의 이름을 1자 이상 200자 이하로 적으십시오.", "1 to 200 characters")
	}
	row := gov.NewRowID()
	if len(body.Data) == 0 {
		body.Data = []byte("{}")
	}
	fields, reasons := policies.ReadRow(form, row.String(), body.Data)
	if len(reasons) > 0 {
		return given{}, misfit(reasons)
	}
	return ch.insertRow(ctx, form, newRow{id: row, title: body.Title, fields: fields})
}

// newRow is a row about to be added.
type newRow struct {
	id     gov.RowID
	title  string
	fields policies.RowFields
}

// insertRow writes an added row behind the others. The lock on the submission decides between two who add at once.
func (ch *change) insertRow(ctx context.Context, form policies.FormRule, n newRow) (given, error) {
	if err := ch.tx.Read.LockSubmission(ctx, ch.c.ID); err != nil {
		return given{}, err
	}
	count, err := ch.tx.Read.CountFormRows(ctx, ch.c.ID)
	if err != nil {
		return given{}, err
	}
	if int(count.Rows) >= form.MaxRows() {
		return given{}, gov.Refusef(gov.CodeInvalid, "이 서식에는 %d행까지 적을 수 있습니다.", "this form takes %d rows", form.MaxRows())
	}
	data, err := n.fields.JSON()
	if err != nil {
		return given{}, err
	}
	item := fmt.Sprintf("added-%d", count.Last+1)
	ch.note("row", n.id)
	ch.note("item", item)
	return given{item: item}, ch.tx.Write.AddFormRow(ctx, db.AddFormRowParams{
		ID: n.id, CaseID: ch.c.ID, Item: item, Title: n.title, Ordinal: count.Last + 1, AssignedPost: ch.post, Data: data,
	})
}

// removeRow takes a row out that the unit added itself. What was typed stays in the record.
func removeRow(ctx context.Context, ch *change) (given, error) {
	var body RowAtBody
	if err := ch.read(&body); err != nil {
		return given{}, err
	}
	_, form, err := ch.submission(ctx)
	if err != nil {
		return given{}, err
	}
	if kindOfRows(form) != rowsForm {
		return given{}, gov.ErrNotFound
	}
	row, err := readRow(ctx, ch.tx.Read, form, rowAt{ch.c.ID, body.Row})
	if err != nil {
		return given{}, err
	}
	if !row.Added {
		return given{}, gov.Refuse(gov.CodeForbidden, "정해진 행은 지울 수 없습니다. 없어진 사업이면 사업 변동(종료)을 기록하십시오.",
			"only a row that the unit added can be taken out")
	}
	n, err := ch.tx.Read.RemoveFormRow(ctx, db.RemoveFormRowParams{
		ID: row.ID, CaseID: ch.c.ID, Revision: body.Revision, RemovedOn: ch.now.today,
	})
	if err == nil && n == 0 {
		err = savedBefore(row, []byte("{}"))
	}
	return given{item: row.Item, revision: body.Revision + 1}, err
}
