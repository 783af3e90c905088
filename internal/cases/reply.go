package cases

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// reply is the period for the answer as the rules see it.
func (d DraftBody) reply() policies.ReplyPeriod {
	return policies.ReplyPeriod{From: policies.DueBasis(d.ReplyFrom), Days: int(d.ReplyDays)}
}

// withReply adds to a content how it goes and what answer it asks for, where a draft says so: both are part of what is
// signed, and a draft without them has the content it always had.
func (d DraftBody) withReply(content map[string]any) map[string]any {
	if d.reply().Asked() {
		content["reply_from"], content["reply_days"] = d.ReplyFrom, d.ReplyDays
	}
	if d.Delivery != string(policies.ArrivedSystem) {
		content["delivery"] = d.Delivery
	}
	return content
}

// keepReply writes both where this draft or the one before it says something of them.
func (ch *change) keepReply(ctx context.Context, d DraftBody) error {
	doc, err := ch.document(ctx)
	if err != nil || (d.Delivery == doc.Delivery && d.ReplyFrom == doc.ReplyFrom && d.ReplyDays == doc.ReplyDays) {
		return err
	}
	return ch.tx.Write.SetReply(ctx, db.SetReplyParams{
		CaseID: ch.c.ID, Delivery: d.Delivery, ReplyFrom: d.ReplyFrom, ReplyDays: d.ReplyDays,
	})
}

// sends is how the law will let a draft take effect.
func (ch *change) sends(ctx context.Context, d DraftBody) (policies.Sending, error) {
	doc := db.Document{PublicNotice: d.PublicNotice, Addressees: idTexts(d.Addressees)}
	if ch.c.StageID.IsZero() {
		return sendingOf(doc, ""), nil
	}
	stage, err := ch.stageRow(ctx)
	if err != nil {
		return "", err
	}
	return sendingOf(doc, stage.Kind), nil
}

// periodOf is the period for the answer to a document.
func periodOf(doc db.Document) policies.ReplyPeriod {
	return policies.ReplyPeriod{From: policies.DueBasis(doc.ReplyFrom), Days: int(doc.ReplyDays)}
}

// periodIn is the period that a table gives.
func periodIn(spec policies.TaskSpec) policies.ReplyPeriod {
	return policies.ReplyPeriod{From: spec.Due, Days: spec.Days}
}

// clockDue are the two dates of a period that runs from a moment of a legal clock, with the reasons that a task shows.
func (ch *change) clockDue(clock policies.LegalClock, p policies.ReplyPeriod) (due, []gov.Reason) {
	d, why := clock.Due(p.From, p.Days, ch.svc.rules.Calendar())
	return due{d.Operative, d.Legal, clock.Base(p.From, p.Days)}, why
}

// arrivedNow is the clock of what goes by the system: it is entered at the addressee's when it is sent.
func (ch *change) arrivedNow() policies.LegalClock {
	at := ch.now.today.Time()
	return policies.LegalClock{Dispatched: at, Arrived: at, Effective: ch.now.today}
}

// planAnswer asks the processing department to look after a document that was just sent: after its arrival, where that
// is not known yet, and after the answer it asks for. Of a document that is through with it nobody is asked.
func (ch *change) planAnswer(ctx context.Context, doc db.Document, clock policies.LegalClock, sent bool) error {
	ch.planned = true
	period, under := periodOf(doc), sent && clock.Arrived.IsZero() && clock.Effective.IsZero()
	if !period.Asked() && !under {
		return nil
	}
	spec := policies.AwaitReplyTask
	plans, err := ch.planTask(ctx, spec)
	if err != nil {
		return err
	}
	dates, why := ch.clockDue(clock, period)
	if under {
		dates = civilDue(ch.svc.rules.Calendar(), ch.now.today, policies.ArrivalCheckDays)
		why = []gov.Reason{policies.WhyCheckArrival(ch.now.today, period)}
	}
	for i := range plans {
		plans[i].due, plans[i].reasons = dates, why
		switch {
		case !period.Asked():
			plans[i].verbs = []gov.Verb{gov.VerbArrive}
		case !under:
			plans[i].verbs = []gov.Verb{gov.VerbReplies}
		}
	}
	ch.plans = plans
	return nil
}

