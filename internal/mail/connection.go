package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// connection is a logged-in conversation with the relay.
type connection struct {
	client *gomail.Client
	talk   *smtp.Client
	wire   net.Conn
}

// dial connects, secures and logs in. What a failing log-in leaves open is closed here: go-mail forgets it.
func dial(ctx context.Context, c Config, r relay) (*connection, error) {
	conn := &connection{}
	options := []gomail.Option{
		gomail.WithPort(r.port), gomail.WithTimeout(c.Timeout), gomail.WithHELO("gyeol"),
		gomail.WithTLSConfig(r.tlsConfig(c.Roots)), gomail.WithTLSPolicy(gomail.NoTLS),
		gomail.WithDialContextFunc(func(ctx context.Context, network, _ string) (net.Conn, error) {
			var err error
			conn.wire, err = (&net.Dialer{}).DialContext(ctx, network, r.addr())
			return conn.wire, err
		}),
	}
	switch r.tls {
	case tlsStart:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case tlsImplicit:
		options = append(options, gomail.WithSSL(), gomail.WithDialContextFunc(
			func(ctx context.Context, network, _ string) (net.Conn, error) {
				var err error
				conn.wire, err = (&tls.Dialer{Config: r.tlsConfig(c.Roots)}).DialContext(ctx, network, r.addr())
				return conn.wire, err
			}))
	}
	if own := newLogin(r); own != nil {
		options = append(options, gomail.WithSMTPAuthCustom(own))
	} else if r.auth == authAuto {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(r.user), gomail.WithPassword(r.password))
	}
	var err error
	if conn.client, err = gomail.NewClient(r.host, options...); err != nil {
		return nil, fmt.Errorf("mail relay: %w", err)
	}
	if conn.talk, err = conn.client.DialToSMTPClientWithContext(ctx); err != nil {
		if conn.wire != nil {
			err = errors.Join(err, conn.wire.Close())
		}
		return nil, fmt.Errorf("reach mail relay %s: %w", r.addr(), err)
	}
	return conn, nil
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
