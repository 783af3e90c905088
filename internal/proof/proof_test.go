package proof_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"gyeol/internal/proof"
)

// stored is a tree as package tlog keeps it.
type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var out []tlog.Hash
	for _, i := range indexes {
		out = append(out, s[i])
	}
	return out, nil
}

func (l *log) stored(t *testing.T) stored {
	t.Helper()
	var s stored
	for n, f := range l.leaves {
		more, err := tlog.StoredHashesForRecordHash(int64(n), f.hash, s)
		require.NoError(t, err)
		s = append(s, more...)
	}
	return s
}

func TestTheEdgeGrowsAsTheTreeOfTheStandardDoes(t *testing.T) {
	t.Parallel()
	l := newLog(t, 600)
	s := l.stored(t)
	var e proof.Edge
	kept := 0
	for n, f := range l.leaves {
		root, err := tlog.TreeHash(int64(n), s)
		require.NoError(t, err)
		require.Equal(t, root, e.Root(), n)
		e.Add(f.hash, func(node proof.Node) {
			kept++
			require.Equal(t, s[tlog.StoredHashIndex(node.Level, node.N)], node.Hash, node)
		})
		again, err := proof.NewEdge(e.Size(), e.Bytes())
		require.NoError(t, err)
		require.Equal(t, e.Root(), again.Root())
	}
	require.Equal(t, 600+2, kept, "every leaf and every full tile")
	_, err := proof.NewEdge(3, make([]byte, 32))
	require.Error(t, err, "three leaves have an edge of two hashes")
}

func TestALineSaysWhatWasRecordedAndNothingElse(t *testing.T) {
	t.Parallel()
	r := proof.Record{
		Leaf: 7, Entry: "0190b0f2-0000-7000-8000-000000000001", Kind: "refusal", At: day, OfficeDate: "2026-11-27",
		SubjectKind: "process", Subject: "stage/계획 2026%\n", Contribution: "-", Chain: bytes.Repeat([]byte{0xab}, 32),
	}
	line := r.Line()
	require.Equal(t, "7 0190b0f2-0000-7000-8000-000000000001 "+strings.Repeat("0", 64)+
		" refusal 2026-11-27T03:04:05.678901Z 2026-11-27 process stage/계획%202026%25%0A - - %2D "+strings.Repeat("ab", 32), string(line))
	again, err := proof.ParseRecord(line)
	require.NoError(t, err)
	require.Equal(t, r, again)
	for _, bad := range []string{"", "7", "07" + string(line[1:]), string(line) + " ", strings.Replace(string(line), "%0A", "%0a", 1)} {
		_, err := proof.ParseRecord([]byte(bad))
		require.Error(t, err, bad)
	}
}

// FuzzRecord: what is read is what is written, and no two entries have one line.
func FuzzRecord(f *testing.F) {
	f.Add([]byte("7 0190b0f2-0000-7000-8000-000000000001 " + strings.Repeat("0", 64) + " act 2026-11-27T03:04:05Z 2026-11-27 a b - 1 - -"))
	f.Fuzz(func(t *testing.T, line []byte) {
		r, err := proof.ParseRecord(line)
		if err == nil {
			require.Equal(t, string(line), string(r.Line()))
		}
	})
}

func TestACheckpointIsRefusedUnlessItsKeySignedIt(t *testing.T) {
	t.Parallel()
	l, other := newLog(t, 5), newLog(t, 5)
	signed := l.checkpoint(t, 5)
	_, err := proof.Open(signed, other.key, l.key)
	require.NoError(t, err)
	text, sig, _ := bytes.Cut(signed, []byte("\n\n"))
	for name, c := range map[string]struct {
		note []byte
		err  error
	}{
		"another key":      {other.checkpoint(t, 5), proof.ErrOtherKey},
		"another size":     {bytes.Replace(signed, []byte("\n5\n"), []byte("\n6\n"), 1), proof.ErrBadSignature},
		"another log":      {bytes.Replace(signed, []byte(l.key.Name()+"\n"), []byte("x\n"), 1), proof.ErrBadSignature},
		"truncated":        {signed[:len(signed)-1], proof.ErrNoCheckpoint},
		"without a sign":   {append(text, "\n\n"...), proof.ErrNoCheckpoint},
		"nothing":          {nil, proof.ErrNoCheckpoint},
		"oversized":        {append(bytes.Clone(signed), bytes.Repeat([]byte("— w AAAAAAAA\n"), 9000)...), proof.ErrNoCheckpoint},
		"the sign of both": {append(append(append([]byte("x\n"), text...), "\n\n"...), sig...), proof.ErrBadSignature},
	} {
		_, err := proof.Open(c.note, l.key)
		require.ErrorIs(t, err, c.err, name)
	}
	// A note of the same key that is no checkpoint is none, whatever it is signed for.
	letter, err := note.Sign(&note.Note{Text: "gyeol\n5\nAAAA\n"}, l.signer)
	require.NoError(t, err)
	_, err = proof.Open(letter, l.key)
	require.ErrorIs(t, err, proof.ErrNoCheckpoint)
}

