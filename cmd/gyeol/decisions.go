package main

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/internal/cases"
)

// decisionsCmd prints what was decided, one line an act, in an order that no run can change: natural key, round, verb,
// post, office date, outcome. Two runs of one year are the same if these lines are.
type decisionsCmd struct {
	Data string `help:"data folder; default ./.gyeol"`
}

// Run opens the record itself.
func (c *decisionsCmd) Run(ctx context.Context, g *Globals) error {
	return g.readRecord(ctx, c.Data, func(pool *pgxpool.Pool, _ string) error {
		lines, err := cases.Decisions(ctx, pool)
		for _, l := range lines {
			fmt.Fprintln(g.Out, l)
		}
		return err
	})
}
