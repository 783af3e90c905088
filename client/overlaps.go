package client

import (
	"context"
	"net/http"

	"gyeol/client/oapi"
)

// OverlapFilter narrows the list of pairs. The zero value is all of them.
type OverlapFilter struct {
	Settled string // yes: with a decision that counts; no: without
	Least   int    // score in thousandths
	Cluster string
	Part    string // plan, results
	Row     string // one of the two projects
	Most    int    // 0: all
}

// Overlaps lists the pairs of projects of a compilation that may be one, the likeliest first.
func (c *Client) Overlaps(ctx context.Context, compilation string, f OverlapFilter) ([]OverlapItem, error) {
	p := &oapi.ListOverlapsParams{
		Settled: opt(oapi.ListOverlapsParamsSettled(f.Settled)), Least: opt(int64(f.Least)), Cluster: opt(f.Cluster),
		Part: opt(oapi.ListOverlapsParamsPart(f.Part)), Row: opt(f.Row), Limit: opt[int64](200),
	}
	return all(f.Most, &p.After, func() ([]OverlapItem, string, error) {
		page, err := call[OverlapPage](ctx, c, func() (*http.Response, error) {
			return c.api.ListOverlaps(ctx, compilation, p)
		})
		return page.Pairs, page.Next, err
	})
}

// OverlapWorkbook is the list of pairs as an XLSX file for the committee.
func (c *Client) OverlapWorkbook(ctx context.Context, compilation string) ([]byte, error) {
	return call[printed](ctx, c, func() (*http.Response, error) { return c.api.PrintOverlaps(ctx, compilation) })
}
