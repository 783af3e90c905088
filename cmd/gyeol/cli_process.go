package main

import (
	"context"
	"fmt"

	"gyeol/client"
)

// ProcessCmd shows what workflows follow, and lets a stopped process go on.
type ProcessCmd struct {
	List   processListCmd   `cmd:"" help:"절차 목록 (list processes; for coordinators, auditors and operators)."`
	Resume processResumeCmd `cmd:"" help:"멈춘 절차를 다시 시작합니다 (let a stopped process try again)."`
}

type processListCmd struct {
	State string `enum:",running,stopped,ended" default:"stopped" help:"running, stopped, ended, or '' for all"`
}

// Run prints one line per process.
func (c *processListCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	list, err := api.Processes(ctx, client.ProcessFilter{State: c.State})
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, list)
	}
	t := newTable("절차", "상태", "책임 직위", "알림", "업무", "사유")
	for _, p := range list {
		t.add(p.ID, string(p.State), p.Owner, count(p.OpenWakes), p.WorkflowID, p.StopText)
	}
	return t.print(g.Out)
}

type processResumeCmd struct {
	ID  string `arg:"" help:"id of the process, or of the task that came with its stop"`
	Key string `help:"idempotency key; repeat a command that broke under the same one"`
}

// Run resumes the process once.
func (c *processResumeCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	id := c.ID
	if t, err := api.Task(ctx, c.ID); err == nil && t.Stopped.Process != "" {
		id = t.Stopped.Process
	}
	if err := api.Resume(ctx, id, c.Key); err != nil {
		return told(err)
	}
	_, err = fmt.Fprintf(g.Out, "절차 %s을(를) 다시 시작했습니다 (the process goes on)\n", id)
	return err
}
