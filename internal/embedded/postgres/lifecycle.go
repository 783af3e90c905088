package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sys/unix"
)

// largestLog is how large postgres.log may be at a start before it is set aside, in bytes.
const largestLog = 8 << 20

// launch starts postgres and watches it.
func (s *Server) launch() error {
	logFile, err := s.openLog()
	if err != nil {
		return err
	}
	defer logFile.Close() // the child has its own descriptor

	//nolint:noctx // the server outlives every call
	cmd := exec.Command(filepath.Join(s.bin.dir, "postgres"), s.arguments()...)
	cmd.Dir, cmd.Env, cmd.SysProcAttr = s.data, childEnv(), s.who.sysProcAttr(syscall.SIGINT)
	cmd.Stdout, cmd.Stderr = logFile, logFile
	if s.child, err = startChild(cmd); err != nil {
		return fmt.Errorf("start postgres: %w", err)
	}
	go s.watch()
	return nil
}

// watch reports an end that nobody asked for.
func (s *Server) watch() {
	defer close(s.unexpected)
	<-s.child.done
	select {
	case <-s.stopping:
	default:
		//nolint:errorlint // there is no error after an orderly end
		s.unexpected <- fmt.Errorf("PostgreSQL ended by itself (%v): %s", s.child.err, s.logTail())
	}
}

// Wait answers with a channel that carries one error if PostgreSQL ends
// without Stop having been called, and is closed once it has ended.
func (s *Server) Wait() <-chan error { return s.unexpected }

// openLog opens postgres.log for appending; a large one is first set aside, replacing the one before.
func (s *Server) openLog() (*os.File, error) {
	path := filepath.Join(s.cfg.Dir, "postgres.log")
	if info, err := os.Lstat(path); err == nil && info.Size() > largestLog {
		if err := os.Rename(path, path+".1"); err != nil {
			return nil, fmt.Errorf("set postgres.log aside: %w", err)
		}
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE|unix.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open postgres.log: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("look at postgres.log: %w", err), file.Close())
	}
	s.logStart = info.Size()
	return file, nil
}

// logTail answers with the last lines that this run wrote to postgres.log.
func (s *Server) logTail() string {
	text, err := os.ReadFile(filepath.Join(s.cfg.Dir, "postgres.log"))
	if err != nil || int64(len(text)) < s.logStart {
		return ""
	}
	return tail(string(text[s.logStart:]), 5)
}

// ready waits until a connection is accepted.
func (s *Server) ready(ctx context.Context) error {
	tick := time.NewTicker(pollInterval)
	defer tick.Stop()
	for {
		conn, err := pgx.Connect(ctx, s.ConnString(RoleAdmin, "postgres"))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-s.child.done:
			return fmt.Errorf("PostgreSQL does not start (%w): %s", s.child.err, s.logTail())
		case <-ctx.Done():
			return fmt.Errorf("wait for PostgreSQL: %w: %s", errors.Join(ctx.Err(), err), s.logTail())
		case <-tick.C:
		}
	}
}

// Stop ends every connection, writes a checkpoint, ends PostgreSQL and lets
// go of the folder. When ctx ends first, PostgreSQL is ended without a
// checkpoint (the next start recovers from its log) and the error says so.
// Further calls answer as the first did.
func (s *Server) Stop(ctx context.Context) error {
	s.stopOnce.Do(func() {
		close(s.stopping)
		s.stopErr = errors.Join(s.end(ctx), s.release())
	})
	return s.stopErr
}

func (s *Server) end(ctx context.Context) error {
	if s.child == nil {
		return nil
	}
	s.signal(syscall.SIGINT)
	select {
	case <-s.child.done:
		return nil
	case <-ctx.Done():
	}
	s.signal(syscall.SIGQUIT)
	patience := time.NewTimer(immediatePatience)
	defer patience.Stop()
	select {
	case <-s.child.done:
	case <-patience.C:
		s.signal(syscall.SIGKILL)
		<-s.child.done
	}
	return fmt.Errorf("stop PostgreSQL: ended without a checkpoint: %w", ctx.Err())
}

func (s *Server) signal(signal syscall.Signal) {
	if err := s.child.cmd.Process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
		s.log.Warn("PostgreSQL not signalled", "signal", signal.String(), "error", err)
	}
}

// release removes a temporary socket folder and lets go of the lock.
func (s *Server) release() error {
	if s.socketTemp {
		if err := os.RemoveAll(s.socket); err != nil {
			s.log.Warn("socket folder not removed", "folder", s.socket, "error", err)
		}
	}
	if err := s.lock.Close(); err != nil {
		return fmt.Errorf("release lock: %w", err)
	}
	return nil
}
