package main

import (
	"context"
	"fmt"
	"strings"

	"gyeol/client"
	"gyeol/gov"
)

// DelegationCmd is about who stands in for whom.
type DelegationCmd struct {
	Give   delegationGiveCmd   `cmd:"" help:"다른 직위에 대결을 맡깁니다 (let a post stand in for another)."`
	List   delegationListCmd   `cmd:"" help:"위임 목록 (who stands in for whom)."`
	Revoke delegationRevokeCmd `cmd:"" help:"위임을 철회합니다 (revoke a delegation at once)."`
	Order  delegationOrderCmd  `cmd:"" help:"직무대리 순서를 보거나 정합니다 (show or set who acts for a post)."`
}

type delegationGiveCmd struct {
	Post    string   `arg:"" help:"post for which is stood in"`
	Deputy  string   `arg:"" help:"post that stands in"`
	From    gov.Date `required:"" help:"first day"`
	To      gov.Date `required:"" help:"last day"`
	Reason  string   `required:"" help:"why"`
	Matters []string `name:"matter" help:"matters of the delegation table; default: all that may be delegated"`
	Key     string   `help:"idempotency key; repeat a command that broke under the same one"`
}

// Run gives the delegation once.
func (c *delegationGiveCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	d, err := api.GiveDelegation(ctx, client.NewDelegation{
		Post: gov.PostID(c.Post), Deputy: gov.PostID(c.Deputy), Matters: c.Matters, From: c.From, To: c.To,
		Reason: c.Reason, Key: c.Key,
	})
	return g.delegations([]client.Delegation{d}, err)
}

type delegationListCmd struct {
	Scope string   `enum:"given,received,unit" default:"given" help:"given, received, or unit (of everybody for coordinators)"`
	Post  string   `help:"post for which is stood in"`
	Since gov.Date `help:"ends not before this day; default today"`
}

// Run prints one line per delegation.
func (c *delegationListCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	list, err := api.Delegations(ctx, client.DelegationFilter{Scope: c.Scope, Post: gov.PostID(c.Post), Since: c.Since})
	return g.delegations(list, err)
}

type delegationRevokeCmd struct {
	ID     string `arg:"" help:"id of the delegation"`
	Reason string `required:"" help:"why"`
	Key    string `help:"idempotency key; repeat a command that broke under the same one"`
}

// Run revokes the delegation once.
func (c *delegationRevokeCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	d, err := api.RevokeDelegation(ctx, c.ID, client.ActOptions{Reason: c.Reason, Key: c.Key})
	return g.delegations([]client.Delegation{d}, err)
}

func (g *Globals) delegations(list []client.Delegation, err error) error {
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, list)
	}
	t := newTable("위임", "직위", "대리", "부터", "까지", "", "준 사람", "준 날", "업무", "사유")
	for _, d := range list {
		t.add(d.ID, d.Title, d.DeputyTitle, d.From.Korean(), d.To.Korean(), mark(!d.RevokedOn.IsZero(), "철회"),
			d.GivenBy, d.GivenOn.Korean(), strings.Join(d.Matters, ", "), d.Reason)
	}
	return t.print(g.Out)
}

type delegationOrderCmd struct {
	Post     string   `arg:"" help:"post for which is acted"`
	Deputies []string `arg:"" optional:"" help:"posts that act, first to last; none: show the order"`
	Reason   string   `help:"why; needed to set an order"`
	None     bool     `help:"let nobody act for the post"`
	Key      string   `help:"idempotency key; repeat a command that broke under the same one"`
}

// Run sets the order if deputies are named, and prints it.
func (c *delegationOrderCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	if len(c.Deputies) > 0 || c.None {
		if _, err := api.SetActingOrder(ctx, gov.PostID(c.Post), c.Deputies, client.ActOptions{Reason: c.Reason, Key: c.Key}); err != nil {
			return told(err)
		}
	}
	list, err := api.ActingOrders(ctx, gov.PostID(c.Post), "")
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, list)
	}
	t := newTable("순위", "직위", "직위명", "부터")
	for _, o := range list {
		for i, d := range o.Deputies {
			t.add(fmt.Sprint(i+1), d.Post, d.Title, d.Since.Korean())
		}
	}
	return t.print(g.Out)
}
