package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"gyeol/internal/proof"
)

// auditKeyPrefix begins the name of every key of an installation; witnessKeyPrefix that of a witness.
const (
	auditKeyPrefix   = "gyeol-audit"
	witnessKeyPrefix = "gyeol-witness"
)

func auditKeyFile(dir string) string    { return filepath.Join(dir, "audit.key") }
func auditPublicFile(dir string) string { return filepath.Join(dir, "audit.pub") }

// keptAuditKey reads the key of a data folder that signs checkpoints, or makes it. Its public half lies beside it in
// audit.pub, which anybody may have: a new key is added there, those that signed before stay.
func keptAuditKey(dir string) (string, error) {
	b, err := os.ReadFile(auditKeyFile(dir))
	secret := strings.TrimSpace(string(b))
	if errors.Is(err, os.ErrNotExist) {
		if secret, _, err = proof.NewKey(rand.Reader, auditKeyPrefix); err == nil {
			err = writeSecret(auditKeyFile(dir), secret)
		}
	}
	if err != nil {
		return "", fmt.Errorf("audit.key: %w", err)
	}
	public, err := proof.PublicKey(secret)
	if err != nil {
		return "", fmt.Errorf("audit.key: %w", err)
	}
	return secret, publish(auditPublicFile(dir), public)
}

// publish adds a public key to a file that anybody may read, unless it is there.
func publish(path, public string) error {
	b, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("read %s: %w", filepath.Base(path), err)
	}
	for line := range strings.Lines(string(b)) {
		if strings.TrimSpace(line) == public {
			return nil
		}
	}
	tmp := path + ".new"
	if err := os.WriteFile(tmp, append(b, public+"\n"...), 0o644); err != nil { //nolint:gosec // everybody may have it
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	if err := os.Rename(tmp, path); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	return nil
}

// publicKeys reads public keys as they were given: the text of a key, or files of them.
func publicKeys(given []string) ([]note.Verifier, error) {
	var text strings.Builder
	for _, s := range given {
		key, err := keyText(s)
		if err != nil {
			return nil, err
		}
		fmt.Fprintln(&text, key)
	}
	return proof.Verifiers(text.String())
}

// keyText is a public key that was given as its text or as its file.
func keyText(given string) (string, error) {
	b, err := os.ReadFile(given)
	switch {
	case err == nil:
		return string(b), nil
	case strings.Contains(given, "+"):
		return given, nil
	}
	return "", fmt.Errorf("공개 열쇠 파일을 읽을 수 없습니다 (the public key cannot be read): %w", err)
}
