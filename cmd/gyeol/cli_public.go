package main

import (
	"context"
	"strings"
)

type publicCopyCmd struct {
	Case     string `arg:"" help:"id of the document or meeting"`
	HTML     bool   `help:"as HTML"`
	Proposal bool   `help:"공개본 안과 가린 곳 (the copy as it would be released now, and what is masked; for those who work on it)"`
}

// Run prints what everybody may read of a paper.
func (c *publicCopyCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
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
