package client

import (
	"bytes"
	"context"
	"net/http"
)

// RecordBounce hands over a mail that came back, as it is. The same mail twice is one.
func (c *Client) RecordBounce(ctx context.Context, mail []byte) (Bounced, error) {
	return call[Bounced](ctx, c, func() (*http.Response, error) {
		return c.api.RecordBounceWithBody(ctx, "message/rfc822", bytes.NewReader(mail))
	})
}
