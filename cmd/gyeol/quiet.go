package main

import (
	"context"
	"errors"
	"time"
)

// quietWithin is how long the last mails and seals of a demo may take.
const quietWithin = 60 * time.Second

// quiet waits until every notice has met its fate and every audit entry has its leaf. Neither is waited for by the
// clock, so the end of a walk is not yet the end of its mail.
func (e *engine) quiet(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, quietWithin)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		still, err := e.still(ctx)
		if err != nil || still {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.New("mail or seals are still under way after a minute; run gyeol check later")
		case <-tick.C:
		}
	}
}

func (e *engine) still(ctx context.Context) (bool, error) {
	_, pending, err := e.cases.AuditEntries(ctx)
	if err != nil || pending > 0 {
		return false, err
	}
	return e.cases.MailQuiet(ctx)
}
