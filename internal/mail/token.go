package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// OAuth is a token endpoint. With a refresh token it is asked with that, else with the credentials of the client.
type OAuth struct {
	// URL of the endpoint, https but on loopback. Empty: no endpoint is asked.
	URL string
	// ClientID and Secret name gyeol to the endpoint.
	ClientID, Secret string
	// Refresh is a refresh token. An endpoint that gives a new one with each answer must let the old one live, as the
	// new one is kept in memory alone.
	Refresh string
	// Scope is what the token is for; several are parted by spaces.
	Scope string
}

// tokens gives the secret of a login: a password, or a token that ends.
type tokens interface {
	// secret is what to log in with now.
	secret(ctx context.Context) (string, error)
	// refused is told that a secret was not taken, and reports whether another may be had.
	refused(secret string) bool
}

// newTokens chooses where the secret of a relay comes from.
func newTokens(c Config, r relay) (tokens, error) {
	switch {
	case c.OAuth.URL != "" && r.tokenFile != "":
		return nil, errors.New("the token of the mail relay comes from an endpoint or from a file, not from both")
	case c.OAuth.URL != "":
		if !r.bearing() {
			return nil, fmt.Errorf("a token endpoint is for auth=xoauth2 and oauthbearer, not for auth=%q", r.auth)
		}
		return newEndpoint(c)
	case r.tokenFile != "":
		return &tokenFile{path: r.tokenFile}, nil
	}
	return fixed(r.password), nil
}

// fixed is a secret that stands in the configuration.
type fixed string

func (f fixed) secret(context.Context) (string, error) { return string(f), nil }

func (fixed) refused(string) bool { return false }

// tokenFile is a file that somebody else keeps fresh. It is read for each log-in.
type tokenFile struct{ path string }

// mostToken is how long a token may be, in bytes.
const mostToken = 16 << 10

func (f *tokenFile) secret(context.Context) (string, error) { return f.read() }

func (f *tokenFile) read() (string, error) {
	text, err := os.ReadFile(f.path)
	if err != nil {
		return "", fmt.Errorf("read the token of the mail relay: %w", err)
	}
	token := strings.TrimSpace(string(text))
	if token == "" || len(token) > mostToken || strings.ContainsAny(token, "\r\n\x00\x01") {
		return "", fmt.Errorf("the token file %s holds no token", f.path)
	}
	return token, nil
}

// refused looks whether the file has changed meanwhile.
func (f *tokenFile) refused(secret string) bool {
	now, err := f.read()
	return err == nil && now != secret
}

// endpoint asks for a token and keeps it until shortly before its end, or until it is refused.
type endpoint struct {
	timeout time.Duration
	http    *http.Client
	mu      sync.Mutex
	ask     func(context.Context) (*oauth2.Token, error)
	token   *oauth2.Token
}

// early is how long before its end a token is renewed: a log-in takes a while.
const early = 30 * time.Second

func newEndpoint(c Config) (*endpoint, error) {
	u, err := url.Parse(c.OAuth.URL)
	if err != nil || u.Host == "" || (u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname()))) {
		return nil, errors.New("the token endpoint of the mail relay must be an https address")
	}
	if c.OAuth.ClientID == "" {
		return nil, errors.New("the token endpoint of the mail relay needs the id of a client")
	}
	e := &endpoint{timeout: c.Timeout, http: plainClient(c.Timeout, c.Roots)}
	scopes := strings.Fields(c.OAuth.Scope)
	if c.OAuth.Refresh == "" {
		config := &clientcredentials.Config{
			ClientID: c.OAuth.ClientID, ClientSecret: c.OAuth.Secret, TokenURL: c.OAuth.URL, Scopes: scopes,
		}
		e.ask = config.Token
		return e, nil
	}
	config := &oauth2.Config{
		ClientID: c.OAuth.ClientID, ClientSecret: c.OAuth.Secret, Scopes: scopes,
		Endpoint: oauth2.Endpoint{TokenURL: c.OAuth.URL},
	}
	refresh := c.OAuth.Refresh
	e.ask = func(ctx context.Context) (*oauth2.Token, error) {
		token, err := config.TokenSource(ctx, &oauth2.Token{RefreshToken: refresh}).Token()
		if err == nil && token.RefreshToken != "" {
			refresh = token.RefreshToken
		}
		return token, err
	}
	return e, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// plainClient follows no redirect: a secret goes to the endpoint that was named and nowhere else.
func plainClient(timeout time.Duration, roots *x509.CertPool) *http.Client {
	return &http.Client{
		Timeout:       timeout,
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func (e *endpoint) secret(ctx context.Context) (string, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.token != nil && fresh(e.token) {
		return e.token.AccessToken, nil
	}
	ctx, cancel := context.WithTimeout(context.WithValue(ctx, oauth2.HTTPClient, e.http), e.timeout)
	defer cancel()
	token, err := e.ask(ctx)
	if err != nil {
		return "", endpointFault(err)
	}
	e.token = token
	return token.AccessToken, nil
}

// endpointFault tells what an endpoint said without the body of its answer, which may hold what we sent.
func endpointFault(err error) error {
	if said := (*oauth2.RetrieveError)(nil); errors.As(err, &said) {
		return fmt.Errorf("the token endpoint of the mail relay refused: %s %.60q", said.Response.Status, said.ErrorCode)
	}
	return errors.New("the token endpoint of the mail relay gave no token: it does not answer, or not as it should")
}

// refused forgets the token, unless another log-in has renewed it meanwhile.
func (e *endpoint) refused(secret string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.token != nil && e.token.AccessToken == secret {
		e.token = nil
	}
	return true
}
