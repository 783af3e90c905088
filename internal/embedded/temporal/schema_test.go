//go:build !noembed

package temporal

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"gyeol/internal/embedded/postgres"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newCluster(t *testing.T) Config {
	t.Helper()
	dir := t.TempDir()
	for _, open := range []string{filepath.Dir(dir), dir} { // PostgreSQL does not run as root
		must(t, os.Chmod(open, 0o711))
	}
	pg, err := postgres.Start(t.Context(), postgres.Config{Dir: filepath.Join(dir, "pg")})
	must(t, err)
	t.Cleanup(func() { must(t, pg.Stop(context.Background())) })
	return Config{SocketDir: pg.SocketDir(), Port: pg.Port()}.withDefaults()
}

func createEmpty(t *testing.T, cfg Config, name string) {
	t.Helper()
	must(t, cfg.asAdmin(t.Context(), func(conn *pgx.Conn) error {
		_, err := conn.Exec(t.Context(), "CREATE DATABASE "+name+" TEMPLATE template0")
		return err
	}))
}

func TestPrepareDatabases_AfterAStartThatWasKilled(t *testing.T) {
	t.Parallel()
	cfg := newCluster(t)
	// The one had half of its schema, the other was complete but not renamed.
	createEmpty(t, cfg, mainDatabase+newSuffix)
	half, err := cfg.connect(t.Context(), mainDatabase+newSuffix)
	must(t, err)
	_, err = half.Exec(t.Context(), "CREATE TABLE executions (half int)")
	must(t, err)
	must(t, half.Close(t.Context()))
	createEmpty(t, cfg, visibilityDatabase+newSuffix)
	must(t, databases[1].install(cfg, visibilityDatabase+newSuffix))

	for i := range 2 { // and once more, when there is nothing left to do
		if err := prepareDatabases(t.Context(), cfg); err != nil {
			t.Fatal(fmt.Errorf("time %d: %w", i+1, err))
		}
	}
	var names []string
	must(t, cfg.asAdmin(t.Context(), func(conn *pgx.Conn) error {
		rows, err := conn.Query(t.Context(), "SELECT datname FROM pg_database WHERE datname LIKE 'temporal%' ORDER BY 1")
		if err != nil {
			return err
		}
		names, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	}))
	if diff := cmp.Diff(Databases(), names); diff != "" {
		t.Errorf("databases (-want +got):\n%s", diff)
	}
}
