package main

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"gyeol/activities"
	"gyeol/gov"
	"gyeol/internal/check"
	"gyeol/internal/mail"
	"gyeol/internal/store"
)

// benchMailCmd measures the draining of notices against the floor of any sender that keeps a record: a loop that
// commits one row and sends one message, on one connection.
type benchMailCmd struct {
	Data    string `help:"empty folder to keep the installation in; default: a temporary one"`
	Notices int    `default:"10000" help:"notices to drain in all"`
	Rounds  int    `default:"5" help:"rounds, floor and draining in turn"`
}

// mailFigures is the one JSON object of gyeol bench mail --json. The ratio is the median of those of the rounds:
// letters drained in the time in which the floor sends one. Times are in milliseconds a letter.
type mailFigures struct {
	Ratio      float64 `json:"ratio"`
	Duplicates int     `json:"duplicates"` // reminders that the sink has twice
	Unknown    int     `json:"unknown"`    // notices in doubt
	FloorMS    float64 `json:"floor_ms"`
	DrainMS    float64 `json:"drain_ms"`
	Notices    int     `json:"notices"`
	Rounds     int     `json:"rounds"`
}

const (
	mailFloorTable = `create table if not exists bench_mail_floor (
		id bigint generated always as identity primary key, at timestamptz not null default now(), what text not null);
		grant select, insert on bench_mail_floor to gyeol_app;`
	mailFloorRow = "insert into bench_mail_floor (what) values ($1)"

	// Each notice is settled already: no bundle and no quiet hour keeps it from leaving in a letter of its own.
	benchNotices = `insert into notice (id, kind, dedup, person_id, office_date, send_on, params, state, legal, cleared)
		select gen_random_uuid(), 'assigned', 'bench/' || $1::int || '/' || i, p.id, $2::date, $2::date, $3::jsonb, 'queued', false,
		    true
		from generate_series(1, $4::int) i join (select id, row_number() over (order by id) - 1 as n,
		    count(*) over () as people from person) p on p.n = i % p.people`
)

// Run starts an installation, stops what it does by itself, and lets floor and draining take turns.
func (c *benchMailCmd) Run(ctx context.Context, g *Globals) (err error) {
	if c.Rounds < 1 || c.Notices < c.Rounds {
		return errors.New("라운드마다 통지가 하나는 있어야 합니다 (a round needs a notice)")
	}
	b, end, err := benchStart(ctx, c.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	if b.in.stack.sink == nil {
		return errors.New("GYEOL_SMTP_URL 없이 재십시오. 실제 서버로는 보내지 않습니다 (it sends into its own sink alone)")
	}
	if err := b.seoul(ctx); err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	conn, err := pgx.Connect(ctx, b.in.stack.ownerURL)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, mailFloorTable)
	if err := errors.Join(err, conn.Close(ctx)); err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	m := &mailBench{bench: b, sender: b.in.engine.sender, per: c.Notices / c.Rounds}
	b.in.engine.halt()
	f, err := m.measure(ctx, c.Rounds)
	if err != nil {
		return fmt.Errorf("measure: %w", err)
	}
	return f.print(g)
}

// mailBench is the mailroom of the installation, driven by hand.
type mailBench struct {
	*bench
	sender *mail.Sender
	per    int // letters of a round
}

// measure does the rounds; from one to the next the other is first.
func (m *mailBench) measure(ctx context.Context, rounds int) (mailFigures, error) {
	f := mailFigures{Notices: m.per * rounds, Rounds: rounds}
	var ratios, floors, drains []float64
	for i := range rounds {
		var floor, drain time.Duration
		steps := []func() error{
			func() (err error) { floor, err = m.floor(ctx); return err },
			func() (err error) { drain, err = m.drain(ctx, i); return err },
		}
		if i%2 == 1 {
			steps[0], steps[1] = steps[1], steps[0]
		}
		for _, step := range steps {
			if err := step(); err != nil {
				return f, err
			}
		}
		each := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 / float64(m.per) }
		ratios = append(ratios, float64(floor)/float64(drain))
		floors, drains = append(floors, each(floor)), append(drains, each(drain))
		m.log("round %d: floor %.3f ms, drained %.3f ms a letter", i+1, each(floor), each(drain))
	}
	f.Ratio, f.FloorMS, f.DrainMS = middle(ratios), middle(floors), middle(drains)
	pool := m.in.engine.pool
	var err error
	if f.Duplicates, err = check.Duplicates(ctx, pool, sinkFolder(m.in.stack.cfg, m.in.dir)); err != nil {
		return f, err
	}
	var unsent int
	err = pool.QueryRow(ctx, `select count(*) filter (where state = 'unknown')::int,
		count(*) filter (where state not in ('sent', 'unknown'))::int from notice`).Scan(&f.Unknown, &unsent)
	if err == nil && unsent > 0 {
		err = fmt.Errorf("%d notices were not sent", unsent)
	}
	return f, err
}

