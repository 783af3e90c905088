package client

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"gyeol/client/oapi"
	"gyeol/gov"
)

// Difference tells in what two versions of a document differ, each written ROUND.VERSION; empty are what one saw last,
// and the present text.
func (c *Client) Difference(ctx context.Context, id, from, to string) (Difference, error) {
	p := &oapi.GetDocumentDifferenceParams{From: opt(from), To: opt(to)}
	return call[Difference](ctx, c, func() (*http.Response, error) { return c.api.GetDocumentDifference(ctx, id, p) })
}

// Watch lets one be told of every act on a document, until Unwatch.
func (c *Client) Watch(ctx context.Context, id string) error {
	_, err := call[struct{}](ctx, c, func() (*http.Response, error) { return c.api.WatchDocument(ctx, id) })
	return err
}

// Unwatch ends the watching of a document.
func (c *Client) Unwatch(ctx context.Context, id string) error {
	_, err := call[struct{}](ctx, c, func() (*http.Response, error) { return c.api.UnwatchDocument(ctx, id) })
	return err
}

// BulkAct is one act of many.
type BulkAct struct {
	Task        string
	Verb        gov.Verb
	ContentHash string // hex, as seen
	Reason      string
	Body        any    // marshalled to JSON; nil: none
	Key         string // idempotency key; empty: that of the request and the place in it
}

// ActOnTasks does up to 200 acts, each for itself, and gives what became of each, in their order. With the same key the
// same acts are answered with their recorded outcomes; an empty one is fresh.
func (c *Client) ActOnTasks(ctx context.Context, key string, acts []BulkAct) ([]BulkResult, error) {
	body := oapi.BulkActsBody{Items: make([]oapi.BulkItem, len(acts))}
	for i, a := range acts {
		item := oapi.BulkItem{Task: a.Task, Verb: string(a.Verb), ContentHash: a.ContentHash, Reason: a.Reason, Key: a.Key}
		if a.Body != nil {
			raw, err := json.Marshal(a.Body)
			if err != nil {
				return nil, fmt.Errorf("write the body of %s: %w", a.Verb, err)
			}
			item.Body = raw
		}
		body.Items[i] = item
	}
	p := &oapi.ActOnTasksParams{IdempotencyKey: keyOr(key)}
	out, err := call[oapi.BulkResultsBody](ctx, c, func() (*http.Response, error) { return c.api.ActOnTasks(ctx, p, body) })
	return out.Results, err
}

// Block reads the block of a document as data.
func (c *Client) Block(ctx context.Context, id string) (Block, error) {
	return call[Block](ctx, c, func() (*http.Response, error) { return c.api.GetDocumentBlock(ctx, id) })
}

// PrintOptions say what of a document is printed, and how.
type PrintOptions struct {
	Part   string // whole or block; empty: whole
	Format string // html or text; empty: html
	Reason string // why it leaves the house; needed of a paper that holds personal data
}

// Print prints a document, or its block alone.
func (c *Client) Print(ctx context.Context, id string, o PrintOptions) ([]byte, error) {
	p := &oapi.PrintDocumentParams{
		Part: opt(oapi.PrintDocumentParamsPart(o.Part)), Format: opt(oapi.PrintDocumentParamsFormat(o.Format)),
		Reason: opt(o.Reason),
	}
	return call[printed](ctx, c, func() (*http.Response, error) { return c.api.PrintDocument(ctx, id, p) })
}

// PrintMeeting prints the result of a meeting as HTML.
func (c *Client) PrintMeeting(ctx context.Context, id string) ([]byte, error) {
	return call[printed](ctx, c, func() (*http.Response, error) { return c.api.PrintMeeting(ctx, id) })
}

// PrintCompilation prints a compiled plan or report as HTML.
func (c *Client) PrintCompilation(ctx context.Context, id string) ([]byte, error) {
	return call[printed](ctx, c, func() (*http.Response, error) { return c.api.PrintCompilation(ctx, id) })
}

// CompilationWorkbook is a compiled plan or report as an XLSX file.
func (c *Client) CompilationWorkbook(ctx context.Context, id string) ([]byte, error) {
	return call[printed](ctx, c, func() (*http.Response, error) { return c.api.PrintCompilationBook(ctx, id) })
}

// Compilation reads a compiled plan or report as a document.
func (c *Client) Compilation(ctx context.Context, id string) (CompiledPaper, error) {
	return call[CompiledPaper](ctx, c, func() (*http.Response, error) { return c.api.GetCompilationDocument(ctx, id) })
}

// Period is what a conformity report is about.
type Period struct {
	From, To gov.Date
	Unit     string // empty: every unit
}

// Conformity holds the routes of the documents decided in a period against the delegation table.
func (c *Client) Conformity(ctx context.Context, p Period) (ConformityReport, error) {
	q := &oapi.ReportConformityParams{From: p.From, To: p.To, Unit: opt(p.Unit)}
	return call[ConformityReport](ctx, c, func() (*http.Response, error) { return c.api.ReportConformity(ctx, q) })
}

// ConformityWorkbook is the same report as an XLSX file.
func (c *Client) ConformityWorkbook(ctx context.Context, p Period) ([]byte, error) {
	q := &oapi.PrintConformityParams{From: p.From, To: p.To, Unit: opt(p.Unit)}
	return call[printed](ctx, c, func() (*http.Response, error) { return c.api.PrintConformity(ctx, q) })
}

// printed is an answer that is kept as it came.
type printed []byte
