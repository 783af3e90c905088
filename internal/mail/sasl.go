package mail

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/emersion/go-sasl"
	"github.com/wneessen/go-mail/smtp"
)

// login says a mechanism's words. A fresh one serves each connection; it speaks over TLS only, whatever the mechanism.
type login struct {
	relay   relay
	secret  string // password or token
	state   *tls.ConnectionState
	inner   smtp.Auth   // a mechanism of go-mail
	client  sasl.Client // or one of go-sasl
	refused error       // what an OAUTHBEARER server said before its code
	scram   bool        // the relay must prove that it knows the password, too
	proved  bool
}

// The mechanisms by the names that relays offer.
const (
	offersScramPlus, offersScram, offersPlain = "SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "PLAIN"
)

// Start says the first word, over TLS only.
func (l *login) Start(server *smtp.ServerInfo) (mechanism string, first []byte, err error) {
	if l.state == nil {
		return "", nil, errors.New("the mail relay offers no TLS: the login is not sent")
	}
	if err := l.choose(server.Auth); err != nil {
		return "", nil, err
	}
	if l.client != nil {
		return l.client.Start()
	}
	return l.inner.Start(server)
}

// choose takes the mechanism that was asked for. With auto it is the best of those offered that never show a password
// to whoever did not know it, and PLAIN where there is none.
func (l *login) choose(offered []string) error {
	r := l.relay
	switch r.auth {
	case authAuto, authScram:
		plus, scram := slices.Contains(offered, offersScramPlus), slices.Contains(offered, offersScram)
		switch {
		case plus:
			l.inner, l.scram = smtp.ScramSHA256PlusAuth(r.user, l.secret, l.state), true
		case scram:
			l.inner, l.scram = smtp.ScramSHA256Auth(r.user, l.secret), true
		case r.auth == authAuto && slices.Contains(offered, offersPlain):
			l.client = sasl.NewPlainClient("", r.user, l.secret)
		default:
			return fmt.Errorf("the mail relay offers %v: none of them is a login for auth=%s", offered, r.auth)
		}
	case authLogin:
		l.inner = smtp.LoginAuth(r.user, l.secret, r.host, false)
	case authXOAuth:
		l.inner = smtp.XOAuth2Auth(r.user, l.secret)
	case authBearer:
		l.client = sasl.NewOAuthBearerClient(&sasl.OAuthBearerOptions{
			Username: r.user, Token: l.secret, Host: r.host, Port: r.port,
		})
	default:
		l.client = sasl.NewPlainClient("", r.user, l.secret)
	}
	return nil
}

// Next answers a challenge. A bearer refusal is answered as RFC 7628 wants, so that the relay's own code arrives.
func (l *login) Next(challenge []byte, more bool) ([]byte, error) {
	switch {
	case !more && l.scram && !l.proved:
		return nil, errors.New("the mail relay did not prove that it knows the password")
	case !more:
		return nil, l.refused
	case l.scram:
		return l.prove(challenge)
	case l.inner != nil:
		return l.inner.Next(challenge, more)
	}
	response, err := l.client.Next(challenge)
	if refusal := (*sasl.OAuthBearerError)(nil); errors.As(err, &refusal) {
		l.refused = err
		return []byte{1}, nil
	}
	return response, err
}

// The rounds that SCRAM may ask for: fewer make the password easy to guess (RFC 7677 asks for 4096), and with very many
// a relay could keep us busy for hours.
const leastRounds, mostRounds = 4096, 1_000_000

// prove carries a SCRAM exchange on.
func (l *login) prove(challenge []byte) ([]byte, error) {
	if _, rounds, ok := bytes.Cut(challenge, []byte(",i=")); ok {
		n, err := strconv.Atoi(string(rounds))
		if err != nil || n < leastRounds || n > mostRounds {
			return nil, fmt.Errorf("the mail relay asks for %.20q rounds of SCRAM: want %d to %d", rounds, leastRounds,
				mostRounds)
		}
	}
	response, err := l.inner.Next(challenge, true)
	if err == nil && bytes.HasPrefix(challenge, []byte("v=")) {
		l.proved = true
	}
	return response, err
}
