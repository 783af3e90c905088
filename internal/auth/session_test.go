package auth_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
)

// kept is an office with a keeper whose clock the test moves.
type kept struct {
	*testkit.House
	*auth.Keeper

	ahead atomic.Int64
}

func keep(t *testing.T) *kept {
	t.Helper()
	k := &kept{House: testkit.Seoul(t, "2021-12-20")}
	began := time.Now()
	k.Keeper = auth.NewKeeper(auth.Config{Pool: k.Pool, Base: "https://gyeol.example", Now: func() time.Time {
		return began.Add(time.Duration(k.ahead.Load()))
	}})
	return k
}

func (k *kept) pass(d time.Duration) { k.ahead.Add(int64(d)) }

// opens begins a session of the holder of a post.
func (k *kept) opens(t *testing.T, post string) *http.Cookie {
	t.Helper()
	c, err := k.Open(t.Context(), auth.Visitor{Address: "10.0.0.1", Agent: "a browser"},
		auth.Opening{Person: k.Actor(t, post).Person, How: auth.HowOIDC, Methods: []string{"pwd"}})
	require.NoError(t, err)
	return c
}

// sent is a cookie as a request brings it: a name and a value.
func sent(name, value string) *http.Cookie {
	return &http.Cookie{Name: name, Value: value} //nolint:gosec // attributes are for those that we set
}

func shows(cookies ...*http.Cookie) auth.Shown { return auth.Shown{Cookies: cookies} }

func (k *kept) known(t *testing.T, s auth.Shown) bool {
	t.Helper()
	_, err := k.SignIn(t.Context(), s)
	if err != nil {
		require.Equal(t, auth.ErrUnauthenticated, err, "one answer to all")
	}
	return err == nil
}

func TestASessionEndsWhenItIsNotUsed(t *testing.T) {
	t.Parallel()
	k := keep(t)
	c := k.opens(t, testkit.Coordinator)
	for range 4 {
		k.pass(29 * time.Minute)
		require.True(t, k.known(t, shows(c)), "each use puts the end off")
	}
	k.pass(31 * time.Minute)
	require.False(t, k.known(t, shows(c)))
}

func TestASessionEndsHoweverMuchItIsUsed(t *testing.T) {
	t.Parallel()
	k := keep(t)
	c := k.opens(t, testkit.Coordinator)
	for range 29 { // 9 h 40 min
		k.pass(20 * time.Minute)
		require.True(t, k.known(t, shows(c)))
	}
	k.pass(21 * time.Minute)
	require.False(t, k.known(t, shows(c)))
}

func TestASessionOfWhoeverHasLeftEnds(t *testing.T) {
	t.Parallel()
	k := keep(t)
	const post = "gangnam-gu.officer"
	c, stays := k.opens(t, post), k.opens(t, testkit.Coordinator)
	p, err := k.SignIn(t.Context(), shows(c))
	require.NoError(t, err)
	k.Exec(t, "update holding set valid_to = '2021-12-19' where post_id = $1", post)
	require.False(t, k.known(t, shows(c)))
	testkit.MustRefuse(t, gov.CodeUnauthenticated, k.Stands(t.Context(), p))
	require.True(t, k.known(t, shows(stays)))
}

func TestRevokingEndsAllSessionsOfOnePersonAndNoOther(t *testing.T) {
	t.Parallel()
	k := keep(t)
	ctx := t.Context()
	one, two, other := k.opens(t, testkit.Coordinator), k.opens(t, testkit.Coordinator), k.opens(t,
		"gangnam-gu.officer")
	p, err := k.SignIn(ctx, shows(one))
	require.NoError(t, err)
	q, err := k.SignIn(ctx, shows(other))
	require.NoError(t, err)
	list, err := k.Sessions(ctx, p)
	require.NoError(t, err)
	require.Len(t, list, 2)
	require.ErrorIs(t, k.EndSession(ctx, p, q.Session), gov.ErrNotFound, "another's session is not there")
	require.ErrorIs(t, k.EndSession(ctx, p, gov.NewSessionID()), gov.ErrNotFound)
	require.True(t, k.known(t, shows(other)))
	n, err := k.EndSessions(ctx, p)
	require.NoError(t, err)
	require.Equal(t, 2, n)
	require.False(t, k.known(t, shows(one)))
	require.False(t, k.known(t, shows(two)))
	require.True(t, k.known(t, shows(other)))
	n, err = k.Expel(ctx, p, q.Slug)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.False(t, k.known(t, shows(other)))
	_, err = k.Expel(ctx, p, "nobody")
	require.ErrorIs(t, err, gov.ErrNotFound)
	require.Equal(t, 6, testkit.One[int](t, k.House, "select count(*)::int from audit_entry where kind = 'session'"),
		"three began, three ended")
}

