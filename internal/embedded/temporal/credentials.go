//go:build !noembed

package temporal

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// WriteCredentials writes what a client of another process needs to reach this server: the authority, the certificate
// and its key, in PEM form, readable by their owner alone. They are of no use once the server has stopped.
func (s *Server) WriteCredentials(dir string) error {
	pair := s.tls.client.Certificates[0]
	key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		return fmt.Errorf("write key: %w", err)
	}
	return errors.Join(
		writePEM(filepath.Join(dir, FileCA), "CERTIFICATE", s.tls.ca.Raw),
		writePEM(filepath.Join(dir, FileCert), "CERTIFICATE", pair.Certificate[0]),
		writePEM(filepath.Join(dir, FileKey), "PRIVATE KEY", key),
	)
}

func writePEM(path, kind string, raw []byte) error {
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: raw}), 0o600); err != nil {
		return fmt.Errorf("write credentials: %w", err)
	}
	return nil
}
