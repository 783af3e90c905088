package cases

import (
	"context"
	"encoding/json"

	"gyeol/gov"
	"gyeol/internal/store/db"
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
	disclosure, err := ch.usualDisclosure(ctx, matter)
	if err != nil {
		return err
	}
	items, why := []int32{}, ""
	if disclosure != gov.Public {
		items, why = []int32{5}, "의사결정 과정에 있는 사항"
	}
	_, err = ch.openCase(ctx, newCase{
		kind: gov.CaseDocument, subject: subject, title: title, unit: ch.c.UnitID,
		rows: func(id gov.CaseID) error {
			return ch.tx.Write.InsertDocument(ctx, db.InsertDocumentParams{
				CaseID: id, Matter: matter, Title: title, AboutYear: stage.AboutYear, DrafterPost: cycle.OwnerPost,
				Body: json.RawMessage(`{}`), Disclosure: disclosure, FoiaItems: items, DisclosureReason: why,
				DraftedOn: ch.now.today,
			})
		},
	})
	return err
}

// usualDisclosure is the disclosure that the rows of a matter propose on the date of the act.
func (ch *change) usualDisclosure(ctx context.Context, matter string) (gov.Disclosure, error) {
	p, err := ch.pack(ctx)
	if err != nil {
		return "", err
	}
	found := false
	for _, row := range p.AuthorityRows {
		if applies, _ := row.InForce(ch.now.today); row.Matter != matter || !applies {
			continue
		}
		if found = true; row.Dispose != "" {
			return row.Dispose, nil
		}
	}
	if !found {
		return "", noRule("matter", matter)
	}
	return gov.Public, nil
}

// dispatchDocument records to whom an approved document went. A simple notice is deemed to have arrived when it is
// posted on the e-document board (행정업무의 운영 및 혁신에 관한 규정 시행규칙 제9조제2항).
func dispatchDocument(ctx context.Context, ch *change) error {
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return err
	}
	w := ch.tx.Write
	if err := w.MarkDispatched(ctx, db.MarkDispatchedParams{CaseID: ch.c.ID, DispatchedOn: ch.now.today}); err != nil {
		return err
	}
	if rule.Kind != gov.StageIssue {
		return nil
	}
	units, err := ch.unitsAsked(ctx, rule.To)
	if err != nil {
		return err
	}
	var names []string
	for _, u := range units {
		names = append(names, string(u))
	}
	ch.note("addressees", len(names))
	return w.InsertDispatches(ctx, db.InsertDispatchesParams{
		CaseID: ch.c.ID, DispatchedOn: ch.now.today, Units: names, Rule: "행정업무의 운영 및 혁신에 관한 규정 시행규칙 제9조제2항",
	})
}
