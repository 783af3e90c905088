package proof

import (
	"fmt"

	"golang.org/x/mod/sumdb/note"
)

// Cosign adds the signature of a witness to a signed checkpoint. The witness answers for nothing but this: that the log
// of the checkpoint begins with every log he has signed before. Whoever calls it has checked that, by Verify or by a
// Consistency.
func Cosign(signed []byte, witness note.Signer, keys ...note.Verifier) ([]byte, error) {
	if _, err := Open(signed, keys...); err != nil {
		return nil, err
	}
	n, err := note.Open(signed, note.VerifierList(keys...))
	if err != nil {
		return nil, fmt.Errorf("open a checkpoint: %w", err)
	}
	out, err := note.Sign(n, witness)
	if err != nil {
		return nil, fmt.Errorf("sign as a witness: %w", err)
	}
	return out, nil
}
