package signin_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/internal/auth"
	"gyeol/internal/testkit"
	"gyeol/web/signin"
)

func TestTheSessionIsAnotherThanTheOneBeforeTheSignIn(t *testing.T) {
	t.Parallel()
	e := enter(t)
	slug := e.coordinator(t)
	e.idp.add("subject-1", slug, "a@example.test")
	b := e.browser(t)
	planted := "gyeols_" + strings.Repeat("A", 43)
	b.keeps(t, cookieName, planted)
	b.through(t, slug)
	got := b.cookie(t, cookieName)
	require.NotEmpty(t, got)
	require.NotEqual(t, planted, got, "what was planted becomes nobody's session")
	thief := e.browser(t)
	thief.keeps(t, cookieName, planted)
	require.NotContains(t, thief.get(t, "/signin").body, "로그인했습니다")
	b.through(t, slug)
	require.NotEqual(t, got, b.cookie(t, cookieName))
	require.Equal(t, 1, e.count(t, "session where revoked_at is null"), "signing in again ends what this browser had")
}

func TestTheCookieIsForThisHostAndSeenByNoScript(t *testing.T) {
	t.Parallel()
	e := enter(t)
	v := auth.Visitor{Address: "10.1.2.3", Agent: "browser"}
	c, err := e.keeper.Open(t.Context(), v, auth.Opening{Person: e.person(t, e.coordinator(t)), How: auth.HowOIDC})
	require.NoError(t, err)
	text := c.String()
	for _, word := range []string{
		"__Host-gyeol=", "; Path=/", "; HttpOnly", "; Secure", "; SameSite=Lax",
		"; Max-Age=",
	} {
		require.Contains(t, text, word)
	}
	require.NotContains(t, text, "Domain")
	require.Zero(t, e.count(t, "session where encode(hash, 'base64') like '%' || $1 || '%'", c.Value[7:]),
		"the secret is not kept")
	local := auth.NewKeeper(auth.Config{Pool: e.Pool, Base: "http://127.0.0.1:8080"})
	require.NotContains(t, local.Forget().String(), "Secure", "a rehearsal on this machine has no TLS")
	require.False(t, auth.Served("http://gyeol.example"), "and no other place is served without it")
}

func TestAFormOfAnotherSiteIsRefused(t *testing.T) {
	t.Parallel()
	e := enter(t)
	b := e.browser(t)
	for name, change := range map[string]func(*http.Request){
		"another site": func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"a neighbour":  func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") },
		"another origin": func(r *http.Request) {
			r.Header.Del("Sec-Fetch-Site")
			r.Header.Set("Origin",
				"https://evil.example")
		},
		"it does not say so": func(r *http.Request) { r.Header.Del("Sec-Fetch-Site") },
	} {
		for _, path := range []string{"/signin/oidc", "/signin/again", "/signout", "/signout/everywhere"} {
			require.Equal(t, http.StatusForbidden, b.post(t, path, nil, change).status, "%s %s", name, path)
		}
	}
}

func TestThePagesRunNoScriptAndStandInNoFrame(t *testing.T) {
	t.Parallel()
	e := enter(t)
	slug := e.coordinator(t)
	e.idp.add("subject-1", slug, "a@example.test")
	e.Exec(t, "update person set name = $2 where slug = $1", slug, `<script>alert(1)</script>`)
	b := e.browser(t)
	for _, page := range []seen{b.get(t, "/signin?back=%22%3E%3Cscript%3E"), b.through(t, slug), b.get(t,
		"/signin/nothing")} {
		require.NotContains(t, page.body, "<script", page.at)
		require.NotContains(t, page.body, "style=")
		policy := page.header.Get("Content-Security-Policy")
		require.Contains(t, policy, "default-src 'none'")
		require.Contains(t, policy, "frame-ancestors 'none'")
		require.NotContains(t, policy, "unsafe")
		require.Equal(t, "nosniff", page.header.Get("X-Content-Type-Options"))
		require.Equal(t, "no-referrer", page.header.Get("Referrer-Policy"))
		require.Equal(t, "no-store", page.header.Get("Cache-Control"))
		require.NotEmpty(t, page.header.Get("Strict-Transport-Security"))
	}
}

