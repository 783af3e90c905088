package gov

import "encoding/json"

// Change is one value in which two contents of a paper differ, as whoever signed the earlier one is shown it
// (행정업무의 운영 및 혁신에 관한 규정 제9조제3항). Values are JSON texts; a side on which there is no value is empty.
type Change struct {
	Path   string          `json:"path"` // JSON Pointer (RFC 6901); the elements of lists by index
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
	More   int             `json:"more,omitempty"` // on the last of a list that was cut: how many are not shown
}

// Added reports whether the value stands only in the later content.
func (c Change) Added() bool { return len(c.Before) == 0 }

// Removed reports whether the value stood only in the earlier content.
func (c Change) Removed() bool { return len(c.After) == 0 }
