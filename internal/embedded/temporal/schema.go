//go:build !noembed

package temporal

import (
	"context"
	"errors"
	"fmt"
	"path"
	"strconv"

	"github.com/jackc/pgx/v5"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/persistence/sql/sqlplugin/postgresql"
	v12 "go.temporal.io/server/schema/postgresql/v12"
	"go.temporal.io/server/tools/common/schema"
	sqltool "go.temporal.io/server/tools/sql"
	"golang.org/x/sync/errgroup"
)

// database is one of the two, with the folder of its schema in the server's module.
type database struct{ name, schema, version string }

var databases = []database{
	{mainDatabase, "postgresql/v12/temporal", v12.Version},
	{visibilityDatabase, "postgresql/v12/visibility", v12.VisibilityVersion},
}

// prepareDatabases makes both databases where they are missing and brings
// their schema to the version of the server.
func prepareDatabases(ctx context.Context, cfg Config) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, db := range databases {
		group.Go(func() error {
			if err := db.prepare(ctx, cfg); err != nil {
				return fmt.Errorf("prepare database %s: %w", db.name, err)
			}
			return nil
		})
	}
	return group.Wait()
}

func (d database) prepare(ctx context.Context, cfg Config) error {
	var exists bool
	err := cfg.asAdmin(ctx, func(conn *pgx.Conn) error {
		query := "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)"
		return conn.QueryRow(ctx, query, d.name).Scan(&exists)
	})
	if err != nil {
		return err
	}
	if exists {
		return d.update(cfg)
	}
	return d.create(ctx, cfg)
}

// create makes the database under another name and renames it when complete.
func (d database) create(ctx context.Context, cfg Config) error {
	unfinished := d.name + newSuffix
	err := cfg.asAdmin(ctx, func(conn *pgx.Conn) error {
		if err := drop(ctx, conn, unfinished); err != nil {
			return err
		}
		_, err := conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{unfinished}.Sanitize()+" TEMPLATE template0")
		return err
	})
	if err != nil {
		return err
	}
	if err := d.install(cfg, unfinished); err != nil {
		return err
	}
	return cfg.asAdmin(ctx, func(conn *pgx.Conn) error {
		from, to := pgx.Identifier{unfinished}.Sanitize(), pgx.Identifier{d.name}.Sanitize()
		_, err := conn.Exec(ctx, "REVOKE ALL ON DATABASE "+from+" FROM PUBLIC; ALTER DATABASE "+from+" RENAME TO "+to)
		return err
	})
}

// install takes the numbered steps from nothing, as the server's own tool does.
// The module also has the whole schema in one file, which is faster by 0.3 s,
// but it lacks defaults of columns that the steps set.
func (d database) install(cfg Config, name string) (err error) {
	conn, err := sqltool.NewConnection(cfg.sql(name, 1), log.NewNoopLogger())
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer closing(conn, &err)
	setup := &schema.SetupConfig{InitialVersion: "0.0"}
	if err := schema.NewSetupSchemaTask(conn, setup, log.NewNoopLogger()).Run(); err != nil {
		return fmt.Errorf("set up schema: %w", err)
	}
	if err := d.step(conn); err != nil {
		return fmt.Errorf("install schema: %w", err)
	}
	// The version is kept under the name of the database, which is about to change.
	if err := conn.Exec("UPDATE schema_version SET db_name = $1", d.name); err != nil {
		return fmt.Errorf("name schema version: %w", err)
	}
	return nil
}

// step takes the numbered steps that are still missing.
func (d database) step(conn *sqltool.Connection) error {
	update := &schema.UpdateConfig{SchemaName: d.schema, TargetVersion: d.version}
	return schema.NewUpdateSchemaTask(conn, update, log.NewNoopLogger()).Run()
}

// update brings an existing database to the server's version; a step that was
// interrupted is repeated, what it had already done is passed over.
func (d database) update(cfg Config) (err error) {
	conn, err := sqltool.NewConnection(cfg.sql(d.name, 1), log.NewNoopLogger())
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer closing(conn, &err)
	version, err := conn.ReadSchemaVersion()
	if err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	if version == d.version {
		return nil
	}
	if err := d.step(conn); err != nil {
		return fmt.Errorf("update schema from %s to %s: %w", version, d.version, err)
	}
	return nil
}

// closing closes a connection of the schema tool, which panics when it cannot.
func closing(conn *sqltool.Connection, err *error) {
	defer func() {
		if p := recover(); p != nil {
			*err = errors.Join(*err, fmt.Errorf("close connection: %v", p))
		}
	}()
	conn.Close()
}

// sql says how the server connects: the plugin builds a URL, whose host is
// overruled by the attribute, so that it goes through the unix socket.
func (c Config) sql(name string, connections int) *config.SQL {
	return &config.SQL{
		PluginName:        postgresql.PluginNamePGX,
		DatabaseName:      name,
		User:              c.User,
		ConnectProtocol:   "tcp",
		ConnectAddr:       "socket:" + strconv.Itoa(c.Port),
		ConnectAttributes: map[string]string{"host": path.Clean(c.SocketDir)},
		MaxConns:          connections,
		MaxIdleConns:      connections,
	}
}
