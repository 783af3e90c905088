package cases

import (
	"context"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store/db"
)

func (r reading) compilation(ctx context.Context, id gov.CaseID) (*CompilationContext, error) {
	c, err := r.q.ViewCompilation(ctx, id)
	if err != nil {
		return nil, err
	}
	return &CompilationContext{
		Body: c.Body, Findings: c.Findings, Decisions: c.Decisions, Rows: c.Rows, CompiledOn: c.CompiledOn,
		ConfirmedOn: c.ConfirmedOn, ConfirmedBy: confirmedBy(c),
	}, nil
}

// confirmedBy is who confirmed a paper, "" while it is not confirmed: one that was reopened is confirmed by nobody.
func confirmedBy(c db.ViewCompilationRow) string {
	if c.ConfirmedOn.IsZero() {
		return ""
	}
	return c.ConfirmedBy
}

func (r reading) consultation(ctx context.Context, id gov.CaseID) (*ConsultationContext, error) {
	c, err := r.q.ViewConsultation(ctx, id)
	if err != nil {
		return nil, err
	}
	return &ConsultationContext{
		With: c.WithUnit, WithName: c.WithName, Question: c.Question, AskedOn: c.AskedOn, ReplyBy: c.ReplyBy,
		ReplyDue:  dueText(c.ReplyOperative, c.ReplyBy),
		RepliedOn: c.RepliedOn, Agrees: c.Agrees, Reply: c.Reply, Reason: c.Reason,
	}, nil
}

func (r reading) filing(ctx context.Context, id gov.CaseID) (*FilingContext, error) {
	f, err := r.q.ViewFiling(ctx, id)
	if err != nil {
		return nil, err
	}
	out := &FilingContext{
		To: f.ToUnit, ToName: f.ToName, Package: f.Package, PackageHash: hex(f.PackageHash), Note: f.Note,
		HandedOn: f.HandedOn,
		Late:     f.Late, ReceiptNumber: f.ReceiptNumber, ReceivedOn: f.ReceivedOn, Corrections: []Correction{},
	}
	list, err := r.q.ViewCorrectionsOf(ctx, id)
	for _, c := range list {
		out.Corrections = append(out.Corrections, Correction{
			Ordinal: c.Ordinal, RequestedOn: c.RequestedOn, Text: c.Text, CorrectedOn: c.CorrectedOn, Note: c.Note,
		})
	}
	return out, err
}

func (r reading) receipt(ctx context.Context, id gov.CaseID) (*ReceiptContext, error) {
	rec, err := r.q.ViewReceipt(ctx, id)
	if err != nil {
		return nil, err
	}
	out := &ReceiptContext{
		From: rec.FromUnit, FromName: rec.FromName, ExternalNumber: rec.ExternalNumber,
		ReceivedTitle: rec.ReceivedTitle,
		RegisteredOn:  rec.RegisteredOn, Findings: []ReceiptFinding{},
	}
	list, err := r.q.ViewFindingsOf(ctx, id)
	for _, f := range list {
		out.Findings = append(out.Findings, ReceiptFinding{
			Ordinal: f.Ordinal, Text: f.Text, ReflectedIn: f.ReflectedIn, ReflectedOn: f.ReflectedOn,
		})
	}
	return out, err
}

func (r reading) agreement(ctx context.Context, id gov.CaseID) (*AgreementContext, error) {
	a, err := r.q.ViewAgreement(ctx, id)
	if err != nil {
		return nil, err
	}
	out := &AgreementContext{
		ID: a.ID, Title: a.Title, SignedOn: a.SignedOn, TermFrom: a.TermFrom, TermTo: a.TermTo, NoticeBy: a.NoticeBy,
		AutoRenew: a.AutoRenew, Renewals: a.Renewals, ReviewOn: a.ReviewOn, ReviewText: a.ReviewOn.Korean(),
	}
	if !a.NoticeBy.IsZero() {
		out.NoticeDue = dueText(termOf(a).Dates(r.s.rules.Calendar()).NoticeOperative, a.NoticeBy)
	}
	return out, nil
}

// hex writes a hash for people, "" for none.
func hex(b []byte) string { return fmt.Sprintf("%x", b) }

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
