package smtp

import (
	"bytes"
	"crypto/subtle"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// errLogIn is the answer to mail from a client that has not logged in.
var errLogIn = &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "Log in first"}

// errTLS is the answer to mail from a client that speaks in clear (RFC 3207).
var errTLS = &smtp.SMTPError{
	Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "Must issue a STARTTLS command first",
}

// session is one connection, before or after STARTTLS.
type session struct {
	server   *Server
	conn     *smtp.Conn
	user     string
	envelope Envelope
}

var _ smtp.AuthSession = (*session)(nil)

func (s *Server) newSession(conn *smtp.Conn) (smtp.Session, error) {
	return &session{server: s, conn: conn}, nil
}

// AuthMechanisms offers nothing before TLS.
func (s *session) AuthMechanisms() []string {
	if _, ok := s.conn.TLSConnectionState(); !ok {
		return nil
	}
	if len(s.server.cfg.Mechanisms) > 0 {
		return s.server.cfg.Mechanisms
	}
	if s.server.cfg.Bearer != nil {
		return []string{sasl.Plain, sasl.OAuthBearer}
	}
	return []string{sasl.Plain}
}

// Auth begins a login by a mechanism that is offered.
func (s *session) Auth(mechanism string) (sasl.Server, error) {
	state, ok := s.conn.TLSConnectionState()
	if !ok {
		return nil, smtp.ErrAuthUnsupported
	}
	if !slices.Contains(s.AuthMechanisms(), mechanism) {
		return nil, smtp.ErrAuthUnknownMechanism
	}
	c := s.server.cfg
	switch mechanism {
	case sasl.Plain:
		return sasl.NewPlainServer(s.plain), nil
	case sasl.Login:
		return &loginServer{accept: s.plain}, nil
	case scramSHA256, scramSHA256Plus:
		exchange := &scram{user: c.User, password: c.Password, accept: func(user string) { s.user = user }}
		if mechanism == scramSHA256Plus {
			exchange.state = &state
		}
		return exchange, nil
	case xoauth2:
		return &xoauth2Server{accept: func(user, token string) bool {
			return s.bearer(sasl.OAuthBearerOptions{Username: user, Token: token}) == nil
		}}, nil
	case sasl.OAuthBearer:
		return bearerServer{sasl.NewOAuthBearerServer(s.bearer)}, nil
	}
	return nil, smtp.ErrAuthUnknownMechanism
}

func (s *session) plain(identity, user, password string) error {
	sameUser := subtle.ConstantTimeCompare([]byte(user), []byte(s.server.cfg.User))
	samePassword := subtle.ConstantTimeCompare([]byte(password), []byte(s.server.cfg.Password))
	if sameUser&samePassword != 1 || (identity != "" && identity != user) {
		return smtp.ErrAuthFailed
	}
	s.user = user
	return nil
}

func (s *session) bearer(opts sasl.OAuthBearerOptions) *sasl.OAuthBearerError {
	if s.server.cfg.Bearer == nil || !s.server.cfg.Bearer(opts.Username, opts.Token) {
		return &sasl.OAuthBearerError{Status: "invalid_token", Schemes: "bearer"}
	}
	s.user = opts.Username
	if s.user == "" {
		s.user = "bearer"
	}
	return nil
}

// bearerServer answers a refused token with 535, where go-smtp would say that
// the fault is temporary.
type bearerServer struct{ sasl.Server }

// Next carries the exchange on.
func (b bearerServer) Next(response []byte) (challenge []byte, done bool, err error) {
	challenge, done, err = b.Server.Next(response)
	if err != nil {
		return challenge, done, smtp.ErrAuthFailed
	}
	return challenge, done, nil
}

// Mail begins a message.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if _, secure := s.conn.TLSConnectionState(); !secure && !s.server.cfg.Open {
		return errTLS
	}
	if s.user == "" && !s.server.cfg.Open {
		return errLogIn
	}
	s.envelope = Envelope{From: from}
	if begin := s.server.cfg.Begin; begin != nil {
		if err := begin(s.envelope); err != nil {
			return answer(err)
		}
	}
	return nil
}

// Rcpt adds a recipient.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if decide := s.server.cfg.Decide; decide != nil {
		if err := decide(Envelope{From: s.envelope.From, To: []string{to}, Time: time.Now()}); err != nil {
			return answer(err)
		}
	}
	s.envelope.To = append(s.envelope.To, to)
	return nil
}

// Data keeps the message; a nil error is the 250.
func (s *session) Data(r io.Reader) error {
	var content bytes.Buffer
	if _, err := content.ReadFrom(r); err != nil {
		return err
	}
	s.server.keeping.RLock()
	defer s.server.keeping.RUnlock()
	if s.server.stopped {
		return Refuse(421, "Closing")
	}
	s.envelope.Time = time.Now().UTC()
	m, err := newMessage(s.server.cfg.Dir, s.envelope, content.Bytes())
	if err != nil {
		return answer(err)
	}
	if decide := s.server.cfg.DecideMessage; decide != nil {
		if err := decide(m); err != nil {
			return answer(err)
		}
	}
	if err := m.keep(content.Bytes()); err != nil {
		s.server.cfg.Logger.Error("message not kept", "error", err)
		return answer(err)
	}
	if kept := s.server.cfg.Kept; kept != nil {
		if err := kept(m); err != nil {
			return answer(err)
		}
	}
	return nil
}

// Reset forgets the message that was begun.
func (s *session) Reset() { s.envelope = Envelope{} }

// Logout has nothing to free.
func (s *session) Logout() error { return nil }

// answer turns an error into what the client is told.
func answer(err error) error {
	var known *smtp.SMTPError
	if errors.As(err, &known) {
		return known
	}
	return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "Message not kept, try again"}
}
