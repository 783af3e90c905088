package config_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"log/slog"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/internal/config"
)

// certify writes a certificate for localhost and its key; the serial number tells it from another.
func certify(t *testing.T, dir string, serial int64, at time.Time) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	form := &x509.Certificate{
		SerialNumber: big.NewInt(serial), DNSNames: []string{"localhost"},
		NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<33, 0),
	}
	der, err := x509.CreateCertificate(rand.Reader, form, form, &private.PublicKey, private)
	require.NoError(t, err)
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	put := func(name, kind string, body []byte) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: body}), 0o600))
		require.NoError(t, os.Chtimes(path, at, at))
		return path
	}
	return put("cert.pem", "CERTIFICATE", der), put("key.pem", "PRIVATE KEY", secret)
}

func served(t *testing.T, c *config.HTTPS) int64 {
	t.Helper()
	pair, err := c.TLS(slog.New(slog.DiscardHandler), nil).GetCertificate(&tls.ClientHelloInfo{ServerName: "localhost"})
	require.NoError(t, err)
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	require.NoError(t, err)
	return leaf.SerialNumber.Int64()
}

func TestACertificateFollowsItsFiles(t *testing.T) {
	t.Parallel()
	dir, began := t.TempDir(), time.Unix(1_700_000_000, 0)
	cert, key := certify(t, dir, 1, began)
	c, err := from(map[string]string{"GYEOL_TLS_CERT": cert, "GYEOL_TLS_KEY": key})
	require.NoError(t, err)
	require.Equal(t, "https://127.0.0.1:8080", c.BaseURL)
	require.Equal(t, uint16(tls.VersionTLS12), c.HTTPS.TLS(nil, nil).MinVersion)
	require.Equal(t, int64(1), served(t, c.HTTPS))

	other := t.TempDir()
	fresh, freshKey := certify(t, other, 2, began.Add(time.Hour))
	move(t, fresh, cert)
	require.Equal(t, int64(1), served(t, c.HTTPS), "half of a renewal: the pair before serves")
	move(t, freshKey, key)
	require.NoError(t, os.Chtimes(key, began.Add(time.Minute), began.Add(time.Minute))) // made before its certificate
	require.Equal(t, int64(2), served(t, c.HTTPS))
}

func move(t *testing.T, from, to string) {
	t.Helper()
	require.NoError(t, os.Rename(from, to))
}

func TestHTTPSIsWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	cert, key := certify(t, t.TempDir(), 1, time.Unix(1_700_000_000, 0))
	_, otherKey := certify(t, t.TempDir(), 2, time.Unix(1_700_000_000, 0))
	for _, env := range []map[string]string{
		{"GYEOL_TLS_CERT": cert},
		{"GYEOL_TLS_KEY": key},
		{"GYEOL_TLS_CERT": cert, "GYEOL_TLS_KEY": otherKey},
		{"GYEOL_TLS_CERT": "/nowhere", "GYEOL_TLS_KEY": key},
	} {
		_, err := from(env)
		require.ErrorContains(t, err, "GYEOL_TLS_CERT")
	}
	c, err := from(nil)
	require.NoError(t, err)
	require.Nil(t, c.HTTPS)
}
