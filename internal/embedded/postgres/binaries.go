package postgres

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// oldest is the first major version whose public schema is closed to everybody.
const oldest = 15

// debianBins is where Debian keeps one bin folder per major version.
const debianBins = "/usr/lib/postgresql/*/bin"

// binaries are the programs of one installed PostgreSQL.
type binaries struct {
	dir     string
	version string // as printed, for example "15.18"
	major   int
}

// findBinaries chooses the programs to use; cluster is the major version of
// an existing cluster or 0.
func findBinaries(ctx context.Context, binDir string, cluster int, who account) (binaries, error) {
	dirs := []string{binDir}
	if binDir == "" {
		dirs = candidateDirs()
	}
	var found []binaries
	var problems []error
	for _, dir := range dirs {
		b, err := inspect(ctx, dir, who)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		if b.major == cluster {
			return b, nil
		}
		found = append(found, b)
	}
	if len(found) == 0 {
		return binaries{}, errors.Join(append([]error{ErrNoBinaries}, problems...)...)
	}
	return found[0], nil
}

// candidateDirs lists the folder found through PATH, then Debian's, newest first.
func candidateDirs() []string {
	var dirs []string
	if path, err := exec.LookPath("initdb"); err == nil {
		if resolved, err := filepath.EvalSymlinks(path); err == nil {
			dirs = append(dirs, filepath.Dir(resolved))
		}
	}
	debian, err := filepath.Glob(debianBins)
	if err != nil {
		return dirs
	}
	slices.SortFunc(debian, func(a, b string) int { return majorOfPath(b) - majorOfPath(a) })
	return append(dirs, debian...)
}

func majorOfPath(bin string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(bin)))
	if err != nil {
		return 0
	}
	return n
}

// inspect asks the postgres of one folder for its version, as the account that will run it.
func inspect(ctx context.Context, dir string, who account) (binaries, error) {
	if _, err := os.Stat(filepath.Join(dir, "initdb")); err != nil {
		return binaries{}, fmt.Errorf("no initdb in %s: %w", dir, err)
	}
	cmd := exec.CommandContext(ctx, filepath.Join(dir, "postgres"), "--version")
	cmd.Dir, cmd.Env, cmd.SysProcAttr = "/", childEnv(), who.sysProcAttr(0)
	out, err := cmd.Output()
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EACCES) {
		return binaries{}, fmt.Errorf("%s cannot run the postgres in %s: %w", who.name, dir, err)
	}
	if err != nil {
		return binaries{}, fmt.Errorf("ask %s for its version: %w", cmd.Path, err)
	}
	return parseVersion(dir, string(bytes.TrimSpace(out)))
}

// parseVersion reads "postgres (PostgreSQL) 15.18 (Debian …)", also "18beta1".
func parseVersion(dir, line string) (binaries, error) {
	_, rest, ok := strings.Cut(line, "(PostgreSQL) ")
	if !ok {
		return binaries{}, fmt.Errorf("%s/postgres prints an unknown version: %q", dir, line)
	}
	version, _, _ := strings.Cut(rest, " ")
	digits := version
	if i := strings.IndexFunc(version, func(r rune) bool { return r < '0' || r > '9' }); i >= 0 {
		digits = version[:i]
	}
	major, err := strconv.Atoi(digits)
	if err != nil {
		return binaries{}, fmt.Errorf("%s/postgres prints an unknown version: %q", dir, line)
	}
	if major < oldest {
		return binaries{}, fmt.Errorf("%s holds PostgreSQL %s, older than %d", dir, version, oldest)
	}
	return binaries{dir: dir, version: version, major: major}, nil
}

// childEnv is the whole environment of PostgreSQL's programs: none of the PG*
// variables, and no language that could change its messages.
func childEnv() []string {
	env := []string{"LC_ALL=C.UTF-8", "TZ=UTC", "PATH=" + os.Getenv("PATH")}
	if lib, ok := os.LookupEnv("LD_LIBRARY_PATH"); ok {
		env = append(env, "LD_LIBRARY_PATH="+lib)
	}
	return env
}
