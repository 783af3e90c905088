package testkit

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gyeol/internal/embedded/postgres"
)

// cluster is the one PostgreSQL of this test binary.
type cluster struct {
	server  *postgres.Server
	sweeper io.Closer    // closed by the end of this process and by nothing else
	number  atomic.Int64 // of the databases lent so far
}

var (
	startOnce sync.Once
	shared    *cluster
	errShared error
)

// start gives the cluster, starting it the first time.
func start(t testing.TB) *cluster {
	t.Helper()
	startOnce.Do(func() { shared, errShared = startCluster() })
	if errShared != nil {
		t.Fatalf("start PostgreSQL for tests: %v", errShared)
	}
	return shared
}

func startCluster() (*cluster, error) {
	dir, err := os.MkdirTemp("", "gyeol-test-")
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(dir, 0o711); err != nil { //nolint:gosec // as root, PostgreSQL's own account must get in
		return nil, err
	}
	sweeper, err := sweepAfter(dir)
	if err != nil {
		return nil, err
	}
	server, err := postgres.Start(context.Background(), postgres.Config{ //nolint:forbidigo // for the whole binary
		Dir: filepath.Join(dir, "pg"), Logger: slog.New(slog.DiscardHandler), MaxConnections: 300,
		Settings: map[string]string{
			"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB",
			"autovacuum": "off", "max_wal_size": "4GB", "checkpoint_timeout": "1h",
		},
	})
	return &cluster{server: server, sweeper: sweeper}, err
}

// sweepAfter removes the folder once this process has ended, however it ends: a shell waits for the end of its input,
// which only we hold, and then until PostgreSQL, which the kernel tells to stop, is gone.
func sweepAfter(dir string) (io.Closer, error) {
	const script = `read -r _; n=0
while [ -e "$1/pg/data/postmaster.pid" ] && [ $n -lt 100 ]; do sleep 0.1; n=$((n+1)); done
rm -rf -- "$1"`
	cmd := exec.Command("sh", "-c", script, "sh", dir) //nolint:noctx // it must outlive every context
	cmd.SysProcAttr = ownGroup()
	hold, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("prepare the sweeping of %s: %w", dir, err)
	}
	return hold, cmd.Process.Release()
}

// Main runs the tests of a package and ends what they shared before the process ends: what is named, then the cluster.
// Packages without a TestMain need nothing: then the kernel stops it.
func Main(m *testing.M, ends ...func()) {
	code := m.Run()
	for _, end := range ends {
		end()
	}
	if shared != nil && shared.server != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second) //nolint:forbidigo // for the whole binary
		if err := shared.server.Stop(ctx); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		cancel()
	}
	os.Exit(code) //nolint:forbidigo // that is what a TestMain does
}
