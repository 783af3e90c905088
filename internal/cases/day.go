package cases

import (
	"context"
	"errors"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/failpoint"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/pack"
)

// MissingDays are the office days up to and with today that have not been carried to their end, oldest first.
func (s *Service) MissingDays(ctx context.Context) ([]gov.Date, error) {
	var out []gov.Date
	err := store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		clock, err := s.clock(ctx, tx)
		if err != nil {
			return err
		}
		row, err := tx.Read.ClockRow(ctx)
		if err != nil {
			return err
		}
		for d := row.LastOpened.AddDays(1); !d.After(clock.today); d = d.AddDays(1) {
			out = append(out, d)
		}
		return nil
	})
	return out, err
}

// OpenDay does the first part of an office day: one wake for each process with something on that date, the rungs of the
// ladders that fall on it, who stands in from that day on, the members of meetings that were called, the held
// decisions that are to be looked at again, the log of access to personal data, what everybody may read, tokens that end
// soon, what ends of the audit log and its checkpoint for auditors. It works in the database alone, in one short
// transaction per page, and can be repeated.
func (s *Service) OpenDay(ctx context.Context, day gov.Date) error {
	rungs, done, err := s.beginDay(ctx, day)
	if err != nil || done {
		return err
	}
	if _, err := s.OpenAgreements(ctx); err != nil {
		return fmt.Errorf("agreements on %s: %w", day, err)
	}
	for _, r := range rungs {
		if err := s.remind(ctx, day, r); err != nil {
			return fmt.Errorf("rung %s on %s: %w", r.rule.ID, day, err)
		}
		failpoint.Here("day.inside")
	}
	if err := s.seatCalled(ctx, day); err != nil {
		return fmt.Errorf("members of meetings called on %s: %w", day, err)
	}
	if err := s.settleCalendar(ctx, day); err != nil {
		return fmt.Errorf("calendar on %s: %w", day, err)
	}
	if err := s.tellBrokenPeriods(ctx, day); err != nil {
		return fmt.Errorf("notice periods on %s: %w", day, err)
	}
	if err := s.tellOfDay(ctx, day); err != nil {
		return fmt.Errorf("stand-ins and holds on %s: %w", day, err)
	}
	if err := s.byRules(ctx, day); err != nil {
		return err
	}
	if err := store.Interpret(db.New(s.pool).WarnOfTokens(ctx, day)); err != nil {
		return fmt.Errorf("tokens that end soon on %s: %w", day, err)
	}
	if err := s.forgetRefused(ctx); err != nil {
		return fmt.Errorf("forget refused addresses on %s: %w", day, err)
	}
	return store.InTx(ctx, s.pool, func(tx *store.Tx) error { return tx.Write.MarkDayOpened(ctx, day) })
}

// ruledDay is an office day with what several of its steps read, read once.
type ruledDay struct {
	day  gov.Date
	pack *pack.Pack // in force on it

	privacy policies.PrivacyRule // the rule of the log of access to personal data
	upto    gov.Date             // the last day whose entries of that log have been kept long enough; zero: no rule says so
}

// byRules does the steps of a day that rules of the pack in force ask for. Where none was ever activated there are none.
func (s *Service) byRules(ctx context.Context, day gov.Date) error {
	d, err := s.ruledDay(ctx, day)
	if gov.CodeOf(err) == gov.CodeNoRule {
		return nil
	}
	if err != nil {
		return err
	}
	if err := s.keepPrivacy(ctx, d); err != nil {
		return fmt.Errorf("log of access to personal data on %s: %w", day, err)
	}
	if err := s.askDisclosures(ctx, d); err != nil {
		return fmt.Errorf("public copies on %s: %w", day, err)
	}
	if err := s.endAuditTerms(ctx, d); err != nil {
		return fmt.Errorf("terms of the audit log on %s: %w", day, err)
	}
	if err := s.mailCheckpoint(ctx, d); err != nil {
		return fmt.Errorf("checkpoint on %s: %w", day, err)
	}
	return nil
}

func (s *Service) ruledDay(ctx context.Context, day gov.Date) (ruledDay, error) {
	q := db.New(s.pool)
	p, _, err := s.rules.activeOn(ctx, q, day)
	if err != nil {
		return ruledDay{}, err
	}
	d := ruledDay{day: day, pack: p}
	r, ok := p.PrivacyOn(day)
	if !ok {
		return d, nil
	}
	persons, err := q.CountDataSubjects(ctx)
	d.privacy, d.upto = r, day.AddMonths(-12*r.Term(int(persons)))
	return d, store.Interpret(err)
}

// How long a refused address is remembered, and how many rows a day forgets at the most.
const (
	refusedDays   = 90
	refusedChunk  = 2000
	refusedChunks = 50
)

// forgetRefused deletes the counts of refused addresses that nobody will look into any more: an address is personal
// data and is not kept for ever. What one day does not manage, the next does.
func (s *Service) forgetRefused(ctx context.Context) error {
	for range refusedChunks {
		n, err := db.New(s.pool).PruneRefusedAddresses(ctx, db.PruneRefusedAddressesParams{
			Days: refusedDays, Most: refusedChunk,
		})
		if err != nil || n < refusedChunk {
			return store.Interpret(err)
		}
	}
	return nil
}

// beginDay rings the processes of the day and finds its rungs; done means that the day was opened before.
func (s *Service) beginDay(ctx context.Context, day gov.Date) (rungs []dueRung, done bool, err error) {
	err = store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		clock, err := s.clock(ctx, tx)
		if err != nil {
			return err
		}
		working := s.rules.Calendar().IsWorkingDay(day)
		row, err := tx.Read.GetOfficeDay(ctx, day)
		switch {
		case err == nil && row.State != "opening":
			done = true
			return nil
		case err != nil && !errors.Is(store.Interpret(err), gov.ErrNotFound):
			return err
		case err != nil:
			if err := s.recordDay(ctx, tx, clock, day); err != nil {
				return err
			}
		}
		if err := tx.Write.WakeForDay(ctx, day); err != nil || !working {
			return err
		}
		rungs, err = s.rungsOn(ctx, tx, day)
		return err
	})
	if err == nil {
		s.bell.Poke()
	}
	return rungs, done, err
}

func (s *Service) recordDay(ctx context.Context, tx *store.Tx, clock now, day gov.Date) error {
	caught := day.Before(clock.today)
	if err := tx.Write.InsertOfficeDay(ctx, db.InsertOfficeDayParams{
		Day: day, Working: s.rules.Calendar().IsWorkingDay(day), CaughtUp: caught,
	}); err != nil {
		return err
	}
	return ledger.Write(ctx, tx.Write, ledger.Entry{
		Kind: ledger.KindClock, SubjectKind: "office_day", SubjectID: day.String(), At: clock.at, OfficeDate: day,
		Body: map[string]any{"opened": day.String(), "caught_up": caught},
	})
}

// FinishDay ends a day after its digest; the next day may be opened.
func (s *Service) FinishDay(ctx context.Context, day gov.Date) error {
	return store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		if err := tx.Write.MarkDayDigested(ctx, day); err != nil {
			return err
		}
		return tx.Write.SetLastOpened(ctx, day)
	})
}

// IsWorkingDay reports whether the offices are open, for the digest.
func (s *Service) IsWorkingDay(ctx context.Context, day gov.Date) (bool, error) {
	if err := s.refreshCalendar(ctx); err != nil {
		return false, err
	}
	return s.rules.Calendar().IsWorkingDay(day), nil
}
