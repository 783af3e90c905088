package rehearsal

import (
	"context"

	"gyeol/client"
	"gyeol/gov"
)

// Desk is gyeol as one person reaches it; *client.Client is one.
type Desk interface {
	Inbox(ctx context.Context, f client.InboxFilter) ([]client.TaskItem, error)
	Counts(ctx context.Context, by string) ([]client.TaskCount, error)
	Task(ctx context.Context, id string) (client.TaskDetail, error)
	Act(ctx context.Context, task string, verb gov.Verb, o client.ActOptions) (client.Outcome, error)
	HandOver(ctx context.Context, task string, post gov.PostID, o client.ActOptions) (client.Outcome, error)
	Overrule(ctx context.Context, id string, verb gov.Verb, o client.ActOptions) (client.Outcome, error)
	OpenCycle(ctx context.Context, name string, year int, key string) (client.Outcome, error)
	Progress(ctx context.Context, name string, year int) (client.CycleProgress, error)
	Cases(ctx context.Context, kind string, f client.CaseFilter) ([]client.CaseItem, error)
	Acts(ctx context.Context, id string) ([]client.ActItem, error)
	ClockState(ctx context.Context) (client.ClockState, error)
	ClockStep(ctx context.Context, key string) (client.ClockState, error)
	ClockJump(ctx context.Context, j client.Jump) (client.ClockState, error)
}

var _ Desk = (*client.Client)(nil)

// The people without whom there is no rehearsal.
const (
	coordinator = "lifelong-education-division.coordinator"
	operator    = "system-operation.operator"
)
