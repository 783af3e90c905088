package testkit

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/gov"
	"gyeol/internal/embedded/postgres"
	"gyeol/internal/intake"
	"gyeol/internal/store"
	"gyeol/policies/pack"
	"gyeol/policies/seoul"
)

// The templates from which the databases of tests are cloned.
const (
	templateEmpty = "template_migrated"
	templateSeoul = "template_seoul"
)

// firstDay is from when Seoul's pack is in force in tests: the day from which its organisation is known.
var firstDay = gov.MustDate("2021-01-01")

var (
	emptyOnce, seoulOnce sync.Once
	errEmpty, errSeoul   error
	seoulPack            = sync.OnceValues(loadSeoul)
)

func loadSeoul() (*pack.Pack, error) {
	p, faults := pack.Load(seoul.FS)
	return p, faults.Err()
}

// SeoulPack gives Seoul's pack, compiled once per test binary. It is for reading only.
func SeoulPack(t testing.TB) *pack.Pack {
	t.Helper()
	p, err := seoulPack()
	if err != nil {
		t.Fatalf("load Seoul's pack: %v", err)
	}
	return p
}

// DB lends a migrated database in which nothing has been founded yet, through the role of the application.
func DB(t testing.TB) *pgxpool.Pool {
	t.Helper()
	c := start(t)
	emptyOnce.Do(func() { errEmpty = c.migrated(context.Background()) }) //nolint:forbidigo // for the whole binary
	if errEmpty != nil {
		t.Fatalf("prepare the template: %v", errEmpty)
	}
	name := c.clone(t, templateEmpty)
	return c.pool(t, name)
}

// migrated makes the first template.
func (c *cluster) migrated(ctx context.Context) error {
	if err := c.server.CreateDatabase(ctx, templateEmpty, postgres.RoleOwner, ""); err != nil {
		return err
	}
	return store.Migrate(ctx, c.server.ConnString(postgres.RoleOwner, templateEmpty), nil)
}

// withSeoul makes the second template: a rehearsal with Seoul's pack imported.
func (c *cluster) withSeoul(ctx context.Context, p *pack.Pack) error {
	if err := c.server.CreateDatabase(ctx, templateSeoul, postgres.RoleOwner, templateEmpty); err != nil {
		return err
	}
	pool, err := store.Open(ctx, c.server.ConnString(postgres.RoleApp, templateSeoul), store.Options{MaxConns: 2})
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := intake.Found(ctx, pool, intake.Foundation{Rehearsal: true, Today: firstDay}); err != nil {
		return err
	}
	_, err = intake.Import(ctx, pool, p, intake.Options{From: firstDay})
	return err
}

// clone makes a database of the test's own and drops it at the end.
func (c *cluster) clone(t testing.TB, template string) string {
	t.Helper()
	name := fmt.Sprintf("t%d", c.number.Add(1))
	if err := c.server.CreateDatabase(t.Context(), name, postgres.RoleOwner, template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 20*time.Second)
		defer cancel()
		if err := c.server.DropDatabase(ctx, name); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
	})
	return name
}

func (c *cluster) pool(t testing.TB, name string) *pgxpool.Pool {
	t.Helper()
	pool, err := store.Open(t.Context(), c.server.ConnString(postgres.RoleApp, name), store.Options{MaxConns: 12, Tracer: store.Tallies{}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}
