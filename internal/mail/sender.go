package mail

import (
	"context"
	"errors"
	"sync"

	gomail "github.com/wneessen/go-mail"

	"gyeol/gov"
)

// Sender sends letters over connections that it keeps: over one, one letter after the other, unless the relay's URL
// asks for more. It may be used from many goroutines.
type Sender struct {
	cfg    Config
	relay  relay
	tokens tokens
	signer *gomail.DKIMSigner // nil: mails are not signed
	texts  *templates
	pace   pace

	free    chan struct{} // holds one for each line that is not in use
	mu      sync.Mutex    // guards what follows
	idle    []*line       // the one used last stands last and is used next, so that few connections serve a few letters
	stopped bool
}

var errStopped = errors.New("the sender is closed")

// NewSender checks the configuration and compiles the templates. It does not connect: a relay may be away for a while.
func NewSender(c Config) (*Sender, error) {
	c, err := c.checked()
	if err != nil {
		return nil, err
	}
	r, err := parseRelay(c.URL)
	if err != nil {
		return nil, err
	}
	s := &Sender{cfg: c, relay: r, pace: newPace(r.rate), free: make(chan struct{}, r.connections)}
	if s.tokens, err = newTokens(c, r); err != nil {
		return nil, err
	}
	if s.signer, err = c.DKIM.signer(c.From); err != nil {
		return nil, err
	}
	if s.texts, err = loadTemplates(); err != nil {
		return nil, err
	}
	for range r.connections {
		s.idle = append(s.idle, &line{sender: s})
		s.free <- struct{}{}
	}
	return s, nil
}

// Lanes is how many letters may be under way at once, each over a connection of its own.
func (s *Sender) Lanes() int { return s.relay.connections }

// Close hangs up; letters under way are finished first.
func (s *Sender) Close() error {
	s.mu.Lock()
	s.stopped = true
	s.mu.Unlock()
	for range s.relay.connections {
		<-s.free
	}
	defer func() {
		for range s.relay.connections {
			s.free <- struct{}{}
		}
	}()
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, l := range s.idle {
		errs = append(errs, l.close())
	}
	return errors.Join(errs...)
}

// Send offers one letter to the relay and says what became of it. A connection that went stale since the last letter is
// made anew once, so that a letter takes four timeouts at the most. The end of ctx stops the dialling only: once a
// conversation is under way its answer is waited for, for one timeout, as a lost answer would leave a reminder in
// doubt.
func (s *Sender) Send(ctx context.Context, letter gov.Letter) gov.Posted {
	mail, err := s.write(letter)
	if err != nil {
		return letter.Posted(gov.PostedRefused, err.Error())
	}
	l, err := s.take()
	if err != nil {
		return letter.Posted(gov.PostedUnreached, err.Error())
	}
	defer s.giveBack(l)
	as, reply := l.offer(ctx, mail)
	posted := letter.Posted(as, reply)
	if as != gov.PostedUnreached {
		posted.BodyHash, posted.Template = mail.hash, mail.template
	}
	return posted
}

// take waits for a line.
func (s *Sender) take() (*line, error) {
	<-s.free
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		s.free <- struct{}{}
		return nil, errStopped
	}
	last := len(s.idle) - 1
	l := s.idle[last]
	s.idle = s.idle[:last]
	return l, nil
}

func (s *Sender) giveBack(l *line) {
	s.mu.Lock()
	s.idle = append(s.idle, l)
	s.mu.Unlock()
	s.free <- struct{}{}
}
