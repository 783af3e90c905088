package postgres

import (
	"log/slog"
	"time"
)

// Roles made at every start; each may log in through the socket.
const (
	// RoleAdmin is the cluster's superuser; only this package and test kits use it.
	RoleAdmin = "postgres"
	// RoleOwner owns the database gyeol and everything migrations make in it.
	RoleOwner = "gyeol_owner"
	// RoleApp may read RoleOwner's tables, write what the migrations say, and use temporary tables.
	RoleApp = "gyeol_app"
	// RoleRead may read rows, but no secret and no hash of one.
	RoleRead = "gyeol_read"
	// RoleAudit may read what is proven and what proves it.
	RoleAudit = "gyeol_audit"
	// RoleTemporal may create databases and owns Temporal's; its commits do not wait for the disk.
	RoleTemporal = "gyeol_temporal"
)

// Database is the name of the product's own database.
const Database = "gyeol"

// port names the socket's file; nothing listens on TCP, so it can be the same everywhere.
const port = 5432

// Config says where the cluster lives and how it is run. Only Dir is required.
type Config struct {
	// Dir is the cluster's folder; it is made when missing. Its parents must
	// exist or be creatable, and let the account of PostgreSQL through.
	Dir string
	// BinDir holds initdb and postgres. Empty: PATH, then the newest
	// /usr/lib/postgresql/*/bin; an existing cluster prefers its own version.
	BinDir string
	// MaxConnections limits the connections of all roles together. Default 200.
	MaxConnections int
	// StartTimeout limits Start, crash recovery included. Default 2 minutes.
	StartTimeout time.Duration
	// Settings are further parameters of postgresql.conf; they win over the
	// defaults of this package. With fsync=off, initdb does not sync either.
	Settings map[string]string
	// Logger receives this package's few messages. Default: slog.Default().
	Logger *slog.Logger
}

func (c Config) withDefaults() Config {
	if c.MaxConnections == 0 {
		c.MaxConnections = 200
	}
	if c.StartTimeout == 0 {
		c.StartTimeout = 2 * time.Minute
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	return c
}
