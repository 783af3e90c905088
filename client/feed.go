package client

import (
	"context"
	"net/http"

	"gyeol/client/oapi"
)

// CalendarFeed is the address at which a calendar program reads one's deadlines and meetings.
type CalendarFeed = oapi.CalendarFeed

// CalendarFeed reads one's present address.
func (c *Client) CalendarFeed(ctx context.Context) (CalendarFeed, error) {
	return call[CalendarFeed](ctx, c, func() (*http.Response, error) { return c.api.GetCalendarFeed(ctx) })
}

// RenewCalendarFeed makes a new address and ends the one before; an empty key is a fresh one.
func (c *Client) RenewCalendarFeed(ctx context.Context, key string) (CalendarFeed, error) {
	p := &oapi.RenewCalendarFeedParams{IdempotencyKey: keyOr(key)}
	return call[CalendarFeed](ctx, c, func() (*http.Response, error) { return c.api.RenewCalendarFeed(ctx, p) })
}

// EndCalendarFeed ends one's address; an empty key is a fresh one.
func (c *Client) EndCalendarFeed(ctx context.Context, key string) error {
	p := &oapi.EndCalendarFeedParams{IdempotencyKey: keyOr(key)}
	_, err := call[struct{}](ctx, c, func() (*http.Response, error) { return c.api.EndCalendarFeed(ctx, p) })
	return err
}
