package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/store"
)

// benchOpenCmd measures the opening of a collection against COPY of the same rows into the same tables.
type benchOpenCmd struct {
	Data   string `help:"empty folder to keep the installation in; default: a temporary one"`
	Rows   []int  `default:"112,1000,10000,100000" help:"rows of the collections, rising"`
	Rounds int    `default:"3" help:"openings of each size"`
}

// The collection that is opened: one row and one task for each unit asked.
const openStage = "agency-plans"

// openedTables are what an opening writes, in the order in which COPY can write them again. The audit entry and the
// act are one row each and left out.
var openedTables = []openedTable{
	{"case_file", "stage_id = $1 and kind = 'submission'"},
	{"submission", "case_id in (select id from case_file where stage_id = $1)"},
	{"form_row", "case_id in (select id from case_file where stage_id = $1)"},
	{"task", "stage_id = $1"},
	{"task_actor", "task_id in (select id from task where stage_id = $1)"},
	{"notice", "task_id in (select id from task where stage_id = $1)"},
}

type openedTable struct{ name, of string }

// opening is one measured opening, in milliseconds.
type opening struct{ open, copied float64 }

// Run opens collections of every size, and copies what each wrote once more into the same tables.
func (c *benchOpenCmd) Run(ctx context.Context, g *Globals) (err error) {
	b, end, err := benchStart(ctx, c.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	if err := errors.Join(b.seoul(ctx), b.signIn(ctx)); err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	b.in.engine.halt() // neither the opening nor its floor pays for the mail of the one before
	owner, err := benchSuperuser(ctx, b)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, owner.Close(context.WithoutCancel(ctx))) }()
	r := openReport{Rounds: c.Rounds}
	for i, rows := range c.Rows {
		if err := askUnits(ctx, owner, rows); err != nil {
			return fmt.Errorf("make %d units: %w", rows, err)
		}
		var list []opening
		for n := range c.Rounds {
			o, err := b.openOnce(ctx, owner, i*c.Rounds+n)
			if err != nil {
				return fmt.Errorf("open %d rows: %w", rows, err)
			}
			b.log("%7d rows: opened in %.1f ms, copied in %.1f ms", rows, o.open, o.copied)
			list = append(list, o)
		}
		r.add(rows, list)
	}
	return r.print(g)
}

// benchSuperuser connects as the superuser of the private cluster, whose deletes need look for no row that refers to
// what they delete.
func benchSuperuser(ctx context.Context, b *bench) (*pgx.Conn, error) {
	cfg, err := pgx.ParseConfig(b.in.stack.ownerURL)
	if err != nil {
		return nil, err
	}
	cfg.User = "postgres"
	cfg.RuntimeParams["session_replication_role"] = "replica"
	return pgx.ConnectConfig(ctx, cfg)
}

// askUnits makes districts until so many units are asked, each with an officer.
func askUnits(ctx context.Context, owner *pgx.Conn, rows int) error {
	var asked int
	if err := owner.QueryRow(ctx, `select count(*)::int from unit
		where kind in ('district', 'district_education_office', 'institute') and valid_to is null`).Scan(&asked); err != nil {
		return err
	}
	for _, sql := range []string{
		`insert into unit (id, kind, name, valid_from, source) select 'bench-' || g, 'district', '측정구' || g, '2021-01-01', 'bench'
			from generate_series($1::int, $2::int) g`,
		`insert into post (id, unit_id, title, rank, ordinal, valid_from) select 'bench-' || g || '.officer', 'bench-' || g,
			'주무관', 'officer', 1, '2021-01-01' from generate_series($1::int, $2::int) g`,
		`insert into person (id, slug, name, email) select gen_random_uuid(), 'bench-' || g || '.officer', '측정 담당',
			'bench-' || g || '@bench.example' from generate_series($1::int, $2::int) g`,
		`insert into holding (person_id, post_id, valid_from) select p.id, p.slug, '2021-01-01' from person p
			join generate_series($1::int, $2::int) g on p.slug = 'bench-' || g || '.officer'`,
	} {
		if _, err := owner.Exec(ctx, sql, asked+1, rows); err != nil {
			return err
		}
	}
	_, err := owner.Exec(ctx, "analyze")
	return err
}

