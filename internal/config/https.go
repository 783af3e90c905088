package config

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// The variables of HTTPS.
const (
	httpsCert = "GYEOL_TLS_CERT"
	httpsKey  = "GYEOL_TLS_KEY"
)

// pairFiles are the paths of a certificate chain and its key, or their PEM text.
type pairFiles struct{ cert, key string }

// load is nil where no HTTPS was asked for. One of the two alone is a mistake, never plain HTTP.
func (f pairFiles) load() (*HTTPS, error) {
	if f == (pairFiles{}) {
		return nil, nil //nolint:nilnil // no TLS was asked for, which is the default
	}
	if f.cert == "" || f.key == "" {
		return nil, fmt.Errorf("HTTPS needs %s and %s together", httpsCert, httpsKey)
	}
	p := &HTTPS{files: f}
	_, err := p.certificate(nil)
	return p, err
}

// HTTPS is a certificate that follows its files: who renews it need not stop gyeol.
type HTTPS struct {
	files pairFiles
	mu    sync.Mutex
	cert  *tls.Certificate
	asOf  [2]time.Time // when each of the two files was written
}

// TLS is the configuration of a server; a renewal that fails is logged, and the certificate before serves on. Callers
// are the authorities of client certificates, nil where nobody is asked for one. Whoever shows none is served all the
// same, and whoever shows one that does not hold is not.
func (p *HTTPS) TLS(log *slog.Logger, callers *x509.CertPool) *tls.Config {
	c := &tls.Config{
		MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return p.certificate(log) },
	}
	if callers != nil {
		c.ClientCAs, c.ClientAuth = callers, tls.VerifyClientCertIfGiven
	}
	return c
}

func (p *HTTPS) certificate(log *slog.Logger) (*tls.Certificate, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	asOf := [2]time.Time{written(p.files.cert), written(p.files.key)}
	if p.cert != nil && asOf == p.asOf {
		return p.cert, nil
	}
	read, err := p.files.read()
	if err != nil {
		if p.cert == nil {
			return nil, err
		}
		p.asOf = asOf // perhaps half of a renewal: the pair before serves until the other file comes
		log.Warn("the certificate was not renewed; the one before serves on", slog.Any("error", err))
		return p.cert, nil
	}
	p.cert, p.asOf = read, asOf
	return read, nil
}

func (f pairFiles) read() (*tls.Certificate, error) {
	cert, err := pem(httpsCert, f.cert)
	if err != nil {
		return nil, err
	}
	key, err := pem(httpsKey, f.key)
	if err != nil {
		return nil, err
	}
	both, err := tls.X509KeyPair(cert, key)
	if err != nil {
		return nil, fmt.Errorf("%s and %s are no pair: %w", httpsCert, httpsKey, err)
	}
	return &both, nil
}

// written is when a file was written; the zero time for PEM text, which never changes.
func written(path string) time.Time {
	info, err := os.Stat(path)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}
