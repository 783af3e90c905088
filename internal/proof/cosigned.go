package proof

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"
)

// Witnessed is a signature of a witness under a checkpoint.
type Witnessed struct {
	Checkpoint Checkpoint
	Text       string // of the note, without its signatures
	Witness    string // name of the key of the witness
	Line       string // of the signature, as it stands in the note, without its end
}

// ErrNotWitnessed means that the witness has not signed the checkpoint.
var ErrNotWitnessed = errors.New("체크포인트에 이 증인의 서명이 없습니다 (this witness has not signed the checkpoint)")

// ReadWitness takes the signature of a witness out of a note that he has signed, and holds it against his public key.
// Whether the log itself signed the note is not asked: whoever keeps the signature knows the checkpoint.
func ReadWitness(signed []byte, witness note.Verifier) (Witnessed, error) {
	if len(signed) > MaxNote {
		return Witnessed{}, ErrNoCheckpoint
	}
	n, err := note.Open(signed, note.VerifierList(witness))
	var bad *note.InvalidSignatureError
	var none *note.UnverifiedNoteError
	switch {
	case errors.As(err, &bad):
		return Witnessed{}, ErrBadSignature
	case errors.As(err, &none):
		return Witnessed{}, ErrNotWitnessed
	case err != nil:
		return Witnessed{}, ErrNoCheckpoint
	}
	c, err := parseCheckpoint(n.Text)
	if err != nil {
		return Witnessed{}, err
	}
	if witness.Name() == c.Origin {
		return Witnessed{}, fmt.Errorf("%w: 기록 자신의 열쇠는 증인이 아닙니다 (the key of the log is no witness)", ErrNotWitnessed)
	}
	s := n.Sigs[0]
	return Witnessed{Checkpoint: c, Text: n.Text, Witness: s.Name, Line: "— " + s.Name + " " + s.Base64}, nil
}

// witnessed counts a checkpoint that a witness has signed. One that names a witness and was not signed by him is not
// what it says.
func (w *walk) witnessed(signed []byte, c Checkpoint) {
	for _, key := range w.witnesses {
		switch _, err := ReadWitness(signed, key); {
		case err == nil:
			w.report.Witnessed++
			w.report.WitnessedSize = c.Size
			return
		case errors.Is(err, ErrBadSignature):
			w.fail(fault(FaultSignature, w.good, w.next))
			return
		}
	}
}
