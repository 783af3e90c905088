package client

import (
	"context"
	"net/http"

	"gyeol/client/oapi"
)

// PublicCopies lists the public copies of documents and minutes, youngest first; it stops after a page that reaches
// most, 0 for all.
func (c *Client) PublicCopies(ctx context.Context, most int) ([]PublicCopyItem, error) {
	p := &oapi.ListPublicCopiesParams{Limit: opt(pageFor(most))}
	return all(most, &p.After, func() ([]PublicCopyItem, string, error) {
		page, err := call[oapi.PublicCopyPage](ctx, c, func() (*http.Response, error) {
			return c.api.ListPublicCopies(ctx, p)
		})
		return page.Copies, page.Next, err
	})
}

// PublicCopy reads the public copy of a document or of the minutes of a meeting.
func (c *Client) PublicCopy(ctx context.Context, id string) (PublishedCopy, error) {
	return call[PublishedCopy](ctx, c, func() (*http.Response, error) { return c.api.GetPublicCopy(ctx, id) })
}

// PrintPublicCopy prints it, as html or text; empty is html.
func (c *Client) PrintPublicCopy(ctx context.Context, id, format string) ([]byte, error) {
	p := &oapi.PrintPublicCopyParams{Format: opt(oapi.PrintPublicCopyParamsFormat(format))}
	return call[printed](ctx, c, func() (*http.Response, error) { return c.api.PrintPublicCopy(ctx, id, p) })
}

// ProposedCopy reads the public copy as it would be released now, with what is masked in it.
func (c *Client) ProposedCopy(ctx context.Context, id string) (CopyProposal, error) {
	return call[CopyProposal](ctx, c, func() (*http.Response, error) { return c.api.ProposePublicCopy(ctx, id) })
}

// WithdrawPublicCopy takes the last public copy of a paper back; of the options it takes key and reason.
func (c *Client) WithdrawPublicCopy(ctx context.Context, id string, o ActOptions) (WithdrawnCopy, error) {
	body, p := oapi.ReasonBody{Reason: o.Reason}, &oapi.WithdrawPublicCopyParams{IdempotencyKey: keyOr(o.Key)}
	return call[WithdrawnCopy](ctx, c, func() (*http.Response, error) {
		return c.api.WithdrawPublicCopy(ctx, id, p, body)
	})
}
