package cases

import (
	"context"
	"time"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// ForEvidence reads papers as they are printed, for an export that the audit log tells of as a whole: nobody opened
// them. Unless it is full, names on the lists of nominees are masked.
type ForEvidence struct {
	Queries *db.Queries // of the snapshot that is exported
	Today   gov.Date
	At      time.Time
	Full    bool
}

// reading is a look of somebody who sees every case and has a part in none.
func (f ForEvidence) reading(s *Service) reading {
	v := viewer{
		today: f.Today, at: f.At, posts: []string{}, units: []string{}, duties: []string{"auditor"},
		awardData: func() bool { return f.Full },
	}
	return reading{s: s, q: f.Queries, v: v}
}

// EvidencePaper reads a document as it is printed.
func (s *Service) EvidencePaper(ctx context.Context, f ForEvidence, id gov.CaseID) (Paper, error) {
	r := f.reading(s)
	c, err := r.seen(ctx, id)
	if err != nil {
		return Paper{}, err
	}
	v, err := r.view(ctx, c)
	if err != nil {
		return Paper{}, err
	}
	d := v.Context.Document
	if d == nil {
		return Paper{}, gov.ErrNotFound
	}
	b, err := r.block(ctx, v)
	return Paper{
		Block: b, Body: d.Body, Attachments: d.Attachments, Abstract: d.Abstract, Keywords: d.Keywords,
		Hash: v.ContentHash,
	}, store.Interpret(err)
}

// EvidenceMinutes reads the result of a meeting as it is printed.
func (s *Service) EvidenceMinutes(ctx context.Context, f ForEvidence, id gov.CaseID) (PrintedCase, error) {
	r := f.reading(s)
	c, err := r.seen(ctx, id)
	if err != nil {
		return PrintedCase{}, err
	}
	v, err := r.view(ctx, c)
	if err != nil {
		return PrintedCase{}, err
	}
	agency, err := r.agency(ctx, id)
	return PrintedCase{CaseView: v, Agency: agency}, store.Interpret(err)
}
