package smtp_test

import (
	"crypto/tls"
	"errors"
	"net"
	"testing"

	"github.com/emersion/go-sasl"
	gosmtp "github.com/emersion/go-smtp"

	"gyeol/internal/embedded/smtp"
)

// bearer hears a refusal out, as RFC 7628 wants, instead of breaking off.
type bearer struct{ sasl.Client }

func (b bearer) Next(challenge []byte) ([]byte, error) {
	response, err := b.Client.Next(challenge)
	var refused *sasl.OAuthBearerError
	if errors.As(err, &refused) {
		return []byte{1}, nil
	}
	return response, err
}

func TestServer_BearerToken(t *testing.T) {
	t.Parallel()
	s := start(t, smtp.Config{Bearer: func(user, token string) bool { return user == "office" && token == "good" }})
	host, _, err := net.SplitHostPort(s.Addr())
	must(t, err)
	login := func(token string) error {
		conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", s.Addr())
		must(t, err)
		c, err := gosmtp.NewClientStartTLS(conn, &tls.Config{RootCAs: s.Roots(), ServerName: host})
		must(t, err)
		defer c.Close()
		return c.Auth(bearer{sasl.NewOAuthBearerClient(&sasl.OAuthBearerOptions{Username: "office", Token: token})})
	}
	if err := login("good"); err != nil {
		t.Errorf("good token: %v", err)
	}
	var refused *gosmtp.SMTPError
	if err := login("bad"); !errors.As(err, &refused) || refused.Code != 535 {
		t.Errorf("bad token: %v, want 535", err)
	}
}
