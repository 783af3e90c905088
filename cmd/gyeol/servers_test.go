package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log/slog"
	netsmtp "net/smtp"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/internal/embedded/postgres"
	"gyeol/internal/embedded/smtp"
	"gyeol/internal/embedded/temporal"
)

// asServers makes this test binary keep PostgreSQL, Temporal and a mail server in the named folder until its input
// ends, so that a test has all three outside the processes of gyeol.
const asServers = "GYEOL_TEST_AS_SERVERS"

// servers is where they are reached.
type servers struct {
	Owner    string `json:"owner"` // database address of who may migrate
	App      string `json:"app"`   // of who reads and writes rows
	Temporal string `json:"temporal"`
	SMTP     string `json:"smtp"` // verified by smtp.pem of the folder
	Mail     string `json:"mail"` // folder of the sink
}

// runServers prints one line of JSON when all three are there.
func runServers(dir string) int {
	if err := keepServers(context.Background(), dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func keepServers(ctx context.Context, dir string) (err error) {
	pg, err := postgres.Start(ctx, postgres.Config{Dir: filepath.Join(dir, "postgres")})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pg.Stop(ctx)) }()
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	engine, err := temporal.Start(ctx, temporal.Config{SocketDir: pg.SocketDir(), Port: pg.Port(), Logger: log})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Stop(ctx)) }()
	sink, err := smtp.Start(ctx, smtp.Config{Dir: filepath.Join(dir, "mail")})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, sink.Stop(ctx)) }()
	if err := errors.Join(engine.WriteCredentials(dir), writeCertificate(sink, filepath.Join(dir, "smtp.pem"))); err != nil {
		return err
	}
	user, password := sink.Credentials()
	line, err := json.Marshal(servers{
		Owner:    pg.ConnString(postgres.RoleOwner, postgres.Database),
		App:      pg.ConnString(postgres.RoleApp, postgres.Database),
		Temporal: engine.ClientOptions().HostPort,
		SMTP:     fmt.Sprintf("smtp://%s:%s@%s?tls=starttls&auth=plain", user, password, sink.Addr()),
		Mail:     filepath.Join(dir, "mail"),
	})
	if err != nil {
		return err
	}
	fmt.Printf("%s\n", line)
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// writeCertificate asks the sink for its certificate, as an operator would who has to trust a relay of his own.
func writeCertificate(sink *smtp.Server, path string) error {
	c, err := netsmtp.Dial(sink.Addr())
	if err != nil {
		return err
	}
	defer c.Close()
	err = c.StartTLS(&tls.Config{MinVersion: tls.VersionTLS12, ServerName: "localhost", RootCAs: sink.Roots()})
	if err != nil {
		return err
	}
	state, _ := c.TLSConnectionState()
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: state.PeerCertificates[0].Raw})
	return os.WriteFile(path, text, 0o600)
}

// startServers keeps the three outside this process for as long as the test lasts, and answers with their folder too.
func startServers(t *testing.T) (servers, string) {
	t.Helper()
	dir := folder(t)
	require.NoError(t, os.MkdirAll(dir, 0o755))
	s, stop := serversIn(t, dir)
	t.Cleanup(stop)
	return s, dir
}

// serversIn keeps the three in a folder until stop is called.
func serversIn(t *testing.T, dir string) (s servers, stop func()) {
	t.Helper()
	cmd := lasting(t, []string{asServers + "=" + dir})
	input, err := cmd.StdinPipe()
	require.NoError(t, err)
	line := firstLine(t, cmd)
	require.NoError(t, json.Unmarshal([]byte(line), &s), line)
	return s, func() {
		if err := errors.Join(input.Close(), cmd.Wait()); err != nil {
			t.Errorf("the servers did not end well: %v", err)
		}
	}
}

// lasting is a run of the whole program that outlives the test until a clean-up ends it.
func lasting(t *testing.T, env []string, args ...string) *exec.Cmd {
	t.Helper()
	own := gyeol(t, env, args...)
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), own.Path, args...)
	cmd.Env, cmd.SysProcAttr, cmd.Stderr = own.Env, own.SysProcAttr, os.Stderr
	return cmd
}

// soon is how long a process may take to say that it is there, on a busy machine.
const soon = 2 * time.Minute

// firstLine starts a process and answers with the first line it prints; a process that ends without one fails the test.
func firstLine(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	said := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(out)
		lines.Scan()
		said <- lines.Text()
		for lines.Scan() { // nobody shall block on telling us more
			continue
		}
	}()
	limit := time.NewTimer(soon)
	defer limit.Stop()
	select {
	case line := <-said:
		if line == "" {
			t.Fatalf("%v ended without a word: %v", cmd.Args, cmd.Wait())
		}
		return line
	case <-limit.C:
		t.Fatalf("%v said nothing for %v", cmd.Args, soon)
		return ""
	}
}
