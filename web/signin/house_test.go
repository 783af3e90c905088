package signin_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
	"gyeol/web/signin"
)

// entrance is an office with its pages of sign-in open, over TLS, and a real OpenID provider.
type entrance struct {
	*testkit.House

	keeper *auth.Keeper
	sign   *auth.Sign
	idp    *idp
	url    string
	tls    http.RoundTripper
	ahead  atomic.Int64 // how far the clock of the installation is ahead
}

// Now is the clock of the installation.
func (e *entrance) Now() time.Time { return time.Now().Add(time.Duration(e.ahead.Load())) }

func (e *entrance) pass(d time.Duration) { e.ahead.Add(int64(d)) }

// coordinator is the slug of whoever holds that post.
func (e *entrance) coordinator(t *testing.T) string {
	t.Helper()
	return testkit.One[string](t, e.House,
		"select p.slug from person p join holding h on h.person_id = p.id where h.post_id = $1", testkit.Coordinator)
}

func enter(t *testing.T, change ...func(*auth.ProviderConfig)) *entrance {
	t.Helper()
	srv := httptest.NewUnstartedServer(nil)
	e := &entrance{House: testkit.Seoul(t, "2021-12-20"), url: "https://" + srv.Listener.Addr().String()}
	e.idp = startIDP(t, e.url+auth.PathCallback)
	e.keeper = auth.NewKeeper(auth.Config{Pool: e.Pool, Base: e.url, Now: e.Now})
	c := auth.ProviderConfig{
		Issuer: e.idp.issuer, ClientID: clientID, ClientSecret: "secret-of-gyeol", Base: e.url, Now: e.Now,
	}
	for _, f := range change {
		f(&c)
	}
	p, err := auth.NewProvider(c)
	require.NoError(t, err)
	require.NoError(t, p.Find(t.Context()))
	e.sign, err = auth.NewSign(p, e.keeper, [32]byte{1})
	require.NoError(t, err)
	srv.Config.Handler, err = signin.New(signin.Config{
		Keeper: e.keeper, Sign: e.sign, Base: e.url, Log: slog.New(slog.DiscardHandler),
	})
	require.NoError(t, err)
	srv.StartTLS()
	t.Cleanup(srv.Close)
	e.tls = srv.Client().Transport
	return e
}

// browser is one with cookies, which says where its forms stand.
type browser struct {
	http  *http.Client
	jar   http.CookieJar
	url   string
	trail []string // where it was sent
}

func (e *entrance) browser(t *testing.T) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	b := &browser{jar: jar, url: e.url}
	b.http = &http.Client{Transport: e.tls, Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		b.trail = append(b.trail, r.URL.String())
		return nil
	}}
	return b
}

// seen is a page that a browser shows.
type seen struct {
	status int
	header http.Header
	body   string
	at     *url.URL
}

func (b *browser) do(t *testing.T, r *http.Request) seen {
	t.Helper()
	res, err := b.http.Do(r)
	require.NoError(t, err)
	defer func() { require.NoError(t, res.Body.Close()) }()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return seen{res.StatusCode, res.Header, string(body), res.Request.URL}
}

func (b *browser) get(t *testing.T, address string) seen {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.full(address), nil)
	require.NoError(t, err)
	return b.do(t, r)
}

func (b *browser) post(t *testing.T, address string, form url.Values, change ...func(*http.Request)) seen {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.full(address),
		strings.NewReader(form.Encode()))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for _, f := range change {
		f(r)
	}
	return b.do(t, r)
}

func (b *browser) full(address string) string {
	if strings.HasPrefix(address, "http") {
		return address
	}
	return b.url + address
}

// cookie is what the browser keeps under a name.
func (b *browser) cookie(t *testing.T, name string) string {
	t.Helper()
	u, err := url.Parse(b.url)
	require.NoError(t, err)
	for _, c := range b.jar.Cookies(u) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

// through signs in with the provider, from the first page to the last.
func (b *browser) through(t *testing.T, name string) seen {
	t.Helper()
	form := b.post(t, "/signin/oidc", nil)
	require.Equal(t, http.StatusOK, form.status, form.body)
	return b.proves(t, form, name)
}

func (b *browser) proves(t *testing.T, form seen, name string) seen {
	t.Helper()
	return b.post(t, form.at.Scheme+"://"+form.at.Host+"/login/username", url.Values{
		"id": {form.at.Query().Get("authRequestID")}, "username": {name}, "password": {password},
	})
}

func (e *entrance) count(t *testing.T, sql string, args ...any) int {
	t.Helper()
	return testkit.One[int](t, e.House, "select count(*)::int from "+sql, args...)
}

func (e *entrance) person(t *testing.T, slug string) gov.PersonID {
	t.Helper()
	return testkit.One[gov.PersonID](t, e.House, "select id from person where slug = $1", slug)
}

// TestMain keeps the example provider from telling of every request.
func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	os.Exit(m.Run())
}

// real makes a real installation of it, as only the owner of the schema can, and only by taking a trigger away.
func (e *entrance) real(t *testing.T) {
	t.Helper()
	owner, err := pgx.Connect(t.Context(), e.OwnerURL)
	require.NoError(t, err)
	defer func() { require.NoError(t, owner.Close(t.Context())) }()
	for _, sql := range []string{
		"alter table installation disable trigger all", "update installation set kind = 'real'",
		"alter table installation enable trigger all",
	} {
		_, err = owner.Exec(t.Context(), sql)
		require.NoError(t, err)
	}
}
