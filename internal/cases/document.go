package cases

import (
	"context"
	"encoding/json"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

var documentHandlers = map[gov.Verb]handler{
	gov.VerbSubmit:     submitDraft,
	gov.VerbRedraft:    submitDraft,
	gov.VerbReview:     signCell,
	gov.VerbConcur:     signCell,
	gov.VerbAgree:      signCell,
	gov.VerbApprove:    signCell,
	gov.VerbEscalate:   signCell,
	gov.VerbReturn:     signCell,
	gov.VerbPassReview: signCell,
	gov.VerbHold:       holdCell,
	gov.VerbWithdraw:   withdrawDocument,
	gov.VerbCirculate:  circulateDocument,
	gov.VerbDispatch:   dispatchDocument,
}

// openDocumentStage gives the coordinator a paper to draft: a request, the plan, a report.
func openDocumentStage(ctx context.Context, ch *change) error {
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return err
	}
	return ch.openDocument(ctx, rule.Matter, rule.Title, "document")
}

// addDocument opens a further document in a stage: the mayor's decision on awards, or another paper under its matter.
func addDocument(ctx context.Context, ch *change, what string) error {
	if what == awardDecision {
		return ch.openAwardDecision(ctx)
	}
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return err
	}
	return ch.openDocument(ctx, rule.Matter, rule.Title, what)
}

// openDocument opens a document case under a matter of the delegation table. Without a row for the matter nothing is
// opened: the process stops with its owner. Which of several rows decides follows from the facts of the draft.
func (ch *change) openDocument(ctx context.Context, matter, title, subject string) error {
	stage, err := ch.stageRow(ctx)
	if err != nil {
		return err
	}
	cycle, err := ch.cycleRow(ctx)
	if err != nil {
		return err
	}
	usual, err := ch.usualRecord(ctx, matter)
	if err != nil {
		return err
	}
	_, err = ch.openCase(ctx, newCase{
		kind: gov.CaseDocument, subject: subject, title: title, unit: ch.c.UnitID,
		rows: func(id gov.CaseID) error {
			return ch.tx.Write.InsertDocument(ctx, db.InsertDocumentParams{
				CaseID: id, Matter: matter, Title: title, AboutYear: stage.AboutYear, DrafterPost: cycle.OwnerPost,
				Body: json.RawMessage(`{}`), Disclosure: usual.Disclosure, FoiaItems: usual.FoiaItems,
				DisclosureReason: usual.DisclosureReason, ReviewStage: usual.ReviewStage, Retention: usual.Retention,
				FunctionCode: usual.FunctionCode, ClassificationPath: usual.ClassificationPath, Licence: usual.Licence,
				Telephone: usual.Telephone, RealName: usual.RealName, DraftedOn: ch.now.today,
			})
		},
	})
	return err
}

// usualRecord is what the rows of a matter propose for its record on the date of the act, from the disclosure on.
func (ch *change) usualRecord(ctx context.Context, matter string) (DraftBody, error) {
	p, err := ch.pack(ctx)
	if err != nil {
		return DraftBody{}, err
	}
	d, found := DraftBody{Disclosure: gov.Public}, false
	for _, row := range p.AuthorityRows {
		if applies, _ := row.InForce(ch.now.today); row.Matter != matter || !applies {
			continue
		}
		if found = true; row.Dispose != "" {
			d.Disclosure = row.Dispose
			break
		}
	}
	if !found {
		return d, noRule("matter", matter)
	}
	d.propose(p.Record(matter, ch.now.today))
	return d, nil
}

// dispatchDocument records to whom an approved document went and from when it has effect. A simple notice is deemed to
// have arrived when it is posted on the e-document board (행정업무의 운영 및 혁신에 관한 규정 시행규칙 제9조제2항); a
// letter arrives when it is entered in the addressee's system, which gyeol does in the same moment, or by post or by
// hand when its arrival is recorded. Who sent it then looks after arrival and answer.
func dispatchDocument(ctx context.Context, ch *change) error {
	doc, err := ch.document(ctx)
	if err != nil {
		return err
	}
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return err
	}
	sending := sendingOf(doc, rule.Kind)
	clock, why, err := ch.takeEffect(doc, sending)
	if err != nil {
		return err
	}
	p := db.MarkDispatchedParams{CaseID: ch.c.ID, DispatchedOn: ch.now.today, EffectiveOn: clock.Effective}
	if !clock.Arrived.IsZero() {
		p.ArrivedOn = gov.DateIn(clock.Arrived)
	}
	if err := ch.tx.Write.MarkDispatched(ctx, p); err != nil {
		return err
	}
	if err := ch.planAnswer(ctx, doc, clock, sending != policies.SendNone); err != nil {
		return err
	}
	to := doc.Addressees
	if rule.Kind == gov.StageIssue {
		units, err := ch.unitsAsked(ctx, rule.To)
		if err != nil {
			return err
		}
		to = idTexts(units)
	}
	if len(to) == 0 {
		return nil
	}
	ch.note("addressees", len(to))
	q := db.InsertDispatchesParams{
		CaseID: ch.c.ID, DispatchedOn: ch.now.today, Units: to, Rule: why.Article, ArrivedOn: ch.now.today,
		ArrivedBy: string(policies.ArrivedSystem),
	}
	if clock.Effective.IsZero() {
		q.ArrivedOn, q.ArrivedBy = gov.Date{}, ""
	}
	dates, _ := ch.clockDue(clock, periodOf(doc))
	q.ReplyOperative, q.ReplyLegal = dates.operative, dates.legal
	return ch.tx.Write.InsertDispatches(ctx, q)
}

// sendingOf is how the law lets the document take effect.
func sendingOf(doc db.Document, kind gov.StageKind) policies.Sending {
	switch {
	case kind == gov.StageIssue:
		return policies.SendBoard
	case doc.PublicNotice:
		return policies.SendNotice
	case len(doc.Addressees) > 0:
		return policies.SendLetter
	}
	return policies.SendNone
}

// takeEffect runs the legal clock of the document to its end (행정업무의 운영 및 혁신에 관한 규정 제6조).
func (ch *change) takeEffect(doc db.Document, sending policies.Sending) (policies.LegalClock, gov.Reason, error) {
	clock := policies.LegalClock{Drafted: doc.DraftedOn.Time()}
	clock, why, err := clock.Establish(sending, doc.ApprovedOn.Time())
	if err != nil || sending == policies.SendNone {
		return clock, why, err
	}
	at := ch.now.today.Time()
	clock, why, err = clock.Dispatch(policies.Posting{Sending: sending, At: at}, ch.svc.rules.Calendar())
	byHand := sending == policies.SendLetter && doc.Delivery != string(policies.ArrivedSystem)
	if err != nil || sending == policies.SendNotice || byHand {
		return clock, why, err
	}
	clock, _, err = clock.Arrive(policies.Arrival{Way: policies.ArrivedSystem, At: at, Agency: true})
	return clock, why, err
}
