package activities

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"go.temporal.io/sdk/activity"

	"gyeol/gov"
)

// Outbox is the table of notices.
type Outbox interface {
	// Claim takes up to limit notices that may leave on a working day. It is committed when it returns.
	Claim(ctx context.Context, today gov.Date, limit int) ([]gov.Letter, error)
	// ClaimPressing takes those that may leave although the office is closed.
	ClaimPressing(ctx context.Context, today gov.Date, limit int) ([]gov.Letter, error)
	// Record writes what became of letters and, in the same commit, that next (which may be nil) is about to be sent.
	// It reports whether next may be: false when the claim has run out.
	Record(ctx context.Context, done []gov.Posted, next *gov.Letter) (bool, error)
}

// Sender offers letters to a mail server.
type Sender interface {
	// Send offers one letter and says what became of it. It returns within the claim that was renewed for it, and
	// within AnswerWithin of the end of ctx: then no relay is dialled any more, but an answer on its way is waited for.
	// It may be called from as many goroutines as there are lanes.
	Send(ctx context.Context, letter gov.Letter) gov.Posted
	// Lanes is how many letters may be under way at once.
	Lanes() int
	// Room is how many letters the pace of the relay lets leave within a time from now, most at the most.
	Room(most int, within time.Duration) int
	// Wait waits until the pace lets one letter more leave, and counts it. It fails with ctx alone.
	Wait(ctx context.Context) error
}

// Clock knows the office day.
type Clock interface {
	// Today is the office date: the stepped day of a rehearsal, else the date in Seoul.
	Today(ctx context.Context) (gov.Date, error)
	// IsWorkingDay reports whether the offices are open.
	IsWorkingDay(ctx context.Context, day gov.Date) (bool, error)
}

// Mailroom is the activity that sends the notices.
type Mailroom struct {
	Outbox Outbox
	Sender Sender
	Clock  Clock
	Log    *slog.Logger // default: slog.Default()
	away   atomic.Bool  // the relay could not be reached the last time
}

// The pace of the mailroom.
const (
	drainFor     = 20 * time.Second       // then the workflow asks again, so that its history stays small
	restFor      = 100 * time.Millisecond // when nothing is due
	pauseFor     = 2 * time.Second        // when no server is there
	claimAtATime = 50
	claimFor     = 10 * time.Second // what the pace lets leave in this time is claimed: a claim lasts 30 s
	recordFor    = 5 * time.Second  // the last report, when the activity is asked to end
)

// AnswerWithin is how long a relay has for its answer once the worker stops.
const AnswerWithin = 7 * time.Second

// StopWithin is what a worker must give its activities when it stops: a letter under way is finished and its answer
// recorded, as a reminder whose answer is lost stays in doubt for ever.
const StopWithin = AnswerWithin + recordFor

// Drain sends what is due for about 20 seconds. It is safe to repeat and to run twice at once: a letter belongs to its
// latest claim.
func (m *Mailroom) Drain(ctx context.Context) error {
	shift, leave := context.WithTimeout(ctx, drainFor)
	defer leave()
	if activity.IsActivity(ctx) {
		go attend(ctx, shift, leave)
	}
	for {
		rest, err := m.round(ctx, shift)
		if err != nil {
			return err
		}
		if !pause(shift, rest) {
			return ctx.Err()
		}
	}
}

// attend tells Temporal during a shift that the drain lives, and ends the shift when the worker stops.
func attend(ctx, shift context.Context, leave context.CancelFunc) {
	beat := time.NewTicker(beatEvery)
	defer beat.Stop()
	for {
		select {
		case <-beat.C:
			activity.RecordHeartbeat(ctx)
		case <-activity.GetWorkerStopChannel(ctx):
			leave()
		case <-shift.Done():
			return
		}
	}
}

// round claims and sends once, and says how long to rest.
func (m *Mailroom) round(ctx, shift context.Context) (time.Duration, error) {
	today, err := m.Clock.Today(ctx)
	if err != nil {
		return 0, err
	}
	room := m.Sender.Room(claimAtATime, claimFor)
	if room == 0 { // the relay allows so few a minute
		return restFor, nil
	}
	letters, err := m.claim(ctx, today, room)
	if err != nil {
		return 0, err
	}
	reached, err := m.post(ctx, shift, letters, len(letters) == claimAtATime)
	switch {
	case err != nil:
		return 0, err
	case !reached:
		return pauseFor, nil
	case len(letters) == 0:
		return restFor, nil
	}
	return 0, nil
}

// claim takes what may leave on a day: the whole backlog on a working day, next to nothing on any other.
func (m *Mailroom) claim(ctx context.Context, today gov.Date, most int) ([]gov.Letter, error) {
	working, err := m.Clock.IsWorkingDay(ctx, today)
	if err != nil {
		return nil, err
	}
	if !working {
		return m.Outbox.ClaimPressing(ctx, today, most)
	}
	return m.Outbox.Claim(ctx, today, most)
}

// tell logs when the relay goes away and when it is back, and nothing in between: letters wait unchanged meanwhile, and
// nobody would learn from their rows why.
func (m *Mailroom) tell(ctx context.Context, reached bool, why string) {
	if m.away.Swap(!reached) != reached {
		return
	}
	log := m.Log
	if log == nil {
		log = slog.Default()
	}
	if reached {
		log.InfoContext(ctx, "mail relay takes letters again; notices leave")
		return
	}
	log.WarnContext(ctx, "mail relay takes no letters; notices wait", slog.String("cause", why))
}

// pause waits and reports whether the shift goes on.
func pause(shift context.Context, rest time.Duration) bool {
	timer := time.NewTimer(rest)
	defer timer.Stop()
	select {
	case <-timer.C:
		return shift.Err() == nil
	case <-shift.Done():
		return false
	}
}
