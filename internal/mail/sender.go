package mail

import (
	"context"
	"errors"
	"strings"
	"sync"

	gomail "github.com/wneessen/go-mail"

	"gyeol/gov"
)

// Sender sends letters, one after the other over one connection that it keeps. It may be used from many goroutines.
type Sender struct {
	cfg     Config
	relay   relay
	texts   *templates
	mu      sync.Mutex // guards conn and orders the letters
	conn    *connection
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
	texts, err := loadTemplates()
	if err != nil {
		return nil, err
	}
	return &Sender{cfg: c, relay: r, texts: texts}, nil
}

// Close hangs up; a letter under way is finished first.
func (s *Sender) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped = true
	if s.conn == nil {
		return nil
	}
	conn := s.conn
	s.conn = nil
	if err := conn.extend(s.cfg.Timeout); err != nil {
		return conn.drop()
	}
	return conn.close()
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
	s.mu.Lock()
	defer s.mu.Unlock()
	as, reply := s.offer(ctx, mail.msg)
	posted := letter.Posted(as, reply)
	if as != gov.PostedUnreached {
		posted.BodyHash, posted.Template = mail.hash, mail.template
	}
	return posted
}

// offer sends a message over the kept connection, or over a new one.
func (s *Sender) offer(ctx context.Context, msg *gomail.Msg) (gov.PostedAs, string) {
	for kept := s.conn != nil; ; kept = false {
		if err := s.connect(ctx); err != nil {
			return gov.PostedUnreached, oneLine(err.Error())
		}
		err := s.conn.client.SendWithSMTPClient(s.conn.talk, msg)
		if err != nil {
			s.letGo(err)
		}
		if msg.IsDelivered() { // also where the RSET after it failed
			return gov.PostedDelivered, oneLine(msg.ServerResponse())
		}
		if as := judge(err); as != gov.PostedUnreached || !kept {
			return as, oneLine(err.Error())
		}
	}
}

// connect makes sure that there is a connection.
func (s *Sender) connect(ctx context.Context) error {
	if s.stopped {
		return errStopped
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.conn != nil {
		if s.conn.extend(s.cfg.Timeout) == nil {
			return nil
		}
		s.hangUp()
	}
	var err error
	if s.conn, err = dial(ctx, s.cfg, s.relay); err != nil {
		return err
	}
	return ctx.Err() // logging in does not heed it: the letter is not begun any more, the connection is kept
}

// hangUp drops a connection that is of no more use.
func (s *Sender) hangUp() {
	_ = s.conn.drop() // it is broken already, which is why it goes
	s.conn = nil
}

// letGo drops the connection unless the relay answered in good order and waits for the next letter.
func (s *Sender) letGo(err error) {
	var refusal *gomail.SendError
	answered := errors.As(err, &refusal) && refusal.ErrorCode() >= 400 && refusal.ErrorCode() != 421
	if answered && refusal.Reason != gomail.ErrSMTPReset {
		return
	}
	s.hangUp()
}

// judge says what an error of go-mail means for the letter. A relay that was lost before it was asked about the letter
// has not been reached; one that was lost after the last byte leaves the letter in doubt.
func judge(err error) gov.PostedAs {
	var e *gomail.SendError
	if !errors.As(err, &e) {
		return gov.PostedUnreached
	}
	switch code := e.ErrorCode(); {
	case e.Reason == gomail.ErrGetSender || e.Reason == gomail.ErrGetRcpts || e.Reason == gomail.ErrNoUnencoded:
		return gov.PostedRefused
	case e.Reason == gomail.ErrConnCheck || e.Reason == gomail.ErrSMTPMailFrom: // it is us that the relay does not want
		return gov.PostedUnreached
	case code >= 500:
		return gov.PostedRefused
	case code >= 400:
		return gov.PostedDeferred
	case e.Reason == gomail.ErrSMTPDataClose:
		return gov.PostedUnsure
	case e.Reason == gomail.ErrSMTPRcptTo || e.Reason == gomail.ErrSMTPData:
		return gov.PostedUnreached
	}
	return gov.PostedDeferred
}

// oneLine is an answer as it is kept: short and without line ends.
func oneLine(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > 300 {
		text = strings.ToValidUTF8(text[:300], "")
	}
	return text
}
