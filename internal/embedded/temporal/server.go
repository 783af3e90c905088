//go:build !noembed

package temporal

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"
	"go.temporal.io/server/common/authorization"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/metrics"
	_ "go.temporal.io/server/common/persistence/sql/sqlplugin/postgresql" // the plugin postgres12_pgx
	"go.temporal.io/server/common/primitives"
	"go.temporal.io/server/temporal"
)

// Server is a running Temporal server.
type Server struct {
	cfg      Config
	tls      authority
	frontend string
	inner    temporal.Server
	log      *gate
	stopOnce sync.Once
	stopErr  error
}

// Start prepares the databases, starts every service and answers when the
// namespace can be used. Ctx bounds the start only.
func Start(ctx context.Context, cfg Config) (*Server, error) {
	cfg = cfg.withDefaults()
	ctx, cancel := context.WithTimeout(ctx, cfg.StartTimeout)
	defer cancel()
	if err := prepareDatabases(ctx, cfg); err != nil {
		return nil, err
	}
	s, err := newServer(ctx, cfg)
	if err != nil {
		return nil, err
	}
	if err := s.inner.Start(); err != nil {
		return nil, errors.Join(fmt.Errorf("start Temporal: %w", err), s.Stop(context.WithoutCancel(ctx)))
	}
	if err := s.registerNamespace(ctx); err != nil {
		return nil, errors.Join(err, s.Stop(context.WithoutCancel(ctx)))
	}
	s.log.enter(running)
	return s, nil
}

func newServer(ctx context.Context, cfg Config) (*Server, error) {
	ca, err := newAuthority()
	if err != nil {
		return nil, fmt.Errorf("make certificates: %w", err)
	}
	ports, err := newAddresses(ctx)
	if err != nil {
		return nil, err
	}
	s := &Server{cfg: cfg, tls: ca, frontend: ports.of(primitives.FrontendService), log: &gate{}}
	s.inner, err = temporal.NewServer(
		temporal.WithConfig(serverConfig(cfg, ports)),
		temporal.ForServices(temporal.DefaultServices),
		temporal.WithStaticHosts(ports.hosts()),
		temporal.WithDynamicConfigClient(dynamicConfig()),
		temporal.WithTLSConfigFactory(ca),
		temporal.WithLogger(logger{out: cfg.Logger.With("component", "temporal"), gate: s.log}),
		temporal.WithCustomMetricsHandler(metrics.NoopMetricsHandler),
		temporal.WithAuthorizer(authorization.NewNoopAuthorizer()), // the certificate is the permission
		temporal.WithClaimMapper(func(*config.Config) authorization.ClaimMapper {
			return authorization.NewNoopClaimMapper()
		}),
	)
	if err != nil {
		return nil, fmt.Errorf("configure Temporal: %w", err)
	}
	return s, nil
}

// ClientOptions answers with all that a client needs to reach this server and
// its namespace; the caller adds converters and interceptors.
func (s *Server) ClientOptions() client.Options {
	return client.Options{
		HostPort:          s.frontend,
		Namespace:         s.cfg.Namespace,
		ConnectionOptions: client.ConnectionOptions{TLS: s.tls.client.Clone()},
		Logger:            sdklog.NewStructuredLogger(s.cfg.Logger),
	}
}

// Stop ends every service. Workers must have been stopped before. When ctx
// ends first the error says so and the server ends in the background. Further
// calls answer as the first did.
func (s *Server) Stop(ctx context.Context) error {
	s.stopOnce.Do(func() {
		s.log.enter(stopping)
		done := make(chan error, 1)
		go func() { done <- s.inner.Stop() }()
		select {
		case err := <-done:
			if err != nil {
				s.stopErr = fmt.Errorf("stop Temporal: %w", err)
			}
		case <-ctx.Done():
			s.stopErr = fmt.Errorf("stop Temporal: %w", ctx.Err())
		}
	})
	return s.stopErr
}
