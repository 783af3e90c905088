package activities

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"go.temporal.io/sdk/activity"

	"gyeol/gov"
	"gyeol/internal/failpoint"
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
	Send(ctx context.Context, letter gov.Letter) gov.Posted
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
	recordFor    = 5 * time.Second // the last report, when the activity is asked to end
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
	letters, err := m.claim(ctx, today)
	if err != nil {
		return 0, err
	}
	reached, err := m.post(ctx, shift, letters)
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
func (m *Mailroom) claim(ctx context.Context, today gov.Date) ([]gov.Letter, error) {
	working, err := m.Clock.IsWorkingDay(ctx, today)
	if err != nil {
		return nil, err
	}
	if !working {
		return m.Outbox.ClaimPressing(ctx, today, claimAtATime)
	}
	return m.Outbox.Claim(ctx, today, claimAtATime)
}

// post sends letters one by one. What became of each is recorded with the beginning of the next, so that a crash leaves
// one letter in doubt and not fifty. When no server is there, or the shift ends, the rest is put back untouched.
func (m *Mailroom) post(ctx, shift context.Context, letters []gov.Letter) (reached bool, err error) {
	var done []gov.Posted
	reached = true
	for len(letters) > 0 && reached && shift.Err() == nil {
		letter := letters[0]
		mine, err := m.Outbox.Record(ctx, done, &letter)
		if err != nil {
			return false, errors.Join(err, m.putBack(ctx, done, letters))
		}
		letters, done = letters[1:], nil
		if !mine {
			continue
		}
		posted := m.Sender.Send(shift, letter)
		if posted.As == gov.PostedDelivered {
			failpoint.Here("mail.after_250")
		}
		reached = posted.As != gov.PostedUnreached
		if reached || shift.Err() == nil { // the end of a shift says nothing about the relay
			m.tell(ctx, reached, strings.ReplaceAll(posted.Reply, letter.Email, "(addressee)"))
		}
		done = append(done, posted)
	}
	return reached, m.putBack(ctx, done, letters)
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

// putBack records what is known and gives up the claims on the rest. It does so after ctx has ended, too: an answer of
// the server must not be lost because the worker stops.
func (m *Mailroom) putBack(ctx context.Context, done []gov.Posted, rest []gov.Letter) error {
	for _, letter := range rest {
		done = append(done, letter.Posted(gov.PostedUnreached, "put back"))
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordFor)
	defer cancel()
	_, err := m.Outbox.Record(ctx, done, nil)
	return err
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
