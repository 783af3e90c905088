package testkit

import (
	"crypto/rand"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/note"

	"gyeol/internal/ledger"
	"gyeol/internal/proof"
)

// AuditKey is a new pair of keys for checkpoints.
func AuditKey(t testing.TB) (note.Signer, note.Verifier) {
	t.Helper()
	secret, public, err := proof.NewKey(rand.Reader, "gyeol-audit")
	require.NoError(t, err)
	signer, err := proof.Signer(secret)
	require.NoError(t, err)
	keys, err := proof.Verifiers(public)
	require.NoError(t, err)
	return signer, keys[0]
}

// Signed seals whatever waits, signs a checkpoint and answers with its size.
func (h *House) Signed(t testing.TB, key note.Signer) int64 {
	t.Helper()
	size, err := ledger.Sign(t.Context(), h.Pool, key)
	require.NoError(t, err)
	return size
}
