package activities

import (
	"context"
	"errors"
	"strings"
	"sync"

	"gyeol/gov"
	"gyeol/internal/failpoint"
)

// post sends letters, in as many lanes as the sender has; with a backlog it hurries. When no server is there, or the
// shift ends, the rest is put back untouched.
func (m *Mailroom) post(ctx, shift context.Context, letters []gov.Letter, backlog bool) (reached bool, err error) {
	pile := &pile{letters: letters}
	lanes := make([]lane, max(min(m.Sender.Lanes(), len(letters)), 1))
	var all sync.WaitGroup
	for i := range lanes {
		lanes[i] = lane{room: m, pile: pile, ahead: backlog}
		all.Go(func() { lanes[i].run(ctx, shift) })
	}
	all.Wait()
	reached = true
	var errs []error
	for _, l := range lanes {
		reached = reached && !l.away
		errs = append(errs, l.err)
	}
	return reached, errors.Join(append(errs, m.putBack(ctx, nil, pile.letters))...)
}

// pile are the letters of a claim that no lane has taken.
type pile struct {
	mu      sync.Mutex
	letters []gov.Letter
	closed  bool // by a lane that found no relay, or no database
}

func (p *pile) take() (gov.Letter, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || len(p.letters) == 0 {
		return gov.Letter{}, false
	}
	letter := p.letters[0]
	p.letters = p.letters[1:]
	return letter, true
}

func (p *pile) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
}

// lane is one row of letters, each sent after the other.
type lane struct {
	room  *Mailroom
	pile  *pile
	ahead bool         // the next letter is begun in the record while one is under way
	done  []gov.Posted // not yet recorded
	rest  []gov.Letter // taken from the pile and not offered
	away  bool         // no relay was there
	err   error
}

// run takes letters from the pile until it is empty, the shift ends or the relay is away. What became of each is
// recorded with the beginning of the next, so that a crash leaves one letter of a lane in doubt and not fifty. With a
// backlog neither waits for the other: while a letter is under way, the one before is recorded and the one after is
// begun, so that a crash leaves two.
func (l *lane) run(ctx, shift context.Context) {
	letter, mine := l.begin(ctx, shift)
	for mine && shift.Err() == nil {
		sent := make(chan gov.Posted, 1)
		l.rest = l.rest[1:]
		go func() { sent <- l.room.offer(ctx, shift, letter) }()
		if l.ahead && l.room.Sender.Room(1, 0) > 0 {
			next, more := l.begin(ctx, shift)
			l.take(<-sent)
			letter, mine = next, more && !l.away
			continue
		}
		if l.take(<-sent); l.away {
			break
		}
		letter, mine = l.begin(ctx, shift)
	}
	if l.away || l.err != nil {
		l.pile.close()
	}
	l.err = errors.Join(l.err, l.room.putBack(ctx, l.done, l.rest))
}

// take keeps a report until it is recorded.
func (l *lane) take(posted gov.Posted) {
	l.done = append(l.done, posted)
	l.away = posted.As == gov.PostedUnreached
}

// begin takes the next letter, waits for its turn and says in the record that it is about to be offered, together with
// what is known of those before. A letter whose claim has run out is somebody else's.
func (l *lane) begin(ctx, shift context.Context) (gov.Letter, bool) {
	for shift.Err() == nil && l.err == nil {
		letter, ok := l.pile.take()
		if !ok {
			break
		}
		l.rest = []gov.Letter{letter}
		if l.err = l.turn(ctx, shift); l.err != nil || shift.Err() != nil {
			break
		}
		var mine bool
		if mine, l.err = l.room.Outbox.Record(ctx, l.done, &letter); l.err != nil {
			break
		}
		if l.done = nil; mine {
			return letter, true
		}
		l.rest = nil
	}
	return gov.Letter{}, false
}

// turn waits for the pace. What is known is recorded first where that takes a while.
func (l *lane) turn(ctx, shift context.Context) error {
	if len(l.done) > 0 && l.room.Sender.Room(1, 0) == 0 {
		if _, err := l.room.Outbox.Record(ctx, l.done, nil); err != nil {
			return err
		}
		l.done = nil
	}
	if err := l.room.Sender.Wait(shift); err != nil && shift.Err() == nil {
		return err
	}
	return nil
}

// offer offers a letter and notes whether the relay is there.
func (m *Mailroom) offer(ctx, shift context.Context, letter gov.Letter) gov.Posted {
	posted := m.Sender.Send(shift, letter)
	if posted.As == gov.PostedDelivered {
		failpoint.Here("mail.after_250")
	}
	reached := posted.As != gov.PostedUnreached
	if reached || shift.Err() == nil { // the end of a shift says nothing about the relay
		m.tell(ctx, reached, strings.ReplaceAll(posted.Reply, letter.Email, "(addressee)"))
	}
	return posted
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
