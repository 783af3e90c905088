package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/cases"
)

// Invitation is that of a member from outside to a body.
type Invitation struct {
	ID        gov.InvitationID `json:"id"`
	Person    string           `json:"person" doc:"Slug of the member"`
	Name      string           `json:"name"`
	InvitedAt time.Time        `json:"invited_at"`
	EndsAt    time.Time        `json:"ends_at"`
	Tries     int32            `json:"tries" doc:"With a wrong number; after five the link opens nothing"`
	UsedAt    time.Time        `json:"used_at,omitzero" doc:"When the member came in, with pledge and consent"`
	RevokedAt time.Time        `json:"revoked_at,omitzero"`

	Mailed    bool       `json:"mailed,omitempty" doc:"The link went by mail, and nobody else was shown it"`
	Factor    gov.Factor `json:"factor" enum:"pin,totp,sms,mailed_code" doc:"What the link asks for besides"`
	Only      gov.CaseID `json:"only,omitzero" doc:"The one meeting or round that it reaches"`
	OnlyTitle string     `json:"only_title,omitempty"`
}

// NewInvitation is an invitation that was just made.
type NewInvitation struct {
	Invitation

	Link   string `json:"link,omitempty" doc:"For the member alone, shown this once. Left out where it is mailed"`
	Number string `json:"number,omitempty" doc:"Hand it over by another way than the link: by telephone or in person. Shown this once"`
}

// BodyPath is the body in the address.
type BodyPath struct {
	MemberBody string `path:"slug" maxLength:"100" doc:"Slug of the body" example:"monitoring-panel"`
}

type inviteMember struct {
	OnceKey
	BodyPath

	Body struct {
		Person string `json:"person" minLength:"1" maxLength:"100" doc:"Slug of a member from outside" example:"monitoring-panel.member-01"`
		Days   int    `json:"days,omitempty" minimum:"1" maximum:"60" default:"14" doc:"Days until the link ends"`

		Mail   bool       `json:"mail,omitempty" doc:"Have the link sent to the member's address. It is shown to nobody else"`
		Factor gov.Factor `json:"factor,omitempty" enum:"pin,totp,sms,mailed_code" default:"pin" doc:"What the link asks for besides"`
		Only   string     `json:"only,omitempty" maxLength:"64" doc:"One meeting, or the stage of one round"`
	}
}

type oneInvitation struct{ Body NewInvitation }

type listInvitations struct{ BodyPath }

type invitationList struct {
	Body struct {
		Invitations []Invitation `json:"invitations" nullable:"false"`
	}
}

type endInvitation struct {
	OnceKey
	IDPath
}

type invitationEnded struct{}

// invitations are the operations about members from outside who are let in by a link and a number.
func (s *server) invitations() {
	add(s, operation{
		id: "invite-member", method: http.MethodPost, path: "/bodies/{slug}/invitations", tag: "Sign-in",
		summary: "Invite a member from outside", status: http.StatusCreated, refusals: acting,
		doc: "For the secretary of the body. The link opens once, with the second factor, and reaches that body " +
			"alone, or of it one round. Whoever is invited anew has the newest link alone, also where the first " +
			"was mailed. It asks for a number that you hand over, the authenticator or the mobile of the member, or, where " +
			"the rules of the body let it, a mailed code. Narrowed to a meeting or a round, it ends with that.",
	}, s.inviteMember)
	add(s, operation{
		id: "list-invitations", method: http.MethodGet, path: "/bodies/{slug}/invitations", tag: "Sign-in",
		summary: "List the invitations to a body", refusals: []int{http.StatusForbidden, http.StatusConflict},
	}, s.listInvitations)
	add(s, operation{
		id: "end-invitation", method: http.MethodDelete, path: "/invitations/{id}", tag: "Sign-in",
		summary: "Take an invitation back", status: http.StatusNoContent, refusals: acting,
		doc: "The sessions that began with it end too.",
	}, s.endInvitation)
}

func (s *server) inviteMember(ctx context.Context, in *inviteMember) (*oneInvitation, error) {
	if !s.invites.On() {
		return nil, errNoRoute
	}
	only := gov.CaseID{}
	if in.Body.Only != "" {
		var err error
		if only, err = idOf(in.Body.Only, parseCase); err != nil {
			return nil, err
		}
	}
	draw := s.invites.Draw
	if in.Body.Mail {
		draw = s.invites.DrawMailed
	}
	secrets, err := draw()
	if err != nil {
		return nil, err
	}
	made, fresh, err := s.cases.Invite(ctx, who(ctx).actor(), cases.Invite{
		Key: in.Key, Body: gov.BodyID(in.MemberBody), Person: in.Body.Person, Days: in.Body.Days,
		ID: secrets.ID, LinkHash: secrets.LinkHash, NumHash: secrets.NumHash, Mailed: in.Body.Mail, Factor: in.Body.Factor,
		Only: only, Texting: s.texting, Source: who(ctx).source,
	})
	if err != nil {
		return nil, err
	}
	out := &oneInvitation{Body: NewInvitation{Invitation: Invitation(made)}}
	if fresh {
		out.Body.Link = secrets.Link
		if made.Factor == gov.FactorPIN {
			out.Body.Number = secrets.Number
		}
	}
	return out, nil
}

func (s *server) listInvitations(ctx context.Context, in *listInvitations) (*invitationList, error) {
	list, err := s.cases.Invitations(ctx, who(ctx).actor(), gov.BodyID(in.MemberBody))
	out := &invitationList{}
	out.Body.Invitations = make([]Invitation, len(list))
	for i, one := range list {
		out.Body.Invitations[i] = Invitation(one)
	}
	return out, err
}

func (s *server) endInvitation(ctx context.Context, in *endInvitation) (*invitationEnded, error) {
	id, err := idOf(in.ID, parseInvitation)
	if err != nil {
		return nil, err
	}
	return nil, s.cases.TakeBack(ctx, who(ctx).actor(), cases.TakeBack{ID: id, Key: in.Key, Source: who(ctx).source})
}

func parseInvitation(s string) (id gov.InvitationID, err error) { return id, parseInto(&id, s) }

// forInvited are the operations of whoever was invited to one body. To him there are no others.
var forInvited = []string{
	"list-tasks", "get-task", "act-on-task", "get-case", "get-meeting", "get-opinion", "get-nomination", "get-document",
	"print-document", "print-meeting", "list-sessions", "end-session", "end-sessions",
	"begin-totp", "confirm-totp",
}

// reaches keeps a session that began with an invitation to its body: whatever else there is, is not there.
func (s *server) reaches(hctx huma.Context, p auth.Person) error {
	op := hctx.Operation()
	if p.Body == "" {
		return nil
	}
	if !slices.Contains(forInvited, op.OperationID) {
		return gov.ErrNotFound
	}
	text := hctx.Param("id")
	if text == "" || strings.HasPrefix(op.Path, Prefix+"/me/") {
		return nil
	}
	id, err := gov.ParseID[struct{}](text)
	if err != nil {
		return gov.ErrNotFound
	}
	kind := "case"
	if strings.HasPrefix(op.Path, Prefix+"/tasks/") {
		kind = "task"
	}
	return s.signIn.Reaches(hctx.Context(), p, kind, id)
}
