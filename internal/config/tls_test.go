package config_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"maps"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	ca         = "GYEOL_TEMPORAL_TLS_CA"
	cert       = "GYEOL_TEMPORAL_TLS_CERT"
	key        = "GYEOL_TEMPORAL_TLS_KEY"
	serverName = "GYEOL_TEMPORAL_TLS_SERVER_NAME"
)

// papers makes a certificate that vouches for itself, and its key, both in PEM form.
func papers(t *testing.T) (certificate, secret string) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	draft := &x509.Certificate{SerialNumber: big.NewInt(1)}
	raw, err := x509.CreateCertificate(rand.Reader, draft, draft, k.Public(), k)
	require.NoError(t, err)
	hidden, err := x509.MarshalPKCS8PrivateKey(k)
	require.NoError(t, err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: hidden}))
}

// whole is a complete set of paths.
func whole(t *testing.T) map[string]string {
	t.Helper()
	certificate, secret := papers(t)
	file := write(t, "cert.pem", certificate)
	return map[string]string{ca: file, cert: file, key: write(t, "key.pem", secret), serverName: "temporal.example"}
}

func TestMutualTLSIsReadFromThreeFiles(t *testing.T) {
	t.Parallel()
	c, err := from(whole(t))
	require.NoError(t, err)
	require.Len(t, c.TemporalTLS.Certificates, 1)
	require.NotNil(t, c.TemporalTLS.RootCAs)
	require.Equal(t, "temporal.example", c.TemporalTLS.ServerName)
}

func TestAFileVariableOfMutualTLSMayHoldThePEMItself(t *testing.T) {
	t.Parallel()
	env := map[string]string{}
	for name, path := range whole(t) {
		env[name+"_FILE"] = path
	}
	delete(env, serverName+"_FILE")
	c, err := from(env)
	require.NoError(t, err)
	require.Len(t, c.TemporalTLS.Certificates, 1)
	require.Empty(t, c.TemporalTLS.ServerName, "the name of the address counts")
}

func TestHalfOfMutualTLSIsAMistake(t *testing.T) {
	t.Parallel()
	all := "mutual TLS with Temporal needs " + ca + ", " + cert + " and " + key + " together; missing: "
	env := whole(t)
	for want, given := range map[string][]string{
		cert + ", " + key:             {ca},
		ca + ", " + key:               {cert},
		key:                           {ca, cert},
		ca:                            {cert, key, serverName},
		ca + ", " + cert + ", " + key: {serverName},
	} {
		part := map[string]string{}
		for _, name := range given {
			part[name] = env[name]
		}
		_, err := from(part)
		require.EqualError(t, err, all+want)
	}
}

func TestWhatIsNoCertificateIsNamed(t *testing.T) {
	t.Parallel()
	env := whole(t)
	_, stranger := papers(t)
	for _, c := range []struct{ name, value, want string }{
		{ca, "/nowhere/ca.pem", "read " + ca + ": open /nowhere/ca.pem: no such file or directory"},
		{cert, "/nowhere/cert.pem", "read " + cert + ": open /nowhere/cert.pem: no such file or directory"},
		{key, "/nowhere/key.pem", "read " + key + ": open /nowhere/key.pem: no such file or directory"},
		{ca, write(t, "empty.pem", "nothing"), ca + " holds no certificate in PEM form"},
		{key, write(t, "other.pem", stranger), cert + " and " + key + " are no pair"},
	} {
		bad := maps.Clone(env)
		bad[c.name] = c.value
		_, err := from(bad)
		require.ErrorContains(t, err, c.want)
	}
}
