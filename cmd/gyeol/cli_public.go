package main

import (
	"context"
	"fmt"
	"strings"

	"gyeol/client"
)

type publicCopyCmd struct {
	Case     string `arg:"" help:"id of the document or meeting"`
	HTML     bool   `help:"as HTML"`
	Withdraw bool   `help:"확정된 공개본을 회수합니다. --reason이 필요합니다 (take the released copy back; nobody is shown it any more)"`
	Reason   string `help:"회수하는 사유 (why it is withdrawn)"`
	Key      string `help:"Idempotency-Key"`
	Proposal bool   `help:"공개본 안과 가린 곳 (the copy as it would be released now, and what is masked; for those who work on it)"`
}

// Run prints what everybody may read of a paper.
func (c *publicCopyCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	if c.Withdraw {
		return c.withdraw(ctx, g)
	}
	if c.Proposal {
		return c.proposal(ctx, g)
	}
	if g.JSON {
		v, err := api.PublicCopy(ctx, c.Case)
		if err != nil {
			return told(err)
		}
		return printJSON(g, v)
	}
	raw, err := api.PrintPublicCopy(ctx, c.Case, formatName(c.HTML))
	if err != nil {
		return told(err)
	}
	_, err = g.Out.Write(raw)
	return err
}

// proposal prints one line for each text that is masked, and the hash that a release names.
func (c *publicCopyCmd) proposal(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	p, err := api.ProposedCopy(ctx, c.Case)
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, p)
	}
	t := newTable("원문", "공개본", "까닭", "근거", "곳")
	for _, m := range p.Masks {
		t.add(m.Value, m.Shown, m.Why, strings.Join(m.Article, ", "), strings.Join(m.Places, ", "))
	}
	for _, l := range p.Lifts {
		t.add(l.Text, l.Text, "가림을 품: "+l.Reason, "", "")
	}
	if err := t.print(g.Out); err != nil {
		return err
	}
	hash := newTable("해시", p.CopyHash)
	return hash.print(g.Out)
}

// withdraw takes the copy back once.
func (c *publicCopyCmd) withdraw(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	w, err := api.WithdrawPublicCopy(ctx, c.Case, client.ActOptions{Reason: c.Reason, Key: c.Key})
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, w)
	}
	t := newTable("문서", "공개본", "회수일")
	t.add(w.Case, fmt.Sprintf("제%d호", w.Number), w.WithdrawnOn.Korean())
	return t.print(g.Out)
}
