package api

import (
	"context"
	"net/http"
	"time"

	"gyeol/gov"
	"gyeol/internal/auth"
)

// Session is one browser in which a person is signed in.
type Session struct {
	ID      gov.SessionID `json:"id"`
	How     auth.How      `json:"how" enum:"oidc,gateway,persona,invitation" doc:"In which way it began"`
	BeganAt time.Time     `json:"began_at"`
	SeenAt  time.Time     `json:"seen_at" doc:"To the minute"`
	EndsAt  time.Time     `json:"ends_at" doc:"Unless it is used; at the latest at its absolute limit"`
	Address string        `json:"address" doc:"Network address from which it began"`
	ThisOne bool          `json:"this_one" doc:"The one that asks"`
}

type listSessions struct{}

type sessionPage struct {
	Body struct {
		Sessions []Session `json:"sessions" nullable:"false"`
	}
}

type endSessions struct{}

type expelPerson struct {
	Slug string `path:"slug" maxLength:"100" doc:"Slug of the person" example:"lifelong-education-division.coordinator"`
}

type sessionsEnded struct {
	Body struct {
		Ended int `json:"ended" minimum:"0" doc:"How many sessions there were"`
	}
}

type sessionEnded struct{}

// sessions are the operations about where one is signed in.
func (s *server) sessions() {
	add(s, operation{
		id: "list-sessions", method: http.MethodGet, path: "/me/sessions", tag: "Sign-in",
		summary: "List where I am signed in",
	}, s.listSessions)
	add(s, operation{
		id: "end-session", method: http.MethodDelete, path: "/me/sessions/{id}", tag: "Sign-in",
		summary: "Sign me out in one browser", status: http.StatusNoContent, refusals: acting,
		doc: "It ends with its next request, and with it whatever stream it keeps open. What is none of " +
			"mine is not there.",
	}, s.endSession)
	add(s, operation{
		id: "end-sessions", method: http.MethodDelete, path: "/me/sessions", tag: "Sign-in",
		summary: "Sign me out everywhere", refusals: acting,
		doc: "API tokens live on: each is revoked by itself.",
	}, s.endSessions)
	add(s, operation{
		id: "expel-person", method: http.MethodDelete, path: "/people/{slug}/sessions", tag: "Sign-in",
		summary: "Sign a person out everywhere", scope: auth.ScopeOperator, refusals: acting,
		doc: "His API tokens end with his sessions. The provider's name for the person is forgotten too: the next sign-in " +
			"links it anew.",
	}, s.expelPerson)
}

func (s *server) listSessions(ctx context.Context, _ *listSessions) (*sessionPage, error) {
	list, err := s.signIn.Sessions(ctx, who(ctx).Person)
	out := &sessionPage{}
	out.Body.Sessions = make([]Session, len(list))
	for i, one := range list {
		out.Body.Sessions[i] = Session(one)
	}
	return out, err
}

func (s *server) endSession(ctx context.Context, in *IDPath) (*sessionEnded, error) {
	id, err := idOf(in.ID, parseSession)
	if err != nil {
		return nil, err
	}
	return nil, s.signIn.EndSession(ctx, who(ctx).Person, id)
}

func (s *server) endSessions(ctx context.Context, _ *endSessions) (*sessionsEnded, error) {
	n, err := s.signIn.EndSessions(ctx, who(ctx).Person)
	return ended(n), err
}

func (s *server) expelPerson(ctx context.Context, in *expelPerson) (*sessionsEnded, error) {
	n, err := s.signIn.Expel(ctx, who(ctx).Person, in.Slug)
	return ended(n), err
}

func ended(n int) *sessionsEnded {
	out := &sessionsEnded{}
	out.Body.Ended = n
	return out
}

func parseSession(s string) (id gov.SessionID, err error) { return id, parseInto(&id, s) }
