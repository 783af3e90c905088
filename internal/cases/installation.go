package cases

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies/calendar"
)

// The kinds of installation (design §5).
const (
	KindReal      = "real"
	KindRehearsal = "rehearsal"
)

// InstallationKind reads what this installation was founded as; it never changes. An empty database is ErrNotFound.
func InstallationKind(ctx context.Context, pool *pgxpool.Pool) (string, error) {
	row, err := db.New(pool).ReadInstallation(ctx)
	if err := store.Interpret(err); err != nil {
		if errors.Is(err, gov.ErrNotFound) {
			return "", fmt.Errorf("this database was never founded; run gyeol up: %w", gov.ErrNotFound)
		}
		return "", err
	}
	return row.Kind, nil
}

// LoadCalendar reads the days that operators added and the region of the pack in force, and puts both over the national
// calendar. No row keeps an installation from starting.
func (s *Service) LoadCalendar(ctx context.Context) error {
	if err := s.refreshCalendar(ctx); err != nil {
		return err
	}
	today, err := s.Today(ctx)
	if err != nil {
		return err
	}
	return store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		_, _, err := s.rules.Active(ctx, tx, today)
		if gov.CodeOf(err) == gov.CodeNoRule {
			return nil // nobody has imported a pack yet; the first one brings its region
		}
		return err
	})
}

// refreshCalendar takes in what was designated or withdrawn since, by whichever process.
func (s *Service) refreshCalendar(ctx context.Context) error {
	q := db.New(s.pool)
	version, err := q.CalendarVersion(ctx)
	if err != nil {
		return store.Interpret(err)
	}
	return s.keepUp(ctx, q, version)
}

// keepUp reads the entered days anew where a transaction has met another version of the calendar than this process
// has.
func (s *Service) keepUp(ctx context.Context, q *db.Queries, version int32) error {
	if s.rules.hasDays(version) {
		return nil
	}
	entered, err := enteredDays(ctx, q)
	if err == nil {
		s.rules.SetDays(entered, version)
	}
	return store.Interpret(err)
}

func enteredDays(ctx context.Context, q *db.Queries) ([]calendar.Entered, error) {
	rows, err := q.CalendarDays(ctx)
	entered := make([]calendar.Entered, len(rows))
	for i, r := range rows {
		entered[i] = calendar.Entered{Date: r.Day, Kind: r.Kind, Name: r.Name, Article: r.Article}
	}
	return entered, err
}

// Today is the office date: the stepped day of a rehearsal, else the date in Seoul.
func (s *Service) Today(ctx context.Context) (gov.Date, error) {
	q := db.New(s.pool)
	if s.rehearsal {
		row, err := q.ClockRow(ctx)
		return row.Today, store.Interpret(err)
	}
	row, err := q.WallNow(ctx)
	return gov.DateIn(row.At), store.Interpret(err)
}
