package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

var submissionHandlers = map[gov.Verb]handler{
	gov.VerbSubmit:          submitRows,
	gov.VerbReview:          signUnitCell,
	gov.VerbApprove:         signUnitCell,
	gov.VerbReturn:          returnToOfficers,
	gov.VerbAccept:          acceptSubmission,
	gov.VerbRequestRevision: requestRevision,
	gov.VerbReopen:          reopenSubmission,
	gov.VerbAdoptForm:       adoptForm,
	gov.VerbWaive:           endAsking,
	gov.VerbLapse:           endAsking,
}

func init() {
	contributors[gov.CaseSubmission] = map[gov.Verb]contributor{
		gov.VerbSaveRow: saveRow, gov.VerbComment: commentGiven, gov.VerbAssignRows: assignRows, gov.VerbAddRow: addRow,
		gov.VerbRemoveRow: removeRow, gov.VerbRecordEvent: recordEvent, gov.VerbWithdrawEvent: withdrawEvent,
		gov.VerbAnswerRow: answerRow, gov.VerbAttach: attach, gov.VerbDetach: detach,
	}
}

// submitRows hands the unit's rows to its own line. Rows must be complete by their form; a unit that leads nothing says
// so instead (서울특별시 평생교육진흥에 관한 조례 제4조의2). Partners whom a row names are asked to concur at the same
// time.
func submitRows(ctx context.Context, ch *change) error {
	var body SubmitRowsBody
	if err := ch.read(&body); err != nil {
		return err
	}
	sub, form, err := ch.submission(ctx)
	if err != nil {
		return err
	}
	rows, err := readRows(ctx, ch.tx.Read, ch.c.ID, form)
	if err != nil {
		return err
	}
	if body.NothingToReport != (len(rows) == 0) {
		return invalid("nothing_to_report", "행이 있으면 작성하고, 없으면 ‘해당 없음’으로 제출하십시오.",
			"say nothing_to_report exactly where there is no row")
	}
	events, err := ch.tx.Read.RowEventsOf(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	known, err := ch.tx.Read.HadRows(ctx, db.HadRowsParams{Form: sub.Form, AboutYear: sub.AboutYear - 1, UnitID: ch.c.UnitID})
	if err != nil {
		return err
	}
	if err := incomplete(form, rows, events, known); err != nil {
		return err
	}
	p, err := ch.pack(ctx)
	if err != nil {
		return err
	}
	found, err := checked(p, form, rows, ch.now.today)
	if err != nil {
		return err
	}
	if err := judgeWaivers(found, body.Waivers); err != nil {
		return err
	}
	if err := ch.freezeRows(ctx, form, rows, body); err != nil {
		return err
	}
	if err := ch.layUnitLine(ctx); err != nil {
		return err
	}
	if err := ch.askSides(ctx, form, rows, events); err != nil {
		return err
	}
	if err := ch.tx.Flush(ctx); err != nil {
		return err
	}
	if err := ch.askPartners(ctx, form, rows); err != nil {
		return err
	}
	return ch.tx.Write.MarkSubmission(ctx, db.MarkSubmissionParams{
		CaseID: ch.c.ID, NothingToReport: body.NothingToReport, SubmittedOn: sub.SubmittedOn,
		AcceptedOn: sub.AcceptedOn,
	})
}

// freezeRows keeps what the line of the unit is going to sign, under its hash.
func (ch *change) freezeRows(ctx context.Context, form policies.FormRule, rows []Row, said SubmitRowsBody) error {
	content := map[string]any{"form": form.ID, "nothing_to_report": said.NothingToReport, "rows": contents(rows)}
	if len(said.Waivers) > 0 { // who signs, signs them with the rows
		content["waivers"] = said.Waivers
	}
	if err := ch.beside(ctx, content); err != nil {
		return err
	}
	hash, err := contentHash(content)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(content)
	if err != nil {
		return fmt.Errorf("write rows: %w", err)
	}
	ch.c.ContentHash = hash
	ch.c.Revision++
	return ch.tx.Write.InsertSubmissionVersion(ctx, db.InsertSubmissionVersionParams{
		CaseID: ch.c.ID, ActSeq: ch.seq, Round: ch.c.Round, Content: raw, ContentHash: hash,
	})
}

// beside puts what stands beside the rows into what is signed: events and files.
func (ch *change) beside(ctx context.Context, content map[string]any) error {
	events, err := ch.tx.Read.RowEventsOf(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	files, err := ch.tx.Read.RowAttachmentsOf(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	if len(events) > 0 {
		content["events"] = mapped(events, func(e db.RowEventsOfRow) any {
			return map[string]any{
				"item": e.Item, "kind": e.Kind, "effective_on": e.EffectiveOn, "reason": e.Reason,
				"successors": some(e.Successors), "to_unit": e.ToUnit,
			}
		})
	}
	if len(files) > 0 {
		content["files"] = mapped(files, func(a db.RowAttachmentsOfRow) any {
			return map[string]any{"name": a.Name, "sha256": hex(a.Sha256), "row": a.RowID}
		})
	}
	return nil
}

// incomplete names every field that the form demands and a row lacks, and every class of change that history denies.
func incomplete(form policies.FormRule, rows []Row, events []db.RowEventsOfRow, known bool) error {
	var reasons []gov.Reason
	for _, r := range rows {
		reasons = append(reasons, policies.CheckRow(form, r.Item, r.Data)...)
		told := slices.ContainsFunc(events, func(e db.RowEventsOfRow) bool {
			return e.RowID == r.ID && e.Kind != "transferred"
		})
		reasons = append(reasons, policies.CheckChange(form, r.Data, policies.History{
			Item: r.Item, Had: r.Last != nil, Known: known, Ended: told,
		})...)
	}
	if len(reasons) == 0 {
		return nil
	}
	e := gov.Refusef(gov.CodeInvalid, "작성이 끝나지 않은 항목이 %d개 있습니다. 표시된 항목을 채우십시오.", "%d fields are not complete", len(reasons))
	e.Reasons = reasons[:min(len(reasons), 50)]
	return e
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

// acceptSubmission is the coordinator's check; the last one closes the collection. What a partner was asked may stay
// unanswered only for a reason; what another unit is to take over may not.
func acceptSubmission(ctx context.Context, ch *change) error {
	if err := ch.needHash(ctx); err != nil {
		return err
	}
	if err := ch.notOwnDraft(ctx, gov.VerbSubmit); err != nil {
		return err
	}
	if err := ch.answersDue(ctx); err != nil {
		return err
	}
	sub, err := ch.tx.Read.GetSubmission(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	if err := ch.forceEvents(ctx); err != nil {
		return err
	}
	ch.decision = &decided{role: "accept", cell: "coordinator", hashSeen: ch.cmd.HashSeen}
	return ch.tx.Write.MarkSubmission(ctx, db.MarkSubmissionParams{
		CaseID: ch.c.ID, NothingToReport: sub.NothingToReport, SubmittedOn: sub.SubmittedOn, AcceptedOn: ch.now.today,
	})
}

// answersDue refuses to take rows over whose questions to others stand open.
func (ch *change) answersDue(ctx context.Context) error {
	refused, err := ch.refusedEvents(ctx)
	if err != nil {
		return err
	}
	if err := ch.sidesAgreed(ctx, len(refused) > 0); err != nil {
		return err
	}
	if len(refused) > 0 {
		e := gov.Refuse(gov.CodeConflict, "상대 부서가 거절한 사업 변동이 있습니다. 보완을 요청하여 취소하거나 다시 협의하게 하십시오.",
			"an event was refused by the unit that should take over; ask for a revision")
		e.Reasons = refused
		return e
	}
	open, err := ch.unanswered(ctx)
	if err != nil || len(open) == 0 {
		return err
	}
	concur := !slices.ContainsFunc(open, func(r gov.Reason) bool { return !strings.HasPrefix(r.Rule, "row/concur/") })
	if concur && ch.cmd.Reason != "" {
		return nil
	}
	e := gov.Refuse(gov.CodeReasonRequired, "협조 회신을 기다리는 행이 있습니다. 회신 없이 확인하려면 사유를 적으십시오.",
		"partners have not answered yet; accept without them only for a reason")
	if !concur {
		e = gov.Refuse(gov.CodeConflict, "상대 부서가 아직 수락하지 않은 사업 변동이 있습니다. 수락한 뒤에 확인하십시오.",
			"another unit has not agreed yet to take something over")
	}
	e.Reasons = open[:min(len(open), 50)]
	return e
}

// sidesAgreed refuses where an event gives something to a unit of which no agreement is on record, whatever became of
// the question; a refusal or an open question has its own words.
func (ch *change) sidesAgreed(ctx context.Context, refused bool) error {
	events, err := ch.tx.Read.RowEventsOf(ctx, ch.c.ID)
	if err != nil || len(events) == 0 || refused {
		return err
	}
	_, form, err := ch.submission(ctx)
	if err != nil {
		return err
	}
	rows, err := readRows(ctx, ch.tx.Read, ch.c.ID, form)
	if err != nil {
		return err
	}
	sides, err := ch.sidesOf(ctx, form, rows, events)
	if err != nil {
		return err
	}
	known, err := ch.tx.Read.RowConsentsOf(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	var reasons []gov.Reason
	for _, a := range sides {
		if !slices.ContainsFunc(known, func(k db.RowConsentsOfRow) bool {
			return k.EventID == a.event && k.UnitID == a.unit && k.Answer != nil && *k.Answer == answerAgreed
		}) {
			reasons = append(reasons, gov.Reason{
				Rule: fmt.Sprintf("row/%s/%s/%s", a.kind, a.row.Item, a.unit),
				Text: fmt.Sprintf("%s의 %s이(가) 없습니다(%s).", a.unit, consentWord(a.kind), a.row.Item),
			})
		}
	}
	if len(reasons) == 0 {
		return nil
	}
	e := gov.Refuse(gov.CodeConflict, "상대 부서가 아직 수락하지 않은 사업 변동이 있습니다. 수락한 뒤에 확인하십시오.",
		"another unit has not agreed yet to take something over")
	e.Reasons = reasons
	return e
}

// forceEvents puts what was told of rows in force, and asks nobody any more.
func (ch *change) forceEvents(ctx context.Context) error {
	if err := endAsking(ctx, ch); err != nil {
		return err
	}
	w := ch.tx.Write
	if err := w.ForceRowEvents(ctx, ch.c.ID); err != nil {
		return err
	}
	if err := w.DropTakenPartners(ctx, ch.c.ID); err != nil {
		return err
	}
	return w.LeadAnew(ctx, ch.c.ID)
}

// endAsking takes back what was asked of the unit's line and of other units and not answered: the submission ends.
func endAsking(ctx context.Context, ch *change) error {
	if err := ch.tx.Write.VoidUnitCells(ctx, db.VoidUnitCellsParams{CaseID: ch.c.ID, Round: ch.c.Round}); err != nil {
		return err
	}
	if err := ch.tx.Write.DropRowConsents(ctx, db.DropRowConsentsParams{CaseID: ch.c.ID, AnsweredOn: ch.now.today}); err != nil {
		return err
	}
	return ch.tx.Write.CancelAnswerTasks(ctx, db.CancelAnswerTasksParams{CaseID: ch.c.ID, ClosedOn: ch.now.today})
}

// requestRevision sends the submission back with reasons per field and a due date of its own.
func requestRevision(ctx context.Context, ch *change) error {
	var body RevisionBody
	if err := ch.read(&body); err != nil {
		return err
	}
	if err := ch.fieldsKnown(ctx, body.Fields); err != nil {
		return err
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

// fieldsKnown refuses reasons about rows that the submission has not, and fields that its form has not.
func (ch *change) fieldsKnown(ctx context.Context, fields []FieldReason) error {
	if len(fields) == 0 {
		return nil
	}
	_, form, err := ch.submission(ctx)
	if err != nil {
		return err
	}
	rows, err := readRows(ctx, ch.tx.Read, ch.c.ID, form)
	if err != nil {
		return err
	}
	for i, f := range fields {
		at := fmt.Sprintf("fields[%d]", i)
		if f.Row == "" || !policies.Fits(f.Reason, 1, 2000) {
			return invalid(at, "보완할 행과 사유를 모두 적으십시오.", "each entry needs a row and a reason of 1 to 2,000 characters")
		}
		if !slices.ContainsFunc(rows, func(r Row) bool { return r.Item == f.Row || r.ID.String() == f.Row }) {
			return invalid(at+".row", "제출자료에 없는 행입니다: "+f.Row, "the submission has no such row")
		}
		if _, ok := form.Field(f.Field); f.Field != "" && !ok {
			return invalid(at+".field", "서식에 없는 항목입니다: "+f.Field, "the form has no such field")
		}
	}
	return nil
}

// reopenSubmission takes an accepted submission up again; the coordinator says why. After the stage has closed it comes
// back only with its stage, so that the later stages see that their input has changed.
func reopenSubmission(ctx context.Context, ch *change) error {
	if err := ch.needOpenStage(ctx); err != nil {
		return err
	}
	if err := ch.tx.Write.LeadAsBefore(ctx, ch.c.ID); err != nil {
		return err
	}
	if err := ch.tx.Write.UnforceRowEvents(ctx, ch.c.ID); err != nil {
		return err
	}
	return ch.tx.Write.MarkSubmission(ctx, db.MarkSubmissionParams{CaseID: ch.c.ID})
}
