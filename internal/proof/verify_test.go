package proof_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/note"

	"gyeol/internal/proof"
)

func TestAnExportThatNobodyTouchedIsWhatWasSigned(t *testing.T) {
	t.Parallel()
	l := newLog(t, 300)
	r := l.verify(t, l.export(t, 100, 257, 300), l.held(t, 42), l.held(t, 300))
	require.Nil(t, r.Fault)
	require.True(t, r.OK)
	require.Equal(t, []int64{300, 300, 0, 3, 2, 300}, []int64{r.Entries, r.Bodies, r.BodiesGone, r.Checkpoints, r.Held, r.Size})
}

// lines are those of a file; entryAt is where leaf n stands: two lines for each, and those of checkpoints before it.
func entryAt(lines [][]byte, n int) int {
	for i, line := range lines {
		if line[0] != 'e' {
			continue
		}
		if n == 0 {
			return i
		}
		n--
	}
	return -1
}

func cut(file []byte) [][]byte {
	return bytes.SplitAfter(file, []byte{'\n'})[:bytes.Count(file, []byte{'\n'})]
}

func without(lines [][]byte, from, to int) [][]byte {
	return append(append([][]byte{}, lines[:from]...), lines[to:]...)
}

// forge writes the line of a leaf anew, with a hash that fits it.
func forge(t *testing.T, entry []byte, change func(*proof.Record)) []byte {
	t.Helper()
	r, err := proof.ParseRecord(bytes.TrimSuffix(entry[67:], []byte{'\n'}))
	require.NoError(t, err)
	change(&r)
	var out bytes.Buffer
	w := proof.NewWriter(&out, proof.Header{})
	w.Entry(proof.LeafHash(r.Line()), r.Line())
	require.NoError(t, w.Close())
	return cut(out.Bytes())[2]
}