// recordArrival keeps when a letter reached one of its addressees (행정업무의 운영 및 혁신에 관한 규정 제6조제2항).
// With the last of them the document has arrived: the open task takes the dates that count from there or, where no
// answer is asked for, is done.
func recordArrival(ctx context.Context, ch *change) (given, error) {
	var body ArrivalBody
	if err := ch.read(&body); err != nil {
		return given{}, err
	}
	doc, err := ch.document(ctx)
	if err != nil {
		return given{}, err
	}
	rows, err := ch.tx.Read.DispatchesOf(ctx, ch.c.ID)
	if err != nil {
		return given{}, err
	}
	i := slices.IndexFunc(rows, func(r db.DispatchesOfRow) bool { return r.UnitID == body.Unit })
	if i < 0 {
		return given{}, invalid("unit", "이 문서의 수신자가 아닙니다.", "the document was not sent to this unit")
	}
	if body.ArrivedOn.IsZero() {
		body.ArrivedOn = ch.now.today
	}
	if body.ArrivedOn.After(ch.now.today) {
		return given{}, invalid("arrived_on", "도달일은 오늘까지의 날이어야 합니다.", "it cannot have arrived after today")
	}
	clock, _, err := clockAt(doc, rows[i]).Arrive(policies.Arrival{
		Way: policies.ArrivalWay(body.Way), At: body.ArrivedOn.Time(), Agency: true,
	})
	if err != nil {
		return given{}, err
	}
	dates, _ := ch.clockDue(clock, periodOf(doc))
	if err := ch.tx.Write.MarkArrived(ctx, db.MarkArrivedParams{
		CaseID: ch.c.ID, UnitID: body.Unit, ArrivedOn: body.ArrivedOn, ArrivedBy: body.Way, ReplyOperative: dates.operative,
		ReplyLegal: dates.legal,
	}); err != nil {
		return given{}, err
	}
	rows[i].ArrivedOn = body.ArrivedOn
	done, err := ch.allArrived(ctx, doc, rows)
	return given{item: string(body.Unit), done: done}, err
}

// clockAt is the clock of a document at one of its addressees.
func clockAt(doc db.Document, r db.DispatchesOfRow) policies.LegalClock {
	c := policies.LegalClock{
		Drafted: doc.DraftedOn.Time(), Established: doc.ApprovedOn.Time(), Dispatched: r.DispatchedOn.Time(),
	}
	switch {
	case !r.ArrivedOn.IsZero():
		c.Arrived, c.Effective = r.ArrivedOn.Time(), r.ArrivedOn
	case doc.PublicNotice:
		c.Effective = doc.EffectiveOn
	}
	return c
}

// allArrived moves the open task to the dates that count from the last arrival, once every addressee has the document,
// and says whether nothing more is asked.
func (ch *change) allArrived(ctx context.Context, doc db.Document, rows []db.DispatchesOfRow) (done bool, err error) {
	last := slices.MaxFunc(rows, func(a, b db.DispatchesOfRow) int { return cmp.Compare(a.ArrivedOn.Sub(b.ArrivedOn), 0) })
	left := 0
	for _, r := range rows {
		if r.ArrivedOn.IsZero() {
			left++
		}
	}
	ch.note("left", left)
	if left > 0 {
		return false, nil
	}
	if err := ch.tx.Write.DocumentArrived(ctx, db.DocumentArrivedParams{
		CaseID: ch.c.ID, ArrivedOn: last.ArrivedOn, EffectiveOn: last.ArrivedOn,
	}); err != nil || !periodOf(doc).Asked() {
		return true, err
	}
	dates, why := ch.clockDue(clockAt(doc, last), periodOf(doc))
	ch.note("due_operative", dates.operative)
	ch.note("due_legal", dates.legal)
	raw, err := json.Marshal(why)
	if err != nil {
		return false, fmt.Errorf("write reasons: %w", err)
	}
	return false, ch.tx.Write.MoveTaskDue(ctx, db.MoveTaskDueParams{
		ID: ch.task.ID, DueOperative: dates.operative, DueLegal: dates.legal, DueRule: string(dates.base.Rule),
		DueFrom: dates.base.From, DueDays: int32(dates.base.Days), Reasons: raw,
	})
}

// recordReplies ends the waiting with a word on what came back. What has not arrived cannot have been answered.
func recordReplies(ctx context.Context, ch *change) (given, error) {
	var body RepliesBody
	if err := ch.read(&body); err != nil {
		return given{}, err
	}
	if err := between("note", body.Note, 1, 2000); err != nil {
		return given{}, err
	}
	doc, err := ch.document(ctx)
	if err != nil {
		return given{}, err
	}
	if doc.EffectiveOn.IsZero() && doc.ArrivedOn.IsZero() {
		e := gov.Refuse(gov.CodeActNotOpen, "도달을 먼저 기록하십시오. 회신 기한은 도달한 때부터 셉니다.",
			"record the arrival first: the period for the answer counts from it")
		e.State = ch.c.State
		return given{}, e
	}
	return given{item: "replies", done: true}, nil
}

// replyDue are the dates of the answer to a document, from the moment from which it counts.
func (r reading) replyDue(d db.Document) *ReplyDue {
	period := periodOf(d)
	clock := policies.LegalClock{Dispatched: d.DispatchedOn.Time(), Arrived: d.ArrivedOn.Time(), Effective: d.EffectiveOn}
	due, _ := clock.Due(period.From, period.Days, r.s.rules.Calendar())
	if due.Legal.IsZero() {
		return nil
	}
	return replyText(due.Operative, due.Legal)
}

// dispatched is a dispatch as it is read.
func dispatched(s db.ViewDispatchesOfRow) Dispatch {
	d := Dispatch{
		Unit: s.UnitID, UnitName: s.UnitName, DispatchedOn: s.DispatchedOn, ArrivedOn: s.ArrivedOn, ArrivedBy: s.ArrivedBy,
		Rule: s.Rule,
	}
	if !s.ReplyLegal.IsZero() {
		d.Reply = replyText(s.ReplyOperative, s.ReplyLegal)
	}
	return d
}
