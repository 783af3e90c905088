package api_test

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
)

// signs begins a session of the person in a post, as a page of sign-in does.
func (o *office) signs(t *testing.T, post string, scopes ...string) *http.Cookie {
	t.Helper()
	c, err := auth.New(o.Pool).Open(t.Context(), auth.Visitor{Address: "127.0.0.1"},
		auth.Opening{Person: o.Actor(t, post).Person, How: auth.HowPersona, Scopes: scopes})
	require.NoError(t, err)
	return c
}

// asks sends what a browser sends; headers are names and values.
func (o *office) asks(t *testing.T, method, path string, c *http.Cookie, headers ...string) (status int, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, o.url+"/api/v1"+path, nil)
	require.NoError(t, err)
	if c != nil {
		r.AddCookie(c)
	}
	for pair := range slices.Chunk(headers, 2) {
		r.Header.Add(pair[0], pair[1])
	}
	res, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer func() { require.NoError(t, res.Body.Close()) }()
	raw, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return res.StatusCode, string(raw)
}

func TestASessionSpeaksForItsPersonAsATokenDoes(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	c := o.signs(t, testkit.Coordinator)
	status, body := o.asks(t, http.MethodGet, "/me/sessions", c)
	require.Equal(t, http.StatusOK, status, body)
	require.Contains(t, body, `"this_one":true`)
	status, _ = o.asks(t, http.MethodGet, "/tasks", c)
	require.Equal(t, http.StatusOK, status)
	status, _ = o.asks(t, http.MethodGet, "/tasks", c, "Authorization", "Bearer "+o.token(t, testkit.Coordinator))
	require.Equal(t, http.StatusUnauthorized, status, "a session and a token at once are refused")
	token := "Bearer " + o.token(t, testkit.Coordinator)
	status, _ = o.asks(t, http.MethodGet, "/tasks", nil, "Authorization", token, "Authorization", token)
	require.Equal(t, http.StatusUnauthorized, status, "and so are two headers")
}

func TestASessionActsOnlyForAPageOfOurs(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	c := o.signs(t, testkit.Coordinator)
	for name, headers := range map[string][]string{
		"it does not say where it stands": nil, "another site": {"Sec-Fetch-Site", "cross-site"},
		"a neighbour": {"Sec-Fetch-Site", "same-site"}, "another origin": {"Origin", "https://evil.example"},
		"no origin": {"Origin", "null"},
	} {
		status, body := o.asks(t, http.MethodDelete, "/me/sessions", c, headers...)
		require.Equal(t, http.StatusForbidden, status, name)
		require.Contains(t, body, `"forbidden"`)
	}
	require.Equal(t, 1, testkit.One[int](t, o.House, "select count(*)::int from session where revoked_at is null"))
	status, body := o.asks(t, http.MethodDelete, "/me/sessions", c, "Sec-Fetch-Site", "same-origin")
	require.Equal(t, http.StatusOK, status, body)
	require.JSONEq(t, `{"ended":1}`, body)
}

func TestAnothersSessionIsNotThere(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	mine, other := o.signs(t, testkit.Coordinator), o.signs(t, "gangnam-gu.officer")
	id := testkit.One[gov.SessionID](t, o.House, "select id from session where person_id = $1",
		o.Actor(t, "gangnam-gu.officer").Person)
	site := []string{"Sec-Fetch-Site", "same-origin"}
	there, said := o.asks(t, http.MethodDelete, "/me/sessions/"+id.String(), mine, site...)
	none, told := o.asks(t, http.MethodDelete, "/me/sessions/"+gov.NewSessionID().String(), mine, site...)
	require.Equal(t, http.StatusNotFound, there)
	require.Equal(t, there, none)
	require.Equal(t, withoutTrace(said), withoutTrace(told), "the answer does not say whether it exists")
	status, _ := o.asks(t, http.MethodGet, "/tasks", other)
	require.Equal(t, http.StatusOK, status)
	status, _ = o.asks(t, http.MethodDelete, "/me/sessions/"+id.String(), other, site...)
	require.Equal(t, http.StatusNoContent, status)
	status, _ = o.asks(t, http.MethodGet, "/tasks", other)
	require.Equal(t, http.StatusUnauthorized, status)
}

func withoutTrace(body string) string {
	before, _, _ := strings.Cut(body, `"trace_id"`)
	return before
}

func TestSigningOutEverywhereEndsStreamsToo(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	c := o.signs(t, testkit.Coordinator)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, o.url+"/api/v1/changes", nil)
	require.NoError(t, err)
	r.AddCookie(c)
	events := o.listen(ctx, t, r)
	status, _ := o.asks(t, http.MethodDelete, "/me/sessions", o.signs(t, testkit.Coordinator), "Sec-Fetch-Site",
		"same-origin")
	require.Equal(t, http.StatusOK, status)
	_, more := <-events
	require.False(t, more)
	require.NoError(t, ctx.Err(), "it ended by itself")
}

