package main

import (
	"context"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/internal/check"
)

// CheckCmd reads the record and the mail sink and says what does not add up.
type CheckCmd struct {
	Data string `help:"data folder; default ./.gyeol"`
	Mail string `help:"folder of the mail sink; default: the data folder's own, none for an outside database"`
}

// Run prints every check with its findings; one finding makes it fail.
func (c *CheckCmd) Run(ctx context.Context, g *Globals) error {
	return g.readRecord(ctx, c.Data, func(pool *pgxpool.Pool, mailDir string) error {
		if c.Mail != "" {
			mailDir = c.Mail
		}
		r, err := runCheck(ctx, pool, mailDir)
		if err != nil {
			return err
		}
		if g.JSON {
			err = printJSON(g, r)
		} else {
			tellCheck(g.Out, r)
		}
		if n := findings(r); err == nil && n > 0 {
			return fmt.Errorf("기록에서 어긋난 것이 %d건 있습니다 (%d findings: the record does not add up)", n, n)
		}
		return err
	})
}

// runCheck asks every check; mailDir is empty where mail goes to a server that is not ours.
func runCheck(ctx context.Context, pool *pgxpool.Pool, mailDir string) (check.Report, error) {
	return check.Run(ctx, pool, mailDir)
}

func findings(r check.Report) int {
	n := 0
	for _, c := range r.Checks {
		n += len(c.Findings) + c.Omitted
	}
	return n
}

func tellCheck(out io.Writer, r check.Report) {
	for _, c := range r.Checks {
		mark := "✓"
		if len(c.Findings) > 0 {
			mark = "✗"
		}
		fmt.Fprintf(out, "%s %-9s %6d  %s\n", mark, c.ID, c.Examined, c.Title)
		for _, f := range c.Findings {
			fmt.Fprintf(out, "    %s\n      %s\n", f.Subject, f.Text)
		}
		if c.Omitted > 0 {
			fmt.Fprintf(out, "    … 그 밖에 %d건 (and %d more)\n", c.Omitted, c.Omitted)
		}
		for _, n := range c.Notes {
			fmt.Fprintf(out, "    · %s: %s\n", n.Subject, n.Text)
		}
	}
	if r.OK {
		fmt.Fprintln(out, "이상 없음 (everything adds up)")
	}
}
