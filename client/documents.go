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
