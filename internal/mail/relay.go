package mail

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
)

// relay is a URL taken apart.
type relay struct {
	host           string
	port           int
	user, password string
	tls, auth      string
	tokenFile      string // holds the token, read anew for each log-in
	rate           int    // letters a minute; 0: as fast as the relay takes them
	perConnection  int    // letters before a connection is made anew
	connections    int    // at once
}

// The words of a relay's URL.
const (
	tlsStart, tlsImplicit, tlsNone = "starttls", "implicit", "none"

	authPlain, authLogin, authScram = "plain", "login", "scram-sha-256"
	authXOAuth, authBearer          = "xoauth2", "oauthbearer"
	authAuto, off                   = "auto", ""
)

// The bounds of a relay's numbers.
const (
	defaultPerConnection = 100
	mostPerConnection    = 100_000
	mostConnections      = 20
	mostRate             = 60_000 // a minute
)

// parseRelay reads a URL; its faults never name the password. Its words are
//
//	tls             starttls (default), implicit or none
//	auth            plain (default with a user), login, scram-sha-256, xoauth2, oauthbearer or auto
//	token_file      file with the token of xoauth2 and oauthbearer, in place of the password
//	rate            letters a minute at the most; default: no limit
//	per_connection  letters before a connection is made anew; default 100
//	connections     connections at once; default 1
func parseRelay(raw string) (relay, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "smtp" || u.Hostname() == "" {
		return relay{}, errors.New("the mail relay must be written smtp://user:password@host:port?tls=…&auth=…")
	}
	q := u.Query()
	r := relay{
		host: u.Hostname(), tls: cmp.Or(q.Get("tls"), tlsStart), auth: q.Get("auth"), user: u.User.Username(),
		tokenFile: q.Get("token_file"), perConnection: defaultPerConnection, connections: 1,
	}
	r.password, _ = u.User.Password()
	if r.port, err = r.portOf(u.Port()); err != nil {
		return relay{}, err
	}
	if r.auth == off && r.user != "" {
		r.auth = authPlain
	}
	for _, n := range []struct {
		name string
		into *int
		most int
	}{
		{"rate", &r.rate, mostRate},
		{"per_connection", &r.perConnection, mostPerConnection},
		{"connections", &r.connections, mostConnections},
	} {
		if err := bounded(q.Get(n.name), n.name, n.most, n.into); err != nil {
			return relay{}, err
		}
	}
	for name := range q {
		if !slices.Contains(words, name) {
			return relay{}, fmt.Errorf("the mail relay has a word %q that is not known", name)
		}
	}
	return r, r.check()
}

// words are all that may stand after the question mark.
var words = []string{"tls", "auth", "token_file", "rate", "per_connection", "connections"}

// bounded reads a number from 1 to most; an empty text leaves the default.
func bounded(text, name string, most int, into *int) error {
	if text == "" {
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > most {
		return fmt.Errorf("the mail relay has %s=%q: want a number from 1 to %d", name, text, most)
	}
	*into = n
	return nil
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
	case off, authPlain, authLogin, authScram, authXOAuth, authBearer, authAuto:
	default:
		return fmt.Errorf("the mail relay has auth=%q: want plain, login, scram-sha-256, xoauth2, oauthbearer or auto",
			r.auth)
	}
	if r.auth != off && r.tls == tlsNone {
		return errors.New("the mail relay wants a login without TLS: the password would be readable on the way")
	}
	if r.auth != off && r.user == "" {
		return errors.New("the mail relay wants a login and names no user")
	}
	if r.tokenFile != "" && !r.bearing() {
		return fmt.Errorf("the mail relay has token_file and auth=%q: tokens are for xoauth2 and oauthbearer", r.auth)
	}
	return nil
}

// bearing reports whether the login shows a token.
func (r relay) bearing() bool { return r.auth == authXOAuth || r.auth == authBearer }

func (r relay) tlsConfig(roots *x509.CertPool) *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, ServerName: r.host, RootCAs: roots}
}

func (r relay) addr() string { return net.JoinHostPort(r.host, strconv.Itoa(r.port)) }
