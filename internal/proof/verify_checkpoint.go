package proof

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"time"
)

// header reads what the file says of itself.
func (w *walk) header(line []byte) bool {
	f := bytes.Split(line, []byte{' '})
	if len(f) != 4 || string(f[0]) != "h" {
		return false
	}
	size, okSize := readNumber(f[1])
	pending, okPending := readNumber(f[2])
	made, err := time.Parse(time.RFC3339Nano, string(f[3]))
	w.report.Header = Header{Size: size, Pending: pending, Made: made}
	return okSize && okPending && err == nil
}

// end reads the last line: what it counts must have been there.
func (w *walk) end(rest []byte) {
	if w.late >= 0 {
		w.ended = true
		return
	}
	entries, checkpoints, ok := bytes.Cut(rest, []byte{' '})
	n, okN := readNumber(entries)
	k, okK := readNumber(checkpoints)
	if !ok || !okN || !okK {
		w.fail(fault(FaultMalformed, w.next, 0))
		return
	}
	w.ended = true
	switch is := w.report.Checkpoints + w.report.Unknown; {
	case n > w.report.Entries:
		w.fail(fault(FaultRemoved, w.next, n))
	case n < w.report.Entries:
		w.fail(fault(FaultInserted, n, w.report.Entries))
	case k != is:
		f := fault(FaultTruncated, w.next, 0)
		f.More = fmt.Sprintf("체크포인트 %d개 중 %d개 (%d of %d checkpoints)", k, is, is, k)
		w.fail(f)
	}
}

// checkpoint opens a signed note and holds its root against the tree of the lines before it.
func (w *walk) checkpoint(rest []byte) {
	if w.late >= 0 {
		return
	}
	signed, err := base64.StdEncoding.Strict().DecodeString(string(rest))
	if err != nil {
		w.fail(fault(FaultMalformed, w.next, 0))
		return
	}
	c, err := Open(signed, w.keys...)
	switch {
	case errors.Is(err, ErrOtherKey):
		w.report.Unknown++
		return
	case errors.Is(err, ErrBadSignature):
		w.fail(fault(FaultSignature, w.good, w.next))
		return
	case err != nil:
		w.fail(fault(FaultMalformed, w.next, 0))
		return
	}
	w.report.Checkpoints++
	w.witnessed(signed, c)
	switch {
	case c.Size > w.next:
		w.fail(fault(FaultRemoved, w.next, c.Size))
	case c.Size < w.next:
		w.fail(fault(FaultInserted, c.Size, w.next))
	case c.Root == w.edge.Root():
		w.good, w.agreed = c.Size, w.differs != nil
	case w.last != nil && w.last.Size == c.Size && w.differs == nil:
		w.fail(fault(FaultForked, c.Size-1, 0))
	case w.differs == nil:
		w.differs = fault(FaultChanged, w.good, c.Size)
		w.differs.Line = w.lines.number
		w.differs.More = "체크포인트 (checkpoint) " + c.Day
	}
	w.last, w.report.Last = &c, signed
	w.report.Size, w.report.Root, w.report.Day = c.Size, c.Root.String(), c.Day
}

// meet compares the tree with every held checkpoint of its size.
func (w *walk) meet() {
	for ; len(w.held) > 0 && w.held[0].Size <= w.edge.Size(); w.held = w.held[1:] {
		c := w.held[0]
		if w.report.Held++; c.Root == w.edge.Root() {
			w.good = max(w.good, c.Size)
			continue
		}
		if w.strange == nil {
			w.strange = fault(FaultForked, w.good, c.Size)
			w.strange.Line = w.lines.number
			w.strange.More = "갖고 계신 체크포인트 (held checkpoint) " + c.Day
		}
	}
}

// judge decides what is told first: a fault of a line, then roots that do not follow from the lines, then what only the
// reader's own checkpoints show.
func (w *walk) judge() {
	switch {
	case w.fault != nil:
	case w.differs != nil && w.agreed: // the lines are those of a later checkpoint: the two are not of one log
		w.differs.Kind, w.differs.Text = FaultForked, faultTexts[FaultForked]
		w.fault = w.differs
	case w.differs != nil:
		w.fault = w.differs
	case w.last == nil && (w.report.Unknown > 0 || w.next > 0):
		w.fail(fault(FaultKey, 0, w.next))
	case w.last == nil:
		w.fail(fault(FaultUnsigned, 0, 0))
	case w.strange != nil:
		w.fault = w.strange
	case w.last.Size < w.next:
		w.fail(fault(FaultUnsigned, w.last.Size, w.next))
	case len(w.witnesses) > 0 && w.report.Witnessed == 0:
		w.fail(fault(FaultUnwitnessed, 0, w.next))
	case len(w.held) > 0:
		f := fault(FaultRolledBck, w.next, w.held[0].Size)
		f.More = "갖고 계신 체크포인트 (held checkpoint) " + w.held[0].Day
		w.fail(f)
	}
}
