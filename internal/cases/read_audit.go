package cases

import (
	"context"
	"encoding/json"
	"time"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
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
	r, err := s.readAudit(ctx, actor)
	if err != nil {
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
	return page, r.sawTrail(ctx, page.Entries)
}

func (r reading) trail(ctx context.Context, f AuditFilter, p db.ViewAuditOfSubjectParams) ([]db.ViewAuditOfSubjectRow,
	error,
) {
	if f.Case.IsZero() {
		p.SubjectKind, p.SubjectID = f.SubjectKind, f.Subject
		return r.q.ViewAuditOfSubject(ctx, p)
	}
	c, err := r.allowed(ctx, policies.ActReadTrail, f.Case)
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
	Watched    bool         `json:"watched,omitempty" doc:"The reader watches this document"`
	Cycle      string       `json:"cycle,omitempty" example:"lifelong-education-plan-2022" doc:"Name and year of its cycle: its matrix and path have changed"`
	Stage      string       `json:"stage,omitempty" example:"plans" doc:"Key of its stage, with its round where it repeats"`
	Unit       gov.UnitID   `json:"unit,omitempty" doc:"The unit whose work it is: the row of the matrix"`
}

// ChangePage is a stretch of the sealed log: the acts in it that the viewer may see, and the place where it ends.
// Leaves are given out without gaps and in the order in which they become visible, so nothing before a place comes
// later.
type ChangePage struct {
	Acts  []Change
	Ends  []int64 // of each act: the place after it
	Place int64
	Full  bool // more may stand in the log already
}

// changeLeaves is how many leaves one page looks at.
const changeLeaves = 500

// Changes reads the acts of the log from a place on, in the order of their leaves (design §6).
func (s *Service) Changes(ctx context.Context, actor Actor, place int64) (ChangePage, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return ChangePage{}, err
	}
	end, err := r.q.ViewPlaceAfter(ctx, db.ViewPlaceAfterParams{Place: place, N: changeLeaves})
	if err != nil {
		return ChangePage{}, store.Interpret(err)
	}
	page := ChangePage{Place: end, Full: end-place >= changeLeaves}
	if end <= place {
		return page, nil
	}
	t, err := r.tiesSince(ctx, r.v.today)
	if err != nil {
		return ChangePage{}, err
	}
	cells := r.v.cells(policies.ActFollow)
	rows, err := r.q.ViewActsOfLeaves(ctx, db.ViewActsOfLeavesParams{
		FromLeaf: place, Upto: end, Every: cells.Every, Keys: cells.Keys, Cells: cells.Bits,
		Person: t.person, Posts: t.posts, Units: t.units, Stands: t.stands, Vacant: t.vacant, Bound: t.bound,
	})
	if err != nil {
		return ChangePage{}, store.Interpret(err)
	}
	for _, a := range rows {
		page.Acts = append(page.Acts, Change{
			Case: a.CaseID, Kind: a.Kind, Seq: a.Seq, Verb: a.Verb, State: a.ToState, OfficeDate: a.OfficeDate,
			At: a.At, Watched: a.Watched, Cycle: a.Cycle, Stage: a.Stage, Unit: a.UnitID,
		})
		page.Ends = append(page.Ends, a.Leaf+1)
	}
	return page, nil
}

// LogEnd is the place after the last leaf of the sealed log.
func (s *Service) LogEnd(ctx context.Context) (int64, error) {
	n, err := db.New(s.pool).ViewLogSize(ctx)
	return n, store.Interpret(err)
}
