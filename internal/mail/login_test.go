package mail

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/wneessen/go-mail/smtp"

	"gyeol/gov"
	server "gyeol/internal/embedded/smtp"
)

// asking makes a sender whose relay's URL ends with words.
func asking(t *testing.T, s *server.Server, user, secret, words string, change ...func(*Config)) *Sender {
	t.Helper()
	return sender(t, s, s.Addr(), append([]func(*Config){func(c *Config) {
		c.URL = fmt.Sprintf("smtp://%s:%s@%s?%s", user, url.QueryEscape(secret), s.Addr(), words)
	}}, change...)...)
}

func TestSend_LogsInAsTheRelayWants(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		offered []string
		auth    string
	}{
		{[]string{"PLAIN"}, "plain"},
		{[]string{"PLAIN"}, "auto"},
		{[]string{"LOGIN"}, "login"},
		{[]string{"SCRAM-SHA-256", "PLAIN"}, "scram-sha-256"},
		{[]string{"SCRAM-SHA-256", "SCRAM-SHA-256-PLUS"}, "scram-sha-256"},
		{[]string{"SCRAM-SHA-256-PLUS"}, "auto"},
		{[]string{"SCRAM-SHA-256"}, "auto"},
	} {
		t.Run(fmt.Sprint(c.auth, c.offered), func(t *testing.T) {
			t.Parallel()
			s := sink(t, server.Config{Mechanisms: c.offered})
			user, password := s.Credentials()
			p := asking(t, s, user, password, "auth="+c.auth).Send(t.Context(), sample(t, gov.NoticeAssigned))
			require.Equal(t, gov.PostedDelivered, p.As, p.Reply)
			p = asking(t, s, user, "guess", "auth="+c.auth).Send(t.Context(), sample(t, gov.NoticeAssigned))
			require.Equal(t, gov.PostedUnreached, p.As, "a wrong password is no fault of the letter")
			require.NotContains(t, p.Reply, "guess")
		})
	}
	for _, offered := range [][]string{{"LOGIN"}, {"XOAUTH2"}} {
		s := sink(t, server.Config{Mechanisms: offered})
		user, password := s.Credentials()
		p := asking(t, s, user, password, "auth=auto").Send(t.Context(), sample(t, gov.NoticeAssigned))
		require.Equal(t, gov.PostedUnreached, p.As)
		require.Contains(t, p.Reply, "none of them is a login for auth=auto")
	}
}

// A relay that says yes without showing that it knows the password may be anybody, and one that asks for few rounds
// wants to guess it.
func TestLogin_SCRAMIsNotSatisfiedByAYes(t *testing.T) {
	t.Parallel()
	l := &login{relay: relay{auth: authScram, user: "gyeol"}, secret: "password"}
	require.NoError(t, l.choose([]string{offersScram}))
	first, err := l.Next(nil, true)
	require.NoError(t, err)
	_, err = l.Next([]byte("2.7.0 OK"), false)
	require.ErrorContains(t, err, "did not prove")
	nonce := string(first[len("n,,n=gyeol,r="):])
	for _, rounds := range []string{"1", "4095", "1000001", "99999999999999999999", "x"} {
		_, err = l.Next([]byte("r="+nonce+"x,s=c2FsdA==,i="+rounds), true)
		require.ErrorContains(t, err, "rounds of SCRAM", rounds)
	}
	_, _, err = (&login{}).Start(&smtp.ServerInfo{TLS: true})
	require.ErrorContains(t, err, "no TLS")
}

// holder is the one who takes tokens: the good one changes with time.
type holder struct{ good atomic.Value }

func (h *holder) accept(user, token string) bool { return user == "office" && token == h.good.Load() }

func TestSend_ATokenIsReadAnewFromItsFile(t *testing.T) {
	t.Parallel()
	for _, auth := range []string{"XOAUTH2", "OAUTHBEARER"} {
		t.Run(auth, func(t *testing.T) {
			t.Parallel()
			h := &holder{}
			h.good.Store("first")
			var ended atomic.Bool
			s := sink(t, server.Config{
				Mechanisms: []string{auth}, Bearer: h.accept,
				Begin: func(server.Envelope) error {
					if ended.Swap(false) {
						return server.Refuse(530, "the token has ended")
					}
					return nil
				},
			})
			file := filepath.Join(t.TempDir(), "token")
			require.NoError(t, os.WriteFile(file, []byte("first\n"), 0o600))
			words := map[string]string{"XOAUTH2": "auth=xoauth2", "OAUTHBEARER": "auth=oauthbearer"}[auth]
			out := asking(t, s, "office", "", words+"&token_file="+url.QueryEscape(file))
			require.Equal(t, gov.PostedDelivered, out.Send(t.Context(), sample(t, gov.NoticeAssigned)).As)
			h.good.Store("second")
			ended.Store(true)
			p := out.Send(t.Context(), sample(t, gov.NoticeAssigned))
			require.Equal(t, gov.PostedUnreached, p.As, "nobody has written the new token yet")
			require.Contains(t, p.Reply, "535")
			require.NoError(t, os.WriteFile(file, []byte("second\n"), 0o600))
			p = out.Send(t.Context(), sample(t, gov.NoticeAssigned))
			require.Equal(t, gov.PostedDelivered, p.As, p.Reply)
			ended.Store(true)
			h.good.Store("third")
			require.NoError(t, os.WriteFile(file, []byte("third\n"), 0o600))
			p = out.Send(t.Context(), sample(t, gov.NoticeAssigned))
			require.Equal(t, gov.PostedDelivered, p.As, "the relay forgot us between two letters: "+p.Reply)
			require.Len(t, kept(t, s), 3)
		})
	}
}

