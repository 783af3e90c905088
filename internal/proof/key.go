package proof

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// NewKey makes a pair of Ed25519 keys in the text form of signed notes. The name begins with prefix and is unlike that
// of any other key.
func NewKey(random io.Reader, prefix string) (secret, public string, err error) {
	var id [6]byte
	if _, err := io.ReadFull(random, id[:]); err != nil {
		return "", "", fmt.Errorf("name a key: %w", err)
	}
	return note.GenerateKey(random, prefix+"-"+hex.EncodeToString(id[:]))
}

// Signer reads a secret key.
func Signer(secret string) (note.Signer, error) {
	s, err := note.NewSigner(strings.TrimSpace(secret))
	if err != nil {
		return nil, errors.New("서명 열쇠를 읽을 수 없습니다. gyeol audit key가 만든 것을 주십시오 (this is no signing key)")
	}
	return s, nil
}

// Verifiers read public keys, one a line; empty lines are left out.
func Verifiers(public string) ([]note.Verifier, error) {
	var keys []note.Verifier
	seen := map[string]bool{}
	for line := range strings.Lines(public) {
		if line = strings.TrimSpace(line); line == "" || seen[line] {
			continue
		}
		seen[line] = true
		k, err := note.NewVerifier(line)
		if err != nil {
			return nil, errors.New("공개 열쇠를 읽을 수 없습니다. 설치의 audit.pub을 주십시오 (this is no public key)")
		}
		keys = append(keys, k)
	}
	if len(keys) == 0 {
		return nil, errors.New("공개 열쇠가 없습니다. 설치의 audit.pub을 주십시오 (there is no public key)")
	}
	return keys, nil
}

// PublicKey is the public half of a secret key, in the text form of signed notes.
func PublicKey(secret string) (string, error) {
	if _, err := Signer(secret); err != nil {
		return "", err
	}
	parts := strings.SplitN(strings.TrimSpace(secret), "+", 5) // PRIVATE, KEY, name, hash, key
	raw, err := base64.StdEncoding.DecodeString(parts[4])
	if err != nil {
		return "", fmt.Errorf("read a signing key: %w", err)
	}
	pub, ok := ed25519.NewKeyFromSeed(raw[1:]).Public().(ed25519.PublicKey)
	if !ok {
		return "", errors.New("read a signing key: it has no public half")
	}
	return note.NewEd25519VerifierKey(parts[2], pub)
}
