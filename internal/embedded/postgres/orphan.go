package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	fastPatience      = 20 * time.Second       // for a fast shutdown of an older run, its checkpoint included
	immediatePatience = 5 * time.Second        // for processes told to leave at once
	pollInterval      = 10 * time.Millisecond  // between looks at things that send no event
	leaderlessGrace   = 500 * time.Millisecond // for server processes that have lost their postmaster
)

// clearOrphans makes sure that nothing of an earlier run works in the data
// folder any more, and removes a postmaster.pid that belongs to nobody. It
// must be called with the folder's lock held: then every PostgreSQL in the
// folder has lost its gyeol.
func (s *Server) clearOrphans(ctx context.Context) error {
	pidFile := filepath.Join(s.data, "postmaster.pid")
	leader := readPID(pidFile)
	left := processesIn(s.data)
	if len(left) > 0 {
		s.log.WarnContext(ctx, "stopping PostgreSQL of an earlier run", "processes", len(left))
	}
	if slices.Contains(left, leader) {
		// Pdeathsig has told it already unless it was started otherwise; twice does no harm.
		if err := signalAll([]int{leader}, syscall.SIGINT); err != nil {
			return err
		}
		if s.emptied(ctx, fastPatience) {
			left = nil
		}
	} else if len(left) > 0 && s.emptied(ctx, leaderlessGrace) {
		left = nil
	}
	if len(left) > 0 {
		left = processesIn(s.data)
		if err := signalAll(left, syscall.SIGQUIT); err != nil {
			return err
		}
		if !s.emptied(ctx, immediatePatience) {
			return fmt.Errorf("PostgreSQL of an earlier run does not leave %s: processes %v", s.data, processesIn(s.data))
		}
	}
	// What the file says now is about nobody. Its number may since have been
	// given to another program, which would keep PostgreSQL from starting.
	if err := os.Remove(pidFile); err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("remove stale postmaster.pid: %w", err)
	}
	return nil
}

// emptied waits until no PostgreSQL process works in the data folder.
func (s *Server) emptied(ctx context.Context, patience time.Duration) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tick := time.NewTicker(pollInterval)
	defer tick.Stop()
	for {
		if len(processesIn(s.data)) == 0 {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-tick.C:
		}
	}
}

// readPID reads the first line of postmaster.pid, 0 when there is none.
func readPID(path string) int {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0
	}
	line, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		return 0
	}
	return pid
}

// processesIn lists the PostgreSQL processes that work in a data folder: each
// of them has it as its working folder.
func processesIn(data string) []int {
	want, err := filepath.EvalSymlinks(data)
	if err != nil {
		return nil
	}
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var pids []int
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		cwd, err := os.Readlink(filepath.Join("/proc", entry.Name(), "cwd"))
		if err != nil || cwd != want {
			continue
		}
		name, err := os.ReadFile(filepath.Join("/proc", entry.Name(), "comm"))
		if err == nil && strings.TrimSpace(string(name)) == "postgres" {
			pids = append(pids, pid)
		}
	}
	return pids
}

func signalAll(pids []int, signal syscall.Signal) error {
	var problems []error
	for _, pid := range pids {
		if err := syscall.Kill(pid, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
			problems = append(problems, fmt.Errorf("signal process %d: %w", pid, err))
		}
	}
	return errors.Join(problems...)
}
