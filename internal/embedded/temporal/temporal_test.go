//go:build !noembed

package temporal_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"gyeol/internal/embedded/postgres"
	"gyeol/internal/embedded/temporal"
)

var quiet = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))

// cluster starts a PostgreSQL of its own.
func cluster(tb testing.TB) *postgres.Server {
	tb.Helper()
	dir := tb.TempDir()
	for _, open := range []string{filepath.Dir(dir), dir} { // PostgreSQL does not run as root
		must(tb, os.Chmod(open, 0o711))
	}
	pg, err := postgres.Start(tb.Context(), postgres.Config{Dir: filepath.Join(dir, "pg"), Logger: quiet})
	must(tb, err)
	tb.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		must(tb, pg.Stop(ctx))
	})
	return pg
}

func config(pg *postgres.Server) temporal.Config {
	return temporal.Config{SocketDir: pg.SocketDir(), Port: pg.Port(), Logger: quiet}
}

// start starts a server and says how long it took.
func start(tb testing.TB, cfg temporal.Config) (*temporal.Server, time.Duration) {
	tb.Helper()
	begin := time.Now()
	s, err := temporal.Start(tb.Context(), cfg)
	must(tb, err)
	took := time.Since(begin)
	tb.Cleanup(func() { stop(tb, s) })
	return s, took
}

func stop(tb testing.TB, s *temporal.Server) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	must(tb, s.Stop(ctx))
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// greet is a small workflow: one step, then done.
func greet(ctx workflow.Context, name string) (string, error) {
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{StartToCloseTimeout: time.Minute})
	var answer string
	err := workflow.ExecuteActivity(ctx, compose, name).Get(ctx, &answer)
	return answer, err
}

func compose(_ context.Context, name string) (string, error) { return "안녕하세요, " + name, nil }

// work starts a worker and answers with a client beside it; end stops both,
// as is right before the server stops.
func work(tb testing.TB, s *temporal.Server) (c client.Client, end func()) {
	tb.Helper()
	options := s.ClientOptions()
	options.Logger = sdklog.NewStructuredLogger(quiet)
	c, err := client.Dial(options)
	must(tb, err)
	w := worker.New(c, "greetings", worker.Options{})
	w.RegisterWorkflow(greet)
	w.RegisterActivity(compose)
	must(tb, w.Start())
	return c, func() { w.Stop(); c.Close() }
}

func run(ctx context.Context, c client.Client, id string) (string, error) {
	r, err := c.ExecuteWorkflow(ctx, client.StartWorkflowOptions{ID: id, TaskQueue: "greetings"}, greet, id)
	if err != nil {
		return "", err
	}
	var answer string
	err = r.Get(ctx, &answer)
	return answer, err
}

// median runs n workflows one after the other.
func median(tb testing.TB, c client.Client, prefix string, n int) time.Duration {
	tb.Helper()
	var times []time.Duration
	for i := range n {
		begin := time.Now()
		id := fmt.Sprintf("%s-%d", prefix, i)
		answer, err := run(tb.Context(), c, id)
		must(tb, err)
		if want := "안녕하세요, " + id; answer != want {
			tb.Fatalf("answer = %q, want %q", answer, want)
		}
		times = append(times, time.Since(begin))
	}
	slices.Sort(times)
	return times[n/2]
}
