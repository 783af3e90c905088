package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/store"
)

// benchDigestCmd measures a morning on which a ladder has a rung for every open task.
type benchDigestCmd struct {
	Data   string `help:"empty folder to keep the installation in; default: a temporary one"`
	People int    `default:"10000" help:"people with open tasks, ten to a unit"`
	Tasks  int    `default:"100000" help:"open tasks, all of them due on the day"`
	Rounds int    `default:"3" help:"mornings"`
}

// mostMorning is how long the digests of 10,000 people with 100,000 open tasks may take, their rungs with them.
const mostMorning = 5 * time.Second

// digestReport is what the bench tells; times are in milliseconds.
type digestReport struct {
	People     int     `json:"people"`
	Tasks      int     `json:"tasks"`
	Notices    int64   `json:"notices"` // reminders of one morning
	Digests    int64   `json:"digests"`
	Statements int64   `json:"statements"` // of one morning
	RungsMS    float64 `json:"rungs_ms"`   // median: opening the day, ladders and all
	GatherMS   float64 `json:"gather_ms"`  // median: making one digest of them for each
	BestMS     float64 `json:"best_ms"`
	MedianMS   float64 `json:"median_ms"`
	WorstMS    float64 `json:"worst_ms"`
	LimitMS    float64 `json:"limit_ms"`
	Met        bool    `json:"met"` // in the worst round
}

// morning is one measured morning.
type morning struct {
	rungs, gather    time.Duration
	statements       int64
	notices, digests int64
}

// Run makes people and tasks, and then as many mornings as asked, each with a rung for all tasks.
func (c *benchDigestCmd) Run(ctx context.Context, g *Globals) (err error) {
	if c.People < 10 || c.Tasks < c.People || c.Rounds < 1 {
		return fmt.Errorf("사람 10명 이상, 한 사람에 업무 한 건 이상, 1회 이상이어야 합니다 " +
			"(at least 10 people, a task each, one round)")
	}
	b, end, err := benchStart(ctx, c.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	if err := errors.Join(b.seoul(ctx), b.signIn(ctx)); err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	owner, err := benchSuperuser(ctx, b)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, owner.Close(context.WithoutCancel(ctx))) }()
	if _, err := b.as(benchCoordinator).OpenCycle(ctx, benchCycle, b.year(0), client.NewKey()); err != nil {
		return err
	}
	b.in.engine.halt() // the mail of one morning is none of the next one's
	if err := c.crowd(ctx, owner, b.year(0)); err != nil {
		return fmt.Errorf("make people and tasks: %w", err)
	}
	var list []morning
	day := b.today
	for range c.Rounds {
		if day, err = b.nextWorkingDay(ctx, day); err != nil {
			return err
		}
		m, err := b.morningOf(ctx, owner, day)
		if err != nil {
			return fmt.Errorf("morning of %s: %w", day, err)
		}
		b.log("%s: %d reminders in %s, %d digests in %s", day, m.notices, m.rungs, m.digests, m.gather)
		list = append(list, m)
	}
	return c.report(list).print(g)
}

// crowd makes units of ten, each person with a post of his own, and deals the tasks out to the posts in turn.
func (c *benchDigestCmd) crowd(ctx context.Context, owner *pgx.Conn, year int) error {
	for _, step := range []struct {
		sql  string
		args []any
	}{
		{`insert into unit (id, kind, name, valid_from) select 'morning-' || g, 'district', '측정구' || g, '2021-01-01'
			from generate_series(0, ($1::int - 1) / 10) g`, []any{c.People}},
		{`insert into post (id, unit_id, title, rank, ordinal, valid_from)
			select 'morning.' || g, 'morning-' || g / 10, '주무관',
			'officer', g % 10, '2021-01-01' from generate_series(0, $1::int - 1) g`, []any{c.People}},
		{`insert into person (id, slug, name, email) select gen_random_uuid(), 'morning.' || g, '측정 담당',
			'morning' || g || '@bench.example' from generate_series(0, $1::int - 1) g`, []any{c.People}},
		{`insert into holding (person_id, post_id, valid_from) select p.id, p.slug, '2021-01-01'
			from person p where p.slug like 'morning.%'`, nil},
		{`update stage s set opened_on = '2021-01-04', pack_hash = c.pack_hash from cycle c
			where c.id = s.cycle_id and c.year = $1 and s.key = 'plans'`, []any{year}},
		{
			`insert into case_file (id, kind, cycle_id, stage_id, process_id, unit_id, subject, title, state, pack_hash, opened_on)
			select gen_random_uuid(), 'submission', s.cycle_id, s.id, f.process_id, 'morning-' || (g % $2::int) / 10,
				'morning-' || g, '측정 ' || g, 'requested', s.pack_hash, '2021-01-04'
			from stage s join cycle c on c.id = s.cycle_id and c.year = $3 and s.key = 'plans'
				join case_file f on f.stage_id = s.id and f.kind = 'stage', generate_series(0, $1::int - 1) g`,
			[]any{c.Tasks, c.People, year},
		},
		{`insert into task (id, case_id, cycle_id, stage_id, unit_id, kind, opened_seq, natural_key, round, title, verbs,
				opened_on) select id, id, cycle_id, stage_id, unit_id, 'fill', 0, subject, 1, title, '{submit}', opened_on
			from case_file where subject like 'morning-%'`, nil},
		{`insert into task_actor (task_id, post_id)
			select t.id, 'morning.' || split_part(t.natural_key, '-', 2)::int % $1::int
			from task t where t.natural_key like 'morning-%'`, []any{c.People}},
		{"analyze", nil},
	} {
		if _, err := owner.Exec(ctx, step.sql, step.args...); err != nil {
			return err
		}
	}
	return nil
}

