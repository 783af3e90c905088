package cases

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// PlaceItem is a case in a list of its kind, with what such a list says of it beside the case itself. Of Meeting,
// Filing, Opinion and Agreement the one that fits the kind is set; none where the kind has recorded nothing yet.
type PlaceItem struct {
	CaseItem

	Meeting   *MeetingFigures
	Filing    *FilingFigures
	Opinion   *OpinionFigures
	Agreement *AgreementFigures
}

// MeetingFigures are those of a meeting; InOffice, Present and Quorum are counted when it is convened.
type MeetingFigures struct {
	BodyName                  string
	HoldOn                    gov.Date
	Attempt, Items            int32
	InOffice, Present, Quorum *int32
}

// FilingFigures are those of a package for an outside body.
type FilingFigures struct {
	To, ReceiptNumber    string
	HandedOn, ReceivedOn gov.Date
	Corrections          int32
}

// OpinionFigures are those of a report of the outside panel and of what the department made of it.
type OpinionFigures struct {
	Round, Expert, Rating, Decision string
	MeasureDue                      gov.Date
}

// AgreementFigures are the term of an agreement, the last day of a notice to end it, and the next day on which
// somebody is alerted.
type AgreementFigures struct {
	Partners                           string
	TermFrom, TermTo, NoticeBy, Review gov.Date
	AutoRenew                          bool
	Renewals                           int32
}

// PlacePage is one page of cases of a kind.
type PlacePage struct {
	Items []PlaceItem
	Next  string
}

// Places lists the cases of one kind that the actor may see, as Cases does, with the figures of that kind.
func (s *Service) Places(ctx context.Context, actor Actor, f CaseFilter) (PlacePage, error) {
	found, err := s.Cases(ctx, actor, f)
	if err != nil {
		return PlacePage{}, err
	}
	out := PlacePage{Items: make([]PlaceItem, len(found.Cases)), Next: found.Next}
	at, ids := map[gov.CaseID]*PlaceItem{}, make([]pgtype.UUID, len(found.Cases))
	for i, c := range found.Cases {
		out.Items[i].CaseItem = c
		at[c.ID], ids[i] = &out.Items[i], uid(c.ID)
	}
	figures := map[gov.CaseKind]func(context.Context, *db.Queries, []pgtype.UUID, map[gov.CaseID]*PlaceItem) error{
		gov.CaseMeeting: meetingFigures, gov.CaseFiling: filingFigures, gov.CaseOpinion: opinionFigures,
		gov.CaseAgreement: agreementFigures,
	}[f.Kind]
	if figures == nil || len(ids) == 0 {
		return out, nil
	}
	return out, store.Interpret(figures(ctx, db.New(s.pool), ids, at))
}

func meetingFigures(ctx context.Context, q *db.Queries, ids []pgtype.UUID, at map[gov.CaseID]*PlaceItem) error {
	rows, err := q.ViewMeetingFigures(ctx, ids)
	for _, m := range rows {
		at[m.CaseID].Meeting = &MeetingFigures{
			BodyName: m.BodyName, HoldOn: m.HoldOn, Attempt: m.Attempt, Items: m.Items, InOffice: m.InOffice,
			Present: m.Present, Quorum: m.Quorum,
		}
	}
	return err
}

func filingFigures(ctx context.Context, q *db.Queries, ids []pgtype.UUID, at map[gov.CaseID]*PlaceItem) error {
	rows, err := q.ViewFilingFigures(ctx, ids)
	for _, f := range rows {
		at[f.CaseID].Filing = &FilingFigures{
			To: f.ToName, ReceiptNumber: f.ReceiptNumber, HandedOn: f.HandedOn, ReceivedOn: f.ReceivedOn,
			Corrections: f.Corrections,
		}
	}
	return err
}

func opinionFigures(ctx context.Context, q *db.Queries, ids []pgtype.UUID, at map[gov.CaseID]*PlaceItem) error {
	rows, err := q.ViewOpinionFigures(ctx, ids)
	for _, o := range rows {
		at[o.CaseID].Opinion = &OpinionFigures{
			Round: o.StageTitle, Expert: o.ExpertName, Rating: o.Rating, Decision: o.Decision, MeasureDue: o.MeasureDue,
		}
	}
	return err
}

func agreementFigures(ctx context.Context, q *db.Queries, ids []pgtype.UUID, at map[gov.CaseID]*PlaceItem) error {
	rows, err := q.ViewAgreementFigures(ctx, ids)
	for _, a := range rows {
		at[a.CaseID].Agreement = &AgreementFigures{
			Partners: a.Parties, TermFrom: a.TermFrom, TermTo: a.TermTo, NoticeBy: a.NoticeBy, Review: a.ReviewOn,
			AutoRenew: a.AutoRenew, Renewals: a.Renewals,
		}
	}
	return err
}

// CaseName is a case as a link to it says it.
type CaseName struct {
	ID    gov.CaseID
	Kind  gov.CaseKind
	Title string
	State gov.State
}

// Named reads what a link to a case says; gov.ErrNotFound for one that the actor may not see. It is no reading of the
// case: no receipt is recorded by it.
func (s *Service) Named(ctx context.Context, actor Actor, id gov.CaseID) (CaseName, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return CaseName{}, err
	}
	c, err := r.seen(ctx, id)
	return CaseName{ID: c.ID, Kind: c.Kind, Title: c.Title, State: c.State}, err
}

// Numbered finds the document that bears a number as it is printed; gov.ErrNotFound where there is none, or none that
// the actor may see.
func (s *Service) Numbered(ctx context.Context, actor Actor, number string) (CaseName, error) {
	id, err := db.New(s.pool).CaseByNumber(ctx, &number)
	if err = store.Interpret(err); err != nil && gov.CodeOf(err) != gov.CodeNotFound {
		return CaseName{}, err
	}
	return s.Named(ctx, actor, id) // of a number that nobody bears a case is looked for as well
}

// StageTitles are the titles of the stages of some years, by "name-year/key" as task counts and tasks name them. What
// a stage is called is no secret to whoever has a task in it.
func (s *Service) StageTitles(ctx context.Context, cycles []string) (map[string]string, error) {
	rows, err := db.New(s.pool).ViewStageTitles(ctx, cycles)
	out := map[string]string{}
	for _, t := range rows {
		out[fmt.Sprintf("%s-%d/%s", t.Name, t.Year, roundKey(t.Key, t.Round))] = t.Title
	}
	return out, store.Interpret(err)
}
