package main

import (
	"bytes"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/internal/testkit"
)

// refusal runs a command that must end with exit code 1 and one sentence, and answers with the sentence.
func refusal(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	var said bytes.Buffer
	cmd.Stderr = &said
	err := cmd.Run()
	text := strings.TrimSpace(said.String())
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit, "%v should have refused", cmd.Args[1:])
	require.Equal(t, 1, exit.ExitCode(), text)
	require.NotContains(t, text, "\n", "one sentence")
	require.NotEmpty(t, text)
	return text
}

// upOn is gyeol up on a folder, on a port that the system chooses.
func upOn(t *testing.T, dir string, flags ...string) *exec.Cmd {
	t.Helper()
	return lasting(t, []string{"GYEOL_LISTEN=127.0.0.1:0"}, append([]string{"up", "--data", dir}, flags...)...)
}

// isUp starts gyeol on a folder and waits until it answers there.
func isUp(t *testing.T, dir string, flags ...string) *part {
	t.Helper()
	return isUpBy(t, dir, upOn(t, dir, flags...))
}

// isUpBy is isUp by a command that is made already.
func isUpBy(t *testing.T, dir string, cmd *exec.Cmd) *part {
	t.Helper()
	p := &part{cmd: cmd}
	require.Contains(t, firstLine(t, p.cmd), "gyeol is up")
	t.Cleanup(func() { p.kill(t) })
	testkit.Eventually(t, func() bool {
		p.url, _ = running(dir)
		return p.url != ""
	})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.url+"/healthz", nil)
	require.NoError(t, err)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	require.Equal(t, http.StatusOK, res.StatusCode)
	return p
}

// end asks a piece to stop and wants it to end well.
func (p *part) end(t *testing.T) {
	t.Helper()
	require.NoError(t, p.cmd.Process.Signal(syscall.SIGTERM))
	require.NoError(t, p.cmd.Wait())
}

func TestABusyPortIsOneSentenceAndTouchesNothing(t *testing.T) {
	t.Parallel()
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	dir := folder(t)
	cmd := gyeol(t, []string{"GYEOL_LISTEN=" + taken.Addr().String()}, "up", "--data", dir)
	text := refusal(t, cmd)
	require.Contains(t, text, "the address is taken; set GYEOL_LISTEN")
	require.Contains(t, text, taken.Addr().String())
	require.NoDirExists(t, dir)
}

func TestARehearsalListensOnLoopbackOnly(t *testing.T) {
	t.Parallel()
	cmd := gyeol(t, []string{"GYEOL_LISTEN=0.0.0.0:0"}, "up", "--rehearsal", "--data", folder(t))
	require.Contains(t, refusal(t, cmd), "a rehearsal listens on loopback only")
}

func TestAFileInPlaceOfTheFolderIsNamed(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	require.NoError(t, os.WriteFile(dir, []byte("not a folder"), 0o600))
	require.Contains(t, refusal(t, upOn(t, dir)), "the data folder cannot be written): mkdir "+dir+": not a directory")
	require.Contains(t, refusal(t, upOn(t, filepath.Join(dir, "below"))), dir+" is not a folder")
	kept, err := os.ReadFile(dir)
	require.NoError(t, err)
	require.Equal(t, "not a folder", string(kept))
}

// TestAFolderOfSomebodyElseIsNamed runs gyeol as somebody who may look but not write, missing folder and present one.
func TestAFolderOfSomebodyElseIsNamed(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	parent := filepath.Dir(dir)
	present := filepath.Join(parent, "present")
	require.NoError(t, os.Mkdir(present, 0o755))
	for _, closed := range []string{present, parent} {
		require.NoError(t, os.Chmod(closed, 0o555))
		t.Cleanup(func() { require.NoError(t, os.Chmod(closed, 0o755)) })
	}
	for _, path := range []string{dir, present} {
		cmd := upOn(t, path)
		if os.Geteuid() == 0 { // root may write everywhere
			cmd.Path, cmd.Dir = "/proc/self/exe", parent
			cmd.SysProcAttr.Credential = &syscall.Credential{Uid: 65534, Gid: 65534}
		}
		text := refusal(t, cmd)
		require.Contains(t, text, path)
		require.Contains(t, text, "the data folder cannot be written")
		require.Contains(t, text, "permission denied")
	}
}

// TestAKilledRunIsInNobodysWay leaves locks, sockets and the note of who runs behind.
func TestAKilledRunIsInNobodysWay(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	isUp(t, dir, "--rehearsal").kill(t)
	require.FileExists(t, runningFile(dir), "it could not tidy up")
	require.FileExists(t, filepath.Join(dir, "postgres", "lock"))
	out, err := gyeol(t, nil, "check", "--data", dir).Output()
	require.NoError(t, err, string(out))
	isUp(t, dir, "--rehearsal").end(t)
	require.NoFileExists(t, runningFile(dir))
}
