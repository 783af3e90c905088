package config

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"
	"strings"
)

// The variables of mutual TLS with an outside Temporal.
const (
	tlsCA         = "GYEOL_TEMPORAL_TLS_CA"
	tlsCert       = "GYEOL_TEMPORAL_TLS_CERT"
	tlsKey        = "GYEOL_TEMPORAL_TLS_KEY"
	tlsServerName = "GYEOL_TEMPORAL_TLS_SERVER_NAME"
)

// tlsFiles are the paths of three PEM files. Each may also be the PEM text itself, which is what a variable becomes
// that was given as _FILE.
type tlsFiles struct{ ca, cert, key, serverName string }

// load reads all three or none: one of them alone is a mistake, never a weaker connection.
func (f tlsFiles) load() (*tls.Config, error) {
	var missing []string
	for _, v := range []struct{ name, value string }{{tlsCA, f.ca}, {tlsCert, f.cert}, {tlsKey, f.key}} {
		if v.value == "" {
			missing = append(missing, v.name)
		}
	}
	if len(missing) == 3 && f.serverName == "" {
		return nil, nil //nolint:nilnil // no TLS was asked for, which is the default
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("mutual TLS with Temporal needs %s, %s and %s together; missing: %s",
			tlsCA, tlsCert, tlsKey, strings.Join(missing, ", "))
	}
	return f.read()
}

func (f tlsFiles) read() (*tls.Config, error) {
	ca, err := pem(tlsCA, f.ca)
	if err != nil {
		return nil, err
	}
	cert, err := pem(tlsCert, f.cert)
	if err != nil {
		return nil, err
	}
	key, err := pem(tlsKey, f.key)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(ca) {
		return nil, fmt.Errorf("%s holds no certificate in PEM form", tlsCA)
	}
	pair, err := tls.X509KeyPair(cert, key)
	if err != nil {
		return nil, fmt.Errorf("%s and %s are no pair: %w", tlsCert, tlsKey, err)
	}
	return &tls.Config{
		MinVersion: tls.VersionTLS12, RootCAs: roots, Certificates: []tls.Certificate{pair}, ServerName: f.serverName,
	}, nil
}

// pem is the text of a file, or the value where that is the text already.
func pem(name, value string) ([]byte, error) {
	if strings.HasPrefix(value, "-----BEGIN ") {
		return []byte(value), nil
	}
	text, err := os.ReadFile(value)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return text, nil
}
