package client

import (
	"context"
	"net/http"

	"gyeol/client/oapi"
	"gyeol/gov"
)

// NewDay is a day to be entered in the office calendar.
type NewDay struct {
	Day                         gov.Date
	Kind, Name, Article, Reason string
	Key                         string // empty: a fresh one
}

// DesignateDay enters a day; every open deadline that it touches is counted again.
func (c *Client) DesignateDay(ctx context.Context, d NewDay) (CalendarChange, error) {
	body := oapi.DayBody{
		Day: d.Day, Kind: oapi.DayBodyKind(d.Kind), Name: d.Name, Article: d.Article, Reason: d.Reason,
	}
	p := &oapi.DesignateDayParams{IdempotencyKey: keyOr(d.Key)}
	return call[CalendarChange](ctx, c, func() (*http.Response, error) { return c.api.DesignateDay(ctx, p, body) })
}

// WithdrawDay takes an entered day back; of the options it takes key and reason.
func (c *Client) WithdrawDay(ctx context.Context, id string, o ActOptions) (CalendarChange, error) {
	body, p := oapi.ReasonBody{Reason: o.Reason}, &oapi.WithdrawDayParams{IdempotencyKey: keyOr(o.Key)}
	return call[CalendarChange](ctx, c, func() (*http.Response, error) {
		return c.api.WithdrawDay(ctx, id, p,
			body)
	})
}

// PreviewDay shows what entering a day, or withdrawing it, would move.
func (c *Client) PreviewDay(ctx context.Context, day gov.Date, kind string, withdraw bool) (CalendarImpact, error) {
	p := &oapi.PreviewCalendarDayParams{
		Day: day, Kind: opt(oapi.PreviewCalendarDayParamsKind(kind)), Withdraw: opt(withdraw),
	}
	return call[CalendarImpact](ctx, c, func() (*http.Response, error) { return c.api.PreviewCalendarDay(ctx, p) })
}

// DayFilter narrows the list of entered days. The zero value is those from today on.
type DayFilter struct {
	Since, AsOf gov.Date
	Kind        string
	Withdrawn   bool
}

// CalendarDays lists the days that operators entered.
func (c *Client) CalendarDays(ctx context.Context, f DayFilter) ([]EnteredDay, error) {
	p := &oapi.ListCalendarDaysParams{
		Since: opt(f.Since), AsOf: opt(f.AsOf), Kind: opt(oapi.ListCalendarDaysParamsKind(f.Kind)),
		Withdrawn: opt(f.Withdrawn),
		Limit:     opt[int64](200),
	}
	return all(0, &p.After, func() ([]EnteredDay, string, error) {
		page, err := call[oapi.EnteredDayPage](ctx, c, func() (*http.Response,
			error,
		) {
			return c.api.ListCalendarDays(ctx, p)
		})
		return page.Days, page.Next, err
	})
}

// DayChanges shows what an entered day has moved.
func (c *Client) DayChanges(ctx context.Context, id string) ([]CalendarChange, error) {
	out, err := call[oapi.DayChanges](ctx, c, func() (*http.Response,
		error,
	) {
		return c.api.ListDayChanges(ctx, id)
	})
	return out.Changes, err
}

// WhatIf shows what would follow if dates of a year were moved, each as stage=YYYY-MM-DD.
func (c *Client) WhatIf(ctx context.Context, name string, year int, moves []string) (WhatIfResult, error) {
	p := &oapi.WhatIfParams{Move: moves}
	return call[WhatIfResult](ctx, c, func() (*http.Response, error) {
		return c.api.WhatIf(ctx, name,
			int64(year), p)
	})
}
