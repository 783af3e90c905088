package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"gyeol/internal/config"
	"gyeol/internal/store"
)

// serveCmd is the API half: any number of them against an existing Temporal cluster and PostgreSQL.
type serveCmd struct{}

// Run serves until told to stop.
func (c *serveCmd) Run(ctx context.Context, g *Globals) error {
	return half(ctx, g, false)
}

// workerCmd is the other half: relay, worker, mailroom and sealer; it answers health checks on GYEOL_LISTEN.
type workerCmd struct{}

// Run works until told to stop.
func (c *workerCmd) Run(ctx context.Context, g *Globals) error {
	return half(ctx, g, true)
}

// half runs one half. Neither migrates: that is a step of its own, before either starts.
func half(ctx context.Context, g *Globals, work bool) error {
	cfg, err := config.FromEnv(os.LookupEnv)
	if err != nil {
		return err
	}
	if cfg.DatabaseURL == "" || cfg.TemporalAddress == "" || cfg.PayloadKey == "" {
		return errors.New("serve and worker need GYEOL_DATABASE_URL, GYEOL_TEMPORAL_ADDRESS and GYEOL_PAYLOAD_KEY")
	}
	if work && cfg.SMTPURL == "" {
		return errors.New("a worker needs GYEOL_SMTP_URL")
	}
	s := &stack{cfg: cfg, log: newLogger(), ownerURL: cfg.DatabaseURL, appURL: cfg.DatabaseURL}
	if err := s.outsideKeys(); err != nil {
		return err
	}
	e, err := newEngine(ctx, s)
	if err != nil {
		return err
	}
	if work {
		if err := e.work(ctx, s); err != nil {
			return errors.Join(err, e.close())
		}
	}
	return errors.Join(serveUntil(ctx, g, cfg.Listen, newServer(e)), e.close())
}

func serveUntil(ctx context.Context, g *Globals, address string, server *http.Server) error {
	l, err := listen(ctx, address, false)
	if err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	fmt.Fprintf(g.Out, "http://%s\n", l.Addr())
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		return server.Shutdown(stop)
	}
}

// migrateCmd brings an outside database to the schema of this build.
type migrateCmd struct{}

// Run migrates up; it never goes down.
func (c *migrateCmd) Run(ctx context.Context, g *Globals) error {
	cfg, err := config.FromEnv(os.LookupEnv)
	if err != nil {
		return err
	}
	if cfg.DatabaseURL == "" {
		return errors.New("migrate needs GYEOL_DATABASE_URL; gyeol up migrates its own database")
	}
	if err := store.Migrate(ctx, cfg.DatabaseURL, nil); err != nil {
		return err
	}
	n, err := store.SchemaVersion()
	fmt.Fprintf(g.Out, "schema %d\n", n)
	return err
}
