package cases

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// askDated locks what an act on a request for a later date needs beside its task: for a grant the stages whose dates
// bound it, then both tasks in their order. Whoever moves the date of a stage locks stage and tasks alike.
func (ch *change) askDated(ctx context.Context) []store.Ask {
	grants := ch.cmd.Verb == gov.VerbGrantExtension
	if !grants && ch.cmd.Verb != gov.VerbRefuseExtension && ch.cmd.Verb != gov.VerbDropExtension {
		return nil
	}
	var asks []store.Ask
	if grants {
		asks = append(asks, func(q *db.Queries) error { _, err := q.ShareStagesOfTask(ctx, ch.cmd.Task); return err })
	}
	return append(asks, func(q *db.Queries) error { _, err := q.LockWithRequest(ctx, uid(ch.cmd.Task)); return err })
}

// refuseExtension leaves the date as it is and tells why.
func refuseExtension(ctx context.Context, ch *change) error {
	ch.only = true
	e, asked, err := ch.underReview(ctx)
	if err != nil {
		return err
	}
	if err := ch.endExtension(ctx, e, "refused", gov.Date{}); err != nil {
		return err
	}
	is := due{operative: asked.DueOperative, legal: asked.DueLegal}
	return ch.tellExtension(ctx, gov.NoticeExtensionRefused, decidedExtension{e: e, asked: asked, is: is})
}

// grantExtension gives the task its later date, as far as the stages that follow and the law leave room.
func grantExtension(ctx context.Context, ch *change) error {
	ch.only = true
	var body GrantExtensionBody
	if err := ch.read(&body); err != nil {
		return err
	}
	e, asked, err := ch.underReview(ctx)
	if err != nil {
		return err
	}
	day, err := ch.grantable(ctx, body, e, asked)
	if err != nil {
		return err
	}
	if err := ch.endExtension(ctx, e, "granted", day); err != nil {
		return err
	}
	is := ch.dueOn(day)
	if err := ch.extend(ctx, e, asked, is); err != nil {
		return err
	}
	ch.note("task", asked.ID.String())
	ch.note("was", asked.DueOperative)
	ch.note("until", day)
	return ch.tellExtension(ctx, gov.NoticeExtensionGranted, decidedExtension{e: e, asked: asked, is: is})
}

// underReview is the request that the task is about and the task whose date it is, locked. Nobody decides on his own.
func (ch *change) underReview(ctx context.Context) (db.Extension, db.Task, error) {
	e, err := ch.openRequest(ctx)
	if err != nil {
		return e, db.Task{}, err
	}
	if e.Asker == ch.actor.Person {
		refusal := gov.Refuse(gov.CodeSelfApproval, policies.WhyOwnRequest().Text+" 다른 결재자에게 맡기십시오.",
			"nobody decides on the extension that he asked for")
		refusal.Reasons = []gov.Reason{policies.WhyOwnRequest()}
		return e, db.Task{}, ch.inState(refusal)
	}
	asked, err := ch.tx.Read.LockTask(ctx, e.TaskID)
	return e, asked, err
}

// grantable is the day that is granted: the one asked for, or another with a reason, within what can be granted.
func (ch *change) grantable(ctx context.Context, body GrantExtensionBody, e db.Extension, asked db.Task,
) (gov.Date, error) {
	until := e.Wished
	if !body.Until.IsZero() {
		until = body.Until
	}
	is := policies.Faces{Operative: asked.DueOperative, Legal: asked.DueLegal}
	day, err := policies.ExtensionDay(until, is, ch.now.today, ch.svc.rules.Calendar())
	if err != nil {
		return day, err
	}
	if day != e.Wished && !policies.Fits(ch.cmd.Reason, 1, extensionReason) {
		return day, gov.Refuse(gov.CodeReasonRequired, "요청한 날과 다른 날로 승인하려면 사유를 적어야 합니다.",
			"another day than the one asked for needs a reason")
	}
	bound, err := ch.bound(ctx)
	if err != nil {
		return day, err
	}
	return day, ch.inState(bound.Grants(day))
}

// extend moves the dates: of the task; of its case, where the task has the date of the stage; and of the answer that a
// consultation waits for.
func (ch *change) extend(ctx context.Context, e db.Extension, asked db.Task, is due) error {
	why, err := json.Marshal([]gov.Reason{{
		Rule: "extension/granted", Article: joined(policies.ExtensionTask.Rule.Article),
		Text: fmt.Sprintf("%s에 요청한 기한 연장이 %s에 승인되어 %s에서 %s로 늦추어졌습니다.",
			e.AskedOn.Korean(), ch.now.today.Korean(), asked.DueOperative.Korean(), is.operative.Korean()),
	}})
	if err != nil {
		return fmt.Errorf("write reasons: %w", err)
	}
	w := ch.tx.Write
	if spec, ok := ch.machine.SpecOf(asked.Kind); ok && policies.ExtendsCase(spec) {
		if err := w.ExtendCase(ctx, db.ExtendCaseParams{
			CaseID: ch.c.ID, Day: is.base.From, DueOperative: is.operative, DueLegal: is.legal,
		}); err != nil {
			return err
		}
	}
	if err := w.MoveTaskDue(ctx, db.MoveTaskDueParams{
		ID: asked.ID, DueOperative: is.operative, DueLegal: is.legal, DueRule: string(is.base.Rule),
		DueFrom: is.base.From, Reasons: why,
	}); err != nil {
		return err
	}
	return w.RecountConsultations(ctx, []pgtype.UUID{uid(asked.ID)})
}

func (ch *change) endExtension(ctx context.Context, e db.Extension, state string, granted gov.Date) error {
	ch.note("extension", e.ID.String())
	return ch.tx.Write.EndExtension(ctx, db.EndExtensionParams{
		ID: e.ID, State: state, EndedOn: ch.now.today, EndedSeq: &ch.seq, EndedBy: ch.actor.Person, EndedAs: ch.post,
		Granted: granted, DecisionReason: ch.cmd.Reason,
	})
}

// decidedExtension is a request with the task it is about and the dates that it has now.
type decidedExtension struct {
	e     db.Extension
	asked db.Task
	is    due
}

// tellExtension tells the outcome to whoever asked and to everybody whom the task reaches.
func (ch *change) tellExtension(ctx context.Context, kind gov.NoticeKind, d decidedExtension) error {
	unit, err := ch.unitName(ctx)
	if err != nil {
		return err
	}
	closed, err := ch.isClosedContent(ctx)
	if err != nil {
		return err
	}
	p := gov.NoticeParams{
		Title: d.asked.Title, Unit: unit, DueOperative: d.is.operative, DueLegal: d.is.legal, Reason: ch.cmd.Reason,
		TaskID: d.asked.ID, Closed: closed, Wished: d.e.Wished,
	}
	if kind == gov.NoticeExtensionGranted {
		p.Before = &gov.NoticeDates{Operative: d.asked.DueOperative, Legal: d.asked.DueLegal}
	}
	params, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("write notice params: %w", err)
	}
	return ch.tx.Write.NotifyExtension(ctx, db.NotifyExtensionParams{
		Kind: kind, Cause: fmt.Sprintf("%s/%s/%d", kind, d.asked.ID, ch.seq), CaseID: ch.c.ID, TaskID: uid(d.asked.ID),
		OfficeDate: ch.now.today, SendOn: ch.svc.rules.Calendar().NextWorkingDay(ch.now.today), Params: params,
		InPerson: inPerson(), Asker: uid(d.e.Asker),
	})
}
