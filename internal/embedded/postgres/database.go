package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// rolesSQL can be run at every start.
const rolesSQL = `
DO $$
DECLARE r text;
BEGIN
  FOREACH r IN ARRAY ARRAY['gyeol_owner', 'gyeol_app', 'gyeol_read', 'gyeol_audit', 'gyeol_temporal'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN
      EXECUTE format('CREATE ROLE %I LOGIN', r);
    END IF;
  END LOOP;
END $$;
ALTER ROLE gyeol_temporal CREATEDB;
ALTER ROLE gyeol_temporal SET synchronous_commit = off;`

// rightsSQL lets RoleApp read the rows of what RoleOwner will make. What it may write, each migration says; the second
// line takes back what earlier versions gave beforehand.
const rightsSQL = `
ALTER DEFAULT PRIVILEGES FOR ROLE gyeol_owner GRANT USAGE ON SCHEMAS TO gyeol_app;
ALTER DEFAULT PRIVILEGES FOR ROLE gyeol_owner REVOKE INSERT, UPDATE, DELETE ON TABLES FROM gyeol_app;
ALTER DEFAULT PRIVILEGES FOR ROLE gyeol_owner GRANT SELECT ON TABLES TO gyeol_app;
ALTER DEFAULT PRIVILEGES FOR ROLE gyeol_owner GRANT USAGE, SELECT ON SEQUENCES TO gyeol_app;`

// bootstrap makes the roles and the database gyeol; each step may be repeated.
func (s *Server) bootstrap(ctx context.Context) error {
	exists := false
	err := s.as(ctx, "postgres", func(conn *pgx.Conn) error {
		if _, err := conn.Exec(ctx, rolesSQL); err != nil {
			return fmt.Errorf("make roles: %w", err)
		}
		query := "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)"
		return conn.QueryRow(ctx, query, Database).Scan(&exists)
	})
	if err != nil {
		return err
	}
	if !exists {
		return s.CreateDatabase(ctx, Database, RoleOwner, "")
	}
	return s.equip(ctx, Database, RoleOwner)
}

// CreateDatabase makes a database that belongs to owner. With a template, the
// copy has all that the template has; nobody may be connected to that one.
// Without, it is empty but for the extension pg_trgm. A database of RoleOwner
// admits RoleApp, RoleRead and RoleAudit, and nobody else but its owner can connect.
func (s *Server) CreateDatabase(ctx context.Context, name, owner, template string) error {
	fresh := template == ""
	if fresh {
		template = "template0"
	}
	err := s.as(ctx, "postgres", func(conn *pgx.Conn) error {
		sql := fmt.Sprintf("CREATE DATABASE %s OWNER %s TEMPLATE %s", ident(name), ident(owner), ident(template))
		_, err := conn.Exec(ctx, sql)
		return err
	})
	if err != nil {
		return fmt.Errorf("create database %s: %w", name, err)
	}
	if fresh {
		return s.equip(ctx, name, owner)
	}
	return s.as(ctx, "postgres", func(conn *pgx.Conn) error { return admit(ctx, conn, name, owner) })
}

// DropDatabase removes a database and ends the connections to it; a missing one is no error.
func (s *Server) DropDatabase(ctx context.Context, name string) error {
	err := s.as(ctx, "postgres", func(conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, fmt.Sprintf("DROP DATABASE IF EXISTS %s WITH (FORCE)", ident(name)))
		return err
	})
	if err != nil {
		return fmt.Errorf("drop database %s: %w", name, err)
	}
	return nil
}

// equip gives a database its extension and rights.
func (s *Server) equip(ctx context.Context, name, owner string) error {
	err := s.as(ctx, name, func(conn *pgx.Conn) error {
		if err := admit(ctx, conn, name, owner); err != nil {
			return err
		}
		if owner == RoleOwner {
			if _, err := conn.Exec(ctx, rightsSQL); err != nil {
				return fmt.Errorf("grant rights: %w", err)
			}
		}
		return s.addTrigrams(ctx, conn)
	})
	if err != nil {
		return fmt.Errorf("equip database %s: %w", name, err)
	}
	return nil
}

// admit says who may connect to a database.
func admit(ctx context.Context, conn *pgx.Conn, name, owner string) error {
	sql := fmt.Sprintf("REVOKE ALL ON DATABASE %s FROM PUBLIC;", ident(name))
	if owner == RoleOwner {
		sql += fmt.Sprintf("GRANT CONNECT, TEMPORARY ON DATABASE %s TO %s; GRANT CONNECT ON DATABASE %s TO %s, %s",
			ident(name), RoleApp, ident(name), RoleRead, RoleAudit)
	}
	if _, err := conn.Exec(ctx, sql); err != nil {
		return fmt.Errorf("admit roles to database %s: %w", name, err)
	}
	return nil
}

// addTrigrams installs pg_trgm where PostgreSQL brings it, and makes sure that it sees Hangul.
func (s *Server) addTrigrams(ctx context.Context, conn *pgx.Conn) error {
	var available bool
	query := "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm')"
	if err := conn.QueryRow(ctx, query).Scan(&available); err != nil {
		return fmt.Errorf("look for pg_trgm: %w", err)
	}
	if !available {
		s.log.WarnContext(ctx, "extension pg_trgm is not installed; search by part of a word is slow")
		return nil
	}
	if _, err := conn.Exec(ctx, "CREATE EXTENSION IF NOT EXISTS pg_trgm"); err != nil {
		return fmt.Errorf("create extension pg_trgm: %w", err)
	}
	var sees bool
	if err := conn.QueryRow(ctx, "SELECT show_trgm('승인') <> '{}'").Scan(&sees); err != nil {
		return fmt.Errorf("try pg_trgm: %w", err)
	}
	if !sees {
		return ErrNoHangul
	}
	return nil
}

// as runs a function on one connection of the superuser.
func (s *Server) as(ctx context.Context, db string, do func(*pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, s.ConnString(RoleAdmin, db))
	if err != nil {
		return fmt.Errorf("connect to %s: %w", db, err)
	}
	err = do(conn)
	return errors.Join(err, conn.Close(context.WithoutCancel(ctx)))
}

func ident(name string) string { return pgx.Identifier{name}.Sanitize() }
