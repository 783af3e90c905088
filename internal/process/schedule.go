package process

import (
	"context"
	"errors"
	"fmt"
	"time"

	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"gyeol/internal/cases"
	"gyeol/workflows"
)

// KeepOfficeClock creates the one schedule of a real installation: 00:05 and 09:00, Asia/Seoul. One that exists stays.
func (c *Client) KeepOfficeClock(ctx context.Context) error {
	_, err := c.temporal.ScheduleClient().Create(ctx, client.ScheduleOptions{
		ID: c.prefix + workflows.IDOfficeClock,
		Spec: client.ScheduleSpec{
			TimeZoneName: "Asia/Seoul",
			Calendars: []client.ScheduleCalendarSpec{
				{Hour: []client.ScheduleRange{{Start: 0}}, Minute: []client.ScheduleRange{{Start: 5}}},
				{Hour: []client.ScheduleRange{{Start: 9}}, Minute: []client.ScheduleRange{{Start: 0}}},
			},
		},
		Action:        &client.ScheduleWorkflowAction{ID: c.prefix + workflows.IDOfficeClock + "/run", Workflow: workflows.NameOffice, TaskQueue: c.queue},
		Overlap:       enums.SCHEDULE_OVERLAP_POLICY_BUFFER_ONE,
		CatchupWindow: 24 * time.Hour, // every start of a worker catches up by itself, whatever was missed
	})
	if err != nil && !errors.Is(err, temporal.ErrScheduleAlreadyRunning) {
		return fmt.Errorf("keep the office clock: %w", err)
	}
	return nil
}

// Reconcile starts anew whatever should be running: it rings every open process and every process with an undone wake.
// It is safe at any time and needed when Temporal's databases were lost, restored older or left behind.
func (c *Client) Reconcile(ctx context.Context, rings []cases.Ring) (int, error) {
	for i, r := range rings {
		if err := c.Ring(ctx, r); err != nil {
			return i, err
		}
	}
	return len(rings), nil
}
