package proof_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"gyeol/internal/proof"
)

// log is a small log as an installation keeps it.
type log struct {
	signer note.Signer
	key    note.Verifier
	leaves []leaf
}

type leaf struct {
	line, salt, body []byte
	hash             tlog.Hash
}

var day = time.Date(2026, 11, 27, 3, 4, 5, 678901000, time.UTC)

func newLog(t *testing.T, size int) *log {
	t.Helper()
	secret, public, err := proof.NewKey(rand.Reader, "gyeol-audit")
	require.NoError(t, err)
	l := &log{}
	l.signer, err = proof.Signer(secret)
	require.NoError(t, err)
	keys, err := proof.Verifiers(public)
	require.NoError(t, err)
	l.key = keys[0]
	for i := range size {
		l.add(fmt.Sprintf("case-%d", i))
	}
	return l
}

// add seals an entry about a subject.
func (l *log) add(subject string) {
	n := len(l.leaves)
	id := sha256.Sum256([]byte(subject))
	salt := sha256.Sum256(id[:])
	body := []byte(`{"kind":"act","subject":"` + subject + `"}`)
	record := proof.Record{
		Leaf: int64(n), Entry: uuid(id), BodyHash: sha256.Sum256(append(bytes.Clone(salt[:]), body...)), Kind: "act",
		At: day.Add(time.Duration(n) * time.Second), OfficeDate: "2026-11-27", SubjectKind: "case", Subject: subject, Act: 1,
	}
	line := record.Line()
	l.leaves = append(l.leaves, leaf{line: line, salt: salt[:], body: body, hash: proof.LeafHash(line)})
}

func uuid(h [32]byte) string {
	s := hex.EncodeToString(h[:16])
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:32]
}

// checkpoint signs the first leaves.
func (l *log) checkpoint(t *testing.T, size int) []byte {
	t.Helper()
	var e proof.Edge
	for _, f := range l.leaves[:size] {
		e.Add(f.hash, nil)
	}
	signed, err := proof.Sign(proof.Checkpoint{Size: int64(size), Root: e.Root(), At: day, Day: "2026-11-27"}, l.signer)
	require.NoError(t, err)
	return signed
}

// export writes the log with checkpoints behind the given sizes, the last of which is its end.
func (l *log) export(t *testing.T, sizes ...int) []byte {
	t.Helper()
	var out bytes.Buffer
	end := sizes[len(sizes)-1]
	w := proof.NewWriter(&out, proof.Header{Size: int64(end), Made: day})
	for i, f := range l.leaves[:end] {
		w.Entry(f.hash, f.line)
		w.Body(f.salt, f.body)
		for _, size := range sizes {
			if size == i+1 {
				w.Checkpoint(l.checkpoint(t, size))
			}
		}
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

// held opens a checkpoint as its holder has it.
func (l *log) held(t *testing.T, size int) proof.Checkpoint {
	t.Helper()
	c, err := proof.Open(l.checkpoint(t, size), l.key)
	require.NoError(t, err)
	return c
}

func (l *log) verify(t *testing.T, file []byte, held ...proof.Checkpoint) proof.Report {
	t.Helper()
	r, err := proof.Verify(bytes.NewReader(file), proof.Against{Keys: []note.Verifier{l.key}, Held: held})
	require.NoError(t, err)
	return r
}
