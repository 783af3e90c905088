package client

import (
	"context"
	"net/http"

	"gyeol/client/oapi"
	"gyeol/gov"
)

// OpenCycle opens a year; an empty key is a fresh one.
func (c *Client) OpenCycle(ctx context.Context, name string, year int, key string) (Outcome, error) {
	body, p := oapi.OpenCycleBody{Name: name, Year: int64(year)}, &oapi.OpenCycleParams{IdempotencyKey: keyOr(key)}
	return call[Outcome](ctx, c, func() (*http.Response, error) { return c.api.OpenCycle(ctx, p, body) })
}

// Cycles lists the years there are, latest first.
func (c *Client) Cycles(ctx context.Context) ([]CycleItem, error) {
	p := &oapi.ListCyclesParams{Limit: opt[int64](200)}
	return all(0, &p.After, func() ([]CycleItem, string, error) {
		page, err := call[oapi.CyclePage](ctx, c, func() (*http.Response, error) { return c.api.ListCycles(ctx, p) })
		return page.Cycles, page.Next, err
	})
}

// all reads a list page after page, until it ends or has the most entries that are wanted; 0 is all.
func all[T any](most int, after **string, read func() ([]T, string, error)) ([]T, error) {
	var out []T
	for {
		list, next, err := read()
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
		if next == "" || (most > 0 && len(out) >= most) {
			return out, nil
		}
		*after = &next
	}
}

// Progress shows the stages of a year with their dates and counts.
func (c *Client) Progress(ctx context.Context, name string, year int) (CycleProgress, error) {
	return call[CycleProgress](ctx, c, func() (*http.Response, error) {
		return c.api.GetCycleProgress(ctx, name,
			int64(year))
	})
}

// Matrix shows where each unit stands in each stage of a year; of one kind of stages, if it is named.
func (c *Client) Matrix(ctx context.Context, name string, year int, kind string) (CycleMatrix, error) {
	p := &oapi.GetCycleMatrixParams{Kind: opt(oapi.GetCycleMatrixParamsKind(kind))}
	return call[CycleMatrix](ctx, c, func() (*http.Response, error) {
		return c.api.GetCycleMatrix(ctx, name, int64(year), p)
	})
}

// Path shows the critical path of a year to its next filing, and who holds it up.
func (c *Client) Path(ctx context.Context, name string, year int) (CyclePath, error) {
	return call[CyclePath](ctx, c, func() (*http.Response, error) { return c.api.GetCyclePath(ctx, name, int64(year)) })
}

// ApprovalFilter narrows the approvals under way. The zero value is all that one may see.
type ApprovalFilter struct {
	Cycle     string // name-year
	Stage     string
	Unit      string
	Matter    string
	Body      string // council or committee before which it comes
	Holder    string // post, or slug of a person
	Query     string // part of the title
	DueBefore gov.Date
	Overdue   bool
	Watched   bool // only what one watches
}

// Approvals lists the approval lines under way, by due date.
func (c *Client) Approvals(ctx context.Context, f ApprovalFilter) ([]RunningLine, error) {
	p := &oapi.ListApprovalsParams{
		Cycle: opt(f.Cycle), Stage: opt(f.Stage), Unit: opt(f.Unit), Matter: opt(f.Matter), Holder: opt(f.Holder),
		Q: opt(f.Query), DueBefore: opt(f.DueBefore), Overdue: opt(f.Overdue), Limit: opt[int64](200), Body: opt(f.Body),
		Watched: opt(f.Watched),
	}
	return all(0, &p.After, func() ([]RunningLine, string, error) {
		page, err := call[oapi.LinePage](ctx, c, func() (*http.Response, error) { return c.api.ListApprovals(ctx, p) })
		return page.Approvals, page.Next, err
	})
}

