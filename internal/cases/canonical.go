package cases

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
)

// contentHash is the SHA-256 of the canonical JSON of v: keys in order, no white space, nothing escaped that need not
// be (RFC 8785 for the strings and integers that papers are made of). Decisions bind to it.
func contentHash(v any) ([]byte, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write content: %w", err)
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var tree any
	if err := dec.Decode(&tree); err != nil {
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
