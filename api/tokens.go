package api

import (
	"context"
	"net/http"
	"time"

	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/cases"
)

// APIToken is a token of one's own, as it is listed.
type APIToken struct {
	ID     gov.TokenID `json:"id"`
	Name   string      `json:"name"`
	Scopes []string    `json:"scopes" nullable:"false" doc:"operator adds to what it may do, read-only takes away"`
	MadeAt time.Time   `json:"made_at"`
	EndsAt time.Time   `json:"ends_at,omitzero" doc:"Left out: never"`
	UsedAt time.Time   `json:"used_at,omitzero" doc:"Last, to the hour. Left out: never"`
	Soon   bool        `json:"ends_soon,omitempty" doc:"Within two weeks"`
}

// NewAPIToken is a token that was just made.
type NewAPIToken struct {
	APIToken

	Secret string `json:"secret,omitempty" doc:"Shown this once, and kept by nobody. Left out where the request is a repetition: end the token and make another"`
}

type listTokens struct{}

type tokenList struct {
	Body struct {
		Tokens []APIToken `json:"tokens" nullable:"false"`
	}
}

type createToken struct {
	OnceKey

	Body struct {
		Name   string   `json:"name" minLength:"1" maxLength:"100" doc:"What it is for" example:"nightly export"`
		Scopes []string `json:"scopes,omitempty" maxItems:"10" doc:"None: all that I may do, but for what runs the installation"`
		Days   int      `json:"days,omitempty" minimum:"1" maximum:"366" default:"90" doc:"Days until it ends"`
	}
}

type oneToken struct{ Body NewAPIToken }

type endToken struct {
	OnceKey
	IDPath
}

type tokenEnded struct{}

// apiTokens are the operations about one's own API tokens.
func (s *server) apiTokens() {
	add(s, operation{
		id: "list-tokens", method: http.MethodGet, path: "/me/tokens", tag: "Sign-in",
		summary: "List my API tokens that still hold",
	}, s.listTokens)
	add(s, operation{
		id: "create-token", method: http.MethodPost, path: "/me/tokens", tag: "Sign-in",
		summary: "Make an API token of my own",
		status:  http.StatusCreated, refusals: acting,
		doc: "It may do no more than what makes it, and ends with it at the latest where that is a token. " +
			"Of its secret the hash is kept.",
	}, s.createToken)
	add(s, operation{
		id: "end-token", method: http.MethodDelete, path: "/me/tokens/{id}", tag: "Sign-in",
		summary: "End an API token of mine",
		status:  http.StatusNoContent, refusals: acting,
		doc: "It ends with its next request, and with it whatever stream it keeps open. What is none of " +
			"mine is not there.",
	}, s.endToken)
}

func (s *server) listTokens(ctx context.Context, _ *listTokens) (*tokenList, error) {
	list, err := s.cases.APITokens(ctx, who(ctx).actor())
	out := &tokenList{}
	out.Body.Tokens = make([]APIToken, len(list))
	for i, t := range list {
		out.Body.Tokens[i] = APIToken(t)
	}
	return out, err
}

func (s *server) createToken(ctx context.Context, in *createToken) (*oneToken, error) {
	secret, hash, err := auth.DrawToken()
	if err != nil {
		return nil, err
	}
	n := cases.NewToken{
		Key: in.Key, Name: in.Body.Name, Scopes: in.Body.Scopes, Days: in.Body.Days,
		Hash: hash, Source: who(ctx).source,
	}
	if who(ctx).Session.IsZero() {
		n.Until = who(ctx).Ends
	}
	t, made, err := s.cases.MakeToken(ctx, who(ctx).actor(), n)
	if err != nil {
		return nil, err
	}
	out := &oneToken{Body: NewAPIToken{APIToken: APIToken(t)}}
	if made {
		out.Body.Secret = secret
	}
	return out, nil
}

func (s *server) endToken(ctx context.Context, in *endToken) (*tokenEnded, error) {
	id, err := idOf(in.ID, parseToken)
	if err != nil {
		return nil, err
	}
	return nil, s.cases.EndToken(ctx, who(ctx).actor(), cases.EndToken{ID: id, Key: in.Key, Source: who(ctx).source})
}

func parseToken(s string) (id gov.TokenID, err error) { return id, parseInto(&id, s) }
