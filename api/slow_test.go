package api_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/api"
	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
)

// TestABodyThatDoesNotArriveIsCutWithAPlainAnswer: a caller who trickles a body holds no connection, and is told so
// without a word of the inside.
func TestABodyThatDoesNotArriveIsCutWithAPlainAnswer(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	srv := httptest.NewServer(api.New(api.Config{
		Cases: h.Cases, SignIn: auth.New(h.Pool), BodyTime: 100 * time.Millisecond,
	}))
	t.Cleanup(srv.Close)
	body, trickle := io.Pipe()
	t.Cleanup(func() { require.NoError(t, trickle.Close()) })
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost,
		srv.URL+"/api/v1/tasks/"+gov.NewTaskID().String()+"/acts", body)
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer "+h.Token(t, testkit.Coordinator))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", "a-slow-body")
	go func() { _, _ = io.WriteString(trickle, `{"verb":`) }() // it ends with the pipe
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusUnprocessableEntity, answer.StatusCode, string(said))
	require.Contains(t, string(said), "요청 본문이 제때 다 오지 않았습니다")
	require.Equal(t, "application/problem+json", answer.Header.Get("Content-Type"))
	require.NotRegexp(t, `i/o|deadline|tcp|127\.0\.0\.1`, string(said))
	require.Zero(t, testkit.One[int](t, h, "select count(*)::int from act where key = 'a-slow-body'"))
}