func TestOnlyAnOperatorSignsOthersOut(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	c := o.signs(t, "gangnam-gu.officer")
	slug := testkit.One[string](t, o.House,
		"select slug from person where id = $1", o.Actor(t, "gangnam-gu.officer").Person)
	ctx := t.Context()
	_, err := o.as(t, testkit.Coordinator).Expel(ctx, slug)
	require.True(t, client.Is(err, "forbidden"), "%v", err)
	operator := o.as(t, testkit.Coordinator, auth.ScopeOperator)
	token := o.as(t, "gangnam-gu.officer")
	must(token.Inbox(ctx, client.InboxFilter{}))(t)
	require.EqualValues(t, 1, must(operator.Expel(ctx, slug))(t))
	_, err = token.Inbox(ctx, client.InboxFilter{})
	require.True(t, client.Is(err, "unauthenticated"), "a token outlives no expulsion: %v", err)
	require.Positive(t, testkit.One[int](t, o.House,
		"select count(*) from audit_entry where kind = 'token' and subject_kind = 'token'"))
	_, err = operator.Expel(ctx, "nobody")
	require.True(t, client.Is(err, "not_found"), "%v", err)
	status, _ := o.asks(t, http.MethodGet, "/tasks", c)
	require.Equal(t, http.StatusUnauthorized, status)
}

func TestAPersonMakesAndEndsTokensOfHisOwn(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	ctx, boss := t.Context(), o.as(t, testkit.Coordinator)
	made := must(boss.CreateToken(ctx, client.NewToken{Name: "야간 내려받기", Days: 10, Key: "make-a-token"}))(t)
	require.True(t, strings.HasPrefix(made.Secret, "gyeol_"))
	require.WithinDuration(t, time.Now().AddDate(0, 0, 10), made.EndsAt, time.Hour)
	require.Zero(t, testkit.One[int](t, o.House,
		"select count(*)::int from token where encode(hash, 'escape') like '%gyeol%'"))
	again := must(boss.CreateToken(ctx, client.NewToken{Name: "야간 내려받기", Days: 10, Key: "make-a-token"}))(t)
	require.Equal(t, made.ID, again.ID)
	require.Empty(t, again.Secret, "a secret is shown once")
	_, err := boss.CreateToken(ctx, client.NewToken{Name: "다른 것", Days: 10, Key: "make-a-token"})
	require.True(t, client.Is(err, "idempotency_key_reused"), "%v", err)

	mine := client.New(o.url, made.Secret, client.WithTries(1))
	list := must(mine.Tokens(ctx))(t)
	require.Len(t, list, 2)
	require.True(t, list[0].EndsSoon)
	raw, err := http.NewRequestWithContext(ctx, http.MethodGet, o.url+"/api/v1/me/tokens", nil)
	require.NoError(t, err)
	raw.Header.Set("Authorization", "Bearer "+made.Secret)
	res, err := http.DefaultClient.Do(raw)
	require.NoError(t, err)
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	require.NotContains(t, string(body), "secret", "no list has one")

	other := o.as(t, "gangnam-gu.officer")
	require.True(t, client.Is(other.EndToken(ctx, made.ID, ""), "not_found"), "another's token is not there")
	require.NoError(t, boss.EndToken(ctx, made.ID, "end-the-token"))
	require.NoError(t, boss.EndToken(ctx, made.ID, "end-the-token"), "a repetition has its outcome")
	_, err = mine.Tokens(ctx)
	require.True(t, client.Is(err, "unauthenticated"), "%v", err)
	require.Equal(t, 2, testkit.One[int](t, o.House,
		"select count(*)::int from audit_entry where kind = 'token' and subject_kind like 'token_%'"))
}

func TestATokenMayDoNoMoreAndLivesNoLongerThanWhatMadeIt(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	ctx, boss := t.Context(), o.as(t, testkit.Coordinator)
	_, err := boss.CreateToken(ctx, client.NewToken{Name: "x", Days: 1, Scopes: []string{auth.ScopeOperator}})
	require.True(t, client.Is(err, "forbidden"), "%v", err)
	for _, days := range []int{367, -1} {
		_, err = boss.CreateToken(ctx, client.NewToken{Name: "x", Days: days})
		require.True(t, client.Is(err, "invalid"), "%v", err)
	}
	short := must(boss.CreateToken(ctx, client.NewToken{Name: "짧은 것", Days: 2}))(t)
	child := must(client.New(o.url, short.Secret, client.WithTries(1)).CreateToken(ctx, client.NewToken{
		Name: "x",
		Days: 300,
	}))(t)
	require.WithinDuration(t, short.EndsAt, child.EndsAt, time.Second)

	reads := must(boss.CreateToken(ctx, client.NewToken{Name: "읽기", Days: 2, Scopes: []string{auth.ScopeReadOnly}}))(t)
	reader := client.New(o.url, reads.Secret, client.WithTries(1))
	must(reader.Inbox(ctx, client.InboxFilter{}))(t)
	_, err = reader.CreateToken(ctx, client.NewToken{Name: "x", Days: 1})
	require.True(t, client.Is(err, "forbidden"), "%v", err)
	require.True(t, client.Is(reader.EndToken(ctx, short.ID, ""), "forbidden"))

	for range 16 { // with those above and his own
		must(boss.CreateToken(ctx, client.NewToken{Name: "x", Days: 1}))(t)
	}
	_, err = boss.CreateToken(ctx, client.NewToken{Name: "one too many", Days: 1})
	require.True(t, client.Is(err, "conflict"), "%v", err)
}
