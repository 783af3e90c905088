package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"gyeol/internal/config"
)

// serveCmd is the API half: any number of them against an existing Temporal cluster and PostgreSQL.
type serveCmd struct{}

// Run serves until told to stop.
func (c *serveCmd) Run(ctx context.Context, g *Globals) error {
	s, err := outside()
	if err != nil {
		return err
	}
	return half{stack: s, out: g}.run(ctx)
}

// workerCmd is the other half: relay, worker, mailroom and sealer; it answers health checks on GYEOL_LISTEN.
type workerCmd struct{}

// Run works until told to stop.
func (c *workerCmd) Run(ctx context.Context, g *Globals) error {
	s, err := outside()
	if err != nil {
		return err
	}
	if s.cfg.SMTPURL == "" || s.cfg.BaseURL == s.cfg.Scheme()+"://"+s.cfg.Listen {
		return errors.New("메일을 보내려면 GYEOL_SMTP_URL과, 메일의 링크가 가리킬 API 주소 GYEOL_BASE_URL이 필요합니다 " +
			"(a worker needs GYEOL_SMTP_URL and GYEOL_BASE_URL)")
	}
	return half{stack: s, out: g, work: true}.run(ctx)
}

// outside reads where the servers of a part are that runs apart from them.
func outside() (*stack, error) {
	cfg, err := config.FromEnv(os.LookupEnv)
	if err != nil {
		return nil, err
	}
	if cfg.DatabaseURL == "" || cfg.TemporalAddress == "" || cfg.PayloadKey == "" {
		return nil, errors.New("GYEOL_DATABASE_URL, GYEOL_TEMPORAL_ADDRESS, GYEOL_PAYLOAD_KEY를 모두 주십시오 " +
			"(serve, worker and reconcile need all three; gyeol up needs none)")
	}
	s := &stack{cfg: cfg, log: newLogger(), ownerURL: cfg.DatabaseURL, appURL: cfg.DatabaseURL}
	return s, s.outsideKeys()
}

// half is one half of an installation whose servers are outside.
type half struct {
	stack *stack
	out   *Globals
	work  bool
}

// run claims the address before it works, so that a busy port is one sentence and not half a start. Neither half
// migrates: that is a step of its own, before either starts.
func (h half) run(ctx context.Context) error {
	if err := prepared(ctx, h.stack.appURL); err != nil {
		return err
	}
	e, err := newEngine(ctx, h.stack)
	if err != nil {
		return err
	}
	listener, err := listen(ctx, h.stack.cfg.Listen, e.rehearsal)
	if err != nil {
		return errors.Join(err, e.close())
	}
	server, err := newServer(e, h.stack)
	if err != nil {
		return errors.Join(err, e.close(), listener.Close())
	}
	if h.work {
		server.Handler = onlyHealth(server.Handler)
		if err := e.work(ctx, h.stack); err != nil {
			return errors.Join(err, e.close(), listener.Close())
		}
	} else {
		e.receive(ctx)
	}
	return errors.Join(h.serveUntil(ctx, listener, server), e.close())
}

// onlyHealth leaves a worker nothing but its health check: acts come in through serve.
func onlyHealth(api http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /healthz", api)
	return mux
}

func (h half) serveUntil(ctx context.Context, l net.Listener, server *http.Server) error {
	if _, err := fmt.Fprintf(h.out.Out, "%s://%s\n", h.stack.cfg.Scheme(), l.Addr()); err != nil {
		return errors.Join(err, l.Close())
	}
	failed := make(chan error, 1)
	go func() { failed <- serveOn(server, l, h.stack.secure()) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		return server.Shutdown(stop)
	}
}
