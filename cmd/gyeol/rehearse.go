package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"

	"gyeol/gov"
	"gyeol/internal/rehearsal"
)

// rehearseCmd is the office of simulated people, a process of its own that reaches gyeol through its API only.
type rehearseCmd struct {
	Tokens  string `required:"" help:"file with the tokens of the people"`
	Until   string `default:"2025-06-02" help:"last office day of the walk"`
	Seed    int64  `default:"2022" help:"seed of every simulated decision"`
	Journal string `help:"file in which measurements are kept between two runs"`
	Keys    string `default:"same" enum:"same,fresh" help:"fresh: never repeat an act of an earlier run under its key"`
}

// Run walks the days; progress goes to the error stream, the last line of the output is what was measured.
func (c *rehearseCmd) Run(ctx context.Context, g *Globals) error {
	until, err := gov.ParseDate(c.Until)
	if err != nil {
		return err
	}
	people, err := rehearsal.People(g.Server, c.Tokens)
	if err != nil {
		return err
	}
	office, err := rehearsal.NewOffice(c.Seed, people)
	if err != nil {
		return err
	}
	if c.Keys == "fresh" {
		office.Run = rand.Text()
	}
	r, err := (&rehearsal.Walk{Office: office, Until: until, Journal: c.Journal, Out: os.Stderr}).Run(ctx)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	fmt.Fprintf(g.Out, "%s\n", raw)
	return nil
}
