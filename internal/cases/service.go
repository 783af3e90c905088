package cases

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// Service answers for all use cases. Make one with New and share it; it is safe for concurrent use.
type Service struct {
	pool      *pgxpool.Pool
	rules     *Rulebook
	rehearsal bool
	bell      Bell
	days      Days
	sink      Sink // nil where mail goes to a server that is not ours
}

// Bell is told after a commit that a wake may be waiting; it must not block.
type Bell interface{ Poke() }

// Days opens office days; internal/process does it through a workflow.
type Days interface {
	// OpenDay sets a day going through both its parts; one under way is joined. The rows say when it is done.
	OpenDay(ctx context.Context, day gov.Date) error
}

// Config is what New needs. Bell and Days may be nil where nothing outside the rows must follow, as in tests of rules.
type Config struct {
	Pool      *pgxpool.Pool
	Rules     *Rulebook
	Rehearsal bool
	Bell      Bell
	Days      Days
}

// New builds the service.
func New(c Config) *Service {
	s := &Service{pool: c.Pool, rules: c.Rules, rehearsal: c.Rehearsal, bell: c.Bell, days: c.Days}
	if s.bell == nil {
		s.bell = silent{}
	}
	return s
}

// SetDays wires the opener of office days, which itself needs the service.
func (s *Service) SetDays(d Days) { s.days = d }

// SetBell wires the relay, which itself needs the database.
func (s *Service) SetBell(b Bell) { s.bell = b }

// Rehearsal reports whether the clock is stepped.
func (s *Service) Rehearsal() bool { return s.rehearsal }

type silent struct{}

// Poke does nothing.
func (silent) Poke() {}

// now is the one clock of an act: the wall time of its transaction and the office date it carries.
type now struct {
	at    time.Time
	today gov.Date

	calendar int32 // the version of the entered days that the transaction has met
}

// clock reads both times. In a rehearsal it holds the stepped day FOR SHARE, so that an act falls wholly on one day.
func (s *Service) clock(ctx context.Context, tx *store.Tx) (now, error) {
	var n now
	if err := s.askClock(ctx, &n)(tx.Read); err != nil {
		return n, err
	}
	return n, s.keepUp(ctx, tx.Read, n.calendar)
}

func (s *Service) askClock(ctx context.Context, n *now) store.Ask {
	return func(q *db.Queries) error {
		if !s.rehearsal {
			row, err := q.WallNow(ctx)
			*n = now{at: row.At, today: gov.DateIn(row.At), calendar: row.Calendar}
			return err
		}
		row, err := q.SteppedNow(ctx)
		*n = now{at: row.At, today: row.Today, calendar: row.Calendar}
		return err
	}
}
