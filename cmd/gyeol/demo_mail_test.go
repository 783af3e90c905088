package main

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/internal/embedded/smtp"
)

// TestADemoWhoseMailGoesElsewhereAddsUp sends the mail of a demo to a server of somebody else: there is no sink of ours
// in which the notices could be missing.
func TestADemoWhoseMailGoesElsewhereAddsUp(t *testing.T) {
	t.Parallel()
	at, servers := startServers(t)
	dir := folder(t)
	env := []string{
		"GYEOL_SMTP_URL=" + at.SMTP, "SSL_CERT_FILE=" + filepath.Join(servers, "smtp.pem"),
		"GYEOL_MAIL_FROM=plan@seoul.example",
	}
	out, err := gyeol(t, env, "demo", "--data", dir, "--until", "2022-01-04", "--json").Output()
	require.NoError(t, err)
	var r demoReport
	require.NoError(t, json.Unmarshal(out, &r))
	require.True(t, r.Audit.Verified)
	require.Positive(t, r.Notices.Sent)
	kept, err := smtp.ReadFolder(t.Context(), at.Mail)
	require.NoError(t, err)
	require.Len(t, kept, r.Notices.Sent, "it all went there")
	out, err = gyeol(t, env, "check", "--data", dir).Output()
	require.NoError(t, err, string(out))
}
