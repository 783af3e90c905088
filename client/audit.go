package client

import (
	"context"
	"net/http"

	"gyeol/client/oapi"
)

// AuditCheckpoints lists what was signed of the audit log, the newest first: as many as most, 0 for all.
func (c *Client) AuditCheckpoints(ctx context.Context, most int) ([]AuditCheckpoint, error) {
	p := &oapi.ListCheckpointsParams{Limit: opt(pageFor(most))}
	return all(most, &p.After, func() ([]AuditCheckpoint, string, error) {
		page, err := call[oapi.AuditCheckpointPage](ctx, c, func() (*http.Response, error) {
			return c.api.ListCheckpoints(ctx, p)
		})
		return page.Checkpoints, page.Next, err
	})
}

// ProveEntry is the proof of one audit entry, by its id.
func (c *Client) ProveEntry(ctx context.Context, id string) (Inclusion, error) {
	return call[Inclusion](ctx, c, func() (*http.Response, error) { return c.api.ProveEntry(ctx, id) })
}

// ProveAct is the proof of the entry of an act, by its case and its number there.
func (c *Client) ProveAct(ctx context.Context, id string, seq int32) (Inclusion, error) {
	return call[Inclusion](ctx, c, func() (*http.Response, error) { return c.api.ProveAct(ctx, id, seq) })
}

// ProveConsistency is the proof that the log of one checkpoint begins with that of an older one, by their sizes.
func (c *Client) ProveConsistency(ctx context.Context, from, to int64) (Consistency, error) {
	p := &oapi.ProveConsistencyParams{From: from, To: to}
	return call[Consistency](ctx, c, func() (*http.Response, error) { return c.api.ProveConsistency(ctx, p) })
}
