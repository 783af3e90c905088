package check

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
)

// contentHash is the hash to which decisions bind, worked out by the checker's own hand: SHA-256 over JSON with its
// keys in order, no white space and nothing escaped that need not be. Numbers take the form in which encoding/json
// writes a float64, as they did when the content came in.
func contentHash(v any) ([]byte, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write content: %w", err)
	}
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		return nil, fmt.Errorf("read content back: %w", err)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(tree); err != nil {
		return nil, fmt.Errorf("write canonical content: %w", err)
	}
	sum := sha256.Sum256(bytes.TrimRight(out.Bytes(), "\n"))
	return sum[:], nil
}
