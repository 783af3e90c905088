package api_test

import (
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/api"
)

// TestTheReferenceNeedsNoInternet: the page, and all that it loads, comes from the installation, and the browser is
// told to fetch nothing from anywhere else.
func TestTheReferenceNeedsNoInternet(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(api.New(api.Config{}))
	t.Cleanup(srv.Close)
	read := func(path string) (string, http.Header) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+path, nil)
		require.NoError(t, err)
		res, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, res.StatusCode, path)
		return string(body), res.Header
	}
	outside := regexp.MustCompile(`(?i)(src|href|url|@import)\s*[=:(]?\s*["']?(https?:)?//`)
	page, head := read("/api/v1/docs")
	require.Contains(t, head.Get("Content-Type"), "text/html")
	policy := head.Get("Content-Security-Policy")
	require.Contains(t, policy, "default-src 'none'")
	require.NotContains(t, policy, "http")
	require.NotContains(t, policy, "*")
	loads := regexp.MustCompile(`(?:src|href)="([^"]+)"`).FindAllStringSubmatch(page, -1)
	require.Len(t, loads, 4)
	for _, l := range loads {
		body, _ := read("/api/v1/" + l[1])
		require.NotEmpty(t, body)
		if !strings.HasSuffix(l[1], "bundle.js") { // which names many places and loads none: the policy above holds it
			require.NotRegexp(t, outside, body, l[1])
			require.NotRegexp(t, `https?://`,
				regexp.MustCompile(`url\("?data:[^)]*\)|/\*!.*?\*/`).ReplaceAllString(body, ""), l[1])
		}
	}
	require.NotRegexp(t, `https?://`, page)
	setup, _ := read("/api/v1/docs/init.js")
	require.Contains(t, setup, "validatorUrl: null", "no validator elsewhere is asked")
	document, _ := read("/api/v1/openapi.json")
	require.Contains(t, document, `"openapi"`)
}

func TestTheReferenceIsWhatWasPinned(t *testing.T) {
	t.Parallel()
	sums, err := os.ReadFile("reference/SHA256SUMS")
	require.NoError(t, err)
	for line := range strings.Lines(string(sums)) {
		sum, name, ok := strings.Cut(strings.TrimSpace(line), "  ")
		require.True(t, ok, line)
		body, err := os.ReadFile("reference/" + name)
		require.NoError(t, err)
		require.Equal(t, sum, fmt.Sprintf("%x", sha256.Sum256(body)), name)
	}
}
