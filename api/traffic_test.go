package api_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/api"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
)

// crowded is an office whose doors let few in: five requests in a row of whoever is known, three of whoever is not, and
// one a second after that.
type crowded struct {
	*testkit.House

	t   *testing.T
	url string
	now time.Time
}

func crowd(t *testing.T, gateway auth.GatewayConfig) *crowded {
	t.Helper()
	c := &crowded{House: testkit.Seoul(t, "2022-01-03"), t: t, now: time.Date(2022, 1, 3, 9, 0, 0, 0, time.UTC)}
	door, err := auth.NewGateway(gateway)
	require.NoError(t, err)
	srv := httptest.NewServer(door.Door(api.New(api.Config{
		Cases: c.Cases, SignIn: auth.New(c.Pool), Now: func() time.Time { return c.now },
		Traffic: auth.NewTraffic(auth.Rate{PerSecond: 1, Burst: 5}, auth.Rate{PerSecond: 1, Burst: 3}),
	})))
	t.Cleanup(srv.Close)
	c.url = srv.URL
	return c
}

// get asks once and gives the answer, with its body as its text.
func (c *crowded) get(path string, headers ...string) (*http.Response, string) {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, c.url+path, nil)
	require.NoError(c.t, err)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	out, err := http.DefaultClient.Do(r)
	require.NoError(c.t, err)
	defer out.Body.Close()
	body, err := io.ReadAll(out.Body)
	require.NoError(c.t, err)
	return out, string(body)
}

// turnedAway holds that an answer says why and until when.
func (c *crowded) turnedAway(out *http.Response, body string) {
	c.t.Helper()
	require.Equal(c.t, http.StatusTooManyRequests, out.StatusCode)
	wait, err := strconv.Atoi(out.Header.Get("Retry-After"))
	require.NoError(c.t, err)
	require.Positive(c.t, wait)
	require.Equal(c.t, "application/problem+json", out.Header.Get("Content-Type"))
	require.Contains(c.t, body, `"code":"too_many_requests"`)
}

func TestATokenThatAsksTooOftenIsToldWhenToComeAgain(t *testing.T) {
	t.Parallel()
	c := crowd(t, auth.GatewayConfig{})
	mine := "Bearer " + c.Token(t, "lifelong-education-division.officer")
	theirs := "Bearer " + c.Token(t, "lifelong-education-division.head")
	for range 5 {
		out, body := c.get(api.Prefix+"/tasks", "Authorization", mine)
		require.Equal(t, http.StatusOK, out.StatusCode, body)
	}
	for range 20 {
		out, body := c.get(api.Prefix+"/tasks", "Authorization", mine)
		c.turnedAway(out, body)
	}
	out, _ := c.get("/nowhere", "Authorization", mine)
	require.Equal(t, http.StatusTooManyRequests, out.StatusCode, "also where no operation is")
	out, _ = c.get(api.Prefix+"/tasks", "Authorization", theirs)
	require.Equal(t, http.StatusOK, out.StatusCode, "another person is not kept waiting")
	require.Equal(t, 3, testkit.One[int](t, c.House, "select count(*)::int from audit_entry where kind = 'refusal'"),
		"that somebody was turned away stands in the record, and does not fill it")
	c.now = c.now.Add(time.Second)
	out, _ = c.get(api.Prefix+"/tasks", "Authorization", mine)
	require.Equal(t, http.StatusOK, out.StatusCode)
}

func TestAnAddressThatShowsNothingWeKnowIsPacedAndNotSealed(t *testing.T) {
	t.Parallel()
	c := crowd(t, auth.GatewayConfig{})
	for range 3 {
		out, _ := c.get(api.Prefix+"/tasks", "Authorization", "Bearer gyeol_forged")
		require.Equal(t, http.StatusUnauthorized, out.StatusCode)
	}
	for _, shows := range [][]string{
		{"Authorization", "Bearer gyeol_forged"}, {}, {"X-Forwarded-For", "198.51.100.7"}, {"Cookie", "__Host-gyeol=x"},
	} {
		out, body := c.get(api.Prefix+"/tasks", shows...)
		c.turnedAway(out, body)
	}
	for _, path := range []string{"/healthz", "/nowhere", api.Prefix + "/openapi.json"} {
		out, body := c.get(path)
		c.turnedAway(out, body)
	}
	out, _ := c.get(api.Prefix+"/tasks", "Authorization", "Bearer "+c.Token(t, "lifelong-education-division.officer"))
	require.Equal(t, http.StatusOK, out.StatusCode, "whoever is known comes in from the same address")
	require.Zero(t, testkit.One[int](t, c.House, "select count(*)::int from audit_entry where kind = 'refusal'"))
	require.Equal(t, 3, testkit.One[int](t, c.House, "select sum(count)::int from refused_address"),
		"a flood is not written down either")
}

// Behind the gateway of the agency each is paced at his own address, and nobody else may name one.
func TestOnlyTheGatewaySaysAtWhichAddressOneIsPaced(t *testing.T) {
	t.Parallel()
	const secret = "0123456789abcdef0123456789abcdef"
	c := crowd(t, auth.GatewayConfig{Addresses: "127.0.0.1,::1", Secret: secret})
	for range 3 {
		c.get("/nowhere", "X-Gateway-Secret", secret, "X-Forwarded-For", "198.51.100.7")
	}
	out, body := c.get("/nowhere", "X-Gateway-Secret", secret, "X-Forwarded-For", "198.51.100.7")
	c.turnedAway(out, body)
	out, _ = c.get("/nowhere", "X-Gateway-Secret", secret, "X-Forwarded-For", "198.51.100.8")
	require.Equal(t, http.StatusNotFound, out.StatusCode)
	for n := range 3 {
		c.get("/nowhere", "X-Forwarded-For", "198.51.100."+strconv.Itoa(20+n))
	}
	out, body = c.get("/nowhere", "X-Forwarded-For", "198.51.100.99")
	c.turnedAway(out, body)
}

func TestOnePersonHoldsSoManyStreamsAndNoMore(t *testing.T) {
	t.Parallel()
	o := open(t, "2022-01-03")
	token := o.token(t, "lifelong-education-division.officer")
	stream := func() *http.Response {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, o.url+api.Prefix+"/changes", nil)
		require.NoError(t, err)
		r.Header.Set("Authorization", "Bearer "+token)
		out, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		t.Cleanup(func() { out.Body.Close() })
		return out
	}
	var open []*http.Response
	for range auth.MostStreams {
		one := stream()
		require.Equal(t, http.StatusOK, one.StatusCode)
		open = append(open, one)
	}
	refused := stream()
	require.Equal(t, http.StatusTooManyRequests, refused.StatusCode)
	require.NotEmpty(t, refused.Header.Get("Retry-After"))
	require.NoError(t, open[0].Body.Close())
	testkit.Eventually(t, func() bool { return stream().StatusCode == http.StatusOK })
}