// TestEveryTamperingIsFoundAndNamed: the log has 20 leaves and checkpoints behind 10 and 20.
func TestEveryTamperingIsFoundAndNamed(t *testing.T) {
	t.Parallel()
	other := newLog(t, 0)
	for name, c := range map[string]struct {
		tamper   func(t *testing.T, l *log, lines [][]byte) [][]byte
		kind     proof.FaultKind
		from, to int64
	}{
		"a letter of an entry": {func(_ *testing.T, _ *log, lines [][]byte) [][]byte {
			i := entryAt(lines, 7)
			lines[i] = bytes.Replace(lines[i], []byte(" case-7 "), []byte(" case-8 "), 1)
			return lines
		}, proof.FaultChanged, 7, 8},
		"an entry and its hash": {func(t *testing.T, _ *log, lines [][]byte) [][]byte {
			t.Helper()
			i := entryAt(lines, 13)
			lines[i] = forge(t, lines[i], func(r *proof.Record) { r.Subject = "case-x" })
			return lines
		}, proof.FaultChanged, 10, 20},
		"a hash alone": {func(_ *testing.T, _ *log, lines [][]byte) [][]byte {
			i := entryAt(lines, 3)
			lines[i] = append([]byte("e "+strings.Repeat("0", 64)), lines[i][66:]...)
			return lines
		}, proof.FaultChanged, 3, 4},
		"an entry is removed": {func(_ *testing.T, _ *log, lines [][]byte) [][]byte {
			i := entryAt(lines, 4)
			return without(lines, i, i+2)
		}, proof.FaultRemoved, 4, 5},
		"three entries are removed": {func(_ *testing.T, _ *log, lines [][]byte) [][]byte {
			i := entryAt(lines, 12)
			return without(lines, i, i+6)
		}, proof.FaultRemoved, 12, 15},
		"an entry is removed and those behind it renumbered": {func(t *testing.T, _ *log, lines [][]byte) [][]byte {
			t.Helper()
			i := entryAt(lines, 12)
			lines = without(lines, i, i+2)
			for n := 12; n < 19; n++ {
				i := entryAt(lines, n)
				lines[i] = forge(t, lines[i], func(r *proof.Record) { r.Leaf = int64(n) })
			}
			return lines
		}, proof.FaultRemoved, 19, 20},
		"an entry is inserted": {func(t *testing.T, _ *log, lines [][]byte) [][]byte {
			t.Helper()
			i := entryAt(lines, 5)
			extra := forge(t, lines[i], func(r *proof.Record) { r.Subject = "case-x" })
			return append(append(append([][]byte{}, lines[:i]...), extra), lines[i:]...)
		}, proof.FaultInserted, 5, 6},
		"an entry is inserted and those behind it renumbered": {func(t *testing.T, _ *log, lines [][]byte) [][]byte {
			t.Helper()
			i := entryAt(lines, 5)
			extra := forge(t, lines[i], func(r *proof.Record) { r.Subject = "case-x" })
			lines = append(append(append([][]byte{}, lines[:i]...), extra), lines[i:]...)
			for n := 6; n < 21; n++ {
				i := entryAt(lines, n)
				lines[i] = forge(t, lines[i], func(r *proof.Record) { r.Leaf = int64(n) })
			}
			return lines
		}, proof.FaultInserted, 10, 11},
		"an entry twice": {func(_ *testing.T, _ *log, lines [][]byte) [][]byte {
			i := entryAt(lines, 5)
			return append(append(append([][]byte{}, lines[:i+2]...), lines[i]), lines[i+2:]...)
		}, proof.FaultInserted, 5, 6},
		"two entries change places": {func(_ *testing.T, _ *log, lines [][]byte) [][]byte {
			i, k := entryAt(lines, 2), entryAt(lines, 8)
			lines[i], lines[k], lines[i+1], lines[k+1] = lines[k], lines[i], lines[k+1], lines[i+1]
			return lines
		}, proof.FaultReordered, 2, 8},
		"a body": {func(_ *testing.T, _ *log, lines [][]byte) [][]byte {
			i := entryAt(lines, 9) + 1
			lines[i] = bytes.Replace(lines[i], []byte(`"act"`), []byte(`"cat"`), 1)
			return lines
		}, proof.FaultBody, 9, 10},
		"the body of another": {func(_ *testing.T, _ *log, lines [][]byte) [][]byte {
			lines[entryAt(lines, 9)+1] = lines[entryAt(lines, 8)+1]
			return lines
		}, proof.FaultBody, 9, 10},
		"the file is cut between lines": {func(_ *testing.T, _ *log, lines [][]byte) [][]byte {
			return lines[:entryAt(lines, 11)]
		}, proof.FaultTruncated, 11, 12},
		"the file is cut within a line": {func(_ *testing.T, _ *log, lines [][]byte) [][]byte {
			i := entryAt(lines, 11)
			lines[i] = lines[i][:70]
			return lines[:i+1]
		}, proof.FaultTruncated, 11, 12},
		"the last checkpoint is cut off": {func(_ *testing.T, _ *log, lines [][]byte) [][]byte {
			return without(lines, len(lines)-2, len(lines)-1)
		}, proof.FaultTruncated, 20, 21},
		"the end counts one less": {func(_ *testing.T, _ *log, lines [][]byte) [][]byte {
			lines[len(lines)-1] = []byte("z 19 2\n")
			return lines
		}, proof.FaultInserted, 19, 20},
		"something behind the end": {func(_ *testing.T, _ *log, lines [][]byte) [][]byte {
			return append(lines, lines[2])
		}, proof.FaultMalformed, 20, 21},
		"a checkpoint that was not signed": {func(t *testing.T, l *log, lines [][]byte) [][]byte {
			t.Helper()
			return replaced(t, lines, bytes.Replace(l.checkpoint(t, 20), []byte("\n20\n"), []byte("\n21\n"), 1))
		}, proof.FaultSignature, 10, 20},
		"an older checkpoint is replayed": {func(t *testing.T, l *log, lines [][]byte) [][]byte {
			t.Helper()
			return replaced(t, lines, l.checkpoint(t, 10))
		}, proof.FaultInserted, 10, 20},
		"a checkpoint of 100 kB": {func(t *testing.T, l *log, lines [][]byte) [][]byte {
			t.Helper()
			return replaced(t, lines, append(l.checkpoint(t, 20), strings.Repeat("— w AAAAAAAA\n", 9000)...))
		}, proof.FaultMalformed, 20, 21},
		"a checkpoint of another key alone": {func(t *testing.T, l *log, lines [][]byte) [][]byte {
			t.Helper()
			i := entryAt(lines, 10) - 1
			lines = without(lines, i, i+1)
			lines[len(lines)-1] = []byte("z 20 1\n")
			other := log{signer: other.signer, leaves: l.leaves}
			return replaced(t, lines, other.checkpoint(t, 20))
		}, proof.FaultKey, 0, 20},
		"the last checkpoint is of another key": {func(t *testing.T, l *log, lines [][]byte) [][]byte {
			t.Helper()
			other := log{signer: other.signer, leaves: l.leaves}
			return replaced(t, lines, other.checkpoint(t, 20))
		}, proof.FaultUnsigned, 10, 20},
		"the log was forked and signed twice": {func(t *testing.T, l *log, lines [][]byte) [][]byte {
			t.Helper()
			fork := log{signer: l.signer, leaves: append([]leaf{}, l.leaves...)}
			fork.leaves[15] = fork.leaves[14]
			i := len(lines) - 1
			extra := line(t, fork.checkpoint(t, 20))
			lines = append(append(append([][]byte{}, lines[:i]...), extra), []byte("z 20 3\n"))
			return lines
		}, proof.FaultForked, 19, 20},
		"the earlier checkpoint is of another log": {func(t *testing.T, l *log, lines [][]byte) [][]byte {
			t.Helper()
			fork := log{signer: l.signer, leaves: append([]leaf{}, l.leaves...)}
			fork.leaves[5] = fork.leaves[4]
			lines[entryAt(lines, 10)-1] = line(t, fork.checkpoint(t, 10))
			return lines
		}, proof.FaultForked, 0, 10},
		"no export at all": {func(_ *testing.T, _ *log, _ [][]byte) [][]byte {
			return [][]byte{[]byte("<html>\n")}
		}, proof.FaultMalformed, 0, 1},
		"an empty file": {func(*testing.T, *log, [][]byte) [][]byte { return nil }, proof.FaultTruncated, 0, 1},
		"a line of 17 MB": {func(_ *testing.T, _ *log, lines [][]byte) [][]byte {
			i := entryAt(lines, 6)
			lines[i] = append(bytes.Repeat([]byte("e"), 17<<20), '\n')
			return lines
		}, proof.FaultMalformed, 6, 7},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLog(t, 20)
			lines := cut(l.export(t, 10, 20))
			r := l.verify(t, bytes.Join(c.tamper(t, l, lines), nil))
			require.False(t, r.OK)
			require.Equal(t, c.kind, r.Fault.Kind, r.Fault.String())
			require.Equal(t, []int64{c.from, c.to}, []int64{r.Fault.From, r.Fault.To}, r.Fault.String())
			require.Contains(t, r.Fault.String(), string(c.kind))
		})
	}
}

