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

// LoadCalendar reads the days that operators added and puts them over the national calendar.
func (s *Service) LoadCalendar(ctx context.Context) error {
	rows, err := db.New(s.pool).CalendarDays(ctx)
	if err != nil {
		return store.Interpret(err)
	}
	var days []calendar.Holiday
	var sessions []calendar.Session
	for _, r := range rows {
		switch r.Kind {
		case "designated":
			days = append(days, calendar.Holiday{Date: r.Day, Name: r.Name, Kind: calendar.Designated, Article: r.Article})
		case "local":
			days = append(days, calendar.Holiday{Date: r.Day, Name: r.Name, Kind: calendar.Local, Article: r.Article})
		case "council_session":
			sessions = append(sessions, calendar.Session{Name: r.Name, From: r.Day, To: r.Day, Article: r.Article})
		}
	}
	cal, err := calendar.New(calendar.WithDays(days...), calendar.WithSessions(sessions...))
	if err != nil {
		return fmt.Errorf("load the office calendar: %w", err)
	}
	s.rules.SetCalendar(cal)
	return nil
}

// Today is the office date: the stepped day of a rehearsal, else the date in Seoul.
func (s *Service) Today(ctx context.Context) (gov.Date, error) {
	q := db.New(s.pool)
	if s.rehearsal {
		row, err := q.ClockRow(ctx)
		return row.Today, store.Interpret(err)
	}
	at, err := q.WallNow(ctx)
	return gov.DateIn(at), store.Interpret(err)
}
