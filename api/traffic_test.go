package api_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
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

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

// get asks once.
func (c *crowded) get(path string, headers ...string) answer {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, c.url+path, nil)
	require.NoError(c.t, err)
	for pair := range slices.Chunk(headers, 2) {
		r.Header.Add(pair[0], pair[1])
	}
	out, err := http.DefaultClient.Do(r)
	require.NoError(c.t, err)
	defer out.Body.Close()
	body, err := io.ReadAll(out.Body)
	require.NoError(c.t, err)
	return answer{out.StatusCode, out.Header, string(body)}
}

// turnedAway holds that an answer says why and until when.
func (c *crowded) turnedAway(a answer) {
	c.t.Helper()
	require.Equal(c.t, http.StatusTooManyRequests, a.status)
	wait, err := strconv.Atoi(a.header.Get("Retry-After"))
	require.NoError(c.t, err)
	require.Positive(c.t, wait)
	require.Equal(c.t, "application/problem+json", a.header.Get("Content-Type"))
	require.Contains(c.t, a.body, `"code":"too_many_requests"`)
}

func TestATokenThatAsksTooOftenIsToldWhenToComeAgain(t *testing.T) {
	t.Parallel()
	c := crowd(t, auth.GatewayConfig{})
	mine := "Bearer " + c.Token(t, "lifelong-education-division.officer")
	theirs := "Bearer " + c.Token(t, "lifelong-education-division.head")
	for range 5 {
		out := c.get(api.Prefix+"/tasks", "Authorization", mine)
		require.Equal(t, http.StatusOK, out.status, out.body)
	}
	for range 20 {
		c.turnedAway(c.get(api.Prefix+"/tasks", "Authorization", mine))
	}
	out := c.get("/nowhere", "Authorization", mine)
	require.Equal(t, http.StatusTooManyRequests, out.status, "also where no operation is")
	out = c.get(api.Prefix+"/tasks", "Authorization", theirs)
	require.Equal(t, http.StatusOK, out.status, "another person is not kept waiting")
	require.Equal(t, 3, testkit.One[int](t, c.House, "select count(*)::int from audit_entry where kind = 'refusal'"),
		"that somebody was turned away stands in the record, and does not fill it")
	c.now = c.now.Add(time.Second)
	out = c.get(api.Prefix+"/tasks", "Authorization", mine)
	require.Equal(t, http.StatusOK, out.status)
}

func TestAnAddressThatShowsNothingWeKnowIsPacedAndNotSealed(t *testing.T) {
	t.Parallel()
	c := crowd(t, auth.GatewayConfig{})
	for range 3 {
		out := c.get(api.Prefix+"/tasks", "Authorization", "Bearer gyeol_forged")
		require.Equal(t, http.StatusUnauthorized, out.status)
	}
	for _, shows := range [][]string{
		{"Authorization", "Bearer gyeol_forged"}, {}, {"X-Forwarded-For", "198.51.100.7"}, {"Cookie", "__Host-gyeol=x"},
	} {
		c.turnedAway(c.get(api.Prefix+"/tasks", shows...))
	}
	for _, path := range []string{"/healthz", "/nowhere", api.Prefix + "/openapi.json"} {
		c.turnedAway(c.get(path))
	}
	out := c.get(api.Prefix+"/tasks", "Authorization", "Bearer "+c.Token(t, "lifelong-education-division.officer"))
	require.Equal(t, http.StatusOK, out.status, "whoever is known comes in from the same address")
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
	c.turnedAway(c.get("/nowhere", "X-Gateway-Secret", secret, "X-Forwarded-For", "198.51.100.7"))
	out := c.get("/nowhere", "X-Gateway-Secret", secret, "X-Forwarded-For", "198.51.100.8")
	require.Equal(t, http.StatusNotFound, out.status)
	for n := range 3 {
		c.get("/nowhere", "X-Forwarded-For", "198.51.100."+strconv.Itoa(20+n))
	}
	c.turnedAway(c.get("/nowhere", "X-Forwarded-For", "198.51.100.99"))
}

func TestOnePersonHoldsSoManyStreamsAndNoMore(t *testing.T) {
	t.Parallel()
	o := open(t, "2022-01-03")
	token := o.token(t, "lifelong-education-division.officer")
	stream := func() (status int, retry string, end func() error) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, o.url+api.Prefix+"/changes", nil)
		require.NoError(t, err)
		r.Header.Set("Authorization", "Bearer "+token)
		out, err := http.DefaultClient.Do(r) //nolint:bodyclose // whoever opened the stream ends it
		require.NoError(t, err)
		return out.StatusCode, out.Header.Get("Retry-After"), out.Body.Close
	}
	var ends []func() error
	for range auth.MostStreams {
		status, _, end := stream()
		require.Equal(t, http.StatusOK, status)
		ends = append(ends, end)
	}
	status, retry, end := stream()
	require.Equal(t, http.StatusTooManyRequests, status)
	require.NotEmpty(t, retry)
	ends = append(ends, end)
	require.NoError(t, ends[0]())
	testkit.Eventually(t, func() bool {
		status, _, end := stream()
		ends = append(ends, end)
		return status == http.StatusOK
	})
	for _, end := range ends[1:] {
		require.NoError(t, end())
	}
}
