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
	"gyeol/web/signin"
)

func TestLookingAtALinkUsesNothingUpAndTellsNothing(t *testing.T) {
	t.Parallel()
	e := enter(t)
	srv := httptest.NewUnstartedServer(nil)
	base := "https://" + srv.Listener.Addr().String()
	invites, err := auth.NewInvites([32]byte{1}, base)
	require.NoError(t, err)
	srv.Config.Handler, err = signin.New(signin.Config{
		Keeper: e.keeper, Base: base, Invites: invites, Log: slog.New(slog.DiscardHandler),
	})
	require.NoError(t, err)
	srv.StartTLS()
	t.Cleanup(srv.Close)
	d, err := invites.Draw()
	require.NoError(t, err)
	person := e.person(t, e.coordinator(t))
	e.Exec(t, `insert into seat (body_id, member, person_id, role, valid_from)
		values ('monitoring-panel', 'guest', $1, 'member', '2020-01-01')`, person)
	e.Exec(t, `insert into invitation (id, person_id, body_id, hash, pin_hash, invited_by, created_at, expires_at)
		values (gen_random_uuid(), $1, 'monitoring-panel', $2, $3, $1, now(), now() + interval '1 day')`,
		person, d.LinkHash, d.NumHash)
	b := e.browser(t)
	b.url = base
	secret := strings.TrimPrefix(d.Link, base+"/invite/")
	page := b.get(t, "/invite/"+secret)
	require.Equal(t, http.StatusOK, page.status)
	other := b.get(t, "/invite/"+strings.Replace(secret, secret[10:14], "AAAA", 1))
	require.Equal(t, len(page.body), len(other.body), "a link that is none has the same page")
	for range 5 {
		b.get(t, "/invite/"+secret)
	}
	require.Equal(t, 1, e.count(t, "invitation where used_at is null and tries = 0"))

	form := url.Values{"secret": {secret}, "number": {d.Number}, "pledge": {"yes"}, "consent": {"yes"}}
	require.Equal(t, http.StatusForbidden,
		b.post(t, "/invite", form, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }).status)
	require.Equal(t, http.StatusUnprocessableEntity,
		b.post(t, "/invite", url.Values{"secret": {secret}, "number": {d.Number}}).status)
	done := b.post(t, "/invite", form)
	require.Equal(t, http.StatusOK, done.status, done.body)
	require.Contains(t, done.body, "로그인했습니다")
	require.Equal(t, http.StatusUnauthorized, e.browserAt(t, base).post(t, "/invite", form).status, "it opens once")
}

// browserAt is a fresh browser at another address.
func (e *entrance) browserAt(t *testing.T, base string) *browser {
	t.Helper()
	b := e.browser(t)
	b.url = base
	return b
}
