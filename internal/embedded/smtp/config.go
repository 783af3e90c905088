package smtp

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"net"

	"github.com/emersion/go-smtp"
)

// Config says where mail is kept and who may send it. Only Dir is required.
type Config struct {
	// Dir receives one file per message; it is made when missing.
	Dir string
	// Addr is a loopback address. Default "127.0.0.1:0", a port chosen by the system.
	Addr string
	// User and Password are what a client logs in with (PLAIN). Default:
	// "gyeol" and a random password, see Server.Credentials.
	User, Password string
	// Bearer judges an OAUTHBEARER token; nil: the mechanism is not offered.
	Bearer func(user, token string) bool
	// Mechanisms are what is offered after TLS, of PLAIN, LOGIN,
	// SCRAM-SHA-256, SCRAM-SHA-256-PLUS, XOAUTH2 and OAUTHBEARER. Default:
	// PLAIN, and with Bearer OAUTHBEARER.
	Mechanisms []string
	// Open takes mail from whoever comes, without TLS and login. Default false.
	Open bool
	// NoUTF8 offers no SMTPUTF8. Default false.
	NoUTF8 bool
	// MaxMessageBytes limits one message. Default 32 MiB.
	MaxMessageBytes int64
	// Begin judges the beginning of a message: the envelope holds its sender.
	Begin func(Envelope) error
	// Decide judges each recipient as it is named: the envelope holds this one
	// only. An error made by Refuse is answered as it says, any other with 451.
	Decide func(Envelope) error
	// DecideMessage judges a complete message before it is kept.
	DecideMessage func(Message) error
	// Kept is told of each message when it is on the disk and 250 has not been
	// said yet. Its error is answered in place of 250, although the message is
	// kept: what a client sees of a lost 250.
	Kept func(Message) error
	// Logger receives faults of the folder and of connections. Default: slog.Default().
	Logger *slog.Logger
}

func (c Config) withDefaults() (Config, error) {
	if c.Addr == "" {
		c.Addr = "127.0.0.1:0"
	}
	host, _, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return c, fmt.Errorf("read address: %w", err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return c, fmt.Errorf("the address %s is not a loopback address", c.Addr)
	}
	if c.User == "" {
		c.User = "gyeol"
	}
	if c.Password == "" {
		c.Password = rand.Text()
	}
	if c.MaxMessageBytes == 0 {
		c.MaxMessageBytes = 32 << 20
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	return c, nil
}

// Refuse is an answer for Begin, Decide, DecideMessage and Kept: a code from 400 to
// 599 and a text. 4xx asks the client to try later, 5xx not to.
func Refuse(code int, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 0, 0}, Message: text}
}
