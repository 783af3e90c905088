package proof

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint is what is signed: so many leaves have this root.
type Checkpoint struct {
	Origin string // name of the key, which is that of the log
	Size   int64
	Root   tlog.Hash
	At     time.Time // wall time at which it was made
	Day    string    // office date at which it was made, YYYY-MM-DD
}

// MaxNote is the size of the largest signed note that is read, in octets: a text of five lines and what witnesses add.
const MaxNote = 64 << 10

// Text is what is signed: origin, size and root as in other logs of this sort, then the two dates.
func (c Checkpoint) Text() string {
	at := c.At.UTC().Format(time.RFC3339Nano)
	return fmt.Sprintf("%s\n%d\n%s\nat %s\nday %s\n", c.Origin, c.Size, c.Root, at, c.Day)
}

// Sign makes the signed note of a checkpoint. Its origin becomes the name of the key.
func Sign(c Checkpoint, key note.Signer) ([]byte, error) {
	c.Origin = key.Name()
	signed, err := note.Sign(&note.Note{Text: c.Text()}, key)
	if err != nil {
		return nil, fmt.Errorf("sign a checkpoint: %w", err)
	}
	return signed, nil
}

// What can be wrong with a signed note.
var (
	// ErrNoCheckpoint means that the text is not that of a checkpoint, or is too large for one.
	ErrNoCheckpoint = errors.New("체크포인트가 아닙니다 (this is no signed checkpoint)")
	// ErrBadSignature means that a known key is named and its signature is not good.
	ErrBadSignature = errors.New("체크포인트의 서명이 맞지 않습니다 (the signature of the checkpoint is not good)")
	// ErrOtherKey means that no known key has signed it.
	ErrOtherKey = errors.New("체크포인트에 이 열쇠의 서명이 없습니다 (no known key has signed the checkpoint)")
)

// Open reads a signed note: at least one of the keys must have signed it, and none of them badly. Signatures of keys
// that are not known, such as those of witnesses, are left aside. The origin must be the name of a key that signed.
func Open(signed []byte, keys ...note.Verifier) (Checkpoint, error) {
	if len(signed) > MaxNote {
		return Checkpoint{}, ErrNoCheckpoint
	}
	n, err := note.Open(signed, note.VerifierList(keys...))
	var bad *note.InvalidSignatureError
	var none *note.UnverifiedNoteError
	switch {
	case errors.As(err, &bad):
		return Checkpoint{}, ErrBadSignature
	case errors.As(err, &none):
		return Checkpoint{}, ErrOtherKey
	case err != nil:
		return Checkpoint{}, ErrNoCheckpoint
	}
	c, err := parseCheckpoint(n.Text)
	if err != nil {
		return Checkpoint{}, err
	}
	for _, s := range n.Sigs {
		if s.Name == c.Origin {
			return c, nil
		}
	}
	return Checkpoint{}, ErrOtherKey
}

// Read reads a checkpoint without looking at its signatures: what it says is not proven.
func Read(signed []byte) (Checkpoint, error) {
	text, _, ok := strings.Cut(string(signed), "\n\n")
	if !ok || len(signed) > MaxNote {
		return Checkpoint{}, ErrNoCheckpoint
	}
	return parseCheckpoint(text + "\n")
}

// parseCheckpoint reads the text and takes no other than the one that Text writes.
func parseCheckpoint(text string) (Checkpoint, error) {
	f := strings.Split(text, "\n")
	if len(f) != 6 || f[5] != "" {
		return Checkpoint{}, ErrNoCheckpoint
	}
	size, ok := readNumber([]byte(f[1]))
	root, errRoot := base64.StdEncoding.Strict().DecodeString(f[2])
	at, errAt := time.Parse(time.RFC3339Nano, strings.TrimPrefix(f[3], "at "))
	if !ok || errRoot != nil || errAt != nil || len(root) != tlog.HashSize {
		return Checkpoint{}, ErrNoCheckpoint
	}
	c := Checkpoint{Origin: f[0], Size: size, Root: tlog.Hash(root), At: at, Day: strings.TrimPrefix(f[4], "day ")}
	if _, err := time.Parse(time.DateOnly, c.Day); err != nil || c.Text() != text {
		return Checkpoint{}, ErrNoCheckpoint
	}
	return c, nil
}
