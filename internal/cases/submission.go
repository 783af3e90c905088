package cases

import (
	"context"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

var submissionHandlers = map[gov.Verb]handler{
	gov.VerbSubmit:          submitRows,
	gov.VerbApprove:         approveSubmission,
	gov.VerbAccept:          acceptSubmission,
	gov.VerbRequestRevision: requestRevision,
	gov.VerbReopen:          reopenSubmission,
}

// submitRows hands the unit's rows to its head. Rows must be complete by their form; a unit that leads nothing says so
// instead (서울특별시 평생교육진흥에 관한 조례 제4조의2).
func submitRows(ctx context.Context, ch *change) error {
	var body SubmitRowsBody
	if err := ch.read(&body); err != nil {
		return err
	}
	sub, err := ch.tx.Read.GetSubmission(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	rows, form, err := ch.rowsOf(ctx, sub)
	if err != nil {
		return err
	}
	if body.NothingToReport != (len(rows) == 0) {
		return invalid("nothing_to_report", "행이 있으면 작성하고, 없으면 ‘해당 없음’으로 제출하십시오.",
			"say nothing_to_report exactly where there is no row")
	}
	if err := incomplete(form, rows); err != nil {
		return err
	}
	hash, err := contentHash(map[string]any{"form": form.ID, "nothing_to_report": body.NothingToReport, "rows": contents(rows)})
	if err != nil {
		return err
	}
	ch.c.ContentHash = hash
	ch.c.Revision++
	return ch.tx.Write.MarkSubmission(ctx, db.MarkSubmissionParams{
		CaseID: ch.c.ID, NothingToReport: body.NothingToReport, SubmittedOn: sub.SubmittedOn,
		AcceptedOn: sub.AcceptedOn,
	})
}

// incomplete names every field that the form demands and a row lacks.
func incomplete(form policies.FormRule, rows []Row) error {
	var reasons []gov.Reason
	for _, r := range rows {
		reasons = append(reasons, policies.CheckRow(form, r.Item, r.Data)...)
	}
	if len(reasons) == 0 {
		return nil
	}
	e := gov.Refusef(gov.CodeInvalid, "작성이 끝나지 않은 항목이 %d개 있습니다. 표시된 항목을 채우십시오.", "%d fields are not complete", len(reasons))
	e.Reasons = reasons[:min(len(reasons), 50)]
	return e
}

// approveSubmission is the unit head's signature; nothing leaves a unit without it.
func approveSubmission(ctx context.Context, ch *change) error {
	if err := ch.needHash(ctx); err != nil {
		return err
	}
	if err := ch.notOwnDraft(ctx, gov.VerbSubmit); err != nil {
		return err
	}
	if ch.c.Round > 1 {
		ch.to = gov.Resubmitted
	}
	sub, err := ch.tx.Read.GetSubmission(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	ch.decision = &decided{role: "approve", cell: "unit_head", hashSeen: ch.cmd.HashSeen}
	ch.note("late", ch.isLate(ctx))
	return ch.tx.Write.MarkSubmission(ctx, db.MarkSubmissionParams{
		CaseID: ch.c.ID, NothingToReport: sub.NothingToReport, SubmittedOn: ch.now.today, AcceptedOn: sub.AcceptedOn,
	})
}

// isLate reports whether today lies after the operative due date of the stage; lateness is derived, never stored.
func (ch *change) isLate(ctx context.Context) bool {
	s, err := ch.stageRow(ctx)
	return err == nil && !s.DueOperative.IsZero() && ch.now.today.After(s.DueOperative)
}

// notOwnDraft refuses whoever did the given verb last: nobody decides on his own draft, in whatever post he acts.
func (ch *change) notOwnDraft(ctx context.Context, verb gov.Verb) error {
	last, err := ch.tx.Read.LastActBy(ctx, db.LastActByParams{CaseID: ch.c.ID, Verb: verb})
	if err != nil {
		return err
	}
	if last.PersonID == ch.actor.Person {
		return ownDraft()
	}
	return nil
}

func ownDraft() error {
	why := policies.WhyOwnDraft()
	e := gov.Refuse(gov.CodeSelfApproval, why.Text, "nobody decides on his own draft")
	e.Reasons = []gov.Reason{why}
	return e
}

// acceptSubmission is the coordinator's check; the last one closes the collection.
func acceptSubmission(ctx context.Context, ch *change) error {
	if err := ch.needHash(ctx); err != nil {
		return err
	}
	if err := ch.notOwnDraft(ctx, gov.VerbSubmit); err != nil {
		return err
	}
	sub, err := ch.tx.Read.GetSubmission(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	ch.decision = &decided{role: "accept", cell: "coordinator", hashSeen: ch.cmd.HashSeen}
	return ch.tx.Write.MarkSubmission(ctx, db.MarkSubmissionParams{
		CaseID: ch.c.ID, NothingToReport: sub.NothingToReport, SubmittedOn: sub.SubmittedOn, AcceptedOn: ch.now.today,
	})
}

// requestRevision sends the submission back with reasons per field and a due date of its own.
func requestRevision(_ context.Context, ch *change) error {
	var body RevisionBody
	if err := ch.read(&body); err != nil {
		return err
	}
	for _, f := range body.Fields {
		if f.Row == "" || f.Reason == "" {
			return invalid("fields", "보완할 행과 사유를 모두 적으십시오.", "each entry needs a row and a reason")
		}
	}
	if !body.DueOn.IsZero() {
		if body.DueOn.Before(ch.now.today) {
			return invalid("due_on", "보완 기한은 오늘 이후여야 합니다.", "the due date lies in the past")
		}
		d := ch.dueOn(body.DueOn)
		ch.asked = &d
	}
	return nil
}

// reopenSubmission takes an accepted submission up again; the coordinator says why. After the stage has closed it comes
// back only with its stage, so that the later stages see that their input has changed.
func reopenSubmission(ctx context.Context, ch *change) error {
	if err := ch.needOpenStage(ctx); err != nil {
		return err
	}
	return ch.tx.Write.MarkSubmission(ctx, db.MarkSubmissionParams{CaseID: ch.c.ID})
}

// saveRow keeps what an officer typed in one row, on the revision he saw; another's save in between is told, never
// overwritten.
func saveRow(ctx context.Context, ch *change) (given, error) {
	var body SaveRowBody
	if err := ch.read(&body); err != nil {
		return given{}, err
	}
	sub, err := ch.tx.Read.GetSubmission(ctx, ch.c.ID)
	if err != nil {
		return given{}, err
	}
	rows, form, err := ch.rowsOf(ctx, sub)
	if err != nil {
		return given{}, err
	}
	row, ok := findRow(rows, body.Row)
	if !ok {
		return given{}, gov.ErrNotFound
	}
	fields, reasons := policies.ReadRow(form, row.Item, body.Data)
	if len(reasons) > 0 {
		e := gov.Refuse(gov.CodeInvalid, "입력값이 서식에 맞지 않습니다. 표시된 항목을 고치십시오.", "a value does not fit the form")
		e.Reasons = reasons
		return given{}, e
	}
	if err := ch.updateRow(ctx, rowSave{form: form, row: row, revision: body.Revision, fields: fields}); err != nil {
		return given{}, err
	}
	ch.note("revision", body.Revision+1)
	return given{item: row.Item, revision: body.Revision + 1}, nil
}

func findRow(rows []Row, id gov.RowID) (Row, bool) {
	for _, r := range rows {
		if r.ID == id {
			return r, true
		}
	}
	return Row{}, false
}
