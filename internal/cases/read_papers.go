package cases

import (
	"context"
	"encoding/json"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store/db"
)

func (r reading) submission(ctx context.Context, c db.ViewCaseRow) (*SubmissionContext, error) {
	sub, err := r.q.ViewSubmission(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	p, err := r.s.rules.Of(ctx, r.q, c.PackHash)
	if err != nil {
		return nil, err
	}
	form, ok := p.Form(sub.Form)
	if !ok {
		return nil, noRule("form", sub.Form)
	}
	rows, err := readRows(ctx, r.q, c.ID, form)
	if err != nil {
		return nil, err
	}
	out := &SubmissionContext{
		Form: form.ID, FormTitle: form.Title, Fields: formFields(form), AboutYear: sub.AboutYear,
		NothingToReport: sub.NothingToReport, SubmittedOn: sub.SubmittedOn, AcceptedOn: sub.AcceptedOn, Rows: rows,
	}
	if out.Overlaps, err = r.rowOverlaps(ctx, rows, sub.AboutYear); err != nil {
		return nil, err
	}
	out.Revisions, err = r.revisions(ctx, c.ID)
	return out, err
}

// revisions are the returns of a submission: of its head, and of the coordinator with reasons per field.
func (r reading) revisions(ctx context.Context, id gov.CaseID) ([]RevisionRequest, error) {
	acts, err := r.q.ViewActsOfCase(ctx, id)
	out := []RevisionRequest{}
	for _, a := range acts {
		if a.Verb != gov.VerbRequestRevision && a.Verb != gov.VerbReturn {
			continue
		}
		var body struct {
			Fields json.RawMessage `json:"fields"`
		}
		if err := json.Unmarshal(a.Body, &body); err != nil {
			return nil, fmt.Errorf("read the body of act %d: %w", a.Seq, err)
		}
		out = append(out, RevisionRequest{
			Round: a.Round, Reason: a.Reason, Fields: body.Fields,
			OfficeDate: a.OfficeDate,
		})
	}
	return out, err
}

func (r reading) compilation(ctx context.Context, id gov.CaseID) (*CompilationContext, error) {
	c, err := r.q.ViewCompilation(ctx, id)
	if err != nil {
		return nil, err
	}
	return &CompilationContext{
		Body: c.Body, Findings: c.Findings, Decisions: c.Decisions, Rows: c.Rows, CompiledOn: c.CompiledOn,
		ConfirmedOn: c.ConfirmedOn,
	}, nil
}

func (r reading) consultation(ctx context.Context, id gov.CaseID) (*ConsultationContext, error) {
	c, err := r.q.ViewConsultation(ctx, id)
	if err != nil {
		return nil, err
	}
	return &ConsultationContext{
		With: c.WithUnit, WithName: c.WithName, Question: c.Question, AskedOn: c.AskedOn, ReplyBy: c.ReplyBy,
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
	return &AgreementContext{
		ID: a.ID, Title: a.Title, SignedOn: a.SignedOn, TermFrom: a.TermFrom, TermTo: a.TermTo, NoticeBy: a.NoticeBy,
		AutoRenew: a.AutoRenew, Renewals: a.Renewals,
	}, nil
}

// hex writes a hash for people, "" for none.
func hex(b []byte) string { return fmt.Sprintf("%x", b) }

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
