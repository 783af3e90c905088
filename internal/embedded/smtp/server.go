package smtp

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// Server is a running mail server.
type Server struct {
	cfg      Config
	roots    *x509.CertPool
	listener net.Listener
	inner    *smtp.Server
	served   chan struct{}
	keeping  sync.RWMutex // held for reading while a message is written
	stopped  bool
	stopOnce sync.Once
	stopErr  error
}

// Start makes the folder, clears away what a killed run left unfinished in
// it, and listens.
func Start(ctx context.Context, cfg Config) (*Server, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	if err := prepareFolder(cfg.Dir); err != nil {
		return nil, err
	}
	pair, roots, err := newCertificate()
	if err != nil {
		return nil, err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", cfg.Addr)
	if err != nil {
		return nil, fmt.Errorf("listen for mail: %w", err)
	}
	s := &Server{cfg: cfg, roots: roots, listener: listener, served: make(chan struct{})}
	s.inner = smtp.NewServer(smtp.BackendFunc(s.newSession))
	s.inner.Domain = "localhost"
	s.inner.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair}}
	s.inner.MaxMessageBytes = cfg.MaxMessageBytes
	s.inner.MaxRecipients = 1000
	s.inner.ReadTimeout, s.inner.WriteTimeout = 5*time.Minute, time.Minute
	s.inner.EnableSMTPUTF8 = !cfg.NoUTF8
	s.inner.ErrorLog = slog.NewLogLogger(cfg.Logger.With("component", "smtp").Handler(), slog.LevelWarn)
	go func() {
		defer close(s.served)
		_ = s.inner.Serve(listener) // it ends with Stop
	}()
	return s, nil
}

func prepareFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make mail folder: %w", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("read mail folder: %w", err)
	}
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) != ".tmp" {
			continue
		}
		if err := os.Remove(filepath.Join(dir, entry.Name())); err != nil {
			return fmt.Errorf("remove unfinished message: %w", err)
		}
	}
	return nil
}

// Addr is the address a client connects to, "127.0.0.1:port".
func (s *Server) Addr() string { return s.listener.Addr().String() }

// Credentials are the user and the password for PLAIN.
func (s *Server) Credentials() (user, password string) { return s.cfg.User, s.cfg.Password }

// Roots is the pool with which a client verifies the server's certificate; it
// is made out to localhost and the loopback addresses.
func (s *Server) Roots() *x509.CertPool { return s.roots.Clone() }

// List reads the folder: every message kept, the oldest first.
func (s *Server) List(ctx context.Context) ([]Message, error) { return ReadFolder(ctx, s.cfg.Dir) }

// Stop takes no more connections, finishes the message that is being written
// and cuts what is open: a message is kept whole or not at all, and its client
// hears 250 or nothing. Further calls answer as the first did.
func (s *Server) Stop(context.Context) error {
	s.stopOnce.Do(func() {
		s.keeping.Lock()
		s.stopped = true
		s.keeping.Unlock()
		// The inner server knows the listener only once Serve has begun.
		err := errors.Join(s.listener.Close(), s.inner.Close())
		if err != nil && !errors.Is(err, net.ErrClosed) {
			s.stopErr = fmt.Errorf("stop mail server: %w", err)
		}
		<-s.served
	})
	return s.stopErr
}
