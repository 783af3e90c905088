package cases

import (
	"context"
	"encoding/json"
	"time"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// AuditItem is one audit entry. Its body can be deleted when its legal term ends; the hash stays.
type AuditItem struct {
	ID          gov.AuditID     `json:"id"`
	Leaf        *int64          `json:"leaf,omitempty" doc:"Its place in the sealed log; absent until it is sealed"`
	Kind        string          `json:"kind" example:"act"`
	SubjectKind string          `json:"subject_kind" example:"submission"`
	Subject     string          `json:"subject"`
	Case        gov.CaseID      `json:"case,omitzero"`
	Act         *int32          `json:"act,omitempty"`
	BodyHash    string          `json:"body_hash" doc:"Salted SHA-256, in hex"`
	Body        json.RawMessage `json:"body,omitempty" doc:"Ids and field names, no personal values"`
	OfficeDate  gov.Date        `json:"office_date"`
	At          string          `json:"at" format:"date-time"`
}

// AuditPage is one page of a trail, oldest first.
type AuditPage struct {
	Entries []AuditItem `json:"entries" nullable:"false"`
	Next    string      `json:"next,omitempty"`
}

// AuditFilter names whose trail is read: a case with its tasks, or any other subject.
type AuditFilter struct {
	Case        gov.CaseID
	SubjectKind string
	Subject     string
	After       string
	Limit       int
}

// Audit reads the trail of a subject; for auditors and coordinators.
func (s *Service) Audit(ctx context.Context, actor Actor, f AuditFilter) (AuditPage, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return AuditPage{}, err
	}
	if err := r.v.must("auditor", "coordinator"); err != nil {
		return AuditPage{}, err
	}
	var at time.Time
	id := [16]byte{}
	if f.After != "" {
		if at, id, err = placeAt(f.After); err != nil {
			return AuditPage{}, err
		}
	}
	rows, err := r.trail(ctx, f, db.ViewAuditOfSubjectParams{AfterAt: at, AfterID: uid(id), N: int32(f.Limit) + 1})
	if err != nil {
		return AuditPage{}, store.Interpret(err)
	}
	page := AuditPage{Entries: []AuditItem{}}
	for i, e := range rows {
		if i == f.Limit {
			page.Next = mark(stampText(rows[i-1].At), rows[i-1].ID.String())
			break
		}
		page.Entries = append(page.Entries, AuditItem{
			ID: e.ID, Leaf: e.Leaf, Kind: e.Kind, SubjectKind: e.SubjectKind, Subject: e.SubjectID, Case: e.CaseID,
			Act:      e.ActSeq,
			BodyHash: hex(e.BodyHash), Body: e.Body, OfficeDate: e.OfficeDate, At: stampText(e.At),
		})
	}
	return page, nil
}

func (r reading) trail(ctx context.Context, f AuditFilter, p db.ViewAuditOfSubjectParams) ([]db.ViewAuditOfSubjectRow, error) {
	if f.Case.IsZero() {
		p.SubjectKind, p.SubjectID = f.SubjectKind, f.Subject
		return r.q.ViewAuditOfSubject(ctx, p)
	}
	c, err := r.q.GetCase(ctx, f.Case)
	if err != nil {
		return nil, err
	}
	rows, err := r.q.ViewAuditOfCase(ctx, db.ViewAuditOfCaseParams{
		Kind: string(c.Kind), CaseText: c.ID.String(), CaseID: c.ID, AfterAt: p.AfterAt, AfterID: p.AfterID, N: p.N,
	})
	out := make([]db.ViewAuditOfSubjectRow, len(rows))
	for i, row := range rows {
		out[i] = db.ViewAuditOfSubjectRow(row)
	}
	return out, err
}

// Change is one act as the stream of changes tells it.
type Change struct {
	Case       gov.CaseID   `json:"case"`
	Kind       gov.CaseKind `json:"kind" example:"submission"`
	Seq        int32        `json:"seq"`
	Verb       gov.Verb     `json:"verb"`
	State      gov.State    `json:"state"`
	OfficeDate gov.Date     `json:"office_date"`
	At         time.Time    `json:"at"`
}

// ChangesSince lists the acts from an office date and an instant on, oldest first, on cases that the viewer may see.
func (s *Service) ChangesSince(ctx context.Context, actor Actor, day gov.Date, at time.Time) ([]Change, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return nil, err
	}
	rows, err := r.q.ViewActsSince(ctx, db.ViewActsSinceParams{
		SinceDay: day, Since: at, Everything: r.v.everything(), Units: r.v.units, Insider: r.v.insider,
		Posts:  r.v.posts,
		Person: uid(r.v.person), N: 1000,
	})
	out := make([]Change, len(rows))
	for i, a := range rows {
		out[i] = Change{Case: a.CaseID, Kind: a.Kind, Seq: a.Seq, Verb: a.Verb, State: a.ToState, OfficeDate: a.OfficeDate, At: a.At}
	}
	return out, store.Interpret(err)
}

// Moment is the office date and the wall time of the database.
func (s *Service) Moment(ctx context.Context) (gov.Date, time.Time, error) {
	at, err := db.New(s.pool).WallNow(ctx)
	if err != nil {
		return gov.Date{}, at, store.Interpret(err)
	}
	today, err := s.Today(ctx)
	return today, at, err
}
