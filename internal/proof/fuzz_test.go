package proof

import (
	"crypto/rand"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/tlog"
)

// FuzzProof: whatever a proof says, it holds for what was signed alone.
func FuzzProof(f *testing.F) {
	signed, _, key := mailed(f)
	in, err := json.Marshal(Inclusion{Leaf: 1, Line: "1 x", Hashes: []string{}, Checkpoint: string(signed)})
	require.NoError(f, err)
	two, err := json.Marshal(Consistency{From: string(signed), To: string(signed), Hashes: []string{}})
	require.NoError(f, err)
	f.Add(in)
	f.Add(two)
	f.Fuzz(func(t *testing.T, text []byte) {
		var one Inclusion
		if json.Unmarshal(text, &one) == nil {
			_, err := one.Check(key)
			require.Error(t, err, "the root of the checkpoint is that of no leaf")
		}
		var both Consistency
		if json.Unmarshal(text, &both) == nil {
			if from, to, err := both.Check(key); err == nil {
				require.Equal(t, from, to, "one checkpoint was signed")
			}
		}
	})
}

// FuzzWitness: what somebody hands in for the signature of a witness is his, or refused.
func FuzzWitness(f *testing.F) {
	signed, _, key := mailed(f)
	secret, public, err := NewKey(rand.Reader, "gyeol-witness")
	require.NoError(f, err)
	signer, err := Signer(secret)
	require.NoError(f, err)
	keys, err := Verifiers(public)
	require.NoError(f, err)
	both, err := Cosign(signed, signer, key)
	require.NoError(f, err)
	f.Add(both)
	f.Add(signed)
	f.Add([]byte("— gyeol-witness AAAA\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		w, err := ReadWitness(text, keys[0])
		if err != nil {
			return
		}
		require.Equal(t, int64(4711), w.Checkpoint.Size, "nothing else was signed by the witness")
		require.Contains(t, string(both), w.Line+"\n")
	})
}

// FuzzEdge: the right edge of a tree is read as it was written, or refused, and goes on growing.
func FuzzEdge(f *testing.F) {
	f.Add(int64(0), []byte{})
	f.Add(int64(3), make([]byte, 64))
	f.Add(int64(-1), make([]byte, 32))
	f.Fuzz(func(t *testing.T, size int64, raw []byte) {
		e, err := NewEdge(size, raw)
		if err != nil || size == 1<<63-1 {
			return
		}
		require.Equal(t, string(raw), string(e.Bytes()))
		e.Add(tlog.Hash{1}, func(Node) {})
		again, err := NewEdge(e.Size(), e.Bytes())
		require.NoError(t, err)
		require.Equal(t, e.Root(), again.Root())
	})
}
