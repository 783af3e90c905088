package cases

import (
	"context"
	"fmt"
	"time"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// Jump asks for the stepped clock to leap over days on which nothing is to happen.
type Jump struct {
	To     gov.Date
	Reason string
	Key    string
}

// jumpMost bounds a leap, so that a mistyped century is refused.
const jumpMost = 3660

// JumpClock leaps to a day and opens it. The days between are recorded as jumped and are never opened. It is refused
// while any process of a cycle is open; agreements, which run beside the years, are rung where their review day was
// leapt over. Letters that had to wait for one of the days between never leave; a legal notice still does. Under the
// same key it is the same leap.
func (s *Service) JumpClock(ctx context.Context, actor Actor, j Jump) (ClockState, error) {
	if err := s.stepped(j.Key); err != nil {
		return ClockState{}, err
	}
	if j.Reason == "" {
		return ClockState{}, gov.Refuse(gov.CodeReasonRequired, "건너뛰는 사유를 적으십시오.", "a jump needs a reason")
	}
	ctx, cancel := context.WithTimeout(ctx, settleWithin)
	defer cancel()
	if err := s.settle(ctx); err != nil {
		return ClockState{}, s.unsettled(ctx, err)
	}
	if err := s.awaitMail(ctx); err != nil {
		return ClockState{}, s.unsettled(ctx, err)
	}
	err := store.InTx(ctx, s.pool, func(tx *store.Tx) error { return s.jump(ctx, tx, actor, j) })
	if err != nil {
		return ClockState{}, s.unsettled(ctx, err)
	}
	s.bell.Poke()
	if err := s.settle(ctx); err != nil {
		return ClockState{}, s.unsettled(ctx, err)
	}
	return s.Clock(ctx)
}

// awaitMail waits until the letters of the day have met their fate: after a leap they would be years late. A leap that
// will be refused anyway waits for nothing.
func (s *Service) awaitMail(ctx context.Context) error {
	if open, err := db.New(s.pool).ViewOpenProcessCount(ctx); err != nil || open > 0 {
		return store.Interpret(err)
	}
	tick := time.NewTicker(mailTick)
	defer tick.Stop()
	for {
		quiet, err := s.MailQuiet(ctx)
		if err != nil || quiet {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// mailTick is how often a leap looks whether the mail of the day has left.
const mailTick = 20 * time.Millisecond

func (s *Service) jump(ctx context.Context, tx *store.Tx, actor Actor, j Jump) error {
	clock, err := tx.Read.LockClock(ctx)
	if err != nil {
		return err
	}
	key := keyedBy(actor, j.Key, "clock_jump", j.To.String(), j.Reason)
	if done, err := key.done(ctx, tx.Read); done || err != nil {
		return err
	}
	if !j.To.After(clock.Today) || j.To.Sub(clock.Today) > jumpMost {
		return invalid("to", fmt.Sprintf("오늘(%s)보다 뒤이고 10년 이내인 날짜여야 합니다.", clock.Today),
			"a day after today, ten years at most")
	}
	open, err := tx.Read.ViewOpenProcessCount(ctx)
	if err != nil {
		return err
	}
	if open > 0 {
		return gov.Refusef(gov.CodeProcessOpen, "아직 끝나지 않은 절차가 %d개 있어 건너뛸 수 없습니다.", "%d processes are still open", open)
	}
	return s.leap(ctx, tx, clock.Today, leap{actor: actor, jump: j, key: key})
}

type leap struct {
	actor Actor
	jump  Jump
	key   keyed
}

// leap records the days between and sets the clock; the day itself is opened by the wait that follows.
func (s *Service) leap(ctx context.Context, tx *store.Tx, from gov.Date, l leap) error {
	wall, err := tx.Read.WallNow(ctx)
	if err != nil {
		return err
	}
	w := tx.Write
	for d := from.AddDays(1); d.Before(l.jump.To); d = d.AddDays(1) {
		if err := w.JumpDay(ctx, db.JumpDayParams{Day: d, Working: s.rules.Calendar().IsWorkingDay(d)}); err != nil {
			return err
		}
	}
	if err := w.SetToday(ctx, l.jump.To); err != nil {
		return err
	}
	if err := w.SetLastOpened(ctx, l.jump.To.AddDays(-1)); err != nil {
		return err
	}
	if err := w.SuppressJumped(ctx, l.jump.To); err != nil {
		return err
	}
	if err := w.RingJumpedReviews(ctx, db.RingJumpedReviewsParams{FromDay: from.AddDays(1), ToDay: l.jump.To}); err != nil {
		return err
	}
	return ledger.Write(ctx, w, ledger.Entry{
		Kind: ledger.KindClock, SubjectKind: l.key.kind, SubjectID: l.key.id, At: wall.At, OfficeDate: l.jump.To,
		Body: map[string]any{
			"actor": l.actor.key(), "from": from.String(), "to": l.jump.To.String(), "reason": l.jump.Reason,
			"request": l.key.request,
		},
	})
}
