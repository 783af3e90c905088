package auth_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/internal/auth"
)

// authority signs certificates.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	like := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "authority"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, like, like, &key.PublicKey, key)
	require.NoError(t, err)
	cert, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return authority{cert, key}
}

// signs gives a client certificate of a subject, until an instant.
func (a authority) signs(t *testing.T, subject pkix.Name, until time.Time) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	like := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: subject, NotBefore: time.Now().Add(-2 * time.Hour), NotAfter: until,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, like, a.cert, &key.PublicKey, a.key)
	require.NoError(t, err)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// TestAGatewayProvesItselfByItsCertificate: over real TLS on loopback. The header of whoever shows another certificate,
// none, or the right one from another address, is stripped.
func TestAGatewayProvesItselfByItsCertificate(t *testing.T) {
	t.Parallel()
	ours, others, later := newAuthority(t), newAuthority(t), time.Now().Add(time.Hour)
	name := pkix.Name{CommonName: "gateway", Organization: []string{"City"}}
	pool := x509.NewCertPool()
	pool.AddCert(ours.cert)
	gateway := ours.signs(t, name, later)
	for what, c := range map[string]struct {
		config  auth.GatewayConfig
		shows   []tls.Certificate
		secret  string
		vouched string
		refused bool // in the handshake
	}{
		"the gateway":          {shows: []tls.Certificate{gateway}, vouched: "someone"},
		"no certificate":       {},
		"another subject":      {shows: []tls.Certificate{ours.signs(t, pkix.Name{CommonName: "gateway"}, later)}},
		"another authority":    {shows: []tls.Certificate{others.signs(t, name, later)}, refused: true},
		"an expired one":       {shows: []tls.Certificate{ours.signs(t, name, time.Now().Add(-time.Hour))}, refused: true},
		"from another address": {config: auth.GatewayConfig{Addresses: "10.0.0.1"}, shows: []tls.Certificate{gateway}},
		"where a secret is asked for too": {
			config: auth.GatewayConfig{Secret: gatewaySecret}, shows: []tls.Certificate{gateway},
		},
		"with both": {
			config: auth.GatewayConfig{Secret: gatewaySecret}, shows: []tls.Certificate{gateway}, secret: gatewaySecret,
			vouched: "someone",
		},
		"with the secret alone": {config: auth.GatewayConfig{Secret: gatewaySecret}, secret: gatewaySecret},
	} {
		if c.config.Addresses == "" {
			c.config.Addresses = "127.0.0.1"
		}
		c.config.Subject = "CN=gateway,O=City"
		g, err := auth.NewGateway(c.config)
		require.NoError(t, err)
		vouched, seen := "", []string(nil)
		srv := httptest.NewUnstartedServer(g.Door(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			vouched, seen = auth.VouchedFor(r.Context()), r.Header.Values("X-Gateway-User")
		})))
		srv.TLS = &tls.Config{ClientCAs: pool, ClientAuth: tls.VerifyClientCertIfGiven, MinVersion: tls.VersionTLS12}
		srv.StartTLS()
		client := srv.Client()
		transport, ok := client.Transport.(*http.Transport)
		require.True(t, ok)
		shows := c.shows
		transport.TLSClientConfig.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			if len(shows) == 0 {
				return &tls.Certificate{}, nil
			}
			return &shows[0], nil
		}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL, nil)
		require.NoError(t, err)
		r.Header.Set("X-Gateway-User", "someone")
		if c.secret != "" {
			r.Header.Set("X-Gateway-Secret", c.secret)
		}
		res, err := client.Do(r)
		require.Equal(t, c.refused, err != nil, "%s: %v", what, err)
		if err == nil {
			require.NoError(t, res.Body.Close())
		}
		srv.Close()
		require.Equal(t, c.vouched, vouched, what)
		require.Empty(t, seen, "%s: nobody behind the door sees the header", what)
	}
}