func TestASignInLeadsBackIntoThisInstallationOnly(t *testing.T) {
	t.Parallel()
	for _, out := range []string{
		"https://evil.example", "//evil.example", `/\evil.example`, "javascript:alert(1)", "", "tasks",
		"/\t/evil.example",
		"/%0d%0aSet-Cookie:x\r\n", "http:evil", "/가", strings.Repeat("/a", 600),
	} {
		require.Equal(t, auth.PathSignIn, auth.LocalPath(out), out)
	}
	for _, in := range []string{"/", "/tasks/1?x=y", "/signin"} {
		require.Equal(t, in, auth.LocalPath(in))
	}
}

func TestAnAddressThatTriesTooOftenIsToldWhenToComeAgain(t *testing.T) {
	t.Parallel()
	e := enter(t)
	b := e.browser(t)
	last := seen{}
	for range 40 {
		if last = b.get(t, auth.PathCallback+"?state=x&code=y"); last.status == http.StatusTooManyRequests {
			break
		}
		require.Equal(t, http.StatusUnauthorized, last.status)
	}
	require.Equal(t, http.StatusTooManyRequests, last.status)
	require.NotEmpty(t, last.header.Get("Retry-After"))
	require.Equal(t, http.StatusOK, b.get(t, "/signin").status, "reading is not trying")
}

// rehearse opens the pages of a rehearsal, or of a real installation, without TLS on this machine.
func rehearse(t *testing.T, e *entrance, rehearsal bool) *browser {
	t.Helper()
	srv := httptest.NewUnstartedServer(nil)
	base := "http://" + srv.Listener.Addr().String()
	h, err := signin.New(signin.Config{
		Keeper: auth.NewKeeper(auth.Config{Pool: e.Pool, Base: base}), Base: base, Rehearsal: rehearsal,
		Log: slog.New(slog.DiscardHandler),
	})
	require.NoError(t, err)
	srv.Config.Handler = h
	srv.Start()
	t.Cleanup(srv.Close)
	b := e.browser(t)
	b.url = base
	return b
}

func TestAnybodyCanBePlayedInARehearsal(t *testing.T) {
	t.Parallel()
	e := enter(t)
	b := rehearse(t, e, true)
	require.Contains(t, b.get(t, "/signin").body, "/signin/personas")
	require.Contains(t, b.get(t, "/signin/personas").body, `value="`+e.coordinator(t)+`"`)
	page := b.post(t, "/signin/personas", url.Values{"person": {e.coordinator(t)}})
	require.Equal(t, http.StatusOK, page.status)
	require.Contains(t, page.body, "로그인했습니다")
	require.Equal(t, 1, e.count(t, "session where how = 'persona' and scopes = '{}'"))
	operator := testkit.One[string](t, e.House, "select slug from person where slug like 'system-operation.%' limit 1")
	b.post(t, "/signin/personas", url.Values{"person": {operator}})
	require.Equal(t, 1, e.count(t, "session where how = 'persona' and scopes = '{operator}' and revoked_at is null"))
	require.Equal(t, http.StatusUnauthorized, b.post(t, "/signin/personas", url.Values{"person": {"nobody"}}).status)
}

func TestOnlyThisMachinePlays(t *testing.T) {
	t.Parallel()
	e := enter(t)
	h, err := signin.New(signin.Config{
		Keeper: e.keeper, Base: "http://127.0.0.1:1", Rehearsal: true, Log: slog.New(slog.DiscardHandler),
	})
	require.NoError(t, err)
	for name, at := range map[string][2]string{
		"another machine": {"10.0.0.7:1", "127.0.0.1:1"}, "a name bent to us": {"127.0.0.1:2", "elsewhere.example"},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/signin/personas", nil)
		r.RemoteAddr, r.Host = at[0], at[1]
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		require.Equal(t, http.StatusNotFound, w.Code, name)
	}
}

func TestARealInstallationHasNoPersonas(t *testing.T) {
	t.Parallel()
	e := enter(t)
	none := rehearse(t, e, false)
	for _, page := range []seen{
		none.get(t, "/signin/personas"), none.post(t, "/signin/personas", url.Values{"person": {e.coordinator(t)}}),
	} {
		require.Equal(t, http.StatusNotFound, page.status)
	}
	require.NotContains(t, none.get(t, "/signin").body, "personas")

	e.real(t)
	b := rehearse(t, e, true) // even if somebody wired them in: the row of the installation decides
	require.Equal(t, http.StatusNotFound, b.get(t, "/signin/personas").status)
	require.Equal(t, http.StatusNotFound, b.post(t, "/signin/personas",
		url.Values{"person": {e.coordinator(t)}}).status)
	require.Zero(t, e.count(t, "session"))
}
