//go:build !noembed

package temporal

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"net"
	"time"

	"go.temporal.io/server/common/rpc/encryption"
)

// certificateLife is far longer than any process runs; the key never leaves it.
const certificateLife = 20 * 365 * 24 * time.Hour

// authority holds the two ends of mutual TLS, for the frontend and between
// services alike. It is made at the start and lives in memory only.
type authority struct {
	ca             *x509.Certificate
	server, client *tls.Config
}

var _ encryption.TLSConfigProvider = authority{}

func newAuthority() (authority, error) {
	ca, caKey, err := newCertificate(nil, nil, "gyeol in-process authority")
	if err != nil {
		return authority{}, err
	}
	leaf, leafKey, err := newCertificate(ca, caKey, ServerName)
	if err != nil {
		return authority{}, err
	}
	pool := x509.NewCertPool()
	pool.AddCert(ca)
	pair := tls.Certificate{Certificate: [][]byte{leaf.Raw}, PrivateKey: leafKey, Leaf: leaf}
	return authority{
		ca: ca,
		server: &tls.Config{
			MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{pair}, NextProtos: []string{"h2"},
			ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: pool,
		},
		client: &tls.Config{
			MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{pair}, NextProtos: []string{"h2"},
			RootCAs: pool, ServerName: ServerName,
		},
	}, nil
}

// newCertificate makes a certificate signed by parent, or an authority when there is none.
func newCertificate(parent *x509.Certificate, parentKey *ecdsa.PrivateKey, name string) (
	*x509.Certificate, *ecdsa.PrivateKey, error,
) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, fmt.Errorf("make key: %w", err)
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, nil, fmt.Errorf("make serial number: %w", err)
	}
	now := time.Now()
	draft := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: name},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(certificateLife),
	}
	if parent == nil {
		parent, parentKey = draft, key
		draft.IsCA, draft.BasicConstraintsValid, draft.MaxPathLenZero = true, true, true
		draft.KeyUsage = x509.KeyUsageCertSign
	} else {
		draft.DNSNames, draft.IPAddresses = []string{name}, []net.IP{net.IPv4(127, 0, 0, 1)}
		draft.KeyUsage = x509.KeyUsageDigitalSignature
		draft.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}
	}
	raw, err := x509.CreateCertificate(rand.Reader, draft, parent, key.Public(), parentKey)
	if err != nil {
		return nil, nil, fmt.Errorf("sign certificate: %w", err)
	}
	cert, err := x509.ParseCertificate(raw)
	if err != nil {
		return nil, nil, fmt.Errorf("read certificate: %w", err)
	}
	return cert, key, nil
}

// GetInternodeServerConfig is what services show each other.
func (a authority) GetInternodeServerConfig() (*tls.Config, error) { return a.server.Clone(), nil }

// GetInternodeClientConfig is how services call each other.
func (a authority) GetInternodeClientConfig() (*tls.Config, error) { return a.client.Clone(), nil }

// GetFrontendServerConfig is what the frontend shows workers and clients.
func (a authority) GetFrontendServerConfig() (*tls.Config, error) { return a.server.Clone(), nil }

// GetFrontendClientConfig is how the server's own workers call the frontend.
func (a authority) GetFrontendClientConfig() (*tls.Config, error) { return a.client.Clone(), nil }

// GetRemoteClusterClientConfig refuses: there is one cluster.
func (a authority) GetRemoteClusterClientConfig(hostname string) (*tls.Config, error) {
	return nil, fmt.Errorf("no remote cluster %q: this server stands alone", hostname)
}

// GetExpiringCerts has nothing to say: the certificate outlives the process.
func (a authority) GetExpiringCerts(time.Duration) (expiring, expired encryption.CertExpirationMap, err error) {
	return nil, nil, nil
}
