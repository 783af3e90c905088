package mail

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Config says how mails leave.
type Config struct {
	// URL is the relay: smtp://user:password@host:port?tls=starttls|implicit|none&auth=plain|oauthbearer|auto.
	// Default are starttls and, with a user, plain; with oauthbearer the password is the token. No login travels
	// without TLS.
	URL string
	// From is the address of the sender, FromName its name.
	From, FromName string
	// BaseURL is where people reach gyeol; the only links of a mail lie below it.
	BaseURL string
	// Roots verify the relay's certificate. Default: those of the machine.
	Roots *x509.CertPool
	// Timeout bounds the dialling and the sending of one letter each. Default DefaultTimeout: a claim lasts 30 s, and
	// one letter may take both twice.
	Timeout time.Duration
}

// DefaultTimeout bounds the dialling and the sending of one letter each.
const DefaultTimeout = 6 * time.Second

// relay is a URL taken apart.
type relay struct {
	host           string
	port           int
	user, password string
	tls, auth      string
}

// The words of a relay's URL.
const (
	tlsStart, tlsImplicit, tlsNone       = "starttls", "implicit", "none"
	authPlain, authBearer, authAuto, off = "plain", "oauthbearer", "auto", ""
)

// parseRelay reads a URL; its faults never name the password.
func parseRelay(raw string) (relay, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "smtp" || u.Hostname() == "" {
		return relay{}, errors.New("the mail relay must be written smtp://user:password@host:port?tls=…&auth=…")
	}
	q := u.Query()
	r := relay{host: u.Hostname(), tls: cmp.Or(q.Get("tls"), tlsStart), auth: q.Get("auth"), user: u.User.Username()}
	r.password, _ = u.User.Password()
	if r.port, err = r.portOf(u.Port()); err != nil {
		return relay{}, err
	}
	if r.auth == off && r.user != "" {
		r.auth = authPlain
	}
	return r, r.check()
}

func (r relay) portOf(port string) (int, error) {
	if port == "" {
		return map[string]int{tlsStart: 587, tlsImplicit: 465, tlsNone: 25}[r.tls], nil
	}
	n, err := strconv.Atoi(port)
	if err != nil || n < 1 || n > 65535 {
		return 0, fmt.Errorf("the mail relay has no port %q", port)
	}
	return n, nil
}

func (r relay) check() error {
	switch r.tls {
	case tlsStart, tlsImplicit, tlsNone:
	default:
		return fmt.Errorf("the mail relay has tls=%q: want starttls, implicit or none", r.tls)
	}
	switch r.auth {
	case off, authPlain, authBearer, authAuto:
	default:
		return fmt.Errorf("the mail relay has auth=%q: want plain, oauthbearer or auto", r.auth)
	}
	if r.auth != off && r.tls == tlsNone {
		return errors.New("the mail relay wants a login without TLS: the password would be readable on the way")
	}
	if r.auth != off && r.user == "" {
		return errors.New("the mail relay wants a login and names no user")
	}
	return nil
}

func (r relay) tlsConfig(roots *x509.CertPool) *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, ServerName: r.host, RootCAs: roots}
}

func (r relay) addr() string { return net.JoinHostPort(r.host, strconv.Itoa(r.port)) }

// checked fills in the defaults.
func (c Config) checked() (Config, error) {
	c.Timeout = cmp.Or(c.Timeout, DefaultTimeout)
	if from, err := netmail.ParseAddress(c.From); err != nil || from.Address != c.From {
		return c, fmt.Errorf("the sender %q is no mail address", c.From)
	}
	base, err := url.Parse(c.BaseURL)
	if err != nil || (base.Scheme != "http" && base.Scheme != "https") || base.Host == "" {
		return c, fmt.Errorf("the address %q of this installation is no http address", c.BaseURL)
	}
	c.BaseURL = strings.TrimSuffix(c.BaseURL, "/")
	return c, nil
}
