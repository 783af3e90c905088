package main

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"gyeol/client"
)

// tellChanges adds what differs from the text that was seen, a line for each value.
func tellChanges(b *strings.Builder, changes []client.Change) {
	for _, c := range changes {
		fmt.Fprintf(b, "\n  달라진 곳 %s: %s → %s", c.Path, cmp.Or(string(c.Before), "없음"), cmp.Or(string(c.After), "없음"))
		if c.More > 0 {
			fmt.Fprintf(b, " 외 %d곳", c.More)
		}
	}
}

// told puts a refusal of the API into the words that it brought, with every rule that spoke.
func told(err error) error {
	var p *client.Problem
	if !errors.As(err, &p) || p.Detail == "" {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)", p.Detail, p.Code)
	for _, r := range p.Reasons {
		fmt.Fprintf(&b, "\n  %s %s", r.Text, r.Article)
	}
	tellChanges(&b, p.Changes)
	for _, e := range p.Errors {
		fmt.Fprintf(&b, "\n  %s: %s", e.Location, e.Message)
	}
	if p.TraceID != "" && p.Status >= 500 {
		fmt.Fprintf(&b, "\n  trace_id %s", p.TraceID)
	}
	return errors.New(b.String())
}