// openOnce opens the collection of a further year, takes its rows out, and copies them in again.
func (b *bench) openOnce(ctx context.Context, owner *pgx.Conn, i int) (opening, error) {
	if _, err := b.as(benchCoordinator).OpenCycle(ctx, benchCycle, b.year(i), client.NewKey()); err != nil {
		return opening{}, err
	}
	var stage gov.StageID
	var id gov.CaseID
	if err := owner.QueryRow(ctx, `
		with this as (
		    update stage set opens_on = $3 where key = $1
		        and cycle_id = (select id from cycle where name = $4 and year = $2) returning id
		), decided as (
		    update stage set decided_on = $3 where id in (select a.after_id from stage_after a join this on this.id = a.stage_id)
		)
		select this.id, c.id from this join case_file c on c.stage_id = this.id and c.kind = 'stage'`,
		openStage, b.year(i), b.today, benchCycle).Scan(&stage, &id); err != nil {
		return opening{}, store.Interpret(err)
	}
	began := time.Now()
	if _, err := b.in.engine.cases.Act(ctx, cases.Actor{System: true, Name: "gyeol"}, cases.Command{
		Case: id, Verb: gov.VerbOpen, Key: uuid.NewString(),
	}); err != nil {
		return opening{}, err
	}
	o := opening{open: milliseconds(time.Since(began))}
	copied, err := b.copyAgain(ctx, owner, stage)
	o.copied = copied
	return o, err
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// copyAgain takes the rows of a stage out of their tables and copies them in again, in one transaction on a connection
// of the product's own pool.
func (b *bench) copyAgain(ctx context.Context, owner *pgx.Conn, stage gov.StageID) (float64, error) {
	rows := make([]bytes.Buffer, len(openedTables))
	for i, t := range openedTables {
		sql := fmt.Sprintf("copy (select * from %s where %s) to stdout (format binary)", t.name, quoted(t.of, stage))
		if _, err := owner.PgConn().CopyTo(ctx, &rows[i], sql); err != nil {
			return 0, err
		}
	}
	if err := takeOut(ctx, owner, stage); err != nil {
		return 0, err
	}
	conn, err := b.in.engine.pool.Acquire(ctx)
	if err != nil {
		return 0, err
	}
	defer conn.Release()
	began := time.Now()
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "set local statement_timeout = 0"); err != nil {
			return err
		}
		for i, t := range openedTables {
			if _, err := tx.Conn().PgConn().CopyFrom(ctx, &rows[i], "copy "+t.name+" from stdin (format binary)"); err != nil {
				return err
			}
		}
		return nil
	})
	return milliseconds(time.Since(began)), err
}

// takeOut deletes the rows of a stage, last written first, and leaves the tables as if they had never been there.
func takeOut(ctx context.Context, owner *pgx.Conn, stage gov.StageID) error {
	for i := len(openedTables) - 1; i >= 0; i-- {
		t := openedTables[i]
		if _, err := owner.Exec(ctx, fmt.Sprintf("delete from %s where %s", t.name, quoted(t.of, stage))); err != nil {
			return err
		}
	}
	for _, t := range openedTables {
		if _, err := owner.Exec(ctx, "vacuum "+t.name); err != nil {
			return err
		}
	}
	return nil
}

// quoted puts the id of a stage where COPY takes no parameter.
func quoted(of string, stage gov.StageID) string {
	return string(bytes.ReplaceAll([]byte(of), []byte("$1"), []byte("'"+stage.String()+"'")))
}

// openReport is what openings came to.
type openReport struct {
	Ratio    map[string]float64 `json:"ratio_to_copy"`
	Open     map[string]float64 `json:"open_ms"`
	Copy     map[string]float64 `json:"copy_ms"`
	Exponent float64            `json:"exponent"` // of the time over the rows, from 1,000 rows on
	Rounds   int                `json:"rounds"`

	sizes []int
}

func (r *openReport) add(rows int, list []opening) {
	if r.Ratio == nil {
		r.Ratio, r.Open, r.Copy = map[string]float64{}, map[string]float64{}, map[string]float64{}
	}
	key := fmt.Sprint(rows)
	of := func(get func(opening) float64) float64 {
		var all []float64
		for _, o := range list {
			all = append(all, get(o))
		}
		return rounded(quantileOf(all, 0.5))
	}
	r.Open[key], r.Copy[key] = of(func(o opening) float64 { return o.open }), of(func(o opening) float64 { return o.copied })
	r.Ratio[key] = of(func(o opening) float64 { return o.open / o.copied })
	r.sizes = append(r.sizes, rows)
}

// slope is the exponent by which the time grows with the rows: least squares over the logarithms, from 1,000 rows on,
// for what an opening costs beside its rows hides the growth of the small ones.
func (r *openReport) slope() float64 {
	var n, x, y, xx, xy float64
	for _, size := range r.sizes {
		if size < 1000 {
			continue
		}
		lx, ly := math.Log(float64(size)), math.Log(r.Open[fmt.Sprint(size)])
		n, x, y, xx, xy = n+1, x+lx, y+ly, xx+lx*lx, xy+lx*ly
	}
	if n < 2 {
		return 0
	}
	return rounded((n*xy - x*y) / (n*xx - x*x))
}

func (r *openReport) print(g *Globals) error {
	r.Exponent = r.slope()
	if g.JSON {
		raw, err := json.Marshal(r)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(g.Out, string(raw))
		return err
	}
	for _, size := range r.sizes {
		key := fmt.Sprint(size)
		if _, err := fmt.Fprintf(g.Out, "%7d행: 열기 %.1f ms, COPY %.1f ms, 비율 %.2f (목표 3)\n", size, r.Open[key], r.Copy[key], r.Ratio[key]); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(g.Out, "증가 지수 %.2f (목표 1.05)\n", r.Exponent)
	return err
}
