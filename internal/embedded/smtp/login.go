package smtp

import (
	"strings"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// xoauth2 is the mechanism by which some relays took tokens before RFC 7628.
const xoauth2 = "XOAUTH2"

// xoauth2Server weighs user=…^Aauth=Bearer …^A^A. A refusal is told as those relays do: a challenge first, the code
// after the client's empty answer.
type xoauth2Server struct {
	accept  func(user, token string) bool
	refused bool
}

// Next weighs the one word of the client.
func (s *xoauth2Server) Next(response []byte) (challenge []byte, done bool, err error) {
	if s.refused {
		return nil, false, smtp.ErrAuthFailed
	}
	if response == nil {
		return []byte{}, false, nil
	}
	user, rest, ok := strings.Cut(strings.TrimPrefix(string(response), "user="), "\x01auth=Bearer ")
	token, end := strings.CutSuffix(rest, "\x01\x01")
	if ok && end && s.accept(user, token) {
		return nil, true, nil
	}
	s.refused = true
	return []byte(`{"status":"401","schemes":"bearer"}`), false, nil
}

// loginServer is the old mechanism LOGIN: it asks for the user, then for the password.
type loginServer struct {
	accept func(identity, user, password string) error
	asked  int
	user   string
}

// Next asks for one after the other.
func (s *loginServer) Next(response []byte) (challenge []byte, done bool, err error) {
	s.asked++
	switch s.asked {
	case 1:
		return []byte("Username:"), false, nil
	case 2:
		s.user = string(response)
		return []byte("Password:"), false, nil
	}
	return nil, true, s.accept("", s.user, string(response))
}

var (
	_ sasl.Server = (*xoauth2Server)(nil)
	_ sasl.Server = (*loginServer)(nil)
	_ sasl.Server = (*scram)(nil)
)
