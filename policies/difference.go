package policies

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gyeol/gov"
)

// The bounds of a difference: a person reads it, and a refusal carries it.
const (
	mostChanges = 200  // changes that are listed; the last one says how many more there are
	longestText = 400  // characters of a text that are shown
	longestPath = 1000 // characters of a path
)

// Difference lists the values in which two canonical contents differ, in the order of their paths: the keys of an
// object by their bytes, the elements of a list by index. Objects and lists are taken apart to their values, so that
// what was added or removed is listed value by value. Equal contents give none. The list is bounded: long texts are cut
// with "…" and stay JSON, and at most 200 changes are listed. It fails on what is not one JSON value.
func Difference(before, after []byte) ([]gov.Change, error) {
	a, err := parseContent(before)
	if err != nil {
		return nil, fmt.Errorf("read the earlier content: %w", err)
	}
	b, err := parseContent(after)
	if err != nil {
		return nil, fmt.Errorf("read the later content: %w", err)
	}
	d := differ{}
	d.compare(a, b)
	if n := len(d.changes); n > 0 {
		d.changes[n-1].More = d.more
	}
	return d.changes, nil
}

func parseContent(raw []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber() // 1.10 and 1.1 are what was written
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, fmt.Errorf("parse content: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("parse content: more than one value")
	}
	return v, nil
}

// absent stands for a side that has no value, which JSON's null is not.
type absent struct{}

// differ walks two contents at once. Its path is written down only where they differ.
type differ struct {
	path    []string
	changes []gov.Change
	more    int
}

// compare goes into objects and lists that both sides have, and notes a value in which they differ. Where only one side
// is an object or list, all of it is listed as lost or gained.
func (d *differ) compare(a, b any) {
	switch {
	case containerKind(a) != 0 && containerKind(a) == containerKind(b):
		d.within(a, b)
	case holds(a) || holds(b):
		d.alone(a, true)
		d.alone(b, false)
	default:
		d.note(jsonText(a), jsonText(b))
	}
}

// alone lists a value that stands on one side only.
func (d *differ) alone(v any, before bool) {
	switch {
	case holds(v) && before:
		d.within(v, absent{})
	case holds(v):
		d.within(absent{}, v)
	case before:
		d.note(jsonText(v), nil)
	default:
		d.note(nil, jsonText(v))
	}
}

// within compares the values inside; a side without them may be absent.
func (d *differ) within(a, b any) {
	for _, at := range places(a, b) {
		d.path = append(d.path, at)
		d.compare(inside(a, at), inside(b, at))
		d.path = d.path[:len(d.path)-1]
	}
}

// note lists two JSON texts unless they are the same.
func (d *differ) note(before, after []byte) {
	if bytes.Equal(before, after) {
		return
	}
	if len(d.changes) == mostChanges {
		d.more++
		return
	}
	d.changes = append(d.changes, gov.Change{Path: pointer(d.path), Before: shorten(before), After: shorten(after)})
}

// holds reports whether a value is an object or list with something in it.
func holds(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		return len(v) > 0
	case []any:
		return len(v) > 0
	}
	return false
}

// containerKind tells objects from lists and both from everything else.
func containerKind(v any) rune {
	switch v.(type) {
	case map[string]any:
		return 'o'
	case []any:
		return 'l'
	}
	return 0
}

// places are the keys or indices under which either side has a value.
func places(a, b any) []string {
	var keys []string
	longest := 0
	for _, v := range []any{a, b} {
		switch v := v.(type) {
		case map[string]any:
			for k := range v {
				keys = append(keys, k)
			}
		case []any:
			longest = max(longest, len(v))
		}
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	for i := range longest {
		keys = append(keys, strconv.Itoa(i))
	}
	return keys
}

// inside is the value under a key or index.
func inside(v any, at string) any {
	switch v := v.(type) {
	case map[string]any:
		if x, ok := v[at]; ok {
			return x
		}
	case []any:
		if i, err := strconv.Atoi(at); err == nil && i < len(v) {
			return v[i]
		}
	}
	return absent{}
}

// jsonText is the JSON text of a value without anything inside, nil for none.
func jsonText(v any) []byte {
	if _, none := v.(absent); none {
		return nil
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil // a decoded value can be encoded
	}
	return bytes.TrimRight(out.Bytes(), "\n")
}

// shorten cuts a long text and keeps it JSON.
func shorten(raw []byte) json.RawMessage {
	if utf8.RuneCount(raw) <= longestText {
		return raw
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		s = string(raw) // a number of more than 400 digits
	}
	if runes := []rune(s); len(runes) > longestText {
		s = string(runes[:longestText]) + "…"
	}
	return jsonText(s)
}

// pointer writes a path as RFC 6901 has it.
func pointer(path []string) string {
	var b strings.Builder
	for _, at := range path {
		b.WriteByte('/')
		b.WriteString(pointerEscapes.Replace(at))
	}
	if runes := []rune(b.String()); len(runes) > longestPath {
		return string(runes[:longestPath]) + "…"
	}
	return b.String()
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")
