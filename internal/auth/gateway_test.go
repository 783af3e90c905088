package auth_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
)

var gatewaySecret = strings.Repeat("s", 32)

// behind sends a request through the door of a gateway and says what is left of it.
func behind(t *testing.T, c auth.GatewayConfig, remote string, headers ...string) *http.Request {
	t.Helper()
	g, err := auth.NewGateway(c)
	require.NoError(t, err)
	var got *http.Request
	h := g.Door(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r }))
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	r.RemoteAddr = remote
	for pair := range slices.Chunk(headers, 2) {
		r.Header[pair[0]] = append(r.Header[pair[0]], pair[1])
	}
	h.ServeHTTP(httptest.NewRecorder(), r)
	return got
}

func TestOnlyTheGatewayMayNameAPerson(t *testing.T) {
	t.Parallel()
	on := auth.GatewayConfig{Addresses: "10.0.0.1, 10.1.0.0/16, fd00::1", Secret: gatewaySecret}
	said := []string{
		"X-Gateway-User", "someone", "X-Gateway-Secret", gatewaySecret, "X-Forwarded-For",
		"1.2.3.4, 192.0.2.9",
	}
	for name, c := range map[string]struct {
		config  auth.GatewayConfig
		remote  string
		headers []string
		vouched string
		address string
	}{
		"the gateway":         {on, "10.0.0.1:5", said, "someone", "192.0.2.9"},
		"one of its prefix":   {on, "10.1.2.3:5", said, "someone", "192.0.2.9"},
		"mapped into IPv6":    {on, "[::ffff:10.0.0.1]:5", said, "someone", "192.0.2.9"},
		"over IPv6":           {on, "[fd00::1]:5", said, "someone", "192.0.2.9"},
		"another machine":     {on, "10.0.0.2:5", said, "", "10.0.0.2"},
		"there is no gateway": {auth.GatewayConfig{}, "10.0.0.1:5", said, "", "10.0.0.1"},
		"without the secret":  {on, "10.0.0.1:5", said[:2], "", "10.0.0.1"},
		"with another secret": {
			on, "10.0.0.1:5",
			[]string{"X-Gateway-User", "a", "X-Gateway-Secret", "x"},
			"",
			"10.0.0.1",
		},
		"the secret twice": {
			on, "10.0.0.1:5", append([]string{"X-Gateway-Secret", gatewaySecret}, said...), "",
			"10.0.0.1",
		},
		"two names": {
			on, "10.0.0.1:5", append([]string{"X-Gateway-User", "other"}, said...), "",
			"192.0.2.9",
		},
		"a name that looks like": {on, "10.0.0.1:5", []string{
			"X-Gateway-User", "sоmeone", "X-Gateway-Secret",
			gatewaySecret,
		}, "", "10.0.0.1"},
	} {
		got := behind(t, c.config, c.remote, c.headers...)
		require.Equal(t, c.vouched, auth.VouchedFor(got.Context()), name)
		require.Equal(t, c.address, auth.Host(got.RemoteAddr), name)
		for _, h := range []string{"X-Gateway-User", "X-Gateway-Secret", "X-Forwarded-For"} {
			require.Empty(t, got.Header.Values(h), "%s: nobody behind the door sees %s", name, h)
		}
	}
}

func TestWhatOthersForgeIsStrippedFromEveryRequest(t *testing.T) {
	t.Parallel()
	got := behind(t, auth.GatewayConfig{}, "10.0.0.9:1", "X-Forwarded-Host", "evil", "X-Forwarded-Proto", "https",
		"Forwarded", "for=1.1.1.1", "X-Real-Ip", "1.1.1.1", "X_gateway_user", "someone", "X-Gateway-User", "someone",
		"X-Trace", "stays")
	require.Equal(t, http.Header{"X-Trace": {"stays"}}, got.Header)
}

func TestAGatewayNeedsASecretAndAnAddress(t *testing.T) {
	t.Parallel()
	for _, c := range []auth.GatewayConfig{
		{Addresses: "10.0.0.1", Secret: "short"},
		{Addresses: "10.0.0.1"},
		{Addresses: "gateway", Secret: gatewaySecret},
		{Addresses: "0.0.0.0/0", Secret: gatewaySecret},
		{Addresses: "10.0.0.1,", Secret: gatewaySecret},
	} {
		_, err := auth.NewGateway(c)
		require.Error(t, err, "%+v", c)
	}
}

func TestTheGatewayOpensASessionOfWhomItNames(t *testing.T) {
	t.Parallel()
	k := keep(t)
	slug := testkit.One[string](t, k.House,
		"select p.slug from person p join holding h on h.person_id = p.id where h.post_id = $1", testkit.Coordinator)
	v := auth.Visitor{Address: "10.0.0.7"}
	for _, name := range []string{"", "nobody", slug + "x", strings.ToUpper(slug)} {
		v.Vouched = name
		_, err := k.OpenVouched(t.Context(), v)
		require.ErrorIs(t, err, auth.ErrNotSignedIn, name)
	}
	require.Equal(t, 4, testkit.One[int](t, k.House,
		"select sum(count)::int from refused_address where address = '10.0.0.7'"))
	v.Vouched = slug
	c, err := k.OpenVouched(t.Context(), v)
	require.NoError(t, err)
	s := shows(c)
	s.Vouched = slug
	require.True(t, k.known(t, s))
	s.Vouched = "mayor"
	require.False(t, k.known(t, s), "somebody else sits at that browser now")
}

func TestWhoeverHasLeftIsWrittenDownAFewTimesAtMost(t *testing.T) {
	t.Parallel()
	k := keep(t)
	const post = "gangnam-gu.officer"
	slug := testkit.One[string](t, k.House,
		"select p.slug from person p join holding h on h.person_id = p.id where h.post_id = $1", post)
	k.Exec(t, "update holding set valid_to = '2021-12-19' where post_id = $1", post)
	for range 20 {
		_, err := k.OpenVouched(t.Context(), auth.Visitor{Address: "10.0.0.7", Shown: auth.Shown{Vouched: slug}})
		testkit.MustRefuse(t, gov.CodeUnauthenticated, err)
	}
	require.Equal(t, 3, testkit.One[int](t, k.House, "select count(*)::int from audit_entry where kind = 'session'"))
}

func TestAPaceLetsEachComeAFewTimesAndThenWaits(t *testing.T) {
	t.Parallel()
	p, at := auth.NewPace(2*time.Second, 3), time.Unix(1_000_000, 0)
	for range 3 {
		_, ok := p.Admit("one", at)
		require.True(t, ok)
	}
	wait, ok := p.Admit("one", at)
	require.False(t, ok)
	require.Equal(t, 2*time.Second, wait)
	require.Equal(t, "2", auth.Seconds(wait))
	_, ok = p.Admit("another", at)
	require.True(t, ok)
	_, ok = p.Admit("one", at.Add(2*time.Second))
	require.True(t, ok)
}
