package office

import (
	"context"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// meetingCases are what the pages of bodies and meetings ask for beside those of every place.
type meetingCases interface {
	Bodies(ctx context.Context, actor cases.Actor) ([]cases.BodyItem, error)
	Named(ctx context.Context, actor cases.Actor, id gov.CaseID) (cases.CaseName, error)
	PublicCopy(ctx context.Context, id gov.CaseID) (cases.PublishedCopy, error)
	Invitations(ctx context.Context, actor cases.Actor, body gov.BodyID) ([]cases.Invitation, error)
	Invite(ctx context.Context, actor cases.Actor, n cases.Invite) (cases.Invitation, bool, error)
	TakeBack(ctx context.Context, actor cases.Actor, t cases.TakeBack) error
}

func meetingPlace() place {
	return place{
		link: link{"/meetings", "위원회"}, kind: gov.CaseMeeting, view: "meeting", yearly: true,
		states: []gov.State{
			gov.Planned, gov.Called, gov.Tabled, gov.InSession, gov.NoQuorum, gov.Resolved, gov.MinutesOut, gov.Cancelled,
		},
		heads: []string{"위원회", "회의일", "안건", "참석 / 의사정족수"},
		cells: func(c cases.PlaceItem) []string {
			m := c.Meeting
			if m == nil {
				return make([]string, 4)
			}
			quorum := "개의 전"
			if m.Quorum != nil {
				quorum = counted(m.Present, "명") + " / " + counted(m.Quorum, "명")
			}
			return []string{m.BodyName, m.HoldOn.Korean(), count(m.Items, "건"), quorum}
		},
		empty: "볼 수 있는 회의가 없습니다. 심의 단계가 열리면 회의가 여기에 나타나고, 간사의 ‘할 일’에 소집 과업이 생깁니다.",
	}
}

func meetingPart() part {
	p := meetingPlace().part()
	pages := p.pages
	p.pages = func(s *server) routes {
		out := pages(s)
		out["GET /meetings/bodies"] = s.bodies
		out["GET /meetings/bodies/{body}"] = s.body
		out["POST /meetings/bodies/{body}"] = s.invite
		return out
	}
	return p
}

// itemCase is an item of an agenda with what it is about.
type itemCase struct {
	cases.AgendaItem

	Href, Named string // of what it is about; empty: there is nothing, or not for this reader
}

// besideMeeting adds what its items are about, its printed result and the public copy of its minutes.
func (s *server) besideMeeting(r *http.Request, v visitor, of *placePage) error {
	m := of.Context.Meeting
	for _, item := range m.Items {
		one := itemCase{AgendaItem: item}
		if !item.About.IsZero() {
			about, err := s.Cases.Named(r.Context(), v.actor, item.About)
			if err != nil && gov.CodeOf(err) != gov.CodeNotFound {
				return err
			}
			one.Named, one.Href = about.Title, ""
			if err == nil {
				one.Href = hrefOf(about.Kind, about.ID)
			}
		}
		of.Items = append(of.Items, one)
	}
	if !m.ResolvedOn.IsZero() {
		of.Print = "/api/v1/meetings/" + of.ID.String() + "/paper"
	}
	if m.MinutesOn.IsZero() {
		return nil
	}
	_, err := s.Cases.PublicCopy(r.Context(), of.ID)
	if err == nil {
		of.Copy = "/api/v1/public-copies/" + of.ID.String() + "/paper"
	}
	if gov.CodeOf(err) == gov.CodeNotFound {
		err = nil // none has been released yet
	}
	return err
}

// bodies lists every body with how many sit in it.
func (s *server) bodies(r *http.Request, v visitor) (page, error) {
	list, err := s.Cases.Bodies(r.Context(), v.actor)
	return page{
		view: "bodies", title: "위원회와 위원", at: "/meetings", of: list,
		crumbs: []link{{"/meetings", "위원회"}, {"", "위원회와 위원"}},
	}, err
}

func (s *server) bodyOptions(r *http.Request, v visitor, chosen gov.BodyID) ([]option, error) {
	list, err := s.Cases.Bodies(r.Context(), v.actor)
	out := make([]option, len(list))
	for i, b := range list {
		out[i] = option{string(b.ID), b.Name, b.ID == chosen}
	}
	return out, err
}

// bodyPage is one body with its seats, and for its secretary the invitations of its members from outside.
type bodyPage struct {
	cases.BodyItem

	Invitations []invited
	Form        *inviteForm // nil: this reader invites nobody
	Fresh       *freshLink  // of an invitation that was just made
}

// body shows a body.
func (s *server) body(r *http.Request, v visitor) (page, error) {
	list, err := s.Cases.Bodies(r.Context(), v.actor)
	if err != nil {
		return page{}, err
	}
	for _, b := range list {
		if string(b.ID) != r.PathValue("body") {
			continue
		}
		of := bodyPage{BodyItem: b}
		if b.Clerk && b.Outside {
			if err := s.invitable(r, v, &of); err != nil {
				return page{}, err
			}
		}
		return page{
			view: "body", title: b.Name, at: "/meetings", of: of,
			crumbs: []link{{"/meetings", "위원회"}, {"/meetings/bodies", "위원회와 위원"}, {"", b.Name}},
		}, nil
	}
	return page{}, gov.ErrNotFound
}
