package office_test

import (
	"context"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
)

// TestTheTableOfASubmissionIsWrittenLikeASheet lets a browser press the keys of testdata/probe.js on a real page with the
// real script; the probe stands in for the server, whose answers the other stories hold.
func TestTheTableOfASubmissionIsWrittenLikeASheet(t *testing.T) {
	t.Parallel()
	chromium, err := exec.LookPath("chromium")
	require.NoError(t, err, "these pages are tested in Chromium: install Debian's package chromium")
	d := asked(t)
	o, dir := d.sits(t, officer), t.TempDir()
	s := o.get(t, d.handedIn(t))
	page := s.body
	for _, n := range s.elements(t, "link", "script") {
		address := attr(n, "href") + attr(n, "src")
		name := path.Base(address)
		page = strings.Replace(page, address, name, 1)
		asset := o.get(t, address)
		require.Equal(t, http.StatusOK, asset.status, address)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(asset.body), 0o600))
	}
	probe, err := os.ReadFile(filepath.Join("testdata", "probe.js"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "probe.js"), probe, 0o600))
	page = strings.Replace(page, "</head>", `<script src="probe.js"></script></head>`, 1)
	at := filepath.Join(dir, "page.html")
	require.NoError(t, os.WriteFile(at, []byte(page), 0o600))

	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, chromium, "--headless", "--no-sandbox", "--disable-gpu",
		"--user-data-dir="+filepath.Join(dir, "profile"), "--virtual-time-budget=10000", "--dump-dom", "file://"+at).Output()
	require.NoError(t, err)
	lines := 0
	for _, n := range (seen{body: string(out)}).elements(t, "pre") {
		for line := range strings.SplitSeq(strings.TrimSpace(words(n)), "\n") {
			require.Regexp(t, "^PASS ", html.UnescapeString(line))
			lines++
		}
	}
	require.Equal(t, 29, lines, "every step of the probe has its line:\n%s", out)
}