func TestAnEntryIsProvenWithThePublicKeyAlone(t *testing.T) {
	t.Parallel()
	l := newLog(t, 300)
	s := l.stored(t)
	for _, n := range []int{0, 1, 255, 256, 299} {
		hashes, err := tlog.ProveRecord(300, int64(n), s)
		require.NoError(t, err)
		p := proof.Inclusion{
			Leaf: int64(n), Line: string(l.leaves[n].line), Hashes: proof.Hashes(hashes), Checkpoint: string(l.checkpoint(t, 300)),
			Salt: fmt.Sprintf("%x", l.leaves[n].salt), Body: string(l.leaves[n].body),
		}
		_, err = p.Check(l.key)
		require.NoError(t, err)
		for name, change := range map[string]func(*proof.Inclusion){
			"line": func(p *proof.Inclusion) { p.Line += " " }, "leaf": func(p *proof.Inclusion) { p.Leaf++ },
			"hash": func(p *proof.Inclusion) { p.Hashes = p.Hashes[1:] }, "body": func(p *proof.Inclusion) { p.Body = "{}" },
			"sign": func(p *proof.Inclusion) { p.Checkpoint = string(newLog(t, 1).checkpoint(t, 1)) },
			"many": func(p *proof.Inclusion) { p.Hashes = make([]string, 1000) },
		} {
			q := p
			change(&q)
			_, err := q.Check(l.key)
			require.Error(t, err, name)
		}
		p.Body, p.Salt = "", ""
		_, err = p.Check(l.key)
		require.NoError(t, err, "a body that was deleted leaves the proof")
	}
}

func TestTwoCheckpointsAreOfOneLogOrNot(t *testing.T) {
	t.Parallel()
	l := newLog(t, 100)
	s := l.stored(t)
	hashes, err := tlog.ProveTree(100, 37, s)
	require.NoError(t, err)
	p := proof.Consistency{From: string(l.checkpoint(t, 37)), To: string(l.checkpoint(t, 100)), Hashes: proof.Hashes(hashes)}
	_, _, err = p.Check(l.key)
	require.NoError(t, err)
	fork := log{signer: l.signer, leaves: append([]leaf{}, l.leaves...)}
	fork.leaves[20] = fork.leaves[21]
	p.From = string(fork.checkpoint(t, 37))
	_, _, err = p.Check(l.key)
	require.Error(t, err)
	same := proof.Consistency{From: p.To, To: p.To}
	_, _, err = same.Check(l.key)
	require.NoError(t, err)
	same.To = string(fork.checkpoint(t, 100))
	_, _, err = same.Check(l.key)
	require.Error(t, err, "two roots of one size")
}

func TestAWitnessAddsHisSignatureToWhatTheLogSigned(t *testing.T) {
	t.Parallel()
	l, witness := newLog(t, 5), newLog(t, 0)
	signed, err := proof.Cosign(l.checkpoint(t, 5), witness.signer, l.key)
	require.NoError(t, err)
	for _, keys := range [][]note.Verifier{{l.key}, {l.key, witness.key}} {
		_, err = proof.Open(signed, keys...)
		require.NoError(t, err)
	}
	_, err = proof.Open(signed, witness.key)
	require.ErrorIs(t, err, proof.ErrOtherKey, "a witness does not stand in for the log")
	_, err = proof.Cosign(witness.checkpoint(t, 0), l.signer, l.key)
	require.Error(t, err)
}

func TestAKeyComesBackFromItsText(t *testing.T) {
	t.Parallel()
	secret, public, err := proof.NewKey(rand.Reader, "gyeol-audit")
	require.NoError(t, err)
	again, err := proof.PublicKey(secret + "\n")
	require.NoError(t, err)
	require.Equal(t, public, again)
	keys, err := proof.Verifiers(public + "\n\n" + public + "\n")
	require.NoError(t, err)
	require.Len(t, keys, 1)
	for _, bad := range []string{"", "gyeol", strings.Replace(public, "+", "-", 1), secret} {
		_, err := proof.Verifiers(bad)
		require.Error(t, err)
	}
	_, err = proof.Signer(public)
	require.Error(t, err)
	_, err = proof.PublicKey("PRIVATE+KEY+x+00000000+AAAA")
	require.Error(t, err)
}
