package cases

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// AskExtensionBody is a request for a later date.
type AskExtensionBody struct {
	Until gov.Date `json:"until" doc:"The day asked for; of a closed day the working day before it" example:"2022-02-09"`
}

// GrantExtensionBody is the date that is granted.
type GrantExtensionBody struct {
	Until gov.Date `json:"until,omitzero" doc:"Absent: the day asked for. Another day needs a reason" example:"2022-02-08"`
}

// besideHandlers are the handlers of acts that leave a case of any kind in its state.
var besideHandlers = map[gov.Verb]handler{
	gov.VerbAskExtension:    askExtension,
	gov.VerbDropExtension:   dropExtension,
	gov.VerbGrantExtension:  grantExtension,
	gov.VerbRefuseExtension: refuseExtension,
}

// extensionReason bounds the reason of a request and of a decision, in characters.
const extensionReason = 2000

// askExtension keeps the request and asks whoever gave the date. No date moves; the case and the task go on.
func askExtension(ctx context.Context, ch *change) error {
	ch.only, ch.keep = true, true
	var body AskExtensionBody
	if err := ch.read(&body); err != nil {
		return err
	}
	is := policies.Faces{Operative: ch.task.DueOperative, Legal: ch.task.DueLegal}
	if err := policies.MayExtend(ch.machine, ch.task.Kind, is); err != nil {
		return ch.inState(err)
	}
	if !policies.Fits(ch.cmd.Reason, 1, extensionReason) {
		return invalid("reason", "연장이 필요한 사유를 1자 이상 2,000자 이하로 적으십시오.", "1 to 2,000 characters")
	}
	day, err := policies.ExtensionDay(body.Until, is, ch.now.today, ch.svc.rules.Calendar())
	if err != nil {
		return err
	}
	open, err := ch.tx.Read.OpenExtension(ctx, ch.task.ID)
	if err != nil {
		return err
	}
	if len(open) > 0 {
		return gov.Refusef(gov.CodeConflict, "이미 %[1]s까지의 연장을 요청한 과업입니다. 결정을 기다리거나 요청을 철회한 뒤 다시 요청하십시오.",
			"an extension to %[1]s is asked for already", open[0].Wished.Korean())
	}
	review, err := ch.openReview(ctx, day)
	if err != nil {
		return err
	}
	id := gov.NewExtensionID()
	ch.note("extension", id.String())
	ch.note("until", day)
	return ch.tx.Write.InsertExtension(ctx, db.InsertExtensionParams{
		ID: id, TaskID: ch.task.ID, CaseID: ch.c.ID, ReviewID: review, AskedSeq: ch.seq, Asker: ch.actor.Person,
		AskedAs: ch.post, AskedOn: ch.now.today, Reason: ch.cmd.Reason, Wished: day, WasOperative: is.Operative,
		WasLegal: is.Legal,
	})
}

// openReview opens the task of whoever decides, with what he needs to know: who asks, why, and how far he may go.
func (ch *change) openReview(ctx context.Context, day gov.Date) (gov.TaskID, error) {
	post, err := ch.dateOwner(ctx)
	if err != nil {
		return gov.TaskID{}, err
	}
	bound, err := ch.bound(ctx)
	if err != nil {
		return gov.TaskID{}, err
	}
	unit, err := ch.unitName(ctx)
	if err != nil {
		return gov.TaskID{}, err
	}
	asked := ch.task
	cell := string(asked.Kind)
	if asked.Cell != "" {
		cell += "." + asked.Cell
	}
	plan := taskPlan{
		spec: policies.ExtensionTask, cell: cell, posts: []gov.PostID{post}, due: ch.reviewDue(asked.DueOperative),
		title: fmt.Sprintf("%s(%s)", policies.ExtensionTask.Title, ch.titleOf(asked.Kind)),
		reasons: []gov.Reason{{
			Rule: "extension/request", Text: fmt.Sprintf("%s에서 ‘%s’의 기한을 %s에서 %s로 늦추어 달라고 요청했습니다. 사유: %s",
				unit, ch.titleOf(asked.Kind), asked.DueOperative.Korean(), day.Korean(), ch.cmd.Reason),
		}},
	}
	if text := bound.Text(); text != "" {
		plan.reasons = append(plan.reasons, gov.Reason{Rule: "extension/" + bound.Stage, Article: bound.Article, Text: text})
	}
	if err := ch.openTask(ctx, plan); err != nil {
		return gov.TaskID{}, err
	}
	return ch.opened[len(ch.opened)-1].ID, nil
}

