package main

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/check"
	"gyeol/internal/embedded/smtp"
	"gyeol/internal/embedded/temporal"
	"gyeol/internal/store"
	"gyeol/internal/testkit"
)

const halvesOperator = "system-operation.operator"

// halves is an installation in pieces: servers of their own, and any number of serve and worker.
type halves struct {
	servers

	dir  string
	env  []string
	pool *pgxpool.Pool
}

// part is one running piece.
type part struct {
	cmd *exec.Cmd
	url string
}

// newHalves founds a rehearsal beside outside servers by the commands that an operator would use.
func newHalves(t *testing.T) *halves {
	t.Helper()
	at, dir := startServers(t)
	h := halvesOver(at, dir)
	h.found(t)
	return h
}

// halvesOver is an installation over servers that keep its record in a folder.
func halvesOver(at servers, dir string) *halves {
	h := &halves{servers: at, dir: dir}
	h.env = []string{
		"GYEOL_DATABASE_URL=" + h.App, "GYEOL_TEMPORAL_ADDRESS=" + h.Temporal, "GYEOL_SMTP_URL=" + h.SMTP,
		"GYEOL_TEMPORAL_TLS_CA=" + filepath.Join(h.dir, temporal.FileCA),
		"GYEOL_TEMPORAL_TLS_CERT=" + filepath.Join(h.dir, temporal.FileCert),
		"GYEOL_TEMPORAL_TLS_KEY=" + filepath.Join(h.dir, temporal.FileKey),
		"GYEOL_TEMPORAL_TLS_SERVER_NAME=" + temporal.ServerName,
		"GYEOL_PAYLOAD_KEY=" + strings.Repeat("5e", 32), "SSL_CERT_FILE=" + filepath.Join(h.dir, "smtp.pem"),
		"GYEOL_LISTEN=127.0.0.1:0", "GYEOL_BASE_URL=http://gyeol.example", "GYEOL_MAIL_FROM=plan@seoul.example",
	}
	return h
}

// found makes the rehearsal in an empty record.
func (h *halves) found(t *testing.T) {
	t.Helper()
	require.Contains(t, h.refuse(t, "serve"), "run gyeol migrate first")
	require.Contains(t, h.run(t, "migrate", "--rehearsal", "--today", demoStart), "rehearsal")
	require.Contains(t, h.run(t, "migrate"), "rehearsal", "to migrate again needs no flag")
	h.run(t, "import")
	h.open(t)
}

// open connects the test itself to the record.
func (h *halves) open(t *testing.T) {
	t.Helper()
	var err error
	h.pool, err = store.Open(t.Context(), h.App, store.Options{MaxConns: 4})
	require.NoError(t, err)
	t.Cleanup(h.pool.Close)
}

// run runs one command to its good end; migrate alone does it as the owner of the schema.
func (h *halves) run(t *testing.T, args ...string) string {
	t.Helper()
	var said bytes.Buffer
	cmd := gyeol(t, h.envOf(args[0]), args...)
	cmd.Stderr = &said
	out, err := cmd.Output()
	require.NoError(t, err, "%v: %s", args, said.String())
	return strings.TrimSpace(string(out))
}

// refuse runs one command that must fail, and answers with what it says.
func (h *halves) refuse(t *testing.T, args ...string) string {
	t.Helper()
	return refusal(t, gyeol(t, h.envOf(args[0]), args...))
}

func (h *halves) envOf(command string) []string {
	if command == "migrate" {
		return append([]string{"GYEOL_DATABASE_URL=" + h.Owner}, h.env[1:]...)
	}
	return h.env
}

// start starts a piece and waits until it listens.
func (h *halves) start(t *testing.T, name string) *part {
	t.Helper()
	p := &part{cmd: lasting(t, h.env, name)}
	p.url = firstLine(t, p.cmd)
	t.Cleanup(func() { p.kill(t) })
	return p
}

// kill ends a piece as a loss of power would.
func (p *part) kill(t *testing.T) {
	t.Helper()
	if p.cmd.ProcessState != nil {
		return
	}
	require.NoError(t, p.cmd.Process.Kill())
	require.Error(t, p.cmd.Wait(), "it was killed")
}

