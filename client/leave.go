package client

import (
	"context"
	"net/http"

	"gyeol/client/oapi"
	"gyeol/gov"
)

// NewAbsence is a person who will be away.
type NewAbsence struct {
	Person   string // slug; empty: oneself
	From, To gov.Date
	Reason   string
	Key      string // empty: a fresh one
}

// RecordAbsence records that somebody will be away.
func (c *Client) RecordAbsence(ctx context.Context, a NewAbsence) (Absence, error) {
	body := oapi.AbsenceBody{Person: a.Person, From: a.From, To: a.To, Reason: a.Reason}
	p := &oapi.RecordAbsenceParams{IdempotencyKey: keyOr(a.Key)}
	return call[Absence](ctx, c, func() (*http.Response, error) { return c.api.RecordAbsence(ctx, p, body) })
}

// CancelAbsence cancels an absence; of the options it takes key and reason.
func (c *Client) CancelAbsence(ctx context.Context, id string, o ActOptions) (Absence, error) {
	body, p := oapi.ReasonBody{Reason: o.Reason}, &oapi.CancelAbsenceParams{IdempotencyKey: keyOr(o.Key)}
	return call[Absence](ctx, c, func() (*http.Response, error) { return c.api.CancelAbsence(ctx, id, p, body) })
}

// AbsenceFilter narrows the list of absences. The zero value is one's own from today on.
type AbsenceFilter struct {
	Scope     string // mine, unit
	Person    string // slug
	Since     gov.Date
	Cancelled bool
}

// Absences lists who is away.
func (c *Client) Absences(ctx context.Context, f AbsenceFilter) ([]Absence, error) {
	p := &oapi.ListAbsencesParams{
		Scope: opt(oapi.ListAbsencesParamsScope(f.Scope)), Person: opt(f.Person), Since: opt(f.Since),
		Cancelled: opt(f.Cancelled), Limit: opt[int64](200),
	}
	return all(0, &p.After, func() ([]Absence, string, error) {
		page, err := call[oapi.AbsencePage](ctx, c, func() (*http.Response, error) { return c.api.ListAbsences(ctx, p) })
		return page.Absences, page.Next, err
	})
}

// RehearseLeave shows what would go to whom while a person (empty: oneself) is away.
func (c *Client) RehearseLeave(ctx context.Context, person string, from, to gov.Date) (LeaveRehearsal, error) {
	p := &oapi.RehearseLeaveParams{Person: opt(person), From: opt(from), To: opt(to)}
	return call[LeaveRehearsal](ctx, c, func() (*http.Response, error) { return c.api.RehearseLeave(ctx, p) })
}

// NewDelegation is a post that is to stand in for another.
type NewDelegation struct {
	Post, Deputy gov.PostID
	Matters      []string // none: all that may be delegated
	From, To     gov.Date
	Reason       string
	Key          string // empty: a fresh one
}

// GiveDelegation lets a post stand in for another.
func (c *Client) GiveDelegation(ctx context.Context, d NewDelegation) (Delegation, error) {
	body := oapi.DelegationBody{
		Post: string(d.Post), Deputy: string(d.Deputy), Matters: d.Matters, From: d.From, To: d.To, Reason: d.Reason,
	}
	p := &oapi.GiveDelegationParams{IdempotencyKey: keyOr(d.Key)}
	return call[Delegation](ctx, c, func() (*http.Response, error) { return c.api.GiveDelegation(ctx, p, body) })
}

// RevokeDelegation revokes a delegation; of the options it takes key and reason.
func (c *Client) RevokeDelegation(ctx context.Context, id string, o ActOptions) (Delegation, error) {
	body, p := oapi.ReasonBody{Reason: o.Reason}, &oapi.RevokeDelegationParams{IdempotencyKey: keyOr(o.Key)}
	return call[Delegation](ctx, c, func() (*http.Response, error) { return c.api.RevokeDelegation(ctx, id, p, body) })
}

