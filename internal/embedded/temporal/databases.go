package temporal

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// DropDatabases deletes Temporal's databases, with all workflow histories in
// them. The server must not be running: Start makes empty ones again. What is
// not there is no error.
func DropDatabases(ctx context.Context, cfg Config) error {
	cfg = cfg.withDefaults()
	return cfg.asAdmin(ctx, func(conn *pgx.Conn) error {
		for _, name := range Databases() {
			for _, variant := range []string{name, name + newSuffix} {
				if err := drop(ctx, conn, variant); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func drop(ctx context.Context, conn *pgx.Conn, name string) error {
	if _, err := conn.Exec(ctx, "DROP DATABASE IF EXISTS "+pgx.Identifier{name}.Sanitize()+" WITH (FORCE)"); err != nil {
		return fmt.Errorf("drop database %s: %w", name, err)
	}
	return nil
}

// asAdmin runs a function on a connection to PostgreSQL's own database.
func (c Config) asAdmin(ctx context.Context, do func(*pgx.Conn) error) error {
	conn, err := c.connect(ctx, "postgres")
	if err != nil {
		return err
	}
	err = do(conn)
	return errors.Join(err, conn.Close(context.WithoutCancel(ctx)))
}

func (c Config) connect(ctx context.Context, database string) (*pgx.Conn, error) {
	target, err := pgx.ParseConfig("sslmode=disable")
	if err != nil {
		return nil, fmt.Errorf("read connection settings: %w", err)
	}
	target.Host, target.Port = c.SocketDir, uint16(c.Port)
	target.User, target.Password, target.Database = c.User, "", database
	target.Fallbacks = nil
	conn, err := pgx.ConnectConfig(ctx, target)
	if err != nil {
		return nil, fmt.Errorf("connect to database %s: %w", database, err)
	}
	return conn, nil
}
