package client

import (
	"context"
	"net/http"

	"gyeol/client/oapi"
	"gyeol/gov"
)

// PersonalViewFilter narrows the log of access to personal data. The zero value is all of it.
type PersonalViewFilter struct {
	Reader  string   // slug of whoever read
	Subject string   // id of the nomination or person whose data it was
	Day     gov.Date // office date
	Exports bool     // only what left the house
	Most    int      // stops after a page that reaches this many; 0: all
}

// PersonalViews lists who read personal data of others, latest first.
func (c *Client) PersonalViews(ctx context.Context, f PersonalViewFilter) ([]PersonalView, error) {
	p := &oapi.ListPersonalViewsParams{
		Reader: opt(f.Reader), Subject: opt(f.Subject), Day: opt(f.Day), Exports: opt(f.Exports), Limit: opt(pageFor(f.Most)),
	}
	return all(f.Most, &p.After, func() ([]PersonalView, string, error) {
		page, err := call[oapi.PersonalViewPage](ctx, c, func() (*http.Response, error) {
			return c.api.ListPersonalViews(ctx, p)
		})
		return page.Views, page.Next, err
	})
}

// CheckReading counts who read how much over a span of office days.
func (c *Client) CheckReading(ctx context.Context, since, until gov.Date) (ReadingCheck, error) {
	p := &oapi.CheckPersonalViewsParams{Since: since, Until: until}
	return call[ReadingCheck](ctx, c, func() (*http.Response, error) { return c.api.CheckPersonalViews(ctx, p) })
}
