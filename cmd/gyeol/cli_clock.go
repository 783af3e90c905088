package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"gyeol/client"
	"gyeol/gov"
)

// ClockCmd shows and moves the stepped clock of a rehearsal.
type ClockCmd struct {
	Show clockShowCmd `cmd:"" default:"1" help:"오늘과 처리 상태 (today, and whether all is at rest)."`
	Step clockStepCmd `cmd:"" help:"다음 업무일을 엽니다 (open the next office day)."`
	Jump clockJumpCmd `cmd:"" help:"날짜를 건너뜁니다 (leap over days; refused while a process is open)."`
}

type clockShowCmd struct{}

// Run prints the day and what is not at rest.
func (c *clockShowCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	s, err := api.ClockState(ctx)
	return g.clockState(s, err)
}

type clockStepCmd struct {
	Days int    `default:"1" help:"how many days to open, one after the other"`
	Key  string `help:"idempotency key of a single step"`
}

// Run steps day by day; a day that does not come to rest is named and can be repeated.
func (c *clockStepCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	if c.Key != "" && c.Days != 1 {
		return errors.New("--key는 하루를 넘길 때만 쓸 수 있습니다 (a key belongs to one step)")
	}
	for range c.Days {
		s, err := api.ClockStep(ctx, c.Key)
		if err := g.clockState(s, err); err != nil {
			return err
		}
	}
	return nil
}

type clockJumpCmd struct {
	To     gov.Date `arg:"" help:"YYYY-MM-DD"`
	Reason string   `required:"" help:"why"`
	Key    string   `help:"idempotency key"`
}

// Run leaps and prints the new day.
func (c *clockJumpCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	s, err := api.ClockJump(ctx, client.Jump{To: c.To, Reason: c.Reason, Key: c.Key})
	return g.clockState(s, err)
}

func (g *Globals) clockState(s client.ClockState, err error) error {
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, s)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s%s%s\n", s.TodayText, mark(!s.Working, " 휴무일"), mark(!s.Settled, " — 처리 중"))
	for _, w := range s.OpenWakes {
		fmt.Fprintf(&b, "  처리 중: %s (%d)\n", w.WorkflowID, w.Wakes)
	}
	for _, p := range s.Stopped {
		fmt.Fprintf(&b, "  멈춤: %s — %s (%s, 담당 %s)\n", p.WorkflowID, p.Text, p.Code, p.Owner)
	}
	_, err = io.WriteString(g.Out, b.String())
	return err
}