// ClockState says on which day the installation stands and whether it is at rest.
func (c *Client) ClockState(ctx context.Context) (ClockState, error) {
	return call[ClockState](ctx, c, func() (*http.Response, error) { return c.api.GetClock(ctx) })
}

// ClockStep opens the next office day of a rehearsal. A refusal not_settled may be repeated under its key; a token
// without the operator scope is forbidden.
func (c *Client) ClockStep(ctx context.Context, key string) (ClockState, error) {
	p := &oapi.StepClockParams{IdempotencyKey: keyOr(key)}
	return call[ClockState](ctx, c, func() (*http.Response, error) { return c.api.StepClock(ctx, p) })
}

// Jump is a leap of the stepped clock.
type Jump struct {
	To     gov.Date
	Reason string
	Key    string // empty: a fresh one
}

// ClockJump leaps over days on which nothing is to happen.
func (c *Client) ClockJump(ctx context.Context, j Jump) (ClockState, error) {
	body, p := oapi.JumpClockBody{To: j.To, Reason: j.Reason}, &oapi.JumpClockParams{IdempotencyKey: keyOr(j.Key)}
	return call[ClockState](ctx, c, func() (*http.Response, error) { return c.api.JumpClock(ctx, p, body) })
}

// ProcessFilter narrows the list of processes. The zero value is all of them.
type ProcessFilter struct {
	State     string // running, stopped, ended
	Kind      string
	Owner     string
	Unit      string
	Cycle     string // name-year
	Stage     string
	DueBefore gov.Date
	Overdue   bool
}

// Processes lists what workflows follow.
func (c *Client) Processes(ctx context.Context, f ProcessFilter) ([]ProcessItem, error) {
	p := &oapi.ListProcessesParams{
		State: opt(oapi.ListProcessesParamsState(f.State)), Kind: opt(f.Kind), Owner: opt(f.Owner), Unit: opt(f.Unit),
		Cycle: opt(f.Cycle), Stage: opt(f.Stage), DueBefore: opt(f.DueBefore), Overdue: opt(f.Overdue),
		Limit: opt[int64](200),
	}
	return all(0, &p.After, func() ([]ProcessItem, string, error) {
		page, err := call[oapi.ProcessPage](ctx, c, func() (*http.Response, error) {
			return c.api.ListProcesses(ctx,
				p)
		})
		return page.Processes, page.Next, err
	})
}

// Resume lets a stopped process try again; an empty key is a fresh one.
func (c *Client) Resume(ctx context.Context, process, key string) error {
	p := &oapi.ResumeProcessParams{IdempotencyKey: keyOr(key)}
	_, err := call[struct{}](ctx, c, func() (*http.Response, error) { return c.api.ResumeProcess(ctx, process, p) })
	return err
}

// Notices lists one page of notices, latest first: one's own, or everybody's for coordinators.
func (c *Client) Notices(ctx context.Context, all bool, after string) (NoticePage, error) {
	p := &oapi.ListNoticesParams{All: opt(all), After: opt(after), Limit: opt[int64](200)}
	return call[NoticePage](ctx, c, func() (*http.Response, error) { return c.api.ListNotices(ctx, p) })
}

// CaseAudit reads one page of the trail of a case and its tasks, oldest first.
func (c *Client) CaseAudit(ctx context.Context, id, after string) (AuditPage, error) {
	p := &oapi.ReadCaseAuditParams{After: opt(after), Limit: opt[int64](200)}
	return call[AuditPage](ctx, c, func() (*http.Response, error) { return c.api.ReadCaseAudit(ctx, id, p) })
}

// Audit reads one page of the trail of any subject, oldest first.
func (c *Client) Audit(ctx context.Context, kind, subject, after string) (AuditPage, error) {
	p := &oapi.ReadAuditParams{SubjectKind: kind, SubjectID: subject, After: opt(after), Limit: opt[int64](200)}
	return call[AuditPage](ctx, c, func() (*http.Response, error) { return c.api.ReadAudit(ctx, p) })
}