func middle(list []float64) float64 { return rounded(quantileOf(list, 0.5)) }

// benchLetter is what every letter of a run says.
func benchLetter(today gov.Date) gov.NoticeParams {
	return gov.NoticeParams{
		Title: "2027년 평생교육진흥 시행계획 추진계획 작성", Unit: "평생교육과", DueOperative: today, DueLegal: today.AddDays(3),
	}
}

// floor commits a row and sends a letter, again and again.
func (m *mailBench) floor(ctx context.Context) (time.Duration, error) {
	began := time.Now()
	for range m.per {
		id := gov.NewNoticeID()
		if _, err := m.in.engine.pool.Exec(ctx, mailFloorRow, id.String()); err != nil {
			return 0, store.Interpret(err)
		}
		posted := m.sender.Send(ctx, gov.Letter{
			ID: id, Kind: gov.NoticeAssigned, Name: "평생교육과 담당", Email: "officer@bench.example", Params: benchLetter(m.today),
			MessageID: id.String() + "@gyeol.example", Attempt: 1, Day: m.today,
		})
		if posted.As != gov.PostedDelivered {
			return 0, fmt.Errorf("the floor's letter was not taken: %s", posted.Reply)
		}
	}
	return time.Since(began), nil
}

// drain writes a round of notices and lets the mailroom send them, from its first claim to its last record.
func (m *mailBench) drain(ctx context.Context, round int) (time.Duration, error) {
	pool := m.in.engine.pool
	if _, err := pool.Exec(ctx, benchNotices, round, m.today, benchLetter(m.today), m.per); err != nil {
		return 0, store.Interpret(err)
	}
	ctx, enough := context.WithCancel(ctx)
	defer enough()
	outbox, err := m.in.engine.outbox(m.in.stack)
	if err != nil {
		return 0, err
	}
	counted := &countedSender{Sender: m.sender, want: int64(m.per), enough: enough}
	room := &activities.Mailroom{Outbox: outbox, Sender: counted, Clock: openDay(m.today), Log: m.in.engine.log}
	began := time.Now()
	for ctx.Err() == nil {
		if err := room.Drain(ctx); err != nil && !errors.Is(err, context.Canceled) {
			return 0, err
		}
	}
	took := time.Since(began)
	if n := counted.sent.Load(); n != counted.want {
		return 0, fmt.Errorf("%d of %d letters were taken: %w", n, counted.want, ctx.Err())
	}
	return took, nil
}

// countedSender ends the draining with its last letter.
type countedSender struct {
	activities.Sender
	want   int64
	sent   atomic.Int64
	enough context.CancelFunc
}

// Send counts what was taken.
func (s *countedSender) Send(ctx context.Context, l gov.Letter) gov.Posted {
	posted := s.Sender.Send(ctx, l)
	if posted.As == gov.PostedDelivered && s.sent.Add(1) == s.want {
		s.enough()
	}
	return posted
}

// openDay is a day on which the office is open, whatever the wall says: a bench runs on Sundays, too.
type openDay gov.Date

// Today is the day.
func (d openDay) Today(context.Context) (gov.Date, error) { return gov.Date(d), nil }

// IsWorkingDay is true.
func (openDay) IsWorkingDay(context.Context, gov.Date) (bool, error) { return true, nil }

// print tells the figures with the target of the design beside them.
func (f mailFigures) print(g *Globals) error {
	if g.JSON {
		return printJSON(g, f)
	}
	_, err := fmt.Fprintf(g.Out, `통지 %d건 (%d회로 나누어, 연결 하나)
  floor  한 건 commit + 발송   %7.3f ms
  drain  통지 한 건            %7.3f ms
  ratio                        %7.2f   (target 0.8)
두 번 나간 알림 %d건, 도착 불명 %d건
`, f.Notices, f.Rounds, f.FloorMS, f.DrainMS, f.Ratio, f.Duplicates, f.Unknown)
	return err
}
