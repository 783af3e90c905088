//go:build !noembed

package temporal_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.temporal.io/sdk/client"

	"gyeol/internal/embedded/temporal"
)

func TestStart_EmptyRestartedAndDropped(t *testing.T) {
	t.Parallel()
	pg := cluster(t)
	cfg := config(pg)

	first, took := start(t, cfg)
	c, end := work(t, first)
	p50 := median(t, c, "first", 50)
	end()
	begin := time.Now()
	stop(t, first)
	t.Logf("empty: ready in %v, round trip p50 %v, stopped in %v", took, p50, time.Since(begin))

	second, took := start(t, cfg)
	c, end = work(t, second)
	var kept string
	must(t, c.GetWorkflow(t.Context(), "first-0", "").Get(t.Context(), &kept))
	end()
	stop(t, second)
	t.Logf("restart: ready in %v", took)

	must(t, temporal.DropDatabases(t.Context(), cfg))
	third, took := start(t, cfg)
	c, end = work(t, third)
	if err := c.GetWorkflow(t.Context(), "first-0", "").Get(t.Context(), &kept); err == nil {
		t.Error("a workflow outlived its databases")
	}
	median(t, c, "third", 3)
	end()
	stop(t, third)
	t.Logf("made again: ready in %v", took)
}

func TestServer_AdmitsOnlyHoldersOfItsCertificate(t *testing.T) {
	t.Parallel()
	s, _ := start(t, config(cluster(t)))
	for name, settings := range map[string]*tls.Config{
		"plain":          nil,
		"no certificate": {InsecureSkipVerify: true},
	} {
		options := s.ClientOptions()
		options.ConnectionOptions.TLS = settings
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		if c, err := client.DialContext(ctx, options); err == nil {
			c.Close()
			t.Errorf("%s: admitted", name)
		}
		cancel()
	}
}

func TestServer_AdmitsTheHolderOfTheWrittenCredentials(t *testing.T) {
	t.Parallel()
	s, _ := start(t, config(cluster(t)))
	dir := t.TempDir()
	must(t, s.WriteCredentials(dir))
	for _, name := range []string{temporal.FileCA, temporal.FileCert, temporal.FileKey} {
		info, err := os.Stat(filepath.Join(dir, name))
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", name, info.Mode())
		}
	}
	pair, err := tls.LoadX509KeyPair(filepath.Join(dir, temporal.FileCert), filepath.Join(dir, temporal.FileKey))
	must(t, err)
	authority, err := os.ReadFile(filepath.Join(dir, temporal.FileCA))
	must(t, err)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	options := s.ClientOptions()
	options.ConnectionOptions.TLS = &tls.Config{
		MinVersion: tls.VersionTLS12, RootCAs: roots, Certificates: []tls.Certificate{pair}, ServerName: temporal.ServerName,
	}
	c, err := client.DialContext(t.Context(), options)
	must(t, err)
	c.Close()
}

// An ended workflow may be started again at once: a bell can ring right after a run has ended.
func TestServer_StartsTheSameWorkflowAgainAtOnce(t *testing.T) {
	t.Parallel()
	s, _ := start(t, config(cluster(t)))
	c, end := work(t, s)
	defer end()
	for range 5 {
		_, err := run(t.Context(), c, "same")
		must(t, err)
	}
}
