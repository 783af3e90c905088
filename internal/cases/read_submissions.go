package cases

import (
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/checks"
)

// SubmissionItem is what one unit hands in, as a list shows it: how far it is, what the checks find, who has it.
type SubmissionItem struct {
	CaseItem

	Followed bool         // the reader may open it; else rows and findings are not counted
	Rows     int          // of its form
	Filled   int          // rows that were saved at least once
	Faults   int          // findings that hold the hand-in up
	Remarks  int          // findings beside those
	Tasks    []OpenedTask // open ones, the oldest first
}

// OpenedTask is an open task with whoever may act on it today. Names are told to those who may read them.
type OpenedTask struct {
	Kind    gov.TaskKind
	Due     *Due
	Holders []Holder
}

// SubmissionPage is one page of submissions, youngest first.
type SubmissionPage struct {
	Submissions []SubmissionItem
	Next        string // cursor of the next page; empty on the last
}

// Submissions lists what units hand in: that of the reader's units, and of all for whoever coordinates or audits.
func (s *Service) Submissions(ctx context.Context, actor Actor, f CaseFilter) (SubmissionPage, error) {
	f.Kind = gov.CaseSubmission
	found, err := s.Cases(ctx, actor, f)
	if err != nil {
		return SubmissionPage{}, err
	}
	r, err := s.read(ctx, actor)
	if err != nil {
		return SubmissionPage{}, err
	}
	t, err := r.ties(ctx)
	if err != nil {
		return SubmissionPage{}, err
	}
	out := SubmissionPage{Submissions: make([]SubmissionItem, len(found.Cases)), Next: found.Next}
	at := map[gov.CaseID]*SubmissionItem{}
	for i, c := range found.Cases {
		out.Submissions[i].CaseItem = c
		at[c.ID] = &out.Submissions[i]
		if err := r.counted(ctx, t, &out.Submissions[i]); err != nil {
			return SubmissionPage{}, store.Interpret(err)
		}
	}
	return out, store.Interpret(r.openedTasks(ctx, at))
}

// counted counts the rows of a submission and what the checks find in them, where the reader may follow it.
func (r reading) counted(ctx context.Context, t ties, of *SubmissionItem) error {
	c, err := r.allowedWith(ctx, policies.ActFollow, of.ID, t)
	if gov.CodeOf(err) == gov.CodeNotFound {
		return nil // he sees that it is there and no more
	}
	if err != nil {
		return err
	}
	of.Followed = true
	rows, found, err := r.rowsAndFindings(ctx, c)
	for _, row := range rows {
		if row.Revision > 0 {
			of.Filled++
		}
	}
	of.Rows = len(rows)
	for _, f := range found {
		if f.Severity == checks.Fault {
			of.Faults++
		} else {
			of.Remarks++
		}
	}
	return err
}

// rowsAndFindings reads the rows of a submission and runs the checks over them.
func (r reading) rowsAndFindings(ctx context.Context, c db.ViewCaseRow) ([]Row, []checks.Finding, error) {
	sub, err := r.q.ViewSubmission(ctx, c.ID)
	if err != nil {
		return nil, nil, err
	}
	form, err := r.s.formOf(ctx, r.q, sub, c.PackHash)
	if err != nil {
		return nil, nil, err
	}
	rows, err := readRows(ctx, r.q, c.ID, form)
	if err != nil {
		return nil, nil, err
	}
	p, err := r.s.rules.Of(ctx, r.q, c.PackHash)
	if err != nil {
		return nil, nil, err
	}
	found, err := checked(p, form, rows, r.v.today)
	return rows, found, err
}

// openedTasks reads the open tasks of a page of submissions, each with whoever has it.
func (r reading) openedTasks(ctx context.Context, at map[gov.CaseID]*SubmissionItem) error {
	ids := make([]pgtype.UUID, 0, len(at))
	for id := range at {
		ids = append(ids, uid(id))
	}
	tasks, err := r.q.ViewOpenTasksOfCases(ctx, ids)
	if err != nil {
		return err
	}
	open := make([]pgtype.UUID, len(tasks))
	for i, t := range tasks {
		open[i] = uid(t.ID)
	}
	rows, err := r.q.ViewHoldersOfTasks(ctx, db.ViewHoldersOfTasksParams{
		Day: r.v.today, Tasks: open, InPerson: inPerson(),
	})
	if err != nil {
		return err
	}
	names, of := r.v.may(policies.ActReadNames), map[gov.TaskID][]Holder{}
	for _, row := range rows {
		h := holderOf(row)
		if !names {
			h.Person, h.Name = "", ""
		}
		of[row.TaskID] = append(of[row.TaskID], h)
	}
	for _, t := range tasks {
		one := OpenedTask{Kind: t.Kind, Due: dueText(t.DueOperative, t.DueLegal), Holders: of[t.ID]}
		at[t.CaseID].Tasks = append(at[t.CaseID].Tasks, one)
	}
	return nil
}

// CheckedRow is what would be said of a row if it were saved as it was typed.
type CheckedRow struct {
	Reasons  []gov.Reason     // what does not fit the form, each at its field; the row would be refused
	Findings []checks.Finding // what the checks would find in it
}

// TryRow says what saving fields of a row would bring. Nothing is written: it is for whoever types.
func (s *Service) TryRow(ctx context.Context, actor Actor, id gov.CaseID, body SaveRowBody) (CheckedRow, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return CheckedRow{}, err
	}
	c, err := r.followed(ctx, id)
	if err != nil {
		return CheckedRow{}, err
	}
	if c.Kind != gov.CaseSubmission {
		return CheckedRow{}, gov.ErrNotFound
	}
	sub, err := r.q.ViewSubmission(ctx, id)
	if err != nil {
		return CheckedRow{}, store.Interpret(err)
	}
	form, err := r.s.formOf(ctx, r.q, sub, c.PackHash)
	if err != nil {
		return CheckedRow{}, store.Interpret(err)
	}
	row, err := readRow(ctx, r.q, form, rowAt{id, body.Row})
	if err != nil {
		return CheckedRow{}, store.Interpret(err)
	}
	return r.tried(ctx, c, form, tryOn{row, body.Data})
}

// tryOn is a row with what was typed over it.
type tryOn struct {
	row   Row
	typed json.RawMessage
}

func (r reading) tried(ctx context.Context, c db.ViewCaseRow, form policies.FormRule, t tryOn) (CheckedRow, error) {
	data, err := overlaid(t.row.Data, t.typed)
	if err != nil {
		return CheckedRow{}, err
	}
	out := CheckedRow{Reasons: []gov.Reason{}, Findings: []checks.Finding{}}
	if _, reasons := policies.ReadRow(form, t.row.Item, data); len(reasons) > 0 {
		out.Reasons = reasons
		return out, nil
	}
	p, err := r.s.rules.Of(ctx, r.q, c.PackHash)
	if err != nil {
		return out, store.Interpret(err)
	}
	t.row.Data = data
	found, err := checked(p, form, []Row{t.row}, r.v.today)
	out.Findings = some(found)
	return out, err
}
