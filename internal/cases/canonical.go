package cases

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/gowebpki/jcs"
)

// contentHash is the SHA-256 of the canonical JSON of v (RFC 8785). Decisions bind to it; how a number was typed or a
// key was placed does not change it, so that what the database gives back has the hash of what came in.
func contentHash(v any) ([]byte, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write content: %w", err)
	}
	canonical, err := jcs.Transform(raw)
	if err != nil {
		return nil, fmt.Errorf("write canonical content: %w", err)
	}
	sum := sha256.Sum256(canonical)
	return sum[:], nil
}
