package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// connection is a logged-in conversation with the relay.
type connection struct {
	client *gomail.Client
	talk   *smtp.Client
	wire   net.Conn
	secret string // that it logged in with
	left   int    // letters before it is made anew
}

// dial connects, secures and logs in. A token that is refused is exchanged for another once.
func dial(ctx context.Context, s *Sender) (*connection, error) {
	for again := false; ; again = true {
		secret := ""
		if s.relay.auth != off {
			var err error
			if secret, err = s.tokens.secret(ctx); err != nil {
				return nil, err
			}
		}
		conn, err := dialWith(ctx, s, secret)
		var refusal *loginError
		if !errors.As(err, &refusal) || again || !s.tokens.refused(secret) {
			return conn, err
		}
	}
}

// loginError is what the relay said to a login.
type loginError struct{ err error }

// Error is its answer.
func (r *loginError) Error() string { return "SMTP AUTH failed: " + r.err.Error() }

// Unwrap is the answer itself.
func (r *loginError) Unwrap() error { return r.err }

// dialWith connects, secures and logs in with a secret. What a failing log-in leaves open is closed here: go-mail
// forgets it.
func dialWith(ctx context.Context, s *Sender, secret string) (*connection, error) {
	conn := &connection{secret: secret, left: s.relay.perConnection}
	var err error
	if conn.client, err = gomail.NewClient(s.relay.host, conn.options(s)...); err != nil {
		return nil, fmt.Errorf("mail relay: %w", err)
	}
	conn.talk, err = conn.client.DialToSMTPClientWithContext(ctx)
	if err == nil {
		err = conn.logIn(s, secret)
	}
	if err != nil {
		if conn.wire != nil {
			err = errors.Join(err, conn.drop())
		}
		return nil, fmt.Errorf("reach mail relay %s: %w", s.relay.addr(), err)
	}
	return conn, nil
}

func (c *connection) options(s *Sender) []gomail.Option {
	r, secure := s.relay, s.relay.tlsConfig(s.cfg.Roots)
	reach := func(ctx context.Context, network, _ string) (net.Conn, error) {
		var err error
		c.wire, err = (&net.Dialer{}).DialContext(ctx, network, r.addr())
		return c.wire, err
	}
	out := []gomail.Option{
		gomail.WithPort(r.port), gomail.WithTimeout(s.cfg.Timeout), gomail.WithHELO("gyeol"), gomail.WithTLSConfig(secure),
	}
	switch r.tls {
	case tlsStart:
		return append(out, gomail.WithTLSPolicy(gomail.TLSMandatory), gomail.WithDialContextFunc(reach))
	case tlsImplicit:
		return append(out, gomail.WithTLSPolicy(gomail.NoTLS), gomail.WithSSL(), gomail.WithDialContextFunc(
			func(ctx context.Context, network, _ string) (net.Conn, error) {
				var err error
				c.wire, err = (&tls.Dialer{Config: secure}).DialContext(ctx, network, r.addr())
				return c.wire, err
			}))
	}
	return append(out, gomail.WithTLSPolicy(gomail.NoTLS), gomail.WithDialContextFunc(reach))
}

// logIn says who we are. It is done here and not by go-mail, as the channel is part of what SCRAM-…-PLUS proves.
func (c *connection) logIn(s *Sender, secret string) error {
	if s.relay.auth == off {
		return nil
	}
	if err := c.extend(s.cfg.Timeout); err != nil {
		return err
	}
	l := &login{relay: s.relay, secret: secret}
	if state, ok := c.talk.TLSConnectionState(); ok {
		l.state = &state
	}
	if err := c.talk.Auth(l); err != nil {
		return &loginError{err}
	}
	return nil
}

// most is the size of a message that the relay takes, in bytes; 0: it does not say.
func (c *connection) most() int {
	_, size := c.talk.Extension("SIZE")
	n, err := strconv.Atoi(size)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// knowsUTF8 reports whether the relay takes addresses that are not ASCII (RFC 6531).
func (c *connection) knowsUTF8() bool {
	ok, _ := c.talk.Extension("SMTPUTF8")
	return ok
}

// extend gives the next letter its time: the relay's silence since the last one does not count.
func (c *connection) extend(timeout time.Duration) error { return c.talk.UpdateDeadline(timeout) }

// close says good-bye and hangs up.
func (c *connection) close() error {
	bye := c.talk.Quit()
	return errors.Join(bye, c.drop())
}

// drop hangs up on a relay that no longer answers.
func (c *connection) drop() error {
	if err := c.wire.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}
