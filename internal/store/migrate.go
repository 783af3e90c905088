package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/tern/v2/migrate"

	"gyeol/migrations"
)

// versionTable is where the schema keeps its number.
const versionTable = "public.schema_version"

// ErrNewerSchema means that the database was written by a newer gyeol; an older one must not touch it.
var ErrNewerSchema = errors.New("the database was written by a newer gyeol")

// Migrate brings the database to the schema of this build, one transaction per file, under an advisory lock; a run
// that was killed is simply repeated. It never goes down.
func Migrate(ctx context.Context, url string, before func()) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return fmt.Errorf("reach database: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx)) // the work is committed or rolled back
	m, err := migrator(ctx, conn)
	if err != nil {
		return err
	}
	if before != nil {
		m.OnStart = func(int32, string, string, string) { before() }
	}
	have, err := m.GetCurrentVersion(ctx)
	if err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	if int(have) > len(m.Migrations) {
		return fmt.Errorf("%w: schema %d, this build knows %d", ErrNewerSchema, have, len(m.Migrations))
	}
	if err := m.Migrate(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// MigrateTo moves the schema to a version, down as well as up. Tests use it; the product only goes up.
func MigrateTo(ctx context.Context, conn *pgx.Conn, version int32) error {
	m, err := migrator(ctx, conn)
	if err != nil {
		return err
	}
	return m.MigrateTo(ctx, version)
}

func migrator(ctx context.Context, conn *pgx.Conn) (*migrate.Migrator, error) {
	m, err := migrate.NewMigrator(ctx, conn, versionTable)
	if err != nil {
		return nil, fmt.Errorf("prepare migration: %w", err)
	}
	if err := m.LoadMigrations(migrations.FS); err != nil {
		return nil, fmt.Errorf("load migrations: %w", err)
	}
	return m, nil
}

// SchemaVersion is the number of migrations in this build.
func SchemaVersion() (int, error) {
	names, err := fs.Glob(migrations.FS, "*.sql")
	return len(names), err
}