// line is a checkpoint as a line of an export.
func line(t *testing.T, signed []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := proof.NewWriter(&out, proof.Header{})
	w.Checkpoint(signed)
	require.NoError(t, w.Close())
	return cut(out.Bytes())[2]
}

// replaced puts another checkpoint in the place of the last one.
func replaced(t *testing.T, lines [][]byte, signed []byte) [][]byte {
	t.Helper()
	lines[len(lines)-2] = line(t, signed)
	return lines
}

func TestAnOlderLogIsRolledBackForWhoeverHoldsALaterCheckpoint(t *testing.T) {
	t.Parallel()
	l := newLog(t, 30)
	old := l.export(t, 20)
	require.True(t, l.verify(t, old).OK, "with the public key alone nothing shows that there was more")
	r := l.verify(t, old, l.held(t, 30))
	require.Equal(t, proof.FaultRolledBck, r.Fault.Kind)
	require.Equal(t, []int64{20, 30}, []int64{r.Fault.From, r.Fault.To})
}

func TestALogThatGrewOtherwiseIsForkedForWhoeverHoldsACheckpoint(t *testing.T) {
	t.Parallel()
	l := newLog(t, 20)
	held := l.held(t, 20)
	fork := &log{signer: l.signer, key: l.key, leaves: append([]leaf{}, l.leaves[:15]...)}
	for range 10 {
		fork.add("other")
	}
	r := fork.verify(t, fork.export(t, 25), held, l.held(t, 15))
	require.Equal(t, proof.FaultForked, r.Fault.Kind)
	require.Equal(t, []int64{15, 20}, []int64{r.Fault.From, r.Fault.To}, "up to 15 both are one")
}

