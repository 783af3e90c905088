package main

import (
	"context"
	"fmt"

	"gyeol/client"
	"gyeol/gov"
)

type taskExtendCmd struct {
	Task     string   `arg:"" help:"id of the task"`
	Until    gov.Date `xor:"what" required:"" help:"the day asked for; of a closed day the working day before it"`
	Withdraw bool     `xor:"what" required:"" help:"take the request back"`
	Reason   string   `help:"why; mandatory for a request"`
	IfMatch  string   `help:"ETag of the case that was seen; refused if somebody was faster"`
	Key      string   `help:"idempotency key; repeat a command that broke under the same one"`
}

// Run asks for a later date, or takes the request back, and prints what was done.
func (c *taskExtendCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	verb, o := gov.VerbAskExtension, client.ActOptions{Key: c.Key, Reason: c.Reason, IfMatch: c.IfMatch}
	if c.Withdraw {
		verb = gov.VerbDropExtension
	} else {
		o.Body = map[string]any{"until": c.Until}
	}
	out, err := api.Act(ctx, c.Task, verb, o)
	return g.outcome(out, err)
}

// extensionWords says in one line what was asked for and what became of it.
func extensionWords(e client.Extension) string {
	said := fmt.Sprintf("%s → %s (%s): %s", e.Before.OperativeText, e.WishedText, e.AskedOn, e.Reason)
	switch e.State {
	case "granted":
		said += fmt.Sprintf(" — %s %s까지 승인 (%s)", e.EndedAs, e.GrantedText, e.EndedOn)
	case "refused":
		said += fmt.Sprintf(" — %s 불승인 (%s)", e.EndedAs, e.EndedOn)
	case "withdrawn":
		said += fmt.Sprintf(" — 철회 (%s)", e.EndedOn)
	case "lapsed":
		return said + " — " + e.EndedText
	case "open":
		return said + " — 결정을 기다림"
	}
	return said + mark(e.DecisionReason != "", ": "+e.DecisionReason)
}
