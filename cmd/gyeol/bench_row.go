package main

import (
	"context"
	"errors"
	"fmt"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/store"
)

// benchRowCmd measures the saving of a row against the floor of a request that commits.
type benchRowCmd struct {
	Data   string `help:"empty folder to keep the installation in; default: a temporary one"`
	Saves  int    `default:"300" help:"saves of one round, one after the other"`
	Rounds int    `default:"5" help:"rounds, floor and save in turn"`
}

// rowFigures is the one JSON object of gyeol bench row --json: times in milliseconds, ratios the medians of the rounds.
type rowFigures struct {
	P50Ratio   float64 `json:"p50_ratio"`
	P99Ratio   float64 `json:"p99_ratio"`
	Floor50    float64 `json:"floor_p50_ms"`
	Floor99    float64 `json:"floor_p99_ms"`
	Save50     float64 `json:"save_p50_ms"`
	Save99     float64 `json:"save_p99_ms"`
	Commits    float64 `json:"commits"`
	Calls      float64 `json:"temporal_calls"`
	Statements float64 `json:"statements"`
	Trips      float64 `json:"round_trips"`
	Saves      int     `json:"saves"`
}

// savedRow is the row that is saved again and again.
type savedRow struct {
	task     string
	id       string
	revision int
}

// Run opens a collection and saves a row of it, many times over.
func (c *benchRowCmd) Run(ctx context.Context, g *Globals) (err error) {
	b, end, err := benchStart(ctx, c.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	for _, step := range []func(context.Context) error{b.seoul, b.floorTables, b.signIn} {
		if err := step(ctx); err != nil {
			return fmt.Errorf("prepare: %w", err)
		}
	}
	row, err := b.rowToSave(ctx)
	if err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	var rounds []round
	for range c.Rounds {
		var n round
		if err := b.rest(ctx); err != nil {
			return err
		}
		if n.floorAlone, err = b.floors(ctx, 1, c.Saves); err != nil {
			return err
		}
		if n.alone, err = b.saves(ctx, row, c.Saves); err != nil {
			return err
		}
		rounds = append(rounds, n)
	}
	return printRows(g, rounds)
}

// rowToSave opens the collection of plans and takes the first row of the coordinator's unit.
func (b *bench) rowToSave(ctx context.Context) (*savedRow, error) {
	if _, err := b.as(benchCoordinator).OpenCycle(ctx, benchCycle, b.year(0), client.NewKey()); err != nil {
		return nil, err
	}
	if err := b.openStage(ctx, "plans", b.year(0)); err != nil {
		return nil, err
	}
	tasks, err := b.as(benchCoordinator).Inbox(ctx, client.InboxFilter{Kind: string(gov.TaskFill), Stage: "plans"})
	if err != nil {
		return nil, err
	}
	if len(tasks) == 0 {
		return nil, errors.New("nobody was asked")
	}
	d, err := b.as(benchCoordinator).Task(ctx, tasks[0].ID)
	if err != nil {
		return nil, err
	}
	first := d.File.Context.Submission.Rows[0]
	return &savedRow{task: d.ID, id: first.ID, revision: int(first.Revision)}, nil
}

// openStage opens a stage of a year as its workflow would, as if its day had come and those before it had decided.
func (b *bench) openStage(ctx context.Context, key string, year int) error {
	if _, err := b.in.engine.pool.Exec(ctx, `
		with this as (
		    update stage set opens_on = $3 where key = $1
		        and cycle_id = (select id from cycle where name = $4 and year = $2) returning id
		), decided as (
		    update stage set decided_on = $3 where id in (select a.after_id from stage_after a join this on this.id = a.stage_id)
		)
		insert into wake (process_id, cause) select c.process_id, 'bench' from this
		    join case_file c on c.stage_id = this.id and c.kind = 'stage'`, key, year, b.today, benchCycle); err != nil {
		return store.Interpret(err)
	}
	b.in.engine.relay.Poke()
	return b.until(ctx, func() (bool, error) {
		var open bool
		err := b.in.engine.pool.QueryRow(ctx, `select exists (select from stage s join cycle y on y.id = s.cycle_id
			join task t on t.stage_id = s.id where s.key = $1 and y.year = $2 and y.name = $3 and t.state = 'open')`,
			key, year, benchCycle).Scan(&open)
		return open, err
	})
}

// saves saves the row n times, each time on the revision of the time before.
func (b *bench) saves(ctx context.Context, row *savedRow, n int) (sample, error) {
	desk := b.as(benchCoordinator)
	return b.timed(1, func(_ int, clocked func(func() error) error) error {
		for range n {
			if err := clocked(func() error {
				_, err := desk.Act(ctx, row.task, gov.VerbSaveRow, client.ActOptions{Body: map[string]any{
					"row": row.id, "revision": row.revision, "data": map[string]any{
						"goal": fmt.Sprintf("수강생 %d명", row.revision), "budget_krw": 1_000_000 * row.revision,
					},
				}})
				row.revision++
				return err
			}); err != nil {
				return err
			}
		}
		return nil
	})
}

func printRows(g *Globals, rounds []round) error {
	r := benchReport{rounds: rounds}
	ratio := func(q float64) float64 {
		return r.median(func(n round) float64 { return quantileOf(n.alone.times, q) / quantileOf(n.floorAlone.times, q) })
	}
	of := func(q float64, get func(round) sample) float64 {
		return r.median(func(n round) float64 { return quantileOf(get(n).times, q) })
	}
	floor, save := func(n round) sample { return n.floorAlone }, func(n round) sample { return n.alone }
	var all counts
	f := rowFigures{
		P50Ratio: ratio(0.5), P99Ratio: ratio(0.99), Floor50: of(0.5, floor), Floor99: of(0.99, floor),
		Save50: of(0.5, save), Save99: of(0.99, save),
	}
	for _, n := range rounds {
		all.add(n.alone.counts)
		f.Saves += len(n.alone.times)
	}
	f.Commits, f.Calls = rounded(all.each(all.commits)), rounded(all.each(all.calls))
	f.Statements, f.Trips = rounded(all.each(all.statements)), rounded(all.each(all.trips))
	if g.JSON {
		return printJSON(g, f)
	}
	_, err := fmt.Fprintf(g.Out, "행 저장 %.2f ms (p99 %.2f), 하한 %.2f ms (p99 %.2f), 비율 %.2f (p99 %.2f, 목표 2)\n"+
		"저장 한 번: commit %.3f, SQL %.1f, 왕복 %.1f\n",
		f.Save50, f.Save99, f.Floor50, f.Floor99, f.P50Ratio, f.P99Ratio, f.Commits, f.Statements, f.Trips)
	return err
}
