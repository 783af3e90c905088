package check

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/gowebpki/jcs"
)

// contentHash is the hash to which decisions bind, worked out anew: SHA-256 over the canonical JSON of v (RFC 8785).
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

// sameContent reports whether two values say the same once they are written as JSON.
func sameContent(a, b any) bool {
	one, err := contentHash(a)
	if err != nil {
		return false
	}
	other, err := contentHash(b)
	return err == nil && bytes.Equal(one, other)
}
