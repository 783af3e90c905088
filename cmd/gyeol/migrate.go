package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/config"
	"gyeol/internal/intake"
	"gyeol/internal/store"
)

// migrateCmd brings an outside database to the schema of this build and founds the installation in an empty one, as
// gyeol up does in a folder.
type migrateCmd struct {
	Rehearsal bool   `help:"found a rehearsal where nothing was founded yet"`
	Today     string `default:"2021-12-20" help:"first office day of a new rehearsal"`
}

// Run migrates up; it never goes down. What was founded stays what it is.
func (c *migrateCmd) Run(ctx context.Context, g *Globals) error {
	today, err := gov.ParseDate(c.Today)
	if err != nil {
		return err
	}
	cfg, err := config.FromEnv(os.LookupEnv)
	if err != nil {
		return err
	}
	if cfg.DatabaseURL == "" {
		return errors.New("GYEOL_DATABASE_URL을 주십시오. gyeol up은 자기 데이터베이스를 스스로 올립니다 " +
			"(migrate needs GYEOL_DATABASE_URL; gyeol up migrates its own database)")
	}
	if err := store.Migrate(ctx, cfg.DatabaseURL, nil); err != nil {
		return err
	}
	n, err := store.SchemaVersion()
	if err != nil {
		return err
	}
	return withPool(ctx, cfg.DatabaseURL, func(pool *pgxpool.Pool) error {
		kind, err := found(ctx, pool, intake.Foundation{Rehearsal: c.Rehearsal, Today: today})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(g.Out, "schema %d, %s\n", n, kind)
		return err
	})
}

// found makes the installation where there is none and answers with its kind. Whoever asks for a rehearsal of a real
// installation is refused; whoever only migrates one need not say again what it is.
func found(ctx context.Context, pool *pgxpool.Pool, f intake.Foundation) (string, error) {
	kind, err := cases.InstallationKind(ctx, pool)
	if err == nil && !f.Rehearsal {
		return kind, nil
	}
	if err != nil && !errors.Is(err, gov.ErrNotFound) {
		return "", err
	}
	if !f.Rehearsal {
		f.Today = gov.Date{} // the day on which it is founded
	}
	if err := intake.Found(ctx, pool, f); err != nil {
		return "", err
	}
	return cases.InstallationKind(ctx, pool)
}

// prepared makes sure that gyeol migrate of this very build has run: a part that runs apart touches no other schema.
func prepared(ctx context.Context, url string) error {
	return withPool(ctx, url, func(pool *pgxpool.Pool) error {
		want, err := store.SchemaVersion()
		if err != nil {
			return err
		}
		have, err := schemaOf(ctx, pool)
		if err != nil {
			return err
		}
		if have > want {
			return fmt.Errorf("%w: schema %d, this build knows %d", store.ErrNewerSchema, have, want)
		}
		_, err = cases.InstallationKind(ctx, pool)
		if have < want || errors.Is(err, gov.ErrNotFound) {
			return fmt.Errorf("데이터베이스가 이 판의 것이 아닙니다. 먼저 gyeol migrate를 실행하십시오 "+
				"(schema %d of %d: run gyeol migrate first)", have, want)
		}
		return err
	})
}

// schemaOf is the number of the schema; 0 where there is none yet.
func schemaOf(ctx context.Context, pool *pgxpool.Pool) (int, error) {
	var have int
	err := pool.QueryRow(ctx, "select version from public.schema_version").Scan(&have)
	var pg *pgconn.PgError
	if errors.Is(err, pgx.ErrNoRows) || (errors.As(err, &pg) && pg.Code == "42P01") { // undefined_table
		return 0, nil
	}
	return have, store.Interpret(err)
}
