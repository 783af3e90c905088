package main

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"gyeol/internal/failpoint"
)

// The walk of the kill tests: long enough for a request, an opening, submissions and a weekend.
const killUntil = "2022-01-12"

// killsAtOnce is how many programs run beside each other: each waits for the disk more than it works.
const killsAtOnce = 3

// gyeol is one run of the whole program on a data folder.
func gyeol(t *testing.T, env []string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Env = append(os.Environ(), append(env, asGyeol+"=1")...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	return cmd
}

// demoArgs are those of a short demo.
func demoArgs(dir string) []string {
	return []string{"demo", "--data", dir, "--until", killUntil, "--json"}
}

// folder is a data folder that PostgreSQL's account can reach.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "gyeol-kill-") //nolint:usetesting // t.TempDir is closed to PostgreSQL's account
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return filepath.Join(dir, "data")
}

// finish runs the demo on the folder to its end and returns what was decided. The demo itself runs the checker and fails
// where the record does not add up.
func finish(t *testing.T, dir string) string {
	t.Helper()
	var said bytes.Buffer
	cmd := gyeol(t, nil, demoArgs(dir)...)
	cmd.Stderr = &said
	if err := cmd.Run(); err != nil {
		t.Fatalf("the demo did not end well: %v\n%s", err, said.String())
	}
	out, err := gyeol(t, nil, "decisions", "--data", dir).Output()
	if err != nil {
		t.Fatalf("decisions: %v", err)
	}
	return string(out)
}

// TestAKillAnywhereLosesAndDoublesNothing kills the whole program at every named place and at random moments, starts it
// again on the same folder, and wants the decisions of an unbroken run.
func TestAKillAnywhereLosesAndDoublesNothing(t *testing.T) {
	t.Parallel()
	want := finish(t, folder(t))
	if strings.Count(want, "\n") < 25 {
		t.Fatalf("an unbroken run decides too little to prove anything:\n%s", want)
	}
	turns := make(chan struct{}, killsAtOnce)
	for _, name := range failpoint.Names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			turns <- struct{}{}
			defer func() { <-turns }()
			passes := 1 + int(seedOf(name)%5)
			if name == "open.inside" || name == "day.inside" {
				passes = 3
			}
			killed := killAt(t, want, []string{fmt.Sprintf("%s=%s:%d", failpoint.Variable, name, passes)}, 0)
			if !killed {
				t.Errorf("the place %s was not passed %d times", name, passes)
			}
		})
	}
	for i := range randomKills() {
		t.Run(fmt.Sprintf("random-%02d", i), func(t *testing.T) {
			t.Parallel()
			turns <- struct{}{}
			defer func() { <-turns }()
			killAt(t, want, nil, time.Duration(200+seedOf(t.Name())%6000)*time.Millisecond)
		})
	}
}

// randomKills is 20, and 1,000 at night.
func randomKills() int {
	if os.Getenv("GYEOL_NIGHT") != "" {
		return 1000
	}
	return 20
}

// killAt starts a demo that dies by itself or after a while, runs it again to its end, and compares. It reports whether
// the first run was killed.
func killAt(t *testing.T, want string, env []string, after time.Duration) bool {
	t.Helper()
	dir := folder(t)
	cmd := gyeol(t, env, demoArgs(dir)...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if after > 0 {
		stop := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		defer stop.Stop()
	}
	err := cmd.Wait()
	status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	killed := ok && status.Signaled()
	if err != nil && !killed {
		t.Fatalf("the first run failed by itself: %v", err)
	}
	if got := finish(t, dir); got != want {
		t.Errorf("after a kill other things were decided:\n%s", difference(want, got))
	}
	return killed
}

// difference shows the lines that only one of two sorted lists has.
func difference(want, got string) string {
	in := func(list string) map[string]int {
		n := map[string]int{}
		for l := range strings.SplitSeq(list, "\n") {
			n[l]++
		}
		return n
	}
	w, g := in(want), in(got)
	var out []string
	for l, n := range w {
		if g[l] < n {
			out = append(out, "- "+l)
		}
	}
	for l, n := range g {
		if w[l] < n {
			out = append(out, "+ "+l)
		}
	}
	return strings.Join(out, "\n")
}

func seedOf(name string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(name))
	return h.Sum64()
}
