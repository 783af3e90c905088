package signin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/internal/auth"
	"gyeol/internal/testkit"
)

const cookieName = "__Host-gyeol"

func TestAPersonSignsInThroughARealProvider(t *testing.T) {
	t.Parallel()
	e := enter(t)
	slug := e.coordinator(t)
	e.idp.add("subject-1", slug, "a@example.test")
	b := e.browser(t)
	page := b.through(t, slug)
	require.Equal(t, http.StatusOK, page.status)
	require.Contains(t, page.body, "로그인했습니다")
	asked := ""
	for _, at := range b.trail {
		if strings.Contains(at, "/auth?") {
			asked = at
		}
	}
	u, err := url.Parse(asked)
	require.NoError(t, err)
	require.Equal(t, "S256", u.Query().Get("code_challenge_method"))
	for _, word := range []string{"code_challenge", "state", "nonce"} {
		require.GreaterOrEqual(t, len(u.Query().Get(word)), 20, word)
	}
	require.Equal(t, 1, e.count(t, `session where person_id = $1 and how = 'oidc' and amr = '{pwd}' and revoked_at is null`,
		e.person(t, slug)))
	require.Equal(t, 1, e.count(t, "sign_in_subject where subject = 'subject-1' and person_id = $1", e.person(t, slug)))
	require.Equal(t, 1, e.count(t, "audit_entry where kind = 'session' and subject_kind = 'session'"))
	require.Empty(t, b.cookie(t, "__Host-gyeol-flow"), "the sign-in is over")
}

func TestAPersonSignsInAfterTheKeysOfTheProviderRotated(t *testing.T) {
	t.Parallel()
	e := enter(t)
	slug := e.coordinator(t)
	e.idp.add("subject-1", slug, "a@example.test")
	require.Equal(t, http.StatusOK, e.browser(t).through(t, slug).status)
	e.idp.rotate(t)
	require.Equal(t, http.StatusOK, e.browser(t).through(t, slug).status)
}

func TestClocksMayBeApartByTheSkewAndNoFurther(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		apart  time.Duration
		status int
	}{
		"our clock is a little late":   {-40 * time.Second, http.StatusOK},
		"our clock is far behind":      {-3 * time.Minute, http.StatusUnauthorized},
		"expired by less than skew":    {time.Hour + 40*time.Second, http.StatusOK},
		"expired by more than skew":    {time.Hour + 3*time.Minute, http.StatusUnauthorized},
		"the two clocks are the same":  {0, http.StatusOK},
		"our clock is ahead by a lot":  {48 * time.Hour, http.StatusUnauthorized},
		"our clock is behind by a lot": {-48 * time.Hour, http.StatusUnauthorized},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := enter(t)
			e.idp.add("subject-1", e.coordinator(t), "a@example.test")
			e.pass(c.apart)
			require.Equal(t, c.status, e.browser(t).through(t, e.coordinator(t)).status)
		})
	}
}

func TestAReturnIsTakenOnceAndFromTheBrowserThatLeft(t *testing.T) {
	t.Parallel()
	e := enter(t)
	slug := e.coordinator(t)
	e.idp.add("subject-1", slug, "a@example.test")
	b := e.browser(t)
	form := b.post(t, "/signin/oidc", nil)
	flow := b.cookie(t, "__Host-gyeol-flow")
	require.NotEmpty(t, flow)
	b.proves(t, form, slug)
	back := ""
	for _, at := range b.trail {
		if strings.Contains(at, auth.PathCallback) {
			back = at
		}
	}
	require.NotEmpty(t, back)

	again := b.get(t, back)
	require.Equal(t, http.StatusUnauthorized, again.status, "the same browser, the same address")
	replayed := e.browser(t)
	replayed.keeps(t, "__Host-gyeol-flow", flow)
	require.Equal(t, http.StatusUnauthorized, replayed.get(t, back).status, "a copied cookie finds the state spent")
	stranger := e.browser(t).get(t, back)
	require.Equal(t, http.StatusUnauthorized, stranger.status, "a browser that never left")
	require.Equal(t, again.body, stranger.body)
	require.Equal(t, 1, e.count(t, "session"))
	require.Positive(t, e.count(t, "refused_address"), "who is not known is counted")
}

