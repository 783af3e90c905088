package main

import (
	"context"
	"fmt"
	"strconv"

	"gyeol/client"
	"gyeol/gov"
)

// CycleCmd opens years and shows where they stand.
type CycleCmd struct {
	Open     cycleOpenCmd     `cmd:"" help:"한 해를 엽니다 (open a year)."`
	Progress cycleProgressCmd `cmd:"" help:"진행 상황 (show the stages of a year)."`
}

type cycleOpenCmd struct {
	Name string `arg:"" help:"cycle of the active pack, e.g. lifelong-education-plan"`
	Year int    `arg:"" help:"plan year"`
	Key  string `help:"idempotency key"`
}

// Run opens the year and prints what was done.
func (c *cycleOpenCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	out, err := api.OpenCycle(ctx, c.Name, c.Year, c.Key)
	return g.outcome(out, err)
}

type cycleProgressCmd struct {
	Name  string `arg:"" optional:"" help:"cycle; the latest year if left out"`
	Year  int    `arg:"" optional:"" help:"plan year"`
	Units bool   `help:"units against stages instead"`
}

// Run prints a year: one line per stage, or one per unit.
func (c *cycleProgressCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	if c.Name == "" || c.Year == 0 {
		if err := c.latest(ctx, api); err != nil {
			return told(err)
		}
	}
	if c.Units {
		return c.units(ctx, g, api)
	}
	p, err := api.Progress(ctx, c.Name, c.Year)
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, p)
	}
	if _, err := fmt.Fprintf(g.Out, "%s — %s, 오늘 %s\n", p.Title, p.State, p.Today.Korean()); err != nil {
		return err
	}
	t := newTable("단계", "종류", "상태", "기한", "법정", "요구", "남음", "지연", "", "제목")
	for _, s := range p.Stages {
		due := s.Due.OperativeText
		if s.HoldText != "" {
			due = s.HoldText
		}
		t.add(s.Stage, s.Kind, s.State, due, s.Due.LegalText, count(s.Asked), count(s.Open), count(s.Late),
			mark(s.Stale, "재검토")+mark(s.Stopped, "멈춤"), s.Title)
	}
	return t.print(g.Out)
}

// latest takes the year that was opened last.
func (c *cycleProgressCmd) latest(ctx context.Context, api *client.Client) error {
	list, err := api.Cycles(ctx)
	if err != nil {
		return err
	}
	for _, y := range list {
		if c.Name == "" || c.Name == y.Name {
			c.Name, c.Year = y.Name, int(y.Year)
			return nil
		}
	}
	return gov.Refuse(gov.CodeNotFound, "열린 해가 없습니다. gyeol cycle open으로 여십시오.", "no year was opened yet")
}

func (c *cycleProgressCmd) units(ctx context.Context, g *Globals, api *client.Client) error {
	m, err := api.Matrix(ctx, c.Name, c.Year)
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, m)
	}
	t := newTable("부서", "단계", "상태", "사안", "남음", "")
	for _, u := range m.Units {
		for i, cell := range u.Cells {
			t.add(mark(i == 0, u.UnitName), cell.Stage, cell.State, count(cell.Cases), count(cell.Open), mark(cell.Late,
				"지연"))
		}
	}
	return t.print(g.Out)
}

// count is a number for a table, blank for none.
func count(n int32) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(int(n))
}