// DelegationFilter narrows the list of delegations. The zero value is those of one's posts from today on.
type DelegationFilter struct {
	Scope   string // given, received, unit
	Post    gov.PostID
	Since   gov.Date
	Revoked bool
}

// Delegations lists who stands in for whom.
func (c *Client) Delegations(ctx context.Context, f DelegationFilter) ([]Delegation, error) {
	p := &oapi.ListDelegationsParams{
		Scope: opt(oapi.ListDelegationsParamsScope(f.Scope)), Post: opt(string(f.Post)), Since: opt(f.Since),
		Revoked: opt(f.Revoked), Limit: opt[int64](200),
	}
	return all(0, &p.After, func() ([]Delegation, string, error) {
		page, err := call[oapi.DelegationPage](ctx, c, func() (*http.Response, error) { return c.api.ListDelegations(ctx, p) })
		return page.Delegations, page.Next, err
	})
}

// SetActingOrder sets who acts for a post, first to last; of the options it takes key and reason.
func (c *Client) SetActingOrder(ctx context.Context, post gov.PostID, deputies []string, o ActOptions) (ActingOrder, error) {
	body := oapi.ActingOrderBody{Deputies: append([]string{}, deputies...), Reason: o.Reason}
	p := &oapi.SetActingOrderParams{IdempotencyKey: keyOr(o.Key)}
	return call[ActingOrder](ctx, c, func() (*http.Response, error) { return c.api.SetActingOrder(ctx, string(post), p, body) })
}

// ActingOrders lists who acts for posts: of one post, of a unit, or of all where both are empty.
func (c *Client) ActingOrders(ctx context.Context, post gov.PostID, unit gov.UnitID) ([]ActingOrder, error) {
	p := &oapi.ListActingOrdersParams{Post: opt(string(post)), Unit: opt(string(unit)), Limit: opt[int64](200)}
	return all(0, &p.After, func() ([]ActingOrder, string, error) {
		page, err := call[oapi.ActingOrderPage](ctx, c, func() (*http.Response, error) { return c.api.ListActingOrders(ctx, p) })
		return page.Orders, page.Next, err
	})
}

// Move is a person who goes to another post.
type Move struct {
	Person   string     // slug
	From, To gov.PostID // one of them may be empty
	Reason   string
	Key      string // empty: a fresh one; the same one goes on with what was cut short
}

// TransferPerson moves a person as of today.
func (c *Client) TransferPerson(ctx context.Context, m Move) (Transfer, error) {
	body := oapi.TransferBody{Person: m.Person, FromPost: string(m.From), ToPost: string(m.To), Reason: m.Reason}
	p := &oapi.TransferPersonParams{IdempotencyKey: keyOr(m.Key)}
	return call[Transfer](ctx, c, func() (*http.Response, error) { return c.api.TransferPerson(ctx, p, body) })
}

// ResumeTransfer goes on with a transfer that was cut short; an empty key is a fresh one.
func (c *Client) ResumeTransfer(ctx context.Context, id, key string) (Transfer, error) {
	p := &oapi.ResumeTransferParams{IdempotencyKey: keyOr(key)}
	return call[Transfer](ctx, c, func() (*http.Response, error) { return c.api.ResumeTransfer(ctx, id, p) })
}

// Transfer reads a transfer with its hand-over list.
func (c *Client) Transfer(ctx context.Context, id string) (Transfer, error) {
	return call[Transfer](ctx, c, func() (*http.Response, error) { return c.api.GetTransfer(ctx, id) })
}

// Transfers lists who moved, youngest first; unfinished leaves out those that are done.
func (c *Client) Transfers(ctx context.Context, person string, unfinished bool) ([]Transfer, error) {
	p := &oapi.ListTransfersParams{Person: opt(person), Unfinished: opt(unfinished), Limit: opt[int64](200)}
	return all(0, &p.After, func() ([]Transfer, string, error) {
		page, err := call[oapi.TransferPage](ctx, c, func() (*http.Response, error) { return c.api.ListTransfers(ctx, p) })
		return page.Transfers, page.Next, err
	})
}
