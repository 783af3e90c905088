package smtp

import (
	"bytes"
	"crypto/subtle"
	"errors"
	"io"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// errLogIn is the answer to mail from a client that has not logged in.
var errLogIn = &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "Log in first"}

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
	if s.server.cfg.Bearer != nil {
		return []string{sasl.Plain, sasl.OAuthBearer}
	}
	return []string{sasl.Plain}
}

// Auth begins a login.
func (s *session) Auth(mechanism string) (sasl.Server, error) {
	if _, ok := s.conn.TLSConnectionState(); !ok {
		return nil, smtp.ErrAuthUnsupported
	}
	switch {
	case mechanism == sasl.Plain:
		return sasl.NewPlainServer(s.plain), nil
	case mechanism == sasl.OAuthBearer && s.server.cfg.Bearer != nil:
		return bearerServer{sasl.NewOAuthBearerServer(s.bearer)}, nil
	default:
		return nil, smtp.ErrAuthUnknownMechanism
	}
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
	if !s.server.cfg.Bearer(opts.Username, opts.Token) {
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
	if s.user == "" {
		return errLogIn
	}
	s.envelope = Envelope{From: from}
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
