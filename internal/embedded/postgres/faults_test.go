package postgres_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"gyeol/internal/embedded/postgres"
)

func TestStart_AfterItsProcessWasKilled(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	killed := helper(t, dir)
	must(t, killed.Process.Kill())
	if err := killed.Wait(); err == nil {
		t.Fatal("the helper was not killed")
	}
	begin := time.Now()
	s := start(t, dir) // the orphan may still be writing its checkpoint
	t.Logf("up %v after the kill", time.Since(begin).Round(time.Millisecond))
	if got := ask(t, s, postgres.RoleApp, "SELECT current_database()"); got != postgres.Database {
		t.Errorf("database = %q", got)
	}
}

func TestStart_AfterPostgresItselfWasKilled(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	s := start(t, dir)
	must(t, execute(t, s, postgres.RoleOwner, "CREATE TABLE paper (title text); INSERT INTO paper VALUES ('kept')"))
	must(t, syscall.Kill(postmaster(t, dir), syscall.SIGKILL))
	err, open := <-s.Wait()
	if !open || err == nil {
		t.Error("Wait did not report the unexpected end")
	}
	stop(t, s)
	again := start(t, dir)
	if got := ask(t, again, postgres.RoleApp, "SELECT title FROM paper"); got != "kept" {
		t.Errorf("title = %q", got)
	}
}

func TestStart_PidFileWhoseNumberBelongsToSomebodyElse(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	stop(t, start(t, dir))
	stale := strconv.Itoa(os.Getpid()) + "\n" + filepath.Join(dir, "data") + "\n"
	must(t, os.WriteFile(filepath.Join(dir, "data", "postmaster.pid"), []byte(stale), 0o600))
	start(t, dir)
}

func TestStart_RefusesASecondProcess(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	other := helper(t, dir)
	if _, err := postgres.Start(t.Context(), postgres.Config{Dir: dir}); !errors.Is(err, postgres.ErrInUse) {
		t.Errorf("second process: %v, want ErrInUse", err)
	}
	must(t, other.Process.Kill())
	other.Wait() //nolint:errcheck // it was killed
	start(t, dir)
}

func TestStart_ClusterOfAnotherVersion(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	s := start(t, dir)
	stop(t, s)
	version := filepath.Join(dir, "data", "PG_VERSION")
	must(t, os.WriteFile(version, []byte("12\n"), 0o600))
	_, err := postgres.Start(t.Context(), postgres.Config{Dir: dir})
	var mismatch *postgres.VersionError
	if !errors.As(err, &mismatch) || mismatch.Cluster != 12 {
		t.Fatalf("err = %v, want a VersionError about 12", err)
	}
	if !strings.Contains(err.Error(), "GYEOL_PG_BIN") || strings.Contains(err.Error(), "\n") {
		t.Errorf("not one sentence with a way out: %q", err)
	}
}

func TestStart_AfterAnInterruptedInitdb(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	half := filepath.Join(dir, "data.new-12345", "base")
	must(t, os.MkdirAll(half, 0o700))
	must(t, os.WriteFile(filepath.Join(half, "1"), []byte("half"), 0o600))
	start(t, dir)
	left, err := filepath.Glob(filepath.Join(dir, "data.new-*"))
	must(t, err)
	if len(left) != 0 {
		t.Errorf("left over: %v", left)
	}
}

func TestStart_FolderTooDeepForASocket(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(folder(t), strings.Repeat("깊", 20), strings.Repeat("deep", 20))
	must(t, os.MkdirAll(filepath.Dir(dir), 0o711))
	s := start(t, dir)
	if strings.HasPrefix(s.SocketDir(), dir) {
		t.Errorf("socket in %s", s.SocketDir())
	}
	stop(t, s)
	if _, err := os.Stat(s.SocketDir()); !os.IsNotExist(err) {
		t.Errorf("socket folder after Stop: %v", err)
	}
}

func TestStart_FolderWithAnAwkwardName(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(folder(t), `it's a [결재], "box"`)
	must(t, os.MkdirAll(filepath.Dir(dir), 0o711))
	start(t, dir)
}

func TestReachable_NamesTheFolderInTheWay(t *testing.T) {
	t.Parallel()
	shut := os.FileMode(0o700) // to whom root starts PostgreSQL as
	if os.Geteuid() != 0 {
		shut = 0o600 // to ourselves
	}
	dir := folder(t)
	must(t, postgres.Reachable(dir))
	closed := filepath.Dir(dir)
	must(t, os.Chmod(closed, shut))
	t.Cleanup(func() { must(t, os.Chmod(closed, 0o711)) })
	err := postgres.Reachable(dir)
	if !errors.Is(err, postgres.ErrUnreachable) || !strings.Contains(err.Error(), closed) {
		t.Errorf("err = %v, want ErrUnreachable about %s", err, closed)
	}
	if _, err := postgres.Start(t.Context(), postgres.Config{Dir: dir}); !errors.Is(err, postgres.ErrUnreachable) {
		t.Errorf("Start: %v, want ErrUnreachable", err)
	}
}

// TestReachable_ThroughASupplementaryGroup: whoever starts gyeol may enter a folder through any of his groups, not only
// through his first. As root, the test asks as somebody who has the group and as somebody who has not.
func TestReachable_ThroughASupplementaryGroup(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	if os.Geteuid() != 0 {
		must(t, postgres.Reachable(dir)) // our own folder; no group can be given away
		return
	}
	const nobody, group = 65534, 54321
	shared := filepath.Dir(dir)
	must(t, os.Chown(shared, 0, group))
	must(t, os.Chmod(shared, 0o710))
	binary := filepath.Join(filepath.Dir(shared), "asks")
	text, err := os.ReadFile(os.Args[0])
	must(t, err)
	syscall.ForkLock.RLock() // a child forked by another test while the file is open for writing would keep it busy
	err = os.WriteFile(binary, text, 0o755)
	syscall.ForkLock.RUnlock()
	must(t, err)
	for want, groups := range map[string][]uint32{"<nil>": {group}, "keeps out": nil} {
		cmd := exec.CommandContext(t.Context(), binary)
		cmd.Dir, cmd.Env = "/", append(os.Environ(), reachDir+"="+dir)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody, Groups: groups}}
		out, err := cmd.CombinedOutput()
		must(t, err)
		if !strings.Contains(string(out), want) {
			t.Errorf("with groups %v: %s, want %s", groups, out, want)
		}
	}
}

func TestStart_RunsAsSomebodyElseThanRoot(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	start(t, dir)
	status, err := os.Stat("/proc/" + strconv.Itoa(postmaster(t, dir)))
	must(t, err)
	if stat, ok := status.Sys().(*syscall.Stat_t); !ok || stat.Uid == 0 {
		t.Error("PostgreSQL runs as root")
	}
}

func TestStart_NoBinaries(t *testing.T) {
	t.Parallel()
	_, err := postgres.Start(t.Context(), postgres.Config{Dir: folder(t), BinDir: t.TempDir()})
	if !errors.Is(err, postgres.ErrNoBinaries) {
		t.Errorf("err = %v, want ErrNoBinaries", err)
	}
}

// postmaster reads the process id of the running cluster.
func postmaster(t *testing.T, dir string) int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "data", "postmaster.pid"))
	must(t, err)
	line, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(line)
	must(t, err)
	return pid
}
