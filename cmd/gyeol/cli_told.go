package main

import (
	"errors"
	"fmt"
	"strings"

	"gyeol/client"
)

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
	for _, e := range p.Errors {
		fmt.Fprintf(&b, "\n  %s: %s", e.Location, e.Message)
	}
	if p.TraceID != "" && p.Status >= 500 {
		fmt.Fprintf(&b, "\n  trace_id %s", p.TraceID)
	}
	return errors.New(b.String())
}
