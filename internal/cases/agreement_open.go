package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/pack"
)

// OpenAgreements follows every agreement of the active pack that is signed by today and not followed yet: a process, a
// case in force and the rows of its term, with one audit entry each. It says how many it opened; doing it again opens
// none. Where no pack is active there is nothing to follow.
func (s *Service) OpenAgreements(ctx context.Context) (int, error) {
	opened := 0
	err := store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		clock, err := s.clock(ctx, tx)
		if err != nil {
			return err
		}
		p, hash, err := s.rules.Active(ctx, tx, clock.today)
		if gov.CodeOf(err) == gov.CodeNoRule {
			return nil
		}
		if err != nil {
			return err
		}
		known, err := tx.Read.KnownAgreements(ctx)
		if err != nil {
			return err
		}
		for _, a := range p.Agreements.Agreements {
			if slices.Contains(known, a.ID) || a.SignedOn.After(clock.today) {
				continue
			}
			ch := &change{svc: s, tx: tx, now: clock, actor: Actor{System: true, Name: "gyeol"}}
			if err := ch.openAgreement(ctx, a, hash); err != nil {
				return fmt.Errorf("follow agreement %s: %w", a.ID, err)
			}
			opened++
		}
		return nil
	})
	if opened > 0 && err == nil {
		s.bell.Poke()
	}
	return opened, err
}

// openAgreement writes process, case and term. The owner of the process is the head of the responsible unit.
func (ch *change) openAgreement(ctx context.Context, a pack.Agreement, hash []byte) error {
	owner, err := ch.headOf(ctx, a.Responsible)
	if err != nil {
		return err
	}
	if owner == "" {
		return noRule("head", string(a.Responsible))
	}
	w := ch.tx.Write
	ch.c = db.CaseFile{
		ID: gov.NewCaseID(), Kind: gov.CaseAgreement, ProcessID: gov.NewProcessID(), UnitID: a.Responsible,
		OtherUnit: otherParty(a),
		Subject:   a.ID, Title: a.Title, State: gov.InForce, Round: 1, PackHash: hash, OpenedOn: ch.now.today,
	}
	if err := w.InsertProcess(ctx, db.InsertProcessParams{
		ID: ch.c.ProcessID, Kind: gov.ProcessAgreement, WorkflowID: "agreement/" + a.ID, OwnerPost: owner,
	}); err != nil {
		return err
	}
	if err := w.InsertCase(ctx, caseParams(ch.c)); err != nil {
		return err
	}
	if err := ch.insertTerm(ctx, a); err != nil {
		return err
	}
	if err := w.InsertWake(ctx, db.InsertWakeParams{
		ProcessID: ch.c.ProcessID,
		Cause:     "agreement in force",
	}); err != nil {
		return err
	}
	return ledger.Write(ctx, w, ledger.Entry{
		Kind: ledger.KindOpening, SubjectKind: string(gov.CaseAgreement), SubjectID: ch.c.ID.String(),
		At: ch.now.at, OfficeDate: ch.now.today,
		Body: map[string]any{"agreement": a.ID, "signed_on": a.SignedOn.String(), "term_to": a.Term.End.String()},
	})
}

func (ch *change) insertTerm(ctx context.Context, a pack.Agreement) error {
	terms, err := json.Marshal(map[string]any{
		"parties": a.Parties, "basis": a.Basis, "term": a.Term, "renewal": a.Renewal, "notice": a.Notice,
		"confidentiality_survives": a.ConfidentialitySurvives, "reading": readLimit(a),
	})
	if err != nil {
		return fmt.Errorf("write terms: %w", err)
	}
	t := firstTerm(a)
	cal := ch.svc.rules.Calendar()
	return ch.tx.Write.InsertAgreement(ctx, db.InsertAgreementParams{
		CaseID: ch.c.ID, ID: a.ID, Title: a.Title, SignedOn: a.SignedOn, TermFrom: t.From, TermTo: t.To,
		NoticeMonths: int32(t.NoticeMonths), NoticeBy: t.Dates(cal).NoticeBy, ReviewOn: t.ReviewOn(ch.now.today, cal),
		AutoRenew: t.AutoRenew, RenewMonths: maybe(t.RenewMonths), MaxRenewals: maybe(t.MaxRenewals), Terms: terms,
	})
}

// firstTerm reads the text of an agreement. "At most three years" is read as so many extensions of the stated length.
func firstTerm(a pack.Agreement) policies.AgreementTerm {
	t := policies.AgreementTerm{
		From: a.Term.Start, To: a.Term.End, NoticeMonths: a.Notice.Months, AutoRenew: a.Renewal.Automatic,
		RenewMonths: a.Renewal.Months,
	}
	if a.Renewal.MaxYears > 0 && a.Renewal.Months > 0 {
		t.MaxRenewals = a.Renewal.MaxYears * 12 / a.Renewal.Months
	}
	return t
}

// readLimit says how an unclear limit was understood, so that nobody has to guess it later.
func readLimit(a pack.Agreement) string {
	t := firstTerm(a)
	if t.MaxRenewals == 0 {
		return ""
	}
	last := t
	for range t.MaxRenewals {
		last = last.Next()
	}
	return fmt.Sprintf("최대 %d년은 자동연장 %d회로 읽음: %s까지", a.Renewal.MaxYears, t.MaxRenewals, last.To)
}

// otherParty is the first party that is not the city itself.
func otherParty(a pack.Agreement) gov.UnitID {
	for i, p := range a.Parties {
		if i > 0 {
			return p.Unit
		}
	}
	return ""
}

func maybe(n int) *int32 {
	if n == 0 {
		return nil
	}
	v := int32(n)
	return &v
}

// reminder is what a further notice of an open task tells.
func (ch *change) reminder(ctx context.Context, t db.OpenTasksOfCaseRow) (json.RawMessage, error) {
	unit, err := ch.tx.Read.UnitName(ctx, ch.c.UnitID)
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(gov.NoticeParams{
		Title: t.Title, Unit: unit, DueOperative: t.DueOperative, DueLegal: t.DueLegal, TaskID: t.ID,
	})
	if err != nil {
		return nil, fmt.Errorf("write notice params: %w", err)
	}
	return raw, nil
}
