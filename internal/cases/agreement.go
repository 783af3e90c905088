package cases

import (
	"context"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

func init() {
	handlers[gov.CaseAgreement] = map[gov.Verb]handler{
		gov.VerbOpen:      alertAgreement,
		gov.VerbRenew:     renewAgreement,
		gov.VerbTerminate: terminateAgreement,
		gov.VerbExpire:    expireAgreement,
	}
}

// term reads the present term of the agreement.
func (ch *change) term(ctx context.Context) (db.Agreement, policies.AgreementTerm, error) {
	row, err := ch.tx.Read.GetAgreement(ctx, ch.c.ID)
	return row, termOf(row), err
}

func termOf(a db.Agreement) policies.AgreementTerm {
	return policies.AgreementTerm{
		From: a.TermFrom, To: a.TermTo, NoticeMonths: int(a.NoticeMonths), AutoRenew: a.AutoRenew,
		RenewMonths: months(a.RenewMonths), Renewals: int(a.Renewals), MaxRenewals: months(a.MaxRenewals),
	}
}

func months(n *int32) int {
	if n == nil {
		return 0
	}
	return int(*n)
}

// saveTerm writes a term with how many of its alerts went out, and the next day on which the process must look.
func (ch *change) saveTerm(ctx context.Context, t policies.AgreementTerm, alerts int) error {
	cal := ch.svc.rules.Calendar()
	return ch.tx.Write.SaveAgreementTerm(ctx, db.SaveAgreementTermParams{
		CaseID: ch.c.ID, TermFrom: t.From, TermTo: t.To, NoticeBy: t.Dates(cal).NoticeBy, Renewals: int32(t.Renewals),
		Alerts: int32(alerts), ReviewOn: t.ReviewOn(ch.now.today, cal),
	})
}

// alertAgreement tells the officers that the term is running out: the first alert opens the question of renewal as a
// task, the others remind of it.
func alertAgreement(ctx context.Context, ch *change) error {
	row, t, err := ch.term(ctx)
	if err != nil {
		return err
	}
	d := t.Dates(ch.svc.rules.Calendar())
	n := d.AlertOn(ch.now.today, int(row.Alerts))
	if n == 0 {
		e := gov.Refuse(gov.CodeActNotOpen, "오늘은 알릴 기한이 없습니다.", "no alert of this term is due today")
		e.State = ch.c.State
		return e
	}
	ch.note("alert", n)
	ch.note("term_to", t.To)
	if err := ch.saveTerm(ctx, t, n); err != nil {
		return err
	}
	if ch.c.State == gov.RenewalWindow {
		ch.only = true
		return ch.remindTasks(ctx, n)
	}
	plans, err := ch.planState(ctx, gov.RenewalWindow)
	if err != nil {
		return err
	}
	for i := range plans {
		last := d.NoticeBy
		if last.IsZero() {
			last = t.To
		}
		plans[i].due = counted(ch.svc.rules.Calendar(), policies.CountBase{Rule: policies.CountBefore, From: last})
	}
	ch.plans, ch.planned = plans, true
	return nil
}

// renewAgreement extends the term on a person's word, with the reason. Beyond the limit of the text a new agreement is
// needed.
func renewAgreement(ctx context.Context, ch *change) error {
	_, t, err := ch.term(ctx)
	if err != nil {
		return err
	}
	if t.MaxRenewals > 0 && t.Renewals >= t.MaxRenewals {
		return gov.Refusef(gov.CodeConflict, "연장 한도 %d회를 모두 썼습니다. 새 협약을 체결해야 합니다.",
			"all %d extensions are used; a new agreement is needed", t.MaxRenewals)
	}
	next := t.Next()
	ch.note("term_to", next.To)
	ch.note("renewals", next.Renewals)
	return ch.saveTerm(ctx, next, 0)
}

// terminateAgreement gives notice; it must leave in time where the text states a period. Duties of confidentiality
// outlast the end.
func terminateAgreement(ctx context.Context, ch *change) error {
	_, t, err := ch.term(ctx)
	if err != nil {
		return err
	}
	by := t.Dates(ch.svc.rules.Calendar()).NoticeBy
	if !by.IsZero() && ch.now.today.After(by) {
		return gov.Refusef(gov.CodeNoticeTooShort, "종료 통보 기한 %s이(가) 지났습니다. 이번 기간은 자동으로 연장됩니다.",
			"the last day of a notice, %s, has passed", by)
	}
	ch.note("ends_on", t.To)
	return nil
}

// expireAgreement ends a term: the agreement renews itself as long as its text allows, else it has expired.
func expireAgreement(ctx context.Context, ch *change) error {
	_, t, err := ch.term(ctx)
	if err != nil {
		return err
	}
	if !t.Over(ch.now.today) {
		e := gov.Refusef(gov.CodeActNotOpen, "협약 기간이 %s까지 남아 있습니다.", "the term runs until %s", t.To)
		e.State = ch.c.State
		return e
	}
	if !t.Extends() {
		ch.to = gov.Expired
		ch.note("ended_on", t.To)
		return nil
	}
	next := t.Next()
	ch.to = gov.InForce
	ch.c.Round++
	ch.note("term_to", next.To)
	ch.note("renewals", next.Renewals)
	return ch.saveTerm(ctx, next, 0)
}

// remindTasks sends the notice of an open task once more, under the number of the alert.
func (ch *change) remindTasks(ctx context.Context, alert int) error {
	tasks, err := ch.tx.Read.OpenTasksOfCase(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		params, err := ch.reminder(ctx, t)
		if err != nil {
			return err
		}
		if err := ch.tx.Write.NotifyTask(ctx, db.NotifyTaskParams{
			Kind: gov.NoticeDueSoon, Cause: fmt.Sprintf("alert-%d/%s", alert, t.ID), CaseID: ch.c.ID, TaskID: t.ID,
			OfficeDate: ch.now.today, SendOn: ch.svc.rules.Calendar().NextWorkingDay(ch.now.today), Params: params,
			InPerson: inPerson(),
		}); err != nil {
			return err
		}
	}
	return nil
}

// lookAgreement sees what of the term is due today.
func (s *Service) lookAgreement(ctx context.Context, tx *store.Tx, c db.CaseFile, look *gov.Look) error {
	row, err := tx.Read.GetAgreement(ctx, c.ID)
	if err != nil {
		return err
	}
	t := termOf(row)
	look.Agreement = &gov.AgreementLook{}
	if policies.MachineOf(c.Kind).IsFinal(c.State) {
		return nil
	}
	look.Agreement.Alert = t.Dates(s.rules.Calendar()).AlertOn(look.Today, int(row.Alerts))
	look.Agreement.Over = t.Over(look.Today)
	return nil
}