func TestEveryWrongCookieGetsTheSameAnswer(t *testing.T) {
	t.Parallel()
	k := keep(t)
	good := k.opens(t, testkit.Coordinator)
	with := func(value string) *http.Cookie { return sent(good.Name, value) }
	for name, s := range map[string]auth.Shown{
		"none": {}, "empty": shows(with("")), "forged": shows(with("gyeols_" + strings.Repeat("A", 43))),
		"truncated": shows(with(good.Value[:len(good.Value)-1])), "longer": shows(with(good.Value + "A")),
		"oversized":        shows(with(strings.Repeat("x", 1<<16))),
		"a token's prefix": shows(with("gyeol_" + good.Value[7:])),
		"other capitals":   shows(with(strings.ToUpper(good.Value))), "two of them": shows(good, good),
		"two that differ": shows(good, with("x")), "another name": shows(sent("gyeol-local", good.Value)),
		"a cookie and a token": {Cookies: []*http.Cookie{good}, Authorization: []string{"Bearer x"}},
		"as a token":           auth.Bearer(good.Value), "two headers": {Authorization: []string{
			"Bearer x",
			"Bearer x",
		}},
	} {
		require.False(t, k.known(t, s), name)
	}
	require.True(t, k.known(t, shows(good)))
}

func TestATokenAndASessionAtOnceAreRefused(t *testing.T) {
	t.Parallel()
	k := keep(t)
	secret := k.Token(t, testkit.Coordinator)
	c := k.opens(t, testkit.Coordinator)
	require.True(t, k.known(t, auth.Bearer(secret)))
	both := auth.Bearer(secret)
	both.Cookies = []*http.Cookie{c}
	require.False(t, k.known(t, both))
}

func TestOldSessionsAreSweptAway(t *testing.T) {
	t.Parallel()
	k := keep(t)
	k.opens(t, testkit.Coordinator)
	require.NoError(t, k.Sweep(t.Context()))
	require.Equal(t, 1, testkit.One[int](t, k.House, "select count(*)::int from session"))
	k.pass(41 * 24 * time.Hour)
	require.NoError(t, k.Sweep(t.Context()))
	require.Zero(t, testkit.One[int](t, k.House, "select count(*)::int from session"))
	require.Equal(t, 1, testkit.One[int](t, k.House, "select count(*)::int from audit_entry where kind = 'session'"),
		"what is on record stays")
}

// TestTheSecondFactorsOfWhoeverHasLeftAreForgotten: a number and an authenticator go with the last seat.
func TestTheSecondFactorsOfWhoeverHasLeftAreForgotten(t *testing.T) {
	t.Parallel()
	k := keep(t)
	const post = "monitoring-panel.member-01"
	person, left := k.Actor(t, post).Person, func() int {
		return testkit.One[int](t, k.House, "select (select count(*) from totp) + (select count(*) from mobile)")
	}
	k.Exec(t, "insert into totp (person_id, sealed, made_at) values ($1, $2, now())", person, make([]byte, 48))
	k.Exec(t, "insert into mobile (person_id, sealed, masked, given_by, given_at) values ($1, $2, '**00', $1, now())",
		person, make([]byte, 40))
	require.NoError(t, k.Sweep(t.Context()))
	require.Equal(t, 2, left())
	k.Exec(t, "update holding set valid_to = '2021-12-19' where person_id = $1", person)
	require.NoError(t, k.Sweep(t.Context()))
	require.Zero(t, left())
}

func FuzzNoBytesMakeACookiePanicOrComeIn(f *testing.F) {
	k := auth.NewKeeper(auth.Config{Pool: testkit.DB(f), Base: "https://gyeol.example"})
	f.Add("gyeols_"+strings.Repeat("A", 43), "Bearer gyeol_"+strings.Repeat("A", 43)) // of the right form: nobody's
	f.Add("gyeols_"+strings.Repeat("A", 42), "Bearer gyeol_x")
	f.Add("", "Bearer")
	f.Fuzz(func(t *testing.T, cookie, header string) {
		_, err := k.SignIn(t.Context(), shows(sent("__Host-gyeol", cookie)))
		require.Equal(t, auth.ErrUnauthenticated, err)
		_, err = k.SignIn(t.Context(), auth.Shown{Authorization: []string{header}})
		require.Equal(t, auth.ErrUnauthenticated, err)
	})
}
