package cases

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// Absence is a person who is away for some days.
type Absence struct {
	ID          gov.AbsenceID `json:"id"`
	Person      string        `json:"person" doc:"Slug"`
	Name        string        `json:"name"`
	From        gov.Date      `json:"from"`
	To          gov.Date      `json:"to" doc:"The last day"`
	Reason      string        `json:"reason,omitempty" doc:"For himself, the heads above him and coordinators"`
	RecordedBy  string        `json:"recorded_by" doc:"Slug"`
	RecordedOn  gov.Date      `json:"recorded_on"`
	CancelledOn gov.Date      `json:"cancelled_on,omitzero"`

	person gov.PersonID // whose it is, for the log of access
}

// LeaveScope says whose absences or delegations are listed.
type LeaveScope string

// The scopes of lists of absences and delegations.
const (
	LeaveMine     LeaveScope = "mine"     // absences: my own and those I recorded
	LeaveGiven    LeaveScope = "given"    // delegations of the posts I hold
	LeaveReceived LeaveScope = "received" // delegations to the posts I hold
	LeaveUnit     LeaveScope = "unit"     // of my units and those I head; of everybody for coordinators
)

// AbsenceFilter narrows the list of absences.
type AbsenceFilter struct {
	Scope     LeaveScope
	Person    string   // slug
	Since     gov.Date // last day not before; zero: today
	Cancelled bool     // also those that were cancelled
	After     string   // cursor
	Limit     int
}

// AbsencePage is one page of absences by their first day.
type AbsencePage struct {
	Absences []Absence `json:"absences" nullable:"false"`
	Next     string    `json:"next,omitempty" doc:"Cursor of the next page; absent on the last"`
}

// Absences lists who is away, from today on unless asked otherwise.
func (s *Service) Absences(ctx context.Context, actor Actor, f AbsenceFilter) (AbsencePage, error) {
	page := AbsencePage{Absences: []Absence{}}
	r, err := s.read(ctx, actor)
	if err != nil {
		return page, err
	}
	p := db.ViewAbsencesParams{Person: f.Person, Since: f.Since, Cancelled: f.Cancelled, N: int32(f.Limit) + 1}
	if f.Since.IsZero() {
		p.Since = r.v.today
	}
	if f.Scope == LeaveUnit {
		p.Everything, p.Units = r.v.may(policies.ActArrange), slices.Clone(r.v.units)
	}
	var id [16]byte
	if f.After != "" {
		if p.AfterDay, id, err = placeOn(f.After); err != nil {
			return page, err
		}
	}
	p.AfterID = uid(id)
	rows, err := r.absences(ctx, p)
	for i, a := range rows {
		if i == f.Limit {
			page.Next = mark(rows[i-1].From.String(), rows[i-1].ID.String())
			break
		}
		page.Absences = append(page.Absences, a)
	}
	if err != nil {
		return page, err
	}
	return page, r.saw(ctx, r.reasonsOf(page.Absences))
}

// absences reads what the viewer may see, with the reason where it concerns him.
func (r reading) absences(ctx context.Context, p db.ViewAbsencesParams) ([]Absence, error) {
	led, err := r.q.UnitsLed(ctx, db.UnitsLedParams{Day: r.v.today, Posts: r.v.posts})
	if err != nil {
		return nil, store.Interpret(err)
	}
	p.Led, p.Day, p.Viewer = led, r.v.today, uid(r.v.person)
	if p.Units != nil {
		p.Units = append(p.Units, led...)
	}
	p.Units = some(p.Units)
	rows, err := r.q.ViewAbsences(ctx, p)
	out := make([]Absence, len(rows))
	for i, a := range rows {
		out[i] = Absence{
			ID: a.ID, Person: a.Person, Name: a.Name, From: a.ValidFrom, To: a.ValidTo, RecordedBy: a.Recorder,
			RecordedOn: a.RecordedOn, CancelledOn: a.CancelledOn, person: a.PersonID,
		}
		if a.Led || a.PersonID == r.v.person || r.v.may(policies.ActArrange) {
			out[i].Reason = a.Reason
		}
	}
	return out, store.Interpret(err)
}

// reasonsOf are the absences of others whose reason the viewer is told: health data (개인정보 보호법 제23조).
func (r reading) reasonsOf(list []Absence) sight {
	s := sight{kind: ofPerson, fields: []string{"absence.reason"}}
	for _, a := range list {
		if a.Reason != "" && a.person != r.v.person {
			s.whose = append(s.whose, uid(a.person))
		}
	}
	return s
}

// absence reads one absence back for whoever arranged it.
func (s *Service) absence(ctx context.Context, actor Actor, id string) (Absence, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return Absence{}, err
	}
	one, err := oneID(id)
	if err != nil {
		return Absence{}, err
	}
	rows, err := r.absences(ctx, db.ViewAbsencesParams{ID: one, Everything: true, Cancelled: true, AfterID: uid([16]byte{}), N: 1})
	if err != nil || len(rows) == 0 {
		return Absence{}, orMissing(err)
	}
	return rows[0], nil
}