func TestBodiesThatAreGoneAreCountedAndEveryProofHolds(t *testing.T) {
	t.Parallel()
	l := newLog(t, 20)
	lines := cut(l.export(t, 20))
	lines = without(lines, entryAt(lines, 3)+1, entryAt(lines, 3)+2)
	r := l.verify(t, bytes.Join(lines, nil))
	require.Nil(t, r.Fault)
	require.Equal(t, []int64{20, 19, 1}, []int64{r.Entries, r.Bodies, r.BodiesGone})
}

func TestABodyWithLineEndsComesBack(t *testing.T) {
	t.Parallel()
	l := newLog(t, 1)
	l.leaves[0].body = []byte("{\n}")
	r := l.verify(t, l.export(t, 1))
	require.Equal(t, proof.FaultBody, r.Fault.Kind, "it was read, and is not the body of the entry")
}

func TestAKeyThatWasRenewedNeedsBothPublicKeys(t *testing.T) {
	t.Parallel()
	l, next := newLog(t, 20), newLog(t, 0)
	lines := cut(l.export(t, 10, 20))
	renewed := log{signer: next.signer, leaves: l.leaves}
	file := bytes.Join(replaced(t, lines, renewed.checkpoint(t, 20)), nil)
	r, err := proof.Verify(bytes.NewReader(file), proof.Against{Keys: []note.Verifier{l.key, next.key}})
	require.NoError(t, err)
	require.Nil(t, r.Fault)
	require.Equal(t, int64(2), r.Checkpoints)
	r, err = proof.Verify(bytes.NewReader(file), proof.Against{Keys: []note.Verifier{next.key}})
	require.NoError(t, err)
	require.True(t, r.OK, "the newest checkpoint signs all that is before it")
	require.Equal(t, int64(1), r.Unknown)
}

type broken struct{ io.Reader }

var errBroken = errors.New("the disk is broken")

func (b broken) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		err = errBroken
	}
	return n, err
}

func TestAFileThatCannotBeReadIsNoVerdict(t *testing.T) {
	t.Parallel()
	l := newLog(t, 3)
	file := l.export(t, 3)
	_, err := proof.Verify(broken{bytes.NewReader(file[:len(file)-1])}, proof.Against{Keys: []note.Verifier{l.key}})
	require.ErrorIs(t, err, errBroken)
}

// FuzzVerify: whatever the file, there is a verdict, and only what was signed is right.
func FuzzVerify(f *testing.F) {
	t := &testing.T{}
	l := newLog(t, 12)
	good := l.export(t, 5, 12)
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add([]byte(proof.Magic + "\nh 0 0 2026-11-27T00:00:00Z\nz 0 0\n"))
	want := l.held(t, 12)
	f.Fuzz(func(t *testing.T, file []byte) {
		r, err := proof.Verify(bytes.NewReader(file), proof.Against{Keys: []note.Verifier{l.key}})
		require.NoError(t, err)
		require.Equal(t, r.OK, r.Fault == nil)
		if r.OK {
			c, err := proof.Open(r.Last, l.key)
			require.NoError(t, err)
			require.Contains(t, []int64{5, want.Size}, c.Size)
			require.Equal(t, c.Size, r.Entries)
		}
	})
}
