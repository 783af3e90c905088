package main

import (
	"context"
	"errors"
	"fmt"

	"gyeol/client"
)

// AuditCheckpointCmd shows what was signed.
type AuditCheckpointCmd struct {
	Most int `default:"1" help:"as many at the most, the newest first; 0: all"`
}

// Run prints signed notes as they are, to be kept.
func (c *AuditCheckpointCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	list, err := api.AuditCheckpoints(ctx, c.Most)
	if err != nil {
		return told(err)
	}
	if c.Most > 0 {
		list = list[:min(c.Most, len(list))]
	}
	if g.JSON {
		return printJSON(g, list)
	}
	if len(list) == 0 {
		return errors.New("서명된 체크포인트가 아직 없습니다 (no checkpoint was signed yet)")
	}
	for i, p := range list {
		if i > 0 {
			fmt.Fprintln(g.Out)
		}
		fmt.Fprint(g.Out, p.Note)
	}
	return nil
}

// AuditProofCmd fetches the proof of an entry, or of an act.
type AuditProofCmd struct {
	Entry string `help:"id of the audit entry"`
	Case  string `help:"id of the case whose act is meant"`
	Act   int32  `help:"number of the act in its case"`
}

// Run prints the proof, which gyeol audit verify reads.
func (c *AuditProofCmd) Run(ctx context.Context, g *Globals) error {
	if (c.Entry == "") == (c.Case == "" || c.Act == 0) {
		return errors.New("--entry 하나만, 또는 --case와 --act를 함께 주십시오 (name an entry, or a case and the number of an act)")
	}
	api, err := g.client()
	if err != nil {
		return err
	}
	var p client.Inclusion
	if c.Entry != "" {
		p, err = api.ProveEntry(ctx, c.Entry)
	} else {
		p, err = api.ProveAct(ctx, c.Case, c.Act)
	}
	if err != nil {
		return told(err)
	}
	return printJSON(g, p)
}

// AuditConsistencyCmd fetches the proof that two checkpoints are of one log.
type AuditConsistencyCmd struct {
	From int64 `required:"" help:"size of the older checkpoint"`
	To   int64 `required:"" help:"size of the newer one"`
}

// Run prints the proof, which gyeol audit verify reads.
func (c *AuditConsistencyCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	p, err := api.ProveConsistency(ctx, c.From, c.To)
	if err != nil {
		return told(err)
	}
	return printJSON(g, p)
}
