package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/mod/sumdb/note"

	"gyeol/internal/config"
	"gyeol/internal/embedded/postgres"
	"gyeol/internal/embedded/smtp"
	"gyeol/internal/embedded/temporal"
	"gyeol/internal/failpoint"
	"gyeol/internal/process"
	"gyeol/internal/proof"
	"gyeol/internal/store"
)

// stack is the set of servers below gyeol: each is either our own, in this process, or an address we were given.
type stack struct {
	cfg  config.Config
	dir  string
	log  *slog.Logger
	pg   *postgres.Server
	temp *temporal.Server
	sink *smtp.Server

	ownerURL string // may migrate
	appURL   string // may read and write rows
	keys     []process.Key
	callers  *x509.CertPool // authorities of client certificates; nil: nobody is asked for one
	auditKey note.Signer    // signs checkpoints of the audit log; nil where none was given

	measured *instruments // of gyeol bench; nil otherwise
}

// stopWithin is how long each part gets to stop.
const stopWithin = 20 * time.Second

// startStack starts what no address was given for. On an error everything that was started is stopped again.
func startStack(ctx context.Context, cfg config.Config, dir string, log *slog.Logger) (*stack, error) {
	s := &stack{cfg: cfg, dir: dir, log: log, ownerURL: cfg.DatabaseURL, appURL: cfg.DatabaseURL}
	for _, start := range []func(context.Context) error{s.startPostgres, s.migrate, s.startTemporal, s.startSink} {
		if err := start(ctx); err != nil {
			return nil, errors.Join(err, s.stop(ctx))
		}
	}
	if err := s.ownKeys(); err != nil {
		return nil, errors.Join(err, s.stop(ctx))
	}
	return s, nil
}

// ownKeys sets the keys of a data folder: the operator's, or those kept there.
func (s *stack) ownKeys() error {
	if s.cfg.AuditKey == "" {
		secret, err := keptAuditKey(s.dir)
		if err != nil {
			return err
		}
		s.cfg.AuditKey = secret
	}
	return s.outsideKeys()
}

// outsideKeys sets the keys of the histories, the operator's or those kept in the data folder, and the key that signs
// checkpoints, where there is one.
func (s *stack) outsideKeys() (err error) {
	if s.keys, err = payloadKeys(s.dir, s.cfg.PayloadKey); err != nil || s.cfg.AuditKey == "" {
		return err
	}
	s.auditKey, err = proof.Signer(s.cfg.AuditKey)
	return err
}

func (s *stack) startPostgres(ctx context.Context) error {
	if s.cfg.DatabaseURL != "" {
		return nil
	}
	pg, err := postgres.Start(ctx, postgres.Config{
		Dir: filepath.Join(s.dir, "postgres"), BinDir: s.cfg.PostgresBin, Logger: s.log,
	})
	if err != nil {
		return err
	}
	s.pg = pg
	s.ownerURL = pg.ConnString(postgres.RoleOwner, postgres.Database)
	s.appURL = pg.ConnString(postgres.RoleApp, postgres.Database)
	return nil
}

func (s *stack) migrate(ctx context.Context) error {
	return store.Migrate(ctx, s.ownerURL, func() { failpoint.Here("migrate.inside") })
}

func (s *stack) startTemporal(ctx context.Context) error {
	if s.cfg.TemporalAddress != "" {
		return nil
	}
	if s.pg == nil {
		return errors.New("an outside database needs an outside Temporal too: set GYEOL_TEMPORAL_ADDRESS")
	}
	t, err := temporal.Start(ctx, temporal.Config{SocketDir: s.pg.SocketDir(), Port: s.pg.Port(), Logger: s.log})
	if err != nil {
		return err
	}
	s.temp = t
	return nil
}

func (s *stack) startSink(ctx context.Context) error {
	if s.cfg.SMTPURL != "" {
		return nil
	}
	sink, err := smtp.Start(ctx, smtp.Config{Dir: filepath.Join(s.dir, "mail"), Logger: s.log})
	if err != nil {
		return err
	}
	s.sink = sink
	return nil
}

// pool opens connections for the product's own work.
func (s *stack) pool(ctx context.Context) (*pgxpool.Pool, error) {
	return store.Open(ctx, s.appURL, store.Options{Tracer: s.measured.tracer()})
}

// dial connects to Temporal, in this process or outside.
func (s *stack) dial(ctx context.Context) (*process.Client, error) {
	c := process.Config{
		Address: s.cfg.TemporalAddress, Namespace: s.cfg.Namespace, TLS: s.cfg.TemporalTLS, Keys: s.keys, Logger: faults(s.log),
		Called: s.measured.called(),
	}
	if s.temp != nil {
		o := s.temp.ClientOptions()
		c.Address, c.Namespace, c.TLS = o.HostPort, o.Namespace, o.ConnectionOptions.TLS
	}
	return process.Dial(ctx, c)
}

// stop ends what was started, last first; it says what did not end in time.
func (s *stack) stop(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	var errs []error
	end := func(name string, stop func(context.Context) error) {
		ctx, cancel := context.WithTimeout(ctx, stopWithin)
		defer cancel()
		if err := stop(ctx); err != nil {
			errs = append(errs, fmt.Errorf("stop %s: %w", name, err))
		}
	}
	if s.sink != nil {
		end("mail sink", s.sink.Stop)
	}
	if s.temp != nil {
		end("Temporal", s.temp.Stop)
	}
	if s.pg != nil {
		end("PostgreSQL", s.pg.Stop)
	}
	return errors.Join(errs...)
}

// faults lets only errors through: Temporal's client warns of what a stop cuts short, which is repeated anyway.
func faults(log *slog.Logger) *slog.Logger { return slog.New(onlyErrors{log.Handler()}) }

type onlyErrors struct{ slog.Handler }

// Enabled is false below errors.
func (h onlyErrors) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelError && h.Handler.Enabled(ctx, l)
}