func TestAReturnThatWasTamperedWithOpensNothing(t *testing.T) {
	t.Parallel()
	e := enter(t)
	slug := e.coordinator(t)
	e.idp.add("subject-1", slug, "a@example.test")
	for name, change := range map[string]func(url.Values){
		"another state":    func(q url.Values) { q.Set("state", strings.Repeat("A", 26)) },
		"two states":       func(q url.Values) { q.Add("state", q.Get("state")) },
		"no state":         func(q url.Values) { q.Del("state") },
		"another code":     func(q url.Values) { q.Set("code", "x") },
		"two codes":        func(q url.Values) { q.Add("code", q.Get("code")) },
		"an oversized one": func(q url.Values) { q.Set("code", strings.Repeat("x", 20<<10)) },
		"a refusal":        func(q url.Values) { q.Set("error", "access_denied") },
		"another issuer":   func(q url.Values) { q.Set("iss", "https://other.example") },
	} {
		b := e.browser(t)
		var back *url.URL
		b.http.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
			if strings.HasSuffix(r.URL.Path, auth.PathCallback) {
				back = r.URL
				return http.ErrUseLastResponse
			}
			return nil
		}
		b.through(t, slug)
		require.NotNil(t, back, name)
		q := back.Query()
		change(q)
		back.RawQuery = q.Encode()
		require.Equal(t, http.StatusUnauthorized, b.get(t, back.String()).status, name)
	}
	require.Zero(t, e.count(t, "session"))
}

func TestNobodyComesIntoBeingBySigningIn(t *testing.T) {
	t.Parallel()
	e := enter(t)
	slug := e.coordinator(t)
	before := e.count(t, "person")
	answers := map[string]string{}
	for name, user := range map[string]string{
		"a stranger": "nobody-here", "a look-alike": strings.Replace(slug, "e", "е", 1), // Cyrillic
		"other capitals": strings.ToUpper(slug), "a wider letter": strings.Replace(slug, "l", "ｌ", 1),
		"a hidden mark": slug + "\u200b", "a longer name": slug + "x", "with a space": slug + " ",
	} {
		e.idp.add("subject of "+name, user, "x@example.test")
		page := e.browser(t).through(t, user)
		require.Equal(t, http.StatusUnauthorized, page.status, name)
		answers[page.body] = name
	}
	require.Len(t, answers, 1, "the answer does not say what was wrong")
	require.Equal(t, before, e.count(t, "person"))
	require.Zero(t, e.count(t, "session"))
	require.Zero(t, e.count(t, "audit_entry where kind = 'session'"), "strangers are counted, not sealed")
}

func TestANameThatWasGivenToSomebodyElseOpensNothing(t *testing.T) {
	t.Parallel()
	e := enter(t)
	slug := e.coordinator(t)
	first := e.idp.add("subject-1", slug, "a@example.test")
	require.Equal(t, http.StatusOK, e.browser(t).through(t, slug).status)
	first.Username = "renamed"
	e.idp.add("subject-2", slug, "b@example.test")
	require.Equal(t, http.StatusUnauthorized, e.browser(t).through(t, slug).status)
	require.Equal(t, http.StatusOK, e.browser(t).through(t, "renamed").status, "the subject is who he was")
	require.Equal(t, 1, testkit.One[int](t, e.House, `select count(*)::int from audit_body
		where convert_from(body, 'UTF8') like '%"act":"refused"%'`), "of a known person it is on record")
}