// titleOf is what a task of a kind asks for.
func (ch *change) titleOf(kind gov.TaskKind) string {
	spec, _ := ch.machine.SpecOf(kind)
	return cmp.Or(spec.Title, string(kind))
}

// reviewDue is by when to decide: within the days of the table, and before the date in question where that is nearer
// and has not passed.
func (ch *change) reviewDue(date gov.Date) due {
	d := civilDue(ch.svc.rules.Calendar(), ch.now.today, policies.ExtensionTask.Days)
	if date.Before(d.operative) && !date.Before(ch.now.today) {
		return ch.dueOn(date)
	}
	return d
}

// dateOwner is whoever gave the date of the case: the owner of the year, who may move the date of a stage; beside the
// year the drafter of the paper, else the head of the unit. Where the asker is that himself, it is the head above him.
func (ch *change) dateOwner(ctx context.Context) (gov.PostID, error) {
	owner, err := ch.dateGiver(ctx)
	if err != nil {
		return "", err
	}
	row, err := ch.tx.Read.DateOwners(ctx, db.DateOwnersParams{Post: owner, Day: ch.now.today})
	if err != nil && !errors.Is(store.Interpret(err), gov.ErrNotFound) {
		return "", err
	}
	own := append([]gov.PostID{ch.post}, ch.actor.posts...)
	post := policies.FirstOther([]gov.PostID{row.Owner, gov.PostID(row.Head), gov.PostID(row.Bureau)}, own)
	if post == "" {
		return "", gov.Refuse(gov.CodeNoRule, "연장을 결정할 다른 직위가 없습니다. 조직 자료를 확인하십시오.",
			"there is no other post that could decide on the extension")
	}
	return post, nil
}

func (ch *change) dateGiver(ctx context.Context) (gov.PostID, error) {
	cycle, err := ch.cycleRow(ctx)
	if err != nil {
		return "", err
	}
	if cycle != nil {
		return cycle.OwnerPost, nil
	}
	if ch.c.Kind == gov.CaseDocument {
		doc, err := ch.document(ctx)
		return doc.DrafterPost, err
	}
	return ch.headOf(ctx, ch.c.UnitID)
}

// bound is the last day that can be granted in the stage of the case, as its year is planned now.
func (ch *change) bound(ctx context.Context) (policies.ExtensionBound, error) {
	var none policies.ExtensionBound
	if ch.c.StageID.IsZero() {
		return none, nil
	}
	stage, err := ch.stageRow(ctx)
	if err != nil {
		return none, err
	}
	cycle, err := ch.cycleRow(ctx)
	if err != nil {
		return none, err
	}
	r := reading{s: ch.svc, q: ch.tx.Read}
	stages, err := r.plannedStages(ctx, db.ViewCyclesRow{ID: cycle.ID, Name: cycle.Name})
	return policies.LastExtension(stages, stageName(stage), ch.now.today, ch.svc.rules.Calendar()), err
}

// openRequest is the request that the task is about; a refusal where nobody asks any more.
func (ch *change) openRequest(ctx context.Context) (db.Extension, error) {
	rows, err := ch.tx.Read.OpenExtension(ctx, ch.task.ID)
	if err != nil {
		return db.Extension{}, err
	}
	if len(rows) == 0 || (rows[0].TaskID != ch.task.ID && ch.task.Kind != gov.TaskExtension) {
		return db.Extension{}, ch.noRequest()
	}
	return rows[0], nil
}

func (ch *change) noRequest() error {
	return ch.inState(gov.Refuse(gov.CodeActNotOpen, "결정을 기다리는 연장 요청이 없습니다. 과업을 새로 확인하십시오.",
		"no request for an extension is open on this task"))
}

// inState adds to a refusal how the case stands.
func (ch *change) inState(err error) error {
	var e *gov.Error
	if errors.As(err, &e) {
		e.State = ch.c.State
	}
	return err
}

// dropExtension takes the request back, and the task of whoever was to decide.
func dropExtension(ctx context.Context, ch *change) error {
	ch.only, ch.keep = true, true
	e, err := ch.openRequest(ctx)
	if err != nil {
		return err
	}
	if e.TaskID != ch.task.ID {
		return ch.noRequest()
	}
	if err := ch.endExtension(ctx, e, "withdrawn", gov.Date{}); err != nil {
		return err
	}
	return ch.tx.Write.CancelTask(ctx, db.CancelTaskParams{ID: e.ReviewID, ClosedOn: ch.now.today})
}
