package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/failpoint"
)

const (
	// killUntil ends the walk that dies at the named places: a request, an opening, submissions, reminders, a weekend.
	killUntil = "2022-01-26"
	// siegeUntil ends the walk that is killed at random: meetings, the decision, its filing and the first overruling.
	siegeUntil = "2022-03-04"
	// wayEnd ends the whole way.
	wayEnd = "2025-06-02"
)

// gyeol is one run of the whole program on a data folder.
func gyeol(t *testing.T, env []string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Env = append(os.Environ(), append(env, asGyeol+"=1")...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	return cmd
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

// walk is a demo that dies and is started again on its folder.
type walk struct {
	t          *testing.T
	dir, until string
	keys       string // same: acts are repeated under their keys; fresh: the inboxes are looked at anew
}

func (w walk) start(env ...string) (*exec.Cmd, *bytes.Buffer) {
	w.t.Helper()
	var said bytes.Buffer
	cmd := gyeol(w.t, env, "demo", "--data", w.dir, "--until", w.until, "--keys", w.keys, "--json")
	cmd.Stderr = &said
	require.NoError(w.t, cmd.Start())
	return cmd, &said
}

// died reports whether an ended run was killed; one that failed by itself fails the test.
func (w walk) died(cmd *exec.Cmd, err error, said *bytes.Buffer) bool {
	w.t.Helper()
	status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if ok && status.Signaled() {
		return true
	}
	if err != nil {
		w.t.Fatalf("a run failed by itself: %v\n%s", err, said.String())
	}
	return false
}

// diesAt starts a run that is to die at a named place when it has come there so many times.
func (w walk) diesAt(place string, passes int) {
	w.t.Helper()
	cmd, said := w.start(fmt.Sprintf("%s=%s:%d", failpoint.Variable, place, passes))
	if !w.died(cmd, cmd.Wait(), said) {
		w.t.Errorf("the place %s was not passed %d times", place, passes)
	}
}

// days is how many days the walk has behind it.
func (w walk) days() int {
	var journal struct {
		Days int `json:"days"`
	}
	raw, err := os.ReadFile(journalFile(w.dir))
	if err != nil || json.Unmarshal(raw, &journal) != nil {
		return 0 // before the first day
	}
	return journal.Days
}

// moment is when a run is to be killed: so long after so many days of the walk.
type moment struct {
	days  int
	after time.Duration
}

// killedAt starts a run, kills it at the moment, and reports whether that came before its end.
func (w walk) killedAt(m moment) bool {
	w.t.Helper()
	cmd, said := w.start()
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-ended:
			return w.died(cmd, err, said)
		case <-tick.C:
			if w.days() < m.days {
				continue
			}
			kill := time.AfterFunc(m.after, func() { _ = cmd.Process.Kill() })
			defer kill.Stop()
			return w.died(cmd, <-ended, said)
		}
	}
}

// finish walks to the end, where the demo itself runs the checker, and wants the decisions of the unbroken walk and
// every open case to go on.
func (w walk) finish() {
	w.t.Helper()
	cmd, said := w.start()
	if err := cmd.Wait(); err != nil {
		w.t.Fatalf("the demo did not end well: %v\n%s", err, said.String())
	}
	out, err := gyeol(w.t, nil, "decisions", "--data", w.dir).Output()
	require.NoError(w.t, err)
	if want, got := decidedBy(w.t, w.until), string(out); got != want {
		w.t.Errorf("after the kills other things were decided:\n%s", difference(want, got))
	}
	everyCaseGoesOn(w.t, w.dir)
}

// night reports whether the long versions of the tests run.
func night() bool { return os.Getenv("GYEOL_NIGHT") != "" }

// TestAKillAtANamedPlaceLosesAndDoublesNothing kills one walk at every named place after the other, once with a caller
// who repeats what he had asked for under the same key and once with one who never does.
func TestAKillAtANamedPlaceLosesAndDoublesNothing(t *testing.T) {
	t.Parallel()
	places := []struct {
		name   string
		passes [2]int
	}{
		{"migrate.inside", [2]int{1, 1}},
		{"open.inside", [2]int{1, 2}},
		{"act.before_commit", [2]int{2, 5}},
		{"act.after_commit", [2]int{3, 1}},
		{"wake.before_ring", [2]int{4, 2}},
		{"day.inside", [2]int{1, 2}},
		{"act.after_commit", [2]int{6, 9}},
		{"act.before_commit", [2]int{7, 4}},
		{"seal.before_commit", [2]int{2, 3}},
		{"seal.after_commit", [2]int{2, 1}},
		{"seal.signed", [2]int{3, 2}},
		{"mail.after_250", [2]int{2, 5}},
	}
	named := map[string]bool{}
	for _, p := range places {
		named[p.name] = true
	}
	named["transfer.between_chunks"] = true // TestATransferThatIsKilledBetweenChunksIsFinished
	for _, name := range failpoint.Names {
		require.True(t, named[name], "nobody dies at %s", name)
	}
	for i, keys := range []string{"same", "fresh"} {
		t.Run(keys+" keys", func(t *testing.T) {
			t.Parallel()
			w := walk{t, folder(t), killUntil, keys}
			for _, p := range places {
				w.diesAt(p.name, p.passes[i])
			}
			w.finish()
		})
	}
}

// TestAKillAnywhereLosesAndDoublesNothing kills one and the same walk again and again in its course, at random
// moments of its days and of its starts: twenty times on the way to the filing, at night a thousand times on the
// whole way.
func TestAKillAnywhereLosesAndDoublesNothing(t *testing.T) {
	t.Parallel()
	walks, kills, until := 2, 10, siegeUntil
	if night() {
		walks, kills, until = 4, 250, wayEnd
	}
	turns := make(chan struct{}, 2) // at once: two cores have no more
	for i := range walks {
		w := walk{until: until, keys: []string{"same", "fresh"}[i%2]}
		t.Run(fmt.Sprintf("walk %d with %s keys", i, w.keys), func(t *testing.T) {
			t.Parallel()
			turns <- struct{}{}
			defer func() { <-turns }()
			w.t = t
			began := time.Now()
			for left := kills; left > 0; w.finish() {
				w.dir = folder(t)
				for left > 0 && w.killedAt(w.randomMoment(left)) {
					left--
				}
				t.Logf("%d of %d kills after %v", kills-left, kills, time.Since(began))
			}
		})
	}
}

// randomMoment spreads the kills that are left over the days that are left; one in six comes while the program starts.
func (w walk) randomMoment(left int) moment {
	lots := rand.New(rand.NewPCG(seedOf(w.t.Name()), uint64(left)))
	behind := w.days()
	if lots.IntN(6) == 0 {
		return moment{days: behind, after: time.Duration(lots.IntN(2500)) * time.Millisecond}
	}
	ahead := max(daysOfTheWay(w.until)-behind, 1)
	return moment{
		days:  behind + 1 + lots.IntN(max(2*ahead/(left+1), 1)),
		after: time.Duration(lots.IntN(200)) * time.Millisecond,
	}
}

// daysOfTheWay is how many days are walked to a day; those between the years are leapt over.
func daysOfTheWay(until string) int {
	n := gov.MustDate(until).Sub(gov.MustDate(demoStart))
	if leap := gov.MustDate("2025-01-01").Sub(gov.MustDate("2023-01-31")); until > "2025" {
		n -= leap
	}
	return n
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
