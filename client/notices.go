package client

import (
	"context"
	"net/http"

	"gyeol/client/oapi"
	"gyeol/gov"
)

// NoticeFilter narrows the ledger of notices. The zero value is one's own.
type NoticeFilter struct {
	All    bool   // of everybody
	State  string // queued, held, claimed, sent, unknown, failed, bounced, suppressed
	Kind   string
	Person string // slug of the recipient
	Post   string // held by the recipient on the notice's day
	Case   string
	Task   string
	Day    gov.Date // office date on which it was written
	Most   int      // stops after a page that reaches this many; 0: all
}

// NoticeLedger lists notices and their fate, latest first.
func (c *Client) NoticeLedger(ctx context.Context, f NoticeFilter) ([]NoticeItem, error) {
	p := &oapi.ListNoticesParams{
		All: opt(f.All), State: opt(oapi.ListNoticesParamsState(f.State)), Kind: opt(f.Kind), Person: opt(f.Person),
		Post: opt(f.Post), Case: opt(f.Case), Task: opt(f.Task), Day: opt(f.Day), Limit: opt(pageFor(f.Most)),
	}
	return all(f.Most, &p.After, func() ([]NoticeItem, string, error) {
		page, err := call[NoticePage](ctx, c, func() (*http.Response, error) { return c.api.ListNotices(ctx, p) })
		return page.Notices, page.Next, err
	})
}

// pageFor is the size of the pages in which so many entries are read.
func pageFor(most int) int64 {
	if most == 0 {
		return 200
	}
	return int64(min(most, 200))
}

// Notice reads all that is known of a notice.
func (c *Client) Notice(ctx context.Context, id string) (NoticeDetail, error) {
	return call[NoticeDetail](ctx, c, func() (*http.Response, error) { return c.api.GetNotice(ctx, id) })
}

// ResendNotice sends a notice once more; of the options it takes key and reason.
func (c *Client) ResendNotice(ctx context.Context, id string, o ActOptions) (NoticeDetail, error) {
	body, p := oapi.ReasonBody{Reason: o.Reason}, &oapi.ResendNoticeParams{IdempotencyKey: keyOr(o.Key)}
	return call[NoticeDetail](ctx, c, func() (*http.Response, error) { return c.api.ResendNotice(ctx, id, p, body) })
}

// MailFilter narrows the mailbox of a rehearsal.
type MailFilter struct {
	Person string // slug of the recipient
	Notice string // id
	Most   int    // stops after a page that reaches this many; 0: all
}

// Mails lists the mails that a rehearsal has received, latest first.
func (c *Client) Mails(ctx context.Context, f MailFilter) ([]MailItem, error) {
	p := &oapi.ListMailsParams{Person: opt(f.Person), Notice: opt(f.Notice), Limit: opt(pageFor(f.Most))}
	return all(f.Most, &p.After, func() ([]MailItem, string, error) {
		page, err := call[oapi.MailPage](ctx, c, func() (*http.Response, error) { return c.api.ListMails(ctx, p) })
		return page.Mails, page.Next, err
	})
}

// Mail opens a mail that a rehearsal has received.
func (c *Client) Mail(ctx context.Context, id string) (MailDetail, error) {
	return call[MailDetail](ctx, c, func() (*http.Response, error) { return c.api.GetMail(ctx, id) })
}
