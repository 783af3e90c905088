package web_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/web"
)

func TestEveryAnswerSaysWhatABrowserMayDoWithIt(t *testing.T) {
	t.Parallel()
	page := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/page" {
			w.Header().Set("Content-Security-Policy", "default-src 'self'")
		}
	})
	for _, secure := range []bool{false, true} {
		w := httptest.NewRecorder()
		web.Guarded(page, secure).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/data", nil))
		require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
		require.Equal(t, "DENY", w.Header().Get("X-Frame-Options"))
		require.Equal(t, "no-referrer", w.Header().Get("Referrer-Policy"))
		require.Contains(t, w.Header().Get("Content-Security-Policy"), "default-src 'none'")
		require.Equal(t, secure, w.Header().Get("Strict-Transport-Security") != "")
		w = httptest.NewRecorder()
		web.Guarded(page, secure).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/page", nil))
		require.Equal(t, "default-src 'self'", w.Header().Get("Content-Security-Policy"), "a page says its own")
	}
}
