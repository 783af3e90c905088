package client

import (
	"errors"
	"fmt"
	"strings"

	"gyeol/gov"
)

// Change is one value in which two versions of a content differ.
type Change = gov.Change

// Problem is a refusal of the API (RFC 9457).
type Problem struct { //nolint:errname // RFC 9457 and the API call it a problem
	Status  int      `json:"status"`
	Code    string   `json:"code"`    // stable, made for programs
	Detail  string   `json:"detail"`  // Korean, what to do next
	English string   `json:"english"` // the same in English
	State   string   `json:"state"`   // of the case that refused
	Reasons []Reason `json:"reasons"`
	Changes []Change `json:"changes"` // of the content since one last saw it, where that is why
	TraceID string   `json:"trace_id"`
	Errors  []struct {
		Location string `json:"location"`
		Message  string `json:"message"`
	} `json:"errors"`
}

// Error returns code, text and reasons.
func (p *Problem) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%d): %s", p.Code, p.Status, p.English)
	for _, r := range p.Reasons {
		fmt.Fprintf(&b, "; %s: %s", r.Rule, r.Text)
	}
	for _, e := range p.Errors {
		fmt.Fprintf(&b, "; %s: %s", e.Location, e.Message)
	}
	return b.String()
}

// Is reports whether err is a refusal with the code.
func Is(err error, code string) bool {
	var p *Problem
	return errors.As(err, &p) && p.Code == code
}