// nextWorkingDay is the first day after another on which the offices are open.
func (b *bench) nextWorkingDay(ctx context.Context, day gov.Date) (gov.Date, error) {
	for {
		day = day.AddDays(1)
		working, err := b.in.engine.cases.IsWorkingDay(ctx, day)
		if working || err != nil {
			return day, err
		}
	}
}

// morningOf lets all tasks be due on a day and opens it, with its digests.
func (b *bench) morningOf(ctx context.Context, owner *pgx.Conn, day gov.Date) (m morning, err error) {
	if _, err := owner.Exec(ctx, `update task set due_operative = $1::text::date, due_legal = $1::text::date
		where natural_key like 'morning-%'`, day.String()); err != nil {
		return m, err
	}
	if _, err := owner.Exec(ctx, "vacuum analyze task"); err != nil {
		return m, err
	}
	var t store.Tally
	counted := store.WithTally(ctx, &t)
	began := time.Now()
	if err := b.in.engine.cases.OpenDay(counted, day); err != nil {
		return m, err
	}
	m.rungs, began = time.Since(began), time.Now()
	outbox := store.NewOutbox(b.in.engine.pool)
	outbox.Manner = b.in.engine.cases.MailManner
	for cursor, done := "", false; !done; {
		if cursor, done, err = outbox.Digest(counted, day, cursor); err != nil {
			return m, err
		}
	}
	m.gather, m.statements = time.Since(began), t.Statements.Load()
	return m, owner.QueryRow(ctx, `select count(*) filter (where n.kind = 'due_today'), count(*) filter (where n.kind = 'digest')
		from notice n join person p on p.id = n.person_id
		where n.office_date = $1::text::date and p.slug like 'morning.%'`, // what the year itself has begun is not counted
		day.String()).Scan(&m.notices, &m.digests)
}

// report puts the mornings together.
func (c *benchDigestCmd) report(list []morning) *digestReport {
	r := &digestReport{
		People: c.People, Tasks: c.Tasks, Notices: list[0].notices, Digests: list[0].digests,
		Statements: list[0].statements,
		LimitMS:    milliseconds(mostMorning) * max(float64(c.Tasks)/100_000, 0.1),
	}
	of := func(get func(morning) time.Duration) []float64 {
		var all []float64
		for _, m := range list {
			all = append(all, milliseconds(get(m)))
		}
		slices.Sort(all)
		return all
	}
	all := of(func(m morning) time.Duration { return m.rungs + m.gather })
	r.BestMS, r.MedianMS, r.WorstMS = all[0], all[len(all)/2], all[len(all)-1]
	r.RungsMS = of(func(m morning) time.Duration { return m.rungs })[len(all)/2]
	r.GatherMS = of(func(m morning) time.Duration { return m.gather })[len(all)/2]
	r.Met = r.WorstMS <= r.LimitMS
	return r
}

func (r *digestReport) print(g *Globals) error {
	if g.JSON {
		return printJSON(g, r)
	}
	_, err := fmt.Fprintf(g.Out, "%d명, 업무 %d건: 알림 %d건, 모음 알림 %d통, 중앙값 %.0f ms, 최대 %.0f ms (기준 %.0f ms), 질의 %d번\n",
		r.People, r.Tasks, r.Notices, r.Digests, r.MedianMS, r.WorstMS, r.LimitMS, r.Statements)
	return err
}