// oneID reads an id as queries for one row take it.
func oneID(text string) (pgtype.UUID, error) {
	id, err := gov.ParseID[struct{}](text)
	return uid(id), err
}

// orMissing is the error, or that there is no such thing.
func orMissing(err error) error {
	if err == nil {
		return gov.ErrNotFound
	}
	return err
}

// Delegation is a post that stands in for another for some days.
type Delegation struct {
	ID          gov.DelegationID `json:"id"`
	Post        gov.PostID       `json:"post" doc:"For which is stood in"`
	Title       string           `json:"title" example:"평생교육과장"`
	Deputy      gov.PostID       `json:"deputy" doc:"Who stands in"`
	DeputyTitle string           `json:"deputy_title"`
	Matters     []string         `json:"matters" nullable:"false" doc:"Of the delegation table; none: all that may be delegated"`
	From        gov.Date         `json:"from"`
	To          gov.Date         `json:"to" doc:"The last day"`
	Reason      string           `json:"reason"`
	GivenBy     string           `json:"given_by" doc:"Slug"`
	GivenOn     gov.Date         `json:"given_on"`
	RevokedOn   gov.Date         `json:"revoked_on,omitzero"`
	InForce     bool             `json:"in_force" doc:"Today"`
}

// DelegationFilter narrows the list of delegations.
type DelegationFilter struct {
	Scope   LeaveScope
	Post    gov.PostID // for which is stood in
	Since   gov.Date   // last day not before; zero: today
	Revoked bool       // also those that were revoked
	After   string     // cursor
	Limit   int
}

// DelegationPage is one page of delegations by their first day.
type DelegationPage struct {
	Delegations []Delegation `json:"delegations" nullable:"false"`
	Next        string       `json:"next,omitempty" doc:"Cursor of the next page; absent on the last"`
}

// Delegations lists who stands in for whom, from today on unless asked otherwise.
func (s *Service) Delegations(ctx context.Context, actor Actor, f DelegationFilter) (DelegationPage, error) {
	page := DelegationPage{Delegations: []Delegation{}}
	r, err := s.read(ctx, actor)
	if err != nil {
		return page, err
	}
	p := db.ViewDelegationsParams{Post: string(f.Post), Since: f.Since, Revoked: f.Revoked, N: int32(f.Limit) + 1}
	if f.Since.IsZero() {
		p.Since = r.v.today
	}
	switch f.Scope {
	case LeaveReceived:
		p.Received = r.v.posts
	case LeaveUnit:
		if p.Units, err = r.q.UnitsLed(ctx, db.UnitsLedParams{Day: r.v.today, Posts: r.v.posts}); err != nil {
			return page, store.Interpret(err)
		}
		p.Everything, p.Units = r.v.may(policies.ActArrange), append(p.Units, r.v.units...)
	case LeaveGiven, LeaveMine, "":
		p.Given = r.v.posts
	}
	var id [16]byte
	if f.After != "" {
		if p.AfterDay, id, err = placeOn(f.After); err != nil {
			return page, err
		}
	}
	p.AfterID = uid(id)
	rows, err := r.delegations(ctx, p)
	for i, d := range rows {
		if i == f.Limit {
			page.Next = mark(rows[i-1].From.String(), rows[i-1].ID.String())
			break
		}
		page.Delegations = append(page.Delegations, d)
	}
	return page, err
}

func (r reading) delegations(ctx context.Context, p db.ViewDelegationsParams) ([]Delegation, error) {
	p.Given, p.Received, p.Units = some(p.Given), some(p.Received), some(p.Units)
	rows, err := r.q.ViewDelegations(ctx, p)
	out := make([]Delegation, len(rows))
	for i, d := range rows {
		out[i] = Delegation{
			ID: d.ID, Post: d.PostID, Title: d.Title, Deputy: d.DeputyPost, DeputyTitle: d.DeputyTitle, Matters: some(d.Matters),
			From: d.ValidFrom, To: d.ValidTo, Reason: d.Reason, GivenBy: d.Giver, GivenOn: d.GivenOn, RevokedOn: d.RevokedOn,
			InForce: d.RevokedOn.IsZero() && !r.v.today.Before(d.ValidFrom) && !d.ValidTo.Before(r.v.today),
		}
	}
	return out, store.Interpret(err)
}

// delegation reads one delegation back for whoever gave or revoked it.
func (s *Service) delegation(ctx context.Context, actor Actor, id string) (Delegation, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return Delegation{}, err
	}
	one, err := oneID(id)
	if err != nil {
		return Delegation{}, err
	}
	rows, err := r.delegations(ctx, db.ViewDelegationsParams{ID: one, Everything: true, Revoked: true, AfterID: uid([16]byte{}), N: 1})
	if err != nil || len(rows) == 0 {
		return Delegation{}, orMissing(err)
	}
	return rows[0], nil
}