func TestAnAddressNamesAPersonOnlyWhenItWasVerifiedAndIsHisAlone(t *testing.T) {
	t.Parallel()
	e := enter(t, func(c *auth.ProviderConfig) { c.Claim = "email" })
	slug := e.coordinator(t)
	e.Exec(t, "update person set email = 'Coordinator@city.example' where slug = $1", slug)
	u := e.idp.add("subject-1", "whoever", "coordinator@CITY.example")
	u.EmailVerified = false
	require.Equal(t, http.StatusUnauthorized, e.browser(t).through(t, "whoever").status)
	u.EmailVerified = true
	e.Exec(t, "update person set email = 'coordinator@city.example' where slug = 'mayor'")
	require.Equal(t, http.StatusUnauthorized, e.browser(t).through(t, "whoever").status, "two have it")
	e.Exec(t, "update person set email = 'mayor@city.example' where slug = 'mayor'")
	require.Equal(t, http.StatusOK, e.browser(t).through(t, "whoever").status)
}

func TestWhoProvesHimselfOnceMoreComesBackAsHimself(t *testing.T) {
	t.Parallel()
	e := enter(t)
	slug := e.coordinator(t)
	e.idp.add("subject-1", slug, "a@example.test")
	e.idp.add("subject-2", "mayor", "b@example.test")
	b := e.browser(t)
	b.through(t, slug)
	was := b.cookie(t, cookieName)
	form := b.post(t, "/signin/again", nil)
	require.Equal(t, http.StatusOK, b.proves(t, form, slug).status)
	require.NotEqual(t, was, b.cookie(t, cookieName), "a step up is a new session")
	require.Equal(t, 1, e.count(t, "session where revoked_why = 'rotated'"))
	stays := b.cookie(t, cookieName)
	form = b.post(t, "/signin/again", nil)
	require.Equal(t, http.StatusUnauthorized, b.proves(t, form, "mayor").status)
	require.Equal(t, stays, b.cookie(t, cookieName), "another person does not step up for him")
	require.Equal(t, http.StatusUnauthorized, e.browser(t).post(t, "/signin/again", nil).status)
}

func TestSigningOutEndsTheSessionHereAndAtTheProvider(t *testing.T) {
	t.Parallel()
	e := enter(t)
	slug := e.coordinator(t)
	e.idp.add("subject-1", slug, "a@example.test")
	b := e.browser(t)
	b.through(t, slug)
	stolen := b.cookie(t, cookieName)
	b.trail = nil
	b.post(t, "/signout", nil)
	require.True(t, strings.HasPrefix(b.trail[0], e.idp.issuer), "%v", b.trail)
	require.Contains(t, b.trail[0], "post_logout_redirect_uri")
	require.Empty(t, b.cookie(t, cookieName))
	thief := e.browser(t)
	thief.keeps(t, cookieName, stolen)
	require.NotContains(t, thief.get(t, "/signin").body, "로그인했습니다", "a cookie that was copied ends too")
}

func TestPagesComeUpWhileTheProviderIsDown(t *testing.T) {
	t.Parallel()
	e := enter(t)
	p, err := auth.NewProvider(auth.ProviderConfig{Issuer: "http://127.0.0.1:1", ClientID: "x", Base: e.url})
	require.NoError(t, err, "a provider that is down does not keep us from starting")
	require.Error(t, p.Find(t.Context()))
	s, err := auth.NewSign(p, e.keeper, [32]byte{1})
	require.NoError(t, err)
	_, err = s.Begin("/", e.person(t, e.coordinator(t)))
	testkit.MustRefuse(t, "unavailable", err)
	require.Empty(t, s.SignedOutURL())
}

// keeps puts a cookie into a browser, as a thief would.
func (b *browser) keeps(t *testing.T, name, value string) {
	t.Helper()
	u, err := url.Parse(b.url)
	require.NoError(t, err)
	b.jar.SetCookies(u, []*http.Cookie{{ //nolint:gosec // a thief sets what he likes
		Name: name, Value: value, Path: "/", Secure: true,
	}})
}
