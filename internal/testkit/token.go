package testkit

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"testing"

	"gyeol/gov"
)

// Token lends the holder of a post an API token with the scopes.
func (h *House) Token(t testing.TB, post string, scopes ...string) string {
	t.Helper()
	var raw [32]byte
	_, _ = rand.Read(raw[:]) // crypto/rand never fails
	secret := "gyeol_" + base64.RawURLEncoding.EncodeToString(raw[:])
	hash := sha256.Sum256([]byte(secret))
	if scopes == nil {
		scopes = []string{}
	}
	h.Exec(t, "insert into token (id, person_id, name, hash, scopes) values ($1, $2, 'test', $3, $4)",
		gov.NewTokenID(), h.Actor(t, post).Person, hash[:], scopes)
	return secret
}