// issuer is a token endpoint.
type issuer struct {
	*httptest.Server
	asked   atomic.Int64
	grants  chan string
	expires int
	broken  atomic.Bool
}

func newIssuer(t *testing.T, expires int) *issuer {
	t.Helper()
	i := &issuer{expires: expires, grants: make(chan string, 100)}
	i.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if i.broken.Load() {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(`{"error":"invalid_client","echo":"s3cret"}`))
			return
		}
		i.grants <- r.FormValue("grant_type") + " " + r.FormValue("refresh_token")
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{
			"access_token": fmt.Sprint("token-", i.asked.Add(1)), "token_type": "bearer", "expires_in": i.expires,
			"refresh_token": fmt.Sprint("refresh-", i.asked.Load()),
		})
	}))
	t.Cleanup(i.Close)
	return i
}

func (i *issuer) config(refresh string) func(*Config) {
	return func(c *Config) {
		c.OAuth = OAuth{URL: i.URL, ClientID: "gyeol", Secret: "s3cret", Refresh: refresh, Scope: "smtp"}
	}
}

func TestSend_ATokenIsAskedForAndRenewed(t *testing.T) {
	t.Parallel()
	var newest atomic.Value
	s := sink(t, server.Config{Mechanisms: []string{"XOAUTH2"}, Bearer: func(_, token string) bool { return token == newest.Load() }})
	i := newIssuer(t, 3600)
	newest.Store("token-1")
	out := asking(t, s, "office", "", "auth=xoauth2&per_connection=1", i.config(""))
	for range 3 {
		p := out.Send(t.Context(), sample(t, gov.NoticeAssigned))
		require.Equal(t, gov.PostedDelivered, p.As, p.Reply)
	}
	require.EqualValues(t, 1, i.asked.Load(), "three connections, one token")
	require.Equal(t, "client_credentials ", <-i.grants)
	newest.Store("token-2") // the first was revoked
	p := out.Send(t.Context(), sample(t, gov.NoticeAssigned))
	require.Equal(t, gov.PostedDelivered, p.As, p.Reply)
	require.EqualValues(t, 2, i.asked.Load(), "exchanged once it was refused")
	newest.Store("none of them")
	p = out.Send(t.Context(), sample(t, gov.NoticeAssigned))
	require.Equal(t, gov.PostedUnreached, p.As)
	require.EqualValues(t, 3, i.asked.Load(), "a second refusal is believed")
	i.broken.Store(true)
	p = out.Send(t.Context(), sample(t, gov.NoticeAssigned))
	require.Equal(t, gov.PostedUnreached, p.As)
	require.Contains(t, p.Reply, "invalid_client")
	require.NotContains(t, p.Reply, "s3cret")
}

func TestSend_ATokenIsRenewedBeforeItsEnd(t *testing.T) {
	t.Parallel()
	s := sink(t, server.Config{Mechanisms: []string{"OAUTHBEARER"}, Bearer: func(string, string) bool { return true }})
	i := newIssuer(t, int(early/time.Second)) // every token ends too soon for another log-in
	out := asking(t, s, "office", "", "auth=oauthbearer&per_connection=1", i.config("refresh-0"))
	for n := range 3 {
		require.Equal(t, gov.PostedDelivered, out.Send(t.Context(), sample(t, gov.NoticeAssigned)).As)
		require.Equal(t, fmt.Sprint("refresh_token refresh-", n), <-i.grants, "the refresh token changes with each answer")
	}
}

func TestNewSender_RefusesTokensThatCannotWork(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*Config){
		"an endpoint in clear":       func(c *Config) { c.OAuth = OAuth{URL: "http://idp.example/token", ClientID: "x"} },
		"an endpoint without client": func(c *Config) { c.OAuth = OAuth{URL: "https://idp.example/token"} },
		"an endpoint for a password": func(c *Config) {
			c.URL, c.OAuth = "smtp://u:p@relay.example", OAuth{URL: "https://idp.example/token", ClientID: "x"}
		},
		"a file and an endpoint": func(c *Config) {
			c.URL += "&token_file=/token"
			c.OAuth = OAuth{URL: "https://idp.example/token", ClientID: "x"}
		},
		"a file for a password": func(c *Config) { c.URL = "smtp://u:p@relay.example?token_file=/token" },
	} {
		c := Config{URL: "smtp://u@relay.example?auth=xoauth2", From: "gyeol@seoul.example", BaseURL: base}
		change(&c)
		_, err := NewSender(c)
		require.Error(t, err, name)
	}
}
