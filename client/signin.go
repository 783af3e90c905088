package client

import (
	"context"
	"net/http"

	"gyeol/client/oapi"
)

// Session is one browser in which one is signed in.
type Session = oapi.Session

// APIToken is an API token of one's own, as it is listed.
type APIToken = oapi.APIToken

// NewAPIToken is a token that was just made, with its secret.
type NewAPIToken = oapi.NewAPIToken

// Sessions lists where one is signed in.
func (c *Client) Sessions(ctx context.Context) ([]Session, error) {
	page, err := call[oapi.SessionPageBody](ctx, c, func() (*http.Response, error) { return c.api.ListSessions(ctx) })
	return page.Sessions, err
}

// EndSession signs one out in one browser.
func (c *Client) EndSession(ctx context.Context, id string) error {
	_, err := call[struct{}](ctx, c, func() (*http.Response, error) { return c.api.EndSession(ctx, id) })
	return err
}

// EndSessions signs one out everywhere and says in how many browsers that was.
func (c *Client) EndSessions(ctx context.Context) (int64, error) {
	out, err := call[oapi.SessionsEndedBody](ctx, c, func() (*http.Response, error) { return c.api.EndSessions(ctx) })
	return out.Ended, err
}

// Expel signs another person out everywhere; it needs the scope of an operator.
func (c *Client) Expel(ctx context.Context, slug string) (int64, error) {
	out, err := call[oapi.SessionsEndedBody](ctx, c, func() (*http.Response, error) {
		return c.api.ExpelPerson(ctx,
			slug)
	})
	return out.Ended, err
}

// NewToken is an API token to be made.
type NewToken struct {
	Name   string // what it is for
	Scopes []string
	Days   int    // until it ends; 0: the 90 of the server
	Key    string // empty: a fresh one
}

// Tokens lists one's API tokens that still hold.
func (c *Client) Tokens(ctx context.Context) ([]APIToken, error) {
	page, err := call[oapi.TokenListBody](ctx, c, func() (*http.Response, error) { return c.api.ListTokens(ctx) })
	return page.Tokens, err
}

// CreateToken makes an API token; its secret is shown in this answer and never again.
func (c *Client) CreateToken(ctx context.Context, n NewToken) (NewAPIToken, error) {
	body := oapi.CreateTokenBody{Name: n.Name, Scopes: n.Scopes, Days: int64(n.Days)}
	p := &oapi.CreateTokenParams{IdempotencyKey: keyOr(n.Key)}
	return call[NewAPIToken](ctx, c, func() (*http.Response, error) { return c.api.CreateToken(ctx, p, body) })
}

// EndToken ends an API token; an empty key is a fresh one.
func (c *Client) EndToken(ctx context.Context, id, key string) error {
	p := &oapi.EndTokenParams{IdempotencyKey: keyOr(key)}
	_, err := call[struct{}](ctx, c, func() (*http.Response, error) { return c.api.EndToken(ctx, id, p) })
	return err
}

// Invitation is that of a member from outside to a body.
type Invitation = oapi.Invitation

// NewInvitation is an invitation that was just made, with its link and its number.
type NewInvitation = oapi.NewInvitation

// Invite is a member from outside who is to be invited to a body.
type Invite struct {
	Body   string
	Person string // slug
	Days   int    // until the link ends; 0: the 14 of the server
	Mail   bool   // the link goes by mail and is shown to nobody else
	Factor string // pin, totp, sms, mailed_code; empty: pin
	Only   string // id of one meeting or of the stage of one round; empty: all that the body has to do with
	Key    string // empty: a fresh one
}

// InviteMember invites a member from outside; link and number are shown in this answer and never again.
func (c *Client) InviteMember(ctx context.Context, i Invite) (NewInvitation, error) {
	body := oapi.InviteMemberBody{
		Person: i.Person, Days: int64(i.Days), Mail: i.Mail, Factor: oapi.InviteMemberBodyFactor(i.Factor), Only: i.Only,
	}
	p := &oapi.InviteMemberParams{IdempotencyKey: keyOr(i.Key)}
	return call[NewInvitation](ctx, c, func() (*http.Response, error) {
		return c.api.InviteMember(ctx, i.Body, p,
			body)
	})
}

// Invitations lists those to a body.
func (c *Client) Invitations(ctx context.Context, body string) ([]Invitation, error) {
	list, err := call[oapi.InvitationListBody](ctx, c, func() (*http.Response,
		error,
	) {
		return c.api.ListInvitations(ctx, body)
	})
	return list.Invitations, err
}

// EndInvitation takes an invitation back; an empty key is a fresh one.
func (c *Client) EndInvitation(ctx context.Context, id, key string) error {
	p := &oapi.EndInvitationParams{IdempotencyKey: keyOr(key)}
	_, err := call[struct{}](ctx, c, func() (*http.Response, error) { return c.api.EndInvitation(ctx, id, p) })
	return err
}

// Enrolment is an authenticator that is being enrolled.
type Enrolment = oapi.Enrolment

// BeginTOTP begins to enrol an authenticator; its secret is shown in this answer and never again.
func (c *Client) BeginTOTP(ctx context.Context) (Enrolment, error) {
	return call[Enrolment](ctx, c, func() (*http.Response, error) { return c.api.BeginTotp(ctx) })
}

// ConfirmTOTP ends an enrolment with what the authenticator shows now.
func (c *Client) ConfirmTOTP(ctx context.Context, code string) error {
	_, err := call[struct{}](ctx, c, func() (*http.Response, error) {
		return c.api.ConfirmTotp(ctx, oapi.ConfirmTOTPBody{Code: code})
	})
	return err
}

// ResetTOTP takes the authenticator of a member of a body away; an empty key is a fresh one.
func (c *Client) ResetTOTP(ctx context.Context, body, person, key string) error {
	p := &oapi.ResetTotpParams{IdempotencyKey: keyOr(key)}
	_, err := call[struct{}](ctx, c, func() (*http.Response, error) { return c.api.ResetTotp(ctx, body, person, p) })
	return err
}

// SetMobile keeps the number of a member's mobile, and gives it masked.
func (c *Client) SetMobile(ctx context.Context, body, person, number string) (string, error) {
	p := &oapi.SetMobileParams{IdempotencyKey: keyOr("")}
	kept, err := call[oapi.MobileKeptBody](ctx, c, func() (*http.Response, error) {
		return c.api.SetMobile(ctx, body, person, p, oapi.SetMobileBody{Number: number})
	})
	return kept.Masked, err
}

// DropMobile forgets the number of a member's mobile.
func (c *Client) DropMobile(ctx context.Context, body, person string) error {
	p := &oapi.DropMobileParams{IdempotencyKey: keyOr("")}
	_, err := call[struct{}](ctx, c, func() (*http.Response, error) { return c.api.DropMobile(ctx, body, person, p) })
	return err
}
