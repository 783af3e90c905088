package proof

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// Record is what a leaf says of its entry. Its line is what is hashed:
//
//	leaf entry body-hash kind at office-date subject-kind subject case act contribution chain
//
// one space between fields, "-" for what is not there, "%XX" for an octet that would end a field. The number of the
// leaf is part of the line: a leaf that stands elsewhere says so itself.
type Record struct {
	Leaf         int64
	Entry        string // id of the entry
	BodyHash     [32]byte
	Kind         string
	At           time.Time // wall time of the transaction
	OfficeDate   string    // YYYY-MM-DD
	SubjectKind  string
	Subject      string
	Case         string // id of the case whose act the entry names
	Act          int32  // number of that act, 0 for none
	Contribution string
	Chain        []byte // value of the chain of ADR 0008, of leaves that were sealed before the tree
}

// Line is the text of the leaf, without a line end.
func (r Record) Line() []byte { return r.Append(make([]byte, 0, 384)) }

// Append writes the line behind b.
func (r Record) Append(b []byte) []byte {
	b = strconv.AppendInt(b, r.Leaf, 10)
	b = field(b, r.Entry)
	b = hex.AppendEncode(append(b, ' '), r.BodyHash[:])
	b = field(b, r.Kind)
	b = r.At.UTC().AppendFormat(append(b, ' '), time.RFC3339Nano)
	for _, s := range []string{r.OfficeDate, r.SubjectKind, r.Subject, r.Case} {
		b = field(b, s)
	}
	act := ""
	if r.Act > 0 {
		act = strconv.Itoa(int(r.Act))
	}
	b = field(field(b, act), r.Contribution)
	return field(b, hex.EncodeToString(r.Chain))
}

const hexDigits = "0123456789ABCDEF"

// field writes a space and the text, in which whatever could end a field, or pass for a missing one, is escaped.
func field(b []byte, s string) []byte {
	b = append(b, ' ')
	switch s {
	case "":
		return append(b, '-')
	case "-":
		return append(b, "%2D"...)
	}
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c == '%' || c == 0x7f {
			b = append(b, '%', hexDigits[c>>4], hexDigits[c&15])
		} else {
			b = append(b, c)
		}
	}
	return b
}

// LeafHash is the hash of a line in the tree.
func LeafHash(line []byte) tlog.Hash { return tlog.RecordHash(line) }

// named is what must be read of a line to place it: its number, its entry, and the hash that its body must have.
type named struct {
	leaf     int64
	entry    []byte
	bodyHash []byte // 64 hex digits
}

var errNoRecord = errors.New("this is no line of a leaf")

// readNamed reads the first three fields of a line.
func readNamed(line []byte) (named, error) {
	number, rest, ok := bytes.Cut(line, []byte{' '})
	leaf, okNumber := readNumber(number)
	if !ok || !okNumber || len(rest) < 36+1+64+1 || rest[36] != ' ' || rest[36+1+64] != ' ' {
		return named{}, errNoRecord
	}
	return named{leaf: leaf, entry: rest[:36], bodyHash: rest[37 : 37+64]}, nil
}

// readNumber reads a decimal number as AppendInt writes it: no sign, no leading zero, at most 18 digits.
func readNumber(b []byte) (int64, bool) {
	if len(b) == 0 || len(b) > 18 || (b[0] == '0' && len(b) > 1) {
		return 0, false
	}
	var n int64
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

// ParseRecord reads a line whole, for whoever shows it.
func ParseRecord(line []byte) (Record, error) {
	f := bytes.Split(line, []byte{' '})
	if len(f) != 12 {
		return Record{}, errNoRecord
	}
	var text [12]string
	for i := range f {
		s, err := unescape(f[i])
		if err != nil {
			return Record{}, err
		}
		text[i] = s
	}
	n, err := readNamed(line)
	if err != nil {
		return Record{}, err
	}
	r := Record{
		Leaf: n.leaf, Entry: text[1], Kind: text[3], OfficeDate: text[5], SubjectKind: text[6], Subject: text[7],
		Case: text[8], Contribution: text[10],
	}
	act, okAct := int64(0), true
	if text[9] != "" {
		act, okAct = readNumber([]byte(text[9]))
	}
	r.Act = int32(act)
	at, errAt := time.Parse(time.RFC3339Nano, text[4])
	_, errHash := hex.Decode(r.BodyHash[:], n.bodyHash)
	chain, errChain := hex.DecodeString(text[11])
	if err := errors.Join(errAt, errHash, errChain); err != nil || !okAct {
		return Record{}, fmt.Errorf("%w: %w", errNoRecord, err)
	}
	if r.At = at; len(chain) > 0 {
		r.Chain = chain
	}
	if !bytes.Equal(r.Line(), line) {
		return Record{}, errNoRecord
	}
	return r, nil
}

func unescape(b []byte) (string, error) {
	if string(b) == "-" {
		return "", nil
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '%' {
			out = append(out, b[i])
			continue
		}
		if i+2 >= len(b) {
			return "", errNoRecord
		}
		var c [1]byte
		if _, err := hex.Decode(c[:], b[i+1:i+3]); err != nil {
			return "", errNoRecord
		}
		out = append(out, c[0])
		i += 2
	}
	return string(out), nil
}
