package temporal

import (
	"errors"
	"log/slog"
	"time"
)

// ErrNotBuilt means that this binary was built with the tag noembed and
// carries no Temporal server.
var ErrNotBuilt = errors.New("this binary was built without the Temporal server (tag noembed): " +
	"name an outside Temporal cluster, or use the full binary")

// DefaultNamespace is the namespace registered when Config names none.
const DefaultNamespace = "gyeol"

// DefaultHistoryShards is the number of history shards of new databases; see docs/adr/0003-history-shards.md.
const DefaultHistoryShards = 64

const (
	mainDatabase       = "temporal"
	visibilityDatabase = "temporal_visibility"
	// newSuffix marks a database whose schema is not complete.
	newSuffix = "_new"
)

// ServerName is what the server's certificate is made out to.
const ServerName = "temporal.gyeol.internal"

// The files that Server.WriteCredentials writes.
const (
	FileCA   = "ca.pem"
	FileCert = "client.pem"
	FileKey  = "client-key.pem"
)

// Databases names the two databases the server keeps.
func Databases() []string { return []string{mainDatabase, visibilityDatabase} }

// Config says where PostgreSQL is and how the server is run. SocketDir and
// Port are required.
type Config struct {
	// SocketDir and Port say where PostgreSQL's unix socket is.
	SocketDir string
	Port      int
	// User is the role that owns the databases; it must be allowed to create
	// databases and needs no password. Default "gyeol_temporal".
	User string
	// HistoryShards is the number of history shards, a power of two. It is
	// fixed when the databases are made; later values are ignored. Default DefaultHistoryShards.
	HistoryShards int
	// Namespace is registered at the start. Default DefaultNamespace.
	Namespace string
	// Retention is how long the history of an ended workflow is kept; at
	// least one hour. Default 72 hours: the record is in gyeol's own rows.
	Retention time.Duration
	// StartTimeout limits Start. Default 1 minute.
	StartTimeout time.Duration
	// Logger receives the server's warnings and errors. Default: slog.Default().
	Logger *slog.Logger
}

func (c Config) withDefaults() Config {
	if c.User == "" {
		c.User = "gyeol_temporal"
	}
	if c.HistoryShards == 0 {
		c.HistoryShards = DefaultHistoryShards
	}
	if c.Namespace == "" {
		c.Namespace = DefaultNamespace
	}
	if c.Retention == 0 {
		c.Retention = 72 * time.Hour
	}
	if c.StartTimeout == 0 {
		c.StartTimeout = time.Minute
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	return c
}
