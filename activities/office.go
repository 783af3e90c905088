package activities

import (
	"context"

	"gyeol/gov"
)

// Calendar is what the office day needs of the use cases. All of it is safe to repeat.
type Calendar interface {
	// MissingDays are the days up to and with today that have not been carried to their end.
	MissingDays(ctx context.Context) ([]gov.Date, error)
	// OpenDay writes the wakes and the ladder's notices of a day.
	OpenDay(ctx context.Context, day gov.Date) error
	// FinishDay ends a day after its digest.
	FinishDay(ctx context.Context, day gov.Date) error
	// IsWorkingDay reports whether the offices are open.
	IsWorkingDay(ctx context.Context, day gov.Date) (bool, error)
}

// Digester gathers what a morning must tell into one notice per person, page by page.
type Digester interface {
	// Digest does one page after the cursor and returns the next; done after the last. last is false on a caught-up day
	// that another missing day follows: then nothing is gathered yet.
	Digest(ctx context.Context, day gov.Date, cursor string) (next string, done bool, err error)
}

// Office are the activities of the office day.
type Office struct {
	Days   Calendar
	Digest Digester
}

// Missing lists the days that must still be carried to their end.
func (a *Office) Missing(ctx context.Context) ([]gov.Date, error) {
	defer beating(ctx)()
	return a.Days.MissingDays(ctx)
}

// Open does the first part of a day.
func (a *Office) Open(ctx context.Context, day gov.Date) error {
	defer beating(ctx)()
	return a.Days.OpenDay(ctx, day)
}

// Morning names a day whose digest is due. Gather is false where a later missing day will gather for it.
type Morning struct {
	Day    gov.Date `json:"day"`
	Gather bool     `json:"gather"`
}

// Close does the morning part and ends the day: on a working day one digest per person, on any other nothing.
func (a *Office) Close(ctx context.Context, m Morning) error {
	defer beating(ctx)()
	working, err := a.Days.IsWorkingDay(ctx, m.Day)
	if err != nil {
		return err
	}
	if working && m.Gather {
		for cursor, done := "", false; !done; {
			if cursor, done, err = a.Digest.Digest(ctx, m.Day, cursor); err != nil {
				return err
			}
		}
	}
	return a.Days.FinishDay(ctx, m.Day)
}