// walk lets the simulated office carry the year on through one serve.
func (h *halves) walk(t *testing.T, through *part, until string) *exec.Cmd {
	t.Helper()
	cmd := gyeol(t, nil, "--server", through.url, "rehearse", "--tokens", tokensFile(h.dir), "--until", until)
	cmd.Stderr = os.Stderr
	require.NoError(t, cmd.Start())
	return cmd
}

// as is one person at one serve, with a token issued by the command.
func (h *halves) as(t *testing.T, p *part, person string, scope ...string) *client.Client {
	t.Helper()
	return client.New(p.url, h.run(t, append([]string{"token", "issue", "--person", person}, scope...)...))
}

// settled waits until no wake is undone.
func (h *halves) settled(t *testing.T, at *client.Client) {
	t.Helper()
	testkit.Eventually(t, func() bool {
		s, err := at.ClockState(t.Context())
		return err == nil && s.Settled
	})
}

// rest waits until the last wake, mail and seal.
func (h *halves) rest(t *testing.T, at *client.Client) {
	t.Helper()
	h.settled(t, at)
	s := cases.New(cases.Config{Pool: h.pool, Rules: cases.NewRulebook(), Rehearsal: true})
	require.NoError(t, (&engine{cases: s}).quiet(t.Context()))
}

// once wants every mail in the sink to be there once, and some to be there.
func (h *halves) once(t *testing.T, atLeast int) {
	t.Helper()
	kept, err := smtp.ReadFolder(t.Context(), h.Mail)
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(kept), atLeast)
	for _, m := range kept {
		require.Equal(t, "plan@seoul.example", m.From)
	}
	twice, err := check.Duplicates(t.Context(), h.pool, h.Mail)
	require.NoError(t, err)
	require.Zero(t, twice)
}

// TestTheHalvesCarryTheYearWhileSomeAreKilled runs serve and worker twice each with PostgreSQL, Temporal and the mail
// server apart from all of them, begins the year at one API, goes on at the other, and kills one of each in mid-year.
func TestTheHalvesCarryTheYearWhileSomeAreKilled(t *testing.T) {
	t.Parallel()
	h := newHalves(t)
	a, b, first := h.start(t, "serve"), h.start(t, "serve"), h.start(t, "worker")
	h.start(t, "worker")
	h.onlyHealthAt(t, first)
	_, err := rehearsalTokens(t.Context(), h.pool, h.dir)
	require.NoError(t, err)
	op, boss := h.as(t, a, halvesOperator, "--scope", "operator"), h.as(t, a, testkit.Coordinator)

	clock, err := op.ClockStep(t.Context(), "")
	require.NoError(t, err)
	require.Equal(t, gov.MustDate("2021-12-20"), clock.Today)
	began := time.Now()
	_, err = boss.OpenCycle(t.Context(), "lifelong-education-plan", 2022, "")
	require.NoError(t, err)
	h.settled(t, op)
	t.Logf("at rest %v after the year was opened at an API without relay", time.Since(began))
	seen, err := h.as(t, b, testkit.Coordinator).Progress(t.Context(), "lifelong-education-plan", 2022)
	require.NoError(t, err)
	require.NotEmpty(t, seen.Stages)

	require.NoError(t, h.walk(t, b, "2021-12-27").Wait())
	h.rest(t, op)
	h.once(t, 1)

	walk := h.walk(t, a, killUntil)
	testkit.Eventually(t, func() bool {
		s, err := op.ClockState(t.Context())
		return err == nil && s.Today.After(gov.MustDate("2021-12-30"))
	})
	first.kill(t)
	b.kill(t)
	began = time.Now()
	require.NoError(t, walk.Wait())
	t.Logf("the rest of the walk took %v without them", time.Since(began))
	h.rest(t, op)
	h.once(t, 2)
	require.Contains(t, h.run(t, "check", "--mail", h.Mail), "everything adds up")
	require.NotEmpty(t, h.run(t, "reconcile"))
}

// onlyHealthAt wants a worker to answer health checks and nothing else.
func (h *halves) onlyHealthAt(t *testing.T, worker *part) {
	t.Helper()
	for path, want := range map[string]int{"/healthz": http.StatusOK, "/api/v1/clock": http.StatusNotFound} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, worker.url+path, nil)
		require.NoError(t, err)
		res, err := http.DefaultClient.Do(req)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		require.Equal(t, want, res.StatusCode, path)
	}
}
