package proof

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// Magic is the first line of an export. Every later line begins with a letter and a space:
//
//	h size pending made            what the file says of itself
//	e leaf-hash line               an entry: the hash the log has of it, and the line that was hashed
//	b salt body                    the body of the entry above it, as long as it is kept
//	B salt base64(body)            the same, of a body that has line ends
//	c base64(signed note)          a checkpoint, at its place: right behind the last leaf it signs
//	z entries checkpoints          the end
const Magic = "gyeol audit export 1"

// MaxLine is the length of the longest line that is read, in octets.
const MaxLine = 16 << 20

// Header is what an export says of itself; nothing in it is proven.
type Header struct {
	Size    int64     `json:"size"`    // leaves in the file: those of its last checkpoint
	Pending int64     `json:"pending"` // entries that had no leaf, or no checkpoint, when it was made
	Made    time.Time `json:"made"`
}

// Writer writes an export, leaf by leaf.
type Writer struct {
	w           *bufio.Writer
	room        []byte
	entries     int64
	checkpoints int64
}

// NewWriter begins an export.
func NewWriter(w io.Writer, h Header) *Writer {
	x := &Writer{w: bufio.NewWriterSize(w, 1<<20)}
	fmt.Fprintf(x.w, "%s\nh %d %d %s\n", Magic, h.Size, h.Pending, h.Made.UTC().Format(time.RFC3339Nano))
	return x
}

// Entry writes the next leaf: the hash that the log has of it and its line.
func (x *Writer) Entry(hash tlog.Hash, line []byte) {
	x.entries++
	b := append(x.room[:0], 'e', ' ')
	b = append(hex.AppendEncode(b, hash[:]), ' ')
	x.write(append(append(b, line...), '\n'))
}

// Body writes the body of the entry before it.
func (x *Writer) Body(salt, body []byte) {
	b := append(x.room[:0], 'b', ' ')
	b = append(hex.AppendEncode(b, salt), ' ')
	if bytes.IndexByte(body, '\n') >= 0 {
		b[0] = 'B'
		b = base64.StdEncoding.AppendEncode(b, body)
	} else {
		b = append(b, body...)
	}
	x.write(append(b, '\n'))
}

// Checkpoint writes a signed note; its last leaf must have been written just before.
func (x *Writer) Checkpoint(signed []byte) {
	x.checkpoints++
	b := base64.StdEncoding.AppendEncode(append(x.room[:0], 'c', ' '), signed)
	x.write(append(b, '\n'))
}

// write keeps the buffer for the next line; what failed is told by Close.
func (x *Writer) write(line []byte) {
	x.room = line
	_, _ = x.w.Write(line) // the buffer remembers its first error
}

// Close ends the export and says whether all of it was written.
func (x *Writer) Close() error {
	b := strconv.AppendInt([]byte("z "), x.entries, 10)
	b = strconv.AppendInt(append(b, ' '), x.checkpoints, 10)
	x.write(append(b, '\n'))
	if err := x.w.Flush(); err != nil {
		return fmt.Errorf("write an export: %w", err)
	}
	return nil
}
