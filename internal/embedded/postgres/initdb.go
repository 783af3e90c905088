package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// stagingPattern names a cluster in the making; none is ever started.
const stagingPattern = "data.new-*"

// clusterVersion reads the major version of the cluster in data, 0 when there is none.
func clusterVersion(data string) (int, error) {
	text, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(data); err == nil {
			return 0, fmt.Errorf("%s is there but is no PostgreSQL cluster (no PG_VERSION); nothing was touched", data)
		}
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read version of the cluster: %w", err)
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0, fmt.Errorf("read version of the cluster in %s: %w", data, err)
	}
	return major, nil
}

// createCluster runs initdb in a folder beside data and renames it when it is
// complete and on the disk, so that a half-made cluster is never taken for one.
func (s *Server) createCluster(ctx context.Context, data string) error {
	s.removeStaging()
	staging, err := os.MkdirTemp(s.cfg.Dir, stagingPattern)
	if err != nil {
		return fmt.Errorf("make folder for initdb: %w", err)
	}
	if err := s.who.own(staging); err != nil {
		return fmt.Errorf("own folder for initdb: %w", err)
	}
	args := []string{
		"--pgdata=" + staging, "--username=" + RoleAdmin, "--auth=trust",
		"--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums",
	}
	if s.cfg.Settings["fsync"] == "off" {
		args = append(args, "--no-sync")
	}
	if err := s.runInitdb(ctx, args); err != nil {
		s.removeStaging()
		return err
	}
	if err := os.Rename(staging, data); err != nil {
		return fmt.Errorf("put new cluster in place: %w", err)
	}
	return syncFolder(s.cfg.Dir)
}

func (s *Server) runInitdb(ctx context.Context, args []string) error {
	cmd := exec.CommandContext(ctx, filepath.Join(s.bin.dir, "initdb"), args...)
	cmd.Dir, cmd.Env, cmd.SysProcAttr = s.cfg.Dir, childEnv(), s.who.sysProcAttr(syscall.SIGKILL)
	var output strings.Builder
	cmd.Stdout, cmd.Stderr = &output, &output
	child, err := startChild(cmd)
	if err != nil {
		return fmt.Errorf("start initdb: %w", err)
	}
	<-child.done
	if child.err != nil {
		return fmt.Errorf("initdb: %w: %s", child.err, tail(output.String(), 5))
	}
	return nil
}

// removeStaging clears away what an interrupted initdb left. A leftover that
// cannot be removed does no harm, so it is only reported.
func (s *Server) removeStaging() {
	leftovers, err := filepath.Glob(filepath.Join(globQuote(s.cfg.Dir), stagingPattern))
	if err != nil {
		return
	}
	for _, folder := range leftovers {
		if err := os.RemoveAll(folder); err != nil {
			s.log.Warn("unfinished cluster not removed", "folder", folder, "error", err)
		}
	}
}

// globQuote keeps a folder's own name from being read as a pattern.
func globQuote(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

// syncFolder makes a rename in the folder survive a loss of power.
func syncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("open folder to sync: %w", err)
	}
	if err := folder.Sync(); err != nil {
		return errors.Join(fmt.Errorf("sync folder: %w", err), folder.Close())
	}
	return folder.Close()
}

// tail answers with the last lines of a text, on one line.
func tail(text string, lines int) string {
	all := strings.Split(strings.TrimSpace(text), "\n")
	if len(all) > lines {
		all = all[len(all)-lines:]
	}
	return strings.Join(all, " | ")
}
