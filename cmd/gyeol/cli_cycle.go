package main

import (
	"context"
	"strconv"
	"strings"

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
	Units bool   `help:"one line per unit and stage, with who has it"`
}

// progressReport is what the command knows of a year.
type progressReport struct {
	client.CycleProgress

	Path    *client.CriticalPath `json:"path,omitempty"`
	Waiting []client.PathWait    `json:"waiting"`
	Matrix  []client.MatrixRow   `json:"matrix"`
}

// split takes the year from a name that carries it, as every filter of the API writes it: results-only-2025.
func (c *cycleProgressCmd) split() {
	i := strings.LastIndexByte(c.Name, '-')
	if c.Year != 0 || i < 0 {
		return
	}
	if year, err := strconv.Atoi(c.Name[i+1:]); err == nil && year > 1900 {
		c.Name, c.Year = c.Name[:i], year
	}
}

// Run prints a year: its stages, the way to the next filing, who holds it up, and units against collections.
func (c *cycleProgressCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	c.split()
	if c.Name == "" || c.Year == 0 {
		if err := c.latest(ctx, api); err != nil {
			return told(err)
		}
	}
	if c.Units {
		return c.units(ctx, g, api)
	}
	r, err := c.report(ctx, api)
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, r)
	}
	return r.print(g.Out)
}

func (c *cycleProgressCmd) report(ctx context.Context, api *client.Client) (progressReport, error) {
	var r progressReport
	var err error
	if r.CycleProgress, err = api.Progress(ctx, c.Name, c.Year); err != nil {
		return r, err
	}
	path, err := api.Path(ctx, c.Name, c.Year)
	if err != nil {
		return r, err
	}
	if r.Waiting = path.Waiting; len(path.Path.Filings) > 0 {
		r.Path = &path.Path
	}
	m, err := api.Matrix(ctx, c.Name, c.Year, "collect")
	r.Matrix = m.Units
	return r, err
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
	m, err := api.Matrix(ctx, c.Name, c.Year, "")
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, m)
	}
	t := newTable("부서", "단계", "상태", "부터", "업무일", "차수", "자료", "사안", "남음", "", "담당")
	for _, u := range m.Units {
		for i, cell := range u.Cells {
			t.add(mark(i == 0, u.UnitName), cell.Stage, cell.StateText, cell.Since.String(), count(int32(cell.Age)),
				count(cell.Rounds), filled(cell), count(cell.Cases), count(cell.Open), lateness(cell),
				whoHas(cell.Holders))
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
