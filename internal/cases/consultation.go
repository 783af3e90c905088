package cases

import (
	"context"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

func init() {
	handlers[gov.CaseConsultation] = map[gov.Verb]handler{
		gov.VerbAsk:           askOutside,
		gov.VerbReply:         replyToCity,
		gov.VerbRecordNoReply: recordNoReply,
	}
	openings[gov.StageConsult] = openConsultation
	additions[gov.CaseConsultation] = anew(openConsultation)
}

// openConsultation prepares the question to the body that must be consulted (평생교육법 제11조제1항).
func openConsultation(ctx context.Context, ch *change) error {
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return err
	}
	_, err = ch.openCase(ctx, newCase{
		kind: gov.CaseConsultation, subject: ch.attempt("consultation"), title: rule.Title, unit: ch.c.UnitID,
		other: rule.With,
		rows: func(id gov.CaseID) error {
			return ch.tx.Write.InsertConsultation(ctx, db.InsertConsultationParams{CaseID: id, WithUnit: rule.With})
		},
	})
	return err
}

// askOutside sends the question. What the body is asked about is bound: the draft as compiled at this moment.
func askOutside(ctx context.Context, ch *change) error {
	var body AskBody
	if err := ch.read(&body); err != nil {
		return err
	}
	if err := between("text", body.Text, 1, 4000); err != nil {
		return err
	}
	if err := ch.needGates(ctx); err != nil {
		return err
	}
	parts, err := ch.packageOf(ctx, []string{"draft"})
	if err != nil {
		return err
	}
	if ch.c.ContentHash, err = contentHash(map[string]any{"text": body.Text, "about": parts}); err != nil {
		return err
	}
	ch.c.Revision++
	plans, err := ch.planState(ctx, gov.Asked)
	if err != nil {
		return err
	}
	by := ch.planReply(plans)
	return ch.tx.Write.MarkAsked(ctx, db.MarkAskedParams{
		CaseID: ch.c.ID, Question: body.Text, AskedOn: ch.now.today, ReplyBy: by,
	})
}

// planReply opens the task of the other side, whose period counts from the arrival of the question, which is entered
// in its system in the same moment (행정업무의 운영 및 혁신에 관한 규정 제6조제2항); and, due only after that, the task
// to record a missing reply.
func (ch *change) planReply(plans []taskPlan) gov.Date {
	var asked due
	for i, p := range plans {
		if p.spec.Kind == gov.TaskReply {
			asked = p.due
			_, plans[i].reasons = ch.clockDue(ch.arrivedNow(), periodIn(p.spec))
		}
	}
	base := asked.base
	base.Rule = policies.CountAfter
	after := counted(ch.svc.rules.Calendar(), base)
	for i := range plans {
		if plans[i].spec.Kind == gov.TaskAsk {
			plans[i].cell, plans[i].due = "no-reply", after
		}
	}
	ch.plans, ch.planned = plans, true
	return asked.legal
}

// replyToCity is the answer of the body. Who sends the hash of what he was asked about is told if it changed.
func replyToCity(ctx context.Context, ch *change) error {
	var body ReplyBody
	if err := ch.read(&body); err != nil {
		return err
	}
	if err := between("text", body.Text, 1, 4000); err != nil {
		return err
	}
	if body.Agrees == nil {
		return invalid("agrees", "동의 여부를 적으십시오.", "say whether you agree")
	}
	if err := ch.sameIfSeen(); err != nil {
		return err
	}
	ch.note("agrees", *body.Agrees)
	return ch.tx.Write.MarkReplied(ctx, db.MarkRepliedParams{
		CaseID: ch.c.ID, Reply: body.Text, Agrees: body.Agrees, RepliedOn: ch.now.today,
	})
}

// recordNoReply opens the gate without a reply; only after the period that the body was given.
func recordNoReply(ctx context.Context, ch *change) error {
	row, err := ch.tx.Read.GetConsultation(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	if !ch.now.today.After(row.ReplyBy) {
		e := gov.Refusef(gov.CodeActNotOpen, "회신 기한 %s이(가) 지나야 미회신으로 기록할 수 있습니다.",
			"a missing reply is recorded only after %s, the last day of the reply", row.ReplyBy)
		e.State = ch.c.State
		return e
	}
	if err := between("reason", ch.cmd.Reason, 1, 2000); err != nil {
		return err
	}
	return ch.tx.Write.MarkNoReply(ctx, db.MarkNoReplyParams{CaseID: ch.c.ID, Reason: ch.cmd.Reason})
}

// sameIfSeen holds who names the content he saw to it; where a signature is at stake needHash demands it.
func (ch *change) sameIfSeen() error {
	if len(ch.cmd.HashSeen) > 0 && string(ch.cmd.HashSeen) != string(ch.c.ContentHash) {
		return ch.stale()
	}
	return nil
}

// needGates refuses a deciding act while a stage that comes before has not decided, or has been taken up again (design
// §3: "after" gates the deciding act).
func (ch *change) needGates(ctx context.Context) error {
	closed, err := ch.closedGates(ctx)
	if err != nil || len(closed) == 0 {
		return err
	}
	return ch.gateClosed(closed)
}

// closedGates are the stages before this one that have not decided, each as a reason.
func (ch *change) closedGates(ctx context.Context) ([]gov.Reason, error) {
	gates, err := ch.gatesOf(ctx)
	if err != nil {
		return nil, err
	}
	var reasons []gov.Reason
	for _, g := range gates {
		if g.DecidedOn.IsZero() {
			reasons = append(reasons, gov.Reason{
				Rule: "cycle/after/" + g.Key,
				Text: "앞 단계 ‘" + g.Key + "’이(가) 아직 결정되지 않았습니다.",
			})
		}
	}
	return reasons, nil
}

func (ch *change) gateClosed(reasons []gov.Reason) error {
	e := gov.Refuse(gov.CodeGateClosed, "앞 단계가 끝나야 처리할 수 있습니다.", "a stage before this one has not decided")
	e.Reasons, e.State = reasons, ch.c.State
	return e
}
