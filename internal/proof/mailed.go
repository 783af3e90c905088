package proof

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"mime/quotedprintable"

	"golang.org/x/mod/sumdb/note"
)

// The lines around a checkpoint in a mail. What lies between them is the signed note, letter for letter.
const (
	MailBegin = "-----BEGIN GYEOL CHECKPOINT-----"
	MailEnd   = "-----END GYEOL CHECKPOINT-----"
)

// maxMail is how much of a mail is looked through for its checkpoint, in octets.
const maxMail = 1 << 20

// FromMail finds the signed note in a mail that was kept: its text as it is shown, or the mail as it was sent. A note by
// itself is given back as it is. That it is signed, Open says.
func FromMail(text []byte) []byte {
	if len(text) > maxMail {
		return text
	}
	_, rest, ok := bytes.Cut(text, []byte(MailBegin))
	inner, _, closed := bytes.Cut(rest, []byte(MailEnd))
	if !ok || !closed {
		return ended(text)
	}
	if bytes.Contains(inner, []byte("=E2=80=94 ")) { // as it was sent: the dash of a signature is no ASCII
		plain, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(inner)))
		if err != nil {
			return ended(text)
		}
		inner = plain
	}
	var out []byte
	for line := range bytes.Lines(inner) {
		line = bytes.TrimRight(line, " \t\r\n")
		line = bytes.TrimLeft(bytes.TrimPrefix(line, []byte(">")), " ") // as an answer quotes it
		if out = append(out, line...); len(out) > 0 {
			out = append(out, '\n')
		}
	}
	return ended(out)
}

// ended gives a note that was copied out of a mail its last line end back, and no more than one.
func ended(b []byte) []byte { return append(bytes.TrimRight(b, "\r\n"), '\n') }

// KeyID is what a public key begins with: the name of the key that signed the note as the log, and its hash.
func KeyID(signed []byte) (string, error) {
	c, err := Read(signed)
	if err != nil {
		return "", err
	}
	sigs, err := signatures(signed)
	if err != nil {
		return "", err
	}
	for _, s := range sigs {
		if s.Name == c.Origin {
			return fmt.Sprintf("%s+%08x", s.Name, s.Hash), nil
		}
	}
	return "", ErrOtherKey
}

// signatures are the signatures of a note; nothing is said of whether they are good.
func signatures(signed []byte) ([]note.Signature, error) {
	if len(signed) > MaxNote {
		return nil, ErrNoCheckpoint
	}
	_, err := note.Open(signed, note.VerifierList())
	var none *note.UnverifiedNoteError
	if !errors.As(err, &none) {
		return nil, ErrNoCheckpoint
	}
	for _, s := range none.Note.UnverifiedSigs {
		raw, err := base64.StdEncoding.DecodeString(s.Base64)
		if err != nil || len(raw) < 4 || binary.BigEndian.Uint32(raw) != s.Hash {
			return nil, ErrNoCheckpoint
		}
	}
	return none.Note.UnverifiedSigs, nil
}
