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
	var tree any
	if err := again(v, &tree, false); err != nil {
		return nil, err
	}
	return hashOf(tree)
}

// exactHash is contentHash for content whose numbers are kept as they were written.
func exactHash(v any) ([]byte, error) {
	var tree any
	if err := again(v, &tree, true); err != nil {
		return nil, err
	}
	return hashOf(tree)
}

// again writes v as JSON and reads it back without its types.
func again(v any, tree *any, exact bool) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("write content: %w", err)
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	if exact {
		dec.UseNumber()
	}
	if err := dec.Decode(tree); err != nil {
		return fmt.Errorf("read content back: %w", err)
	}
	return nil
}

func hashOf(tree any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(tree); err != nil {
		return nil, fmt.Errorf("write canonical content: %w", err)
	}
	sum := sha256.Sum256(bytes.TrimRight(out.Bytes(), "\n"))
	return sum[:], nil
}

// sameContent reports whether two values say the same once they are written as JSON.
func sameContent(a, b any) bool {
	one, err := exactHash(a)
	if err != nil {
		return false
	}
	other, err := exactHash(b)
	return err == nil && bytes.Equal(one, other)
}
