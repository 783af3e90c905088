package cases

import (
	"context"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/policies"
	"gyeol/policies/pack"
)

// BodyItem is a council, committee, panel, board or jury with its seats on the office day, and the rule by which it
// meets.
type BodyItem struct {
	ID      gov.BodyID
	Name    string
	Kind    string // council, committee, panel, board, jury, meeting
	Rule    policies.BodyRule
	Ruled   bool // the pack in force has its rule
	Clerk   bool // the reader holds the post of its secretary
	Clerks  string
	Seats   []BodySeat
	Outside bool // somebody from outside sits in it
}

// BodySeat is a seat that is taken on the office day.
type BodySeat struct {
	Member  string // slug of the seat
	Role    string // chair, vice_chair, member
	Title   string // of the post it belongs to; empty: it belongs to a person from outside
	Name    string // of whoever sits on it, masked for whoever may not read names; empty: nobody does
	Person  string // slug of the same, for the secretary of the body alone
	Masked  bool
	Outside bool
	Since   gov.Date
}

// Bodies lists every body with its seats, for the administration. Names are shown to whoever may read the names of
// others, and to the secretary of a body those of its members; everybody else sees them masked.
func (s *Service) Bodies(ctx context.Context, actor Actor) ([]BodyItem, error) {
	r, err := s.readInside(ctx, actor)
	if err != nil {
		return nil, err
	}
	rows, err := r.q.ViewSeats(ctx, r.v.today)
	if err != nil {
		return nil, store.Interpret(err)
	}
	titles, err := readOrg(ctx, r.q, r.v.today)
	if err != nil {
		return nil, store.Interpret(err)
	}
	out := []BodyItem{}
	for _, row := range rows {
		if n := len(out); n == 0 || out[n-1].ID != row.BodyID {
			b := BodyItem{ID: row.BodyID, Name: row.BodyName, Kind: row.BodyKind}
			b.Rule, b.Ruled = r.v.rules.Body(row.BodyID)
			b.Clerk = b.Ruled && r.v.clerks(r.v.rules, b.ID)
			post, _ := titles.Post(b.Rule.Secretary)
			b.Clerks = post.Title
			out = append(out, b)
		}
		b := &out[len(out)-1]
		seat := BodySeat{
			Member: row.Member, Role: row.Role, Title: row.PostTitle, Name: row.Name, Outside: row.Outside, Since: row.ValidFrom,
		}
		if seat.Name != "" && !b.Clerk && !r.v.may(policies.ActReadNames) {
			seat.Name, seat.Masked = policies.MaskName(seat.Name), true
		}
		if b.Clerk {
			seat.Person = row.Slug
		}
		b.Outside = b.Outside || row.Outside
		b.Seats = append(b.Seats, seat)
	}
	return out, nil
}

// clerks reports whether the viewer is the secretary of a body.
func (v viewer) clerks(p *pack.Pack, body gov.BodyID) bool { return clerksOf(v, p, body) == nil }
