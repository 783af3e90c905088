package proof

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"slices"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Against is what an export is held against.
type Against struct {
	Keys []note.Verifier // of the log; at least one
	Held []Checkpoint    // of the reader: opened with the same keys

	Witnesses []note.Verifier // of whom one at least must have signed a checkpoint; none: nobody is asked for
}

// Verify reads an export and says what is wrong with it first. It hashes each line before it reads what it says, and
// keeps one line in memory. The error is that of reading; a fault of the file is in the report.
func Verify(r io.Reader, a Against) (Report, error) {
	w := &walk{lines: newLines(r), keys: a.Keys, witnesses: a.Witnesses, held: slices.Clone(a.Held), late: -1}
	slices.SortStableFunc(w.held, func(a, b Checkpoint) int { return cmp.Compare(a.Size, b.Size) })
	err := w.read()
	if err != nil && w.fault == nil {
		return w.report, err
	}
	w.judge()
	w.report.Fault, w.report.OK = w.fault, w.fault == nil
	return w.report, nil
}

// walk is the state of reading: nothing in it grows with the file.
type walk struct {
	lines  *lines
	keys   []note.Verifier
	held   []Checkpoint
	report Report

	witnesses []note.Verifier

	edge    Edge
	next    int64 // the leaf that must come
	named   []byte
	room    []byte
	bodied  bool        // the body of the last entry was read
	ended   bool        // the last line was
	good    int64       // size of the last checkpoint that agreed
	last    *Checkpoint // of those in the file
	fault   *Fault
	late    int64  // the number that is missing: if it comes, nothing was removed
	differs *Fault // a signed root does not follow from the lines: changed, unless a later one does
	agreed  bool   // a checkpoint behind it agreed
	strange *Fault // a held checkpoint does not agree
}

// read goes through the lines until the end or a fault that nothing behind it can explain.
func (w *walk) read() error {
	if err := w.begin(); err != nil || w.fault != nil {
		return err
	}
	for w.fault == nil || w.late >= 0 {
		line, err := w.lines.next()
		switch {
		case err == nil:
			w.line(line)
		case errors.Is(err, io.EOF) && w.ended:
			return nil
		case errors.Is(err, io.EOF), errors.Is(err, errCutOff):
			w.fail(fault(FaultTruncated, w.next, 0))
			return nil
		case errors.Is(err, errLongLine):
			w.fail(fault(FaultMalformed, w.next, 0))
			return nil
		default:
			return err
		}
	}
	return nil
}

// begin reads the first two lines.
func (w *walk) begin() error {
	for i := range 2 {
		line, err := w.lines.next()
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, errCutOff):
			w.fail(fault(FaultTruncated, 0, 0))
		case errors.Is(err, errLongLine), err == nil && i == 0 && string(line) != Magic,
			err == nil && i == 1 && !w.header(line):
			w.fail(fault(FaultMalformed, 0, 0))
		case err != nil:
			return err
		}
		if w.fault != nil {
			return nil
		}
	}
	w.meet()
	return nil
}

// fail keeps the first fault.
func (w *walk) fail(f *Fault) {
	if w.fault == nil {
		f.Line = w.lines.number
		w.fault = f
	}
}

// line takes one line by its letter.
func (w *walk) line(line []byte) {
	if len(line) < 3 || line[1] != ' ' || w.ended {
		w.fail(fault(FaultMalformed, w.next, 0))
		return
	}
	switch rest := line[2:]; line[0] {
	case 'e':
		w.entry(rest)
	case 'b', 'B':
		w.body(line[0], rest)
	case 'c':
		w.checkpoint(rest)
	case 'z':
		w.end(rest)
	default:
		w.fail(fault(FaultMalformed, w.next, 0))
	}
}

// entry hashes a leaf, holds the hash against the one that stands before it, and only then looks for its number.
func (w *walk) entry(rest []byte) {
	if len(rest) < 65 || rest[64] != ' ' {
		w.fail(fault(FaultMalformed, w.next, 0))
		return
	}
	line := rest[65:]
	w.room = append(append(w.room[:0], 0), line...) // RFC 6962: 0x00 before a leaf
	hash := tlog.Hash(sha256.Sum256(w.room))
	var is [64]byte
	hex.Encode(is[:], hash[:])
	named, err := readNamed(line)
	switch {
	case !bytes.Equal(is[:], rest[:64]):
		f := fault(FaultChanged, w.next, 0)
		if err == nil {
			f.More = string(named.entry)
		}
		w.fail(f)
		return
	case err != nil:
		w.fail(fault(FaultMalformed, w.next, 0))
		return
	}
	if w.place(named) {
		w.report.Entries++
		w.bodied = false
		w.named = append(w.named[:0], named.bodyHash...)
		w.edge.Add(hash, nil)
		w.next = named.leaf + 1
		w.report.BodiesGone++
		w.meet()
	}
}

// place says whether a leaf stands where its number says. Where one is missing it is looked for behind.
func (w *walk) place(n named) bool {
	switch {
	case w.late >= 0:
		if n.leaf == w.late {
			w.fault.Kind, w.fault.Text = FaultReordered, faultTexts[FaultReordered]
			w.late = -1
		}
		return false
	case n.leaf == w.next:
		return true
	case n.leaf > w.next:
		f := fault(FaultRemoved, w.next, n.leaf)
		f.More = "다음 기록 (followed by) " + string(n.entry)
		w.fail(f)
		w.late = w.next
	default:
		f := fault(FaultInserted, n.leaf, 0)
		f.More = string(n.entry)
		w.fail(f)
	}
	return false
}

// body holds a body against the hash in the line of its entry.
func (w *walk) body(letter byte, rest []byte) {
	if w.late >= 0 {
		return
	}
	if len(rest) < 65 || rest[64] != ' ' || w.bodied || w.report.Entries == 0 {
		w.fail(fault(FaultMalformed, w.next-1, 0))
		return
	}
	w.room = slices.Grow(w.room[:0], len(rest))[:32]
	_, err := hex.Decode(w.room, rest[:64])
	if letter == 'B' && err == nil {
		w.room, err = base64.StdEncoding.Strict().AppendDecode(w.room, rest[65:])
	} else {
		w.room = append(w.room, rest[65:]...)
	}
	if err != nil {
		w.fail(fault(FaultMalformed, w.next-1, 0))
		return
	}
	hash := sha256.Sum256(w.room)
	var is [64]byte
	hex.Encode(is[:], hash[:])
	if !bytes.Equal(is[:], w.named) {
		w.fail(fault(FaultBody, w.next-1, 0))
		return
	}
	w.bodied = true
	w.report.Bodies++
	w.report.BodiesGone--
}

// Checkpoints reads the checkpoints of an export that one of the keys signed, for whoever holds it against another. It
// does not look at the entries: the signatures are enough.
func Checkpoints(r io.Reader, keys ...note.Verifier) ([]Checkpoint, error) {
	var out []Checkpoint
	for l := newLines(r); ; {
		line, err := l.next()
		switch {
		case errors.Is(err, io.EOF):
			return out, nil
		case err != nil:
			return nil, err
		case len(line) < 2 || line[0] != 'c':
			continue
		}
		signed, err := base64.StdEncoding.Strict().DecodeString(string(line[2:]))
		if err != nil {
			return nil, ErrNoCheckpoint
		}
		c, err := Open(signed, keys...)
		if errors.Is(err, ErrOtherKey) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
}
