package client_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
)

// flaky is a server that answers with one handler after the other and keeps the keys it saw.
type flaky struct {
	mu    sync.Mutex
	steps []http.HandlerFunc
	keys  []string
}

func (f *flaky) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	f.keys = append(f.keys, r.Header.Get("Idempotency-Key"))
	step := f.steps[min(len(f.keys), len(f.steps))-1]
	f.mu.Unlock()
	step(w, r)
}

func refuse(status int, code string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]any{"status": status, "code": code, "detail": "한국어", "english": "english"})
	}
}

func reset(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_ = conn.Close()
	}
}

func fine(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte(`{"case":"c","kind":"submission","verb":"submit","state":"submitted","from":"drafting","office_date":"2022-01-10"}`))
}

func start(t *testing.T, steps ...http.HandlerFunc) (*flaky, *client.Client) {
	t.Helper()
	f := &flaky{steps: steps}
	srv := httptest.NewServer(f)
	t.Cleanup(srv.Close)
	return f, client.New(srv.URL, "gyeol_x")
}

func TestWhatBrokeOnTheWayIsRepeatedUnderItsKey(t *testing.T) {
	t.Parallel()
	f, c := start(t, reset, refuse(503, "unavailable"), refuse(409, "busy"), fine)
	out, err := c.Act(t.Context(), "task", gov.VerbSubmit, client.ActOptions{})
	require.NoError(t, err)
	require.Equal(t, gov.MustDate("2022-01-10"), out.OfficeDate)
	require.Len(t, f.keys, 4)
	require.NotEmpty(t, f.keys[0])
	for _, k := range f.keys {
		require.Equal(t, f.keys[0], k, "each try bears the same key")
	}
}

func TestARefusalIsNotRepeated(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"act_not_open", "not_settled", "invalid"} {
		f, c := start(t, refuse(409, code))
		_, err := c.Act(t.Context(), "task", gov.VerbSubmit, client.ActOptions{Key: "my-own-key"})
		require.True(t, client.Is(err, code), "%v", err)
		require.Equal(t, []string{"my-own-key"}, f.keys)
	}
}

func TestPatienceHasAnEnd(t *testing.T) {
	t.Parallel()
	f, c := start(t, refuse(503, "unavailable"))
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, err := c.Task(ctx, "task")
	require.Error(t, err)
	require.Greater(t, len(f.keys), 1)
	_, c = start(t, refuse(503, "unavailable"))
	begun := time.Now()
	_, err = c.Task(t.Context(), "task")
	require.True(t, client.Is(err, "unavailable"), "%v", err)
	require.Less(t, time.Since(begun), 10*time.Second)
}

func TestAnAnswerOfSomebodyElseIsNoAnswer(t *testing.T) {
	t.Parallel()
	for _, step := range []http.HandlerFunc{
		func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) },
		func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "proxy", http.StatusForbidden) },
	} {
		_, c := start(t, step)
		_, err := c.Task(t.Context(), "task")
		require.True(t, client.Is(err, "unreadable"), "%v", err)
	}
	_, err := client.New("http://127.0.0.1:1", "x", client.WithTries(2)).Task(t.Context(), "task")
	require.Error(t, err)
}
