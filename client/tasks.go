package client

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"gyeol/client/oapi"
	"gyeol/gov"
)

// InboxFilter narrows an inbox. The zero value is all that is mine.
type InboxFilter struct {
	Scope     string // mine, unit, behalf
	Cycle     string // name-year
	Stage     string
	Kind      string
	Unit      string
	DueBefore gov.Date
	Overdue   bool
	Query     string // part of the title
	Most      int    // 0: all
}

func (f InboxFilter) params() *oapi.ListTasksParams {
	p := &oapi.ListTasksParams{
		Cycle: opt(f.Cycle), Stage: opt(f.Stage), Kind: opt(f.Kind), Unit: opt(f.Unit), Q: opt(f.Query),
		Scope: opt(oapi.ListTasksParamsScope(f.Scope)), Overdue: opt(f.Overdue), Limit: opt[int64](200),
	}
	if !f.DueBefore.IsZero() {
		p.DueBefore = &f.DueBefore
	}
	if f.Most > 0 && f.Most < 200 {
		p.Limit = opt(int64(f.Most))
	}
	return p
}

// opt is nil for a zero value: what is left out is not sent.
func opt[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// Inbox lists open tasks by due date, page after page.
func (c *Client) Inbox(ctx context.Context, f InboxFilter) ([]TaskItem, error) {
	p := f.params()
	return all(f.Most, &p.After, func() ([]TaskItem, string, error) {
		page, err := call[TaskPage](ctx, c, func() (*http.Response, error) { return c.api.ListTasks(ctx, p) })
		return page.Tasks, page.Next, err
	})
}

// Counts counts open tasks by kind or stage (mine), or by holder (all, for coordinators).
func (c *Client) Counts(ctx context.Context, by string) ([]TaskCount, error) {
	return c.CountsOf(ctx, by, InboxFilter{})
}

// CountsOf counts the tasks of an inbox that is narrowed; of the filter all but Most has a meaning.
func (c *Client) CountsOf(ctx context.Context, by string, f InboxFilter) ([]TaskCount, error) {
	p := &oapi.CountTasksParams{
		By: opt(oapi.CountTasksParamsBy(by)), Scope: opt(oapi.CountTasksParamsScope(f.Scope)), Cycle: opt(f.Cycle),
		Stage: opt(f.Stage), Kind: opt(f.Kind), Unit: opt(f.Unit), Q: opt(f.Query), Overdue: opt(f.Overdue),
		DueBefore: opt(f.DueBefore),
	}
	out, err := call[oapi.TaskCountsBody](ctx, c, func() (*http.Response, error) { return c.api.CountTasks(ctx, p) })
	return out.Counts, err
}

// Task reads a task with all that is needed to act on it.
func (c *Client) Task(ctx context.Context, id string) (TaskDetail, error) {
	return call[TaskDetail](ctx, c, func() (*http.Response, error) { return c.api.GetTask(ctx, id) })
}

// ActOptions is what an act may carry beside its verb.
type ActOptions struct {
	Key         string // idempotency key; empty: a fresh one
	Reason      string
	ContentHash string // hex, as seen in the file of the task
	IfMatch     string // the ETag that was seen, as in CaseItem, StageProgress and Outcome; empty: whatever it is
	Body        any    // marshalled to JSON; nil: none
}

func (o ActOptions) body(verb gov.Verb) (oapi.ActBody, error) {
	b := oapi.ActBody{Verb: string(verb), Reason: o.Reason, ContentHash: o.ContentHash}
	if o.Body == nil {
		return b, nil
	}
	raw, err := json.Marshal(o.Body)
	if err != nil {
		return b, fmt.Errorf("write the body of %s: %w", verb, err)
	}
	b.Body = raw
	return b, nil
}

// Act acts on a task or contributes to it. Without a key it is done once more with each call.
func (c *Client) Act(ctx context.Context, task string, verb gov.Verb, o ActOptions) (Outcome, error) {
	body, err := o.body(verb)
	if err != nil {
		return Outcome{}, err
	}
	p := &oapi.ActOnTaskParams{IdempotencyKey: keyOr(o.Key), IfMatch: opt(o.IfMatch)}
	return call[Outcome](ctx, c, func() (*http.Response, error) { return c.api.ActOnTask(ctx, task, p, body) })
}

// Overrule acts on a case: close, reopen, skip, waive or move_date by the coordinator, withdraw by a drafter.
func (c *Client) Overrule(ctx context.Context, id string, verb gov.Verb, o ActOptions) (Outcome, error) {
	body, err := o.body(verb)
	if err != nil {
		return Outcome{}, err
	}
	p := &oapi.ActOnCaseParams{IdempotencyKey: keyOr(o.Key), IfMatch: opt(o.IfMatch)}
	return call[Outcome](ctx, c, func() (*http.Response, error) { return c.api.ActOnCase(ctx, id, p, body) })
}

// HandOver gives an open task to another post; of the options it takes key, reason and ETag.
func (c *Client) HandOver(ctx context.Context, task string, post gov.PostID, o ActOptions) (Outcome, error) {
	body := oapi.HandOverBody{Post: string(post), Reason: o.Reason}
	p := &oapi.HandOverTaskParams{IdempotencyKey: keyOr(o.Key), IfMatch: opt(o.IfMatch)}
	return call[Outcome](ctx, c, func() (*http.Response, error) { return c.api.HandOverTask(ctx, task, p, body) })
}
