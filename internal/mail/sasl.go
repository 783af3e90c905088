package mail

import (
	"errors"

	"github.com/emersion/go-sasl"
	"github.com/wneessen/go-mail/smtp"
)

// login lets go-mail speak the mechanisms of go-sasl. A fresh one serves each connection.
type login struct {
	client  sasl.Client
	refused error // what an OAUTHBEARER server said before its code
}

// newLogin makes the login of a relay, or nil where go-mail itself chooses a mechanism or none is wanted.
func newLogin(r relay) smtp.Auth {
	switch r.auth {
	case authPlain:
		return &login{client: sasl.NewPlainClient("", r.user, r.password)}
	case authBearer:
		return &login{client: sasl.NewOAuthBearerClient(&sasl.OAuthBearerOptions{
			Username: r.user, Token: r.password, Host: r.host, Port: r.port,
		})}
	}
	return nil
}

// Start says the first word, over TLS only.
func (l *login) Start(server *smtp.ServerInfo) (mechanism string, first []byte, err error) {
	if !server.TLS {
		return "", nil, errors.New("the mail relay offers no TLS: the login is not sent")
	}
	return l.client.Start()
}

// Next answers a challenge. A bearer refusal is answered as RFC 7628 wants, so that the relay's own code arrives.
func (l *login) Next(challenge []byte, more bool) ([]byte, error) {
	if !more {
		return nil, l.refused
	}
	response, err := l.client.Next(challenge)
	if refusal := (*sasl.OAuthBearerError)(nil); errors.As(err, &refusal) {
		l.refused = err
		return []byte{1}, nil
	}
	return response, err
}
