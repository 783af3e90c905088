package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Server is a running cluster that belongs to this process.
type Server struct {
	cfg        Config
	log        *slog.Logger
	who        account
	bin        binaries
	lock       *os.File
	data       string
	socket     string
	socketTemp bool
	child      *child
	logStart   int64 // where this run begins in postgres.log

	stopping   chan struct{}
	stopOnce   sync.Once
	stopErr    error
	unexpected chan error
}

// Start makes the cluster when there is none, starts it, and answers when the
// roles, the database gyeol and its extensions are there. Ctx bounds the start
// only. The error wraps ErrUnreachable, ErrInUse, ErrNoBinaries or ErrNoHangul,
// or is a *VersionError, where one of these is the cause.
func Start(ctx context.Context, cfg Config) (*Server, error) {
	cfg = cfg.withDefaults()
	ctx, cancel := context.WithTimeout(ctx, cfg.StartTimeout)
	defer cancel()
	s := &Server{cfg: cfg, log: cfg.Logger, stopping: make(chan struct{}), unexpected: make(chan error, 1)}
	if err := s.claim(); err != nil {
		return nil, err
	}
	if err := s.start(ctx); err != nil {
		stopCtx, cancel := context.WithTimeout(context.WithoutCancel(ctx), fastPatience)
		defer cancel()
		return nil, errors.Join(err, s.Stop(stopCtx))
	}
	return s, nil
}

// claim chooses the account, makes the folder and locks it.
func (s *Server) claim() error {
	var err error
	if s.who, err = chooseAccount(); err != nil {
		return err
	}
	if s.cfg.Dir, err = filepath.Abs(s.cfg.Dir); err != nil {
		return fmt.Errorf("absolute path of the data folder: %w", err)
	}
	if err := s.who.reaches(s.cfg.Dir); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(s.cfg.Dir), 0o755); err != nil {
		return fmt.Errorf("make data folder: %w", err)
	}
	if err := s.who.ownedFolder(s.cfg.Dir); err != nil {
		return fmt.Errorf("make data folder: %w", err)
	}
	s.data = filepath.Join(s.cfg.Dir, "data")
	s.lock, err = lockFolder(s.cfg.Dir)
	return err
}

func (s *Server) start(ctx context.Context) error {
	cluster, err := clusterVersion(s.data)
	if err != nil {
		return err
	}
	if s.bin, err = findBinaries(ctx, s.cfg.BinDir, cluster, s.who); err != nil {
		return err
	}
	if cluster != 0 && cluster != s.bin.major {
		return &VersionError{Dir: s.data, BinDir: s.bin.dir, Cluster: cluster, Binaries: s.bin.major}
	}
	if cluster == 0 {
		if err := s.createCluster(ctx, s.data); err != nil {
			return err
		}
	}
	if err := s.clearOrphans(ctx); err != nil {
		return err
	}
	if s.socket, s.socketTemp, err = socketFolder(s.cfg.Dir, s.who); err != nil {
		return err
	}
	if err := s.launch(); err != nil {
		return err
	}
	if err := s.ready(ctx); err != nil {
		return err
	}
	return s.bootstrap(ctx)
}

// SocketDir is the folder of the unix socket, the "host" of a connection.
func (s *Server) SocketDir() string { return s.socket }

// Port is the number in the socket's name; nothing listens on TCP.
func (s *Server) Port() int { return port }

// Version is PostgreSQL's version as it prints it, for example "15.18".
func (s *Server) Version() string { return s.bin.version }

// ConnString answers with a connection string for pgx: one role, one database, over the socket.
func (s *Server) ConnString(role, db string) string {
	return fmt.Sprintf("host=%s port=%d user=%s dbname=%s sslmode=disable", quote(s.socket), port, quote(role), quote(db))
}

// As is a connection string of ConnString for another role than RoleApp; any other string stays as it is, for an
// address that somebody gave us says its own role.
func As(conn, role string) string {
	return strings.Replace(conn, " user="+quote(RoleApp)+" ", " user="+quote(role)+" ", 1)
}

// quote writes one value of a keyword/value connection string.
func quote(value string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(value) + "'"
}
