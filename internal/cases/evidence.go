package cases

import (
	"context"
	"time"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies/pack"
)

// ForEvidence reads papers as they are printed, for an export that the audit log tells of as a whole: nobody opened
// them. Unless it is full, names on the lists of nominees are masked.
type ForEvidence struct {
	Queries *db.Queries // of the snapshot that is exported
	Today   gov.Date
	At      time.Time
	Full    bool
}

// reading is a look in the office of an auditor, who sees every case and has a part in none; a full one also in that of
// whoever has to do with awards. The rules of access are asked as for anybody.
func (f ForEvidence) reading(ctx context.Context, s *Service) (reading, error) {
	duties := []string{"auditor"}
	if f.Full {
		duties = append(duties, "award")
	}
	rules, _, err := s.rules.activeOn(ctx, f.Queries, f.Today)
	if err != nil {
		return reading{}, err
	}
	v := viewer{
		today: f.Today, at: f.At, posts: []string{}, units: []string{},
		as: pack.Viewer{Posts: rules.PostsOf(duties...)}, rules: rules,
	}
	return reading{s: s, q: f.Queries, v: v}, nil
}

// EvidencePaper reads a document as it is printed.
func (s *Service) EvidencePaper(ctx context.Context, f ForEvidence, id gov.CaseID) (Paper, error) {
	r, err := f.reading(ctx, s)
	if err != nil {
		return Paper{}, err
	}
	c, err := r.seen(ctx, id)
	if err != nil {
		return Paper{}, err
	}
	v, err := r.view(ctx, c)
	if err != nil {
		return Paper{}, err
	}
	return r.paper(ctx, v)
}

// EvidenceMinutes reads the result of a meeting as it is printed.
func (s *Service) EvidenceMinutes(ctx context.Context, f ForEvidence, id gov.CaseID) (PrintedCase, error) {
	r, err := f.reading(ctx, s)
	if err != nil {
		return PrintedCase{}, err
	}
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
