package smtp

import (
	"bytes"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/emersion/go-smtp"
)

// The mechanisms of RFC 7677, without and with the channel of RFC 9266.
const (
	scramSHA256     = "SCRAM-SHA-256"
	scramSHA256Plus = "SCRAM-SHA-256-PLUS"
	scramRounds     = 4096
)

// scram is the server's side of one exchange.
type scram struct {
	user, password string
	state          *tls.ConnectionState // with -PLUS; nil without
	accept         func(user string)

	header, bare, first string // what the client said first, and what was answered
	nonce               string
	salt                []byte
	proved              bool
}

// Next carries the exchange on: it asks for the first word, answers it with salt and rounds, and weighs the proof.
func (s *scram) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case response == nil && s.bare == "":
		return []byte{}, false, nil
	case s.bare == "":
		challenge, err = s.begin(string(response))
	case s.proved:
		s.accept(s.user)
		return nil, true, nil
	default:
		challenge, err = s.weigh(response)
	}
	if err != nil {
		return nil, false, smtp.ErrAuthFailed
	}
	return challenge, false, nil
}

func (s *scram) begin(word string) ([]byte, error) {
	parts := strings.SplitN(word, ",", 3)
	if len(parts) != 3 {
		return nil, fmt.Errorf("no first word: %q", word)
	}
	s.header, s.bare = parts[0]+","+parts[1]+",", parts[2]
	if bound := strings.HasPrefix(parts[0], "p="); bound != (s.state != nil) {
		return nil, fmt.Errorf("the channel is %q", parts[0])
	}
	user, nonce, ok := strings.Cut(strings.TrimPrefix(s.bare, "n="), ",r=")
	if !ok || user != s.user {
		return nil, fmt.Errorf("no such user")
	}
	s.nonce, s.salt = nonce+rand.Text(), []byte(rand.Text())
	s.first = fmt.Sprintf("r=%s,s=%s,i=%d", s.nonce, base64.StdEncoding.EncodeToString(s.salt), scramRounds)
	return []byte(s.first), nil
}

// weigh compares the proof, and answers with our own.
func (s *scram) weigh(word []byte) ([]byte, error) {
	said, proof, ok := bytes.Cut(word, []byte(",p="))
	channel, err := s.channel()
	if err != nil {
		return nil, err
	}
	want := "c=" + base64.StdEncoding.EncodeToString(channel) + ",r=" + s.nonce
	if !ok || string(said) != want {
		return nil, fmt.Errorf("another channel or exchange")
	}
	salted, err := pbkdf2.Key(sha256.New, s.password, s.salt, scramRounds, sha256.Size)
	if err != nil {
		return nil, err
	}
	all := []byte(s.bare + "," + s.first + "," + want)
	key := sum(salted, []byte("Client Key"))
	stored := sha256.Sum256(key)
	expected := make([]byte, len(key))
	subtle.XORBytes(expected, key, sum(stored[:], all))
	got, err := base64.StdEncoding.DecodeString(string(proof))
	if err != nil || !hmac.Equal(got, expected) {
		return nil, fmt.Errorf("no proof")
	}
	s.proved = true
	ours := sum(sum(salted, []byte("Server Key")), all)
	return []byte("v=" + base64.StdEncoding.EncodeToString(ours)), nil
}

// channel is what the client must have bound its proof to.
func (s *scram) channel() ([]byte, error) {
	if s.state == nil {
		return []byte(s.header), nil
	}
	bound, err := s.state.ExportKeyingMaterial("EXPORTER-Channel-Binding", []byte{}, 32)
	return append([]byte(s.header), bound...), err
}

func sum(key, text []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(text)
	return mac.Sum(nil)
}
