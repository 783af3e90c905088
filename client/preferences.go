package client

import (
	"context"
	"net/http"

	"gyeol/client/oapi"
	"gyeol/gov"
)

// SetPreferences is how a person wants notices to reach him: all of it at once.
type SetPreferences struct {
	Language   string                  // ko or en; empty: ko
	QuietHours QuietHours              // zero: those of the rules; From and To alike: none
	Kinds      map[string]gov.Delivery // by kind of notice; a kind that is left out comes as the rules have it
	IfMatch    string                  // ETag of the preferences that were seen; empty: whatever they are
	Key        string                  // empty: a fresh one
}

// NoticePreferences are how notices reach the person who asks.
func (c *Client) NoticePreferences(ctx context.Context) (NoticePreferences, error) {
	return call[NoticePreferences](ctx, c, func() (*http.Response, error) { return c.api.GetNoticePreferences(ctx) })
}

// SetNoticePreferences replaces them.
func (c *Client) SetNoticePreferences(ctx context.Context, p SetPreferences) (NoticePreferences, error) {
	body := oapi.NoticePreferencesBody{
		Language: oapi.NoticePreferencesBodyLanguage(p.Language), QuietHours: p.QuietHours,
		Kinds: make(map[string]string, len(p.Kinds)),
	}
	for kind, delivery := range p.Kinds {
		body.Kinds[kind] = string(delivery)
	}
	params := &oapi.SetNoticePreferencesParams{IdempotencyKey: keyOr(p.Key), IfMatch: opt(p.IfMatch)}
	return call[NoticePreferences](ctx, c, func() (*http.Response, error) {
		return c.api.SetNoticePreferences(ctx, params, body)
	})
}
