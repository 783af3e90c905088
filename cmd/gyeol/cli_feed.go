package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"gyeol/client"
)

// calendarFeedCmd is about the address at which one's own calendar program reads deadlines and meetings.
type calendarFeedCmd struct {
	Renew bool   `help:"새 주소를 발급받고 앞 주소를 폐기합니다 (a new address; the one before ends)." xor:"what"`
	End   bool   `help:"주소를 폐기합니다 (end the address)." xor:"what"`
	Key   string `help:"idempotency key; default: a fresh one"`
}

// Run prints the address alone, so that it can be piped; a person who has none yet gets one.
func (c *calendarFeedCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	if c.End {
		if err := api.EndCalendarFeed(ctx, c.Key); err != nil {
			return told(err)
		}
		_, err := fmt.Fprintln(g.Out, "달력 주소를 폐기했습니다 (the address is ended)")
		return err
	}
	feed, err := c.feed(ctx, api)
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, feed)
	}
	_, err = fmt.Fprintln(g.Out, feed.URL)
	return err
}

func (c *calendarFeedCmd) feed(ctx context.Context, api *client.Client) (client.CalendarFeed, error) {
	if c.Renew {
		return api.RenewCalendarFeed(ctx, c.Key)
	}
	feed, err := api.CalendarFeed(ctx)
	var refusal *client.Problem
	if errors.As(err, &refusal) && refusal.Status == http.StatusNotFound {
		return api.RenewCalendarFeed(ctx, c.Key)
	}
	return feed, err
}
