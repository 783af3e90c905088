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

// KeepOfficeClock keeps the one schedule of a real installation: 00:05 and 09:00, Asia/Seoul. It is created where it is
// missing; one that exists is brought to this form, and stays paused where an operator has paused it.
func (c *Client) KeepOfficeClock(ctx context.Context) error {
	o := c.officeClock()
	schedules := c.temporal.ScheduleClient()
	_, err := schedules.Create(ctx, o)
	if errors.Is(err, temporal.ErrScheduleAlreadyRunning) {
		err = schedules.GetHandle(ctx, o.ID).Update(ctx, client.ScheduleUpdateOptions{
			DoUpdate: func(in client.ScheduleUpdateInput) (*client.ScheduleUpdate, error) {
				s := in.Description.Schedule
				s.Spec, s.Action = &o.Spec, o.Action
				s.Policy = &client.SchedulePolicies{Overlap: o.Overlap, CatchupWindow: o.CatchupWindow}
				return &client.ScheduleUpdate{Schedule: &s}, nil
			},
		})
	}
	if err != nil {
		return fmt.Errorf("keep the office clock: %w", err)
	}
	return nil
}

func (c *Client) officeClock() client.ScheduleOptions {
	at := func(hour, minute int) client.ScheduleCalendarSpec {
		return client.ScheduleCalendarSpec{
			Hour: []client.ScheduleRange{{Start: hour}}, Minute: []client.ScheduleRange{{Start: minute}},
		}
	}
	return client.ScheduleOptions{
		ID: c.prefix + workflows.IDOfficeClock,
		Spec: client.ScheduleSpec{
			TimeZoneName: "Asia/Seoul", Calendars: []client.ScheduleCalendarSpec{at(0, 5), at(9, 0)},
		},
		Action: &client.ScheduleWorkflowAction{
			ID: c.prefix + workflows.IDOfficeClock + "/run", Workflow: workflows.NameOffice, TaskQueue: c.queue,
		},
		Overlap:       enums.SCHEDULE_OVERLAP_POLICY_BUFFER_ONE,
		CatchupWindow: 24 * time.Hour, // every start of a worker catches up by itself, whatever was missed
	}
}

// Standing is what the rows say should be running.
type Standing struct {
	Rings []cases.Ring // every open process and every process with an undone wake
	Real  bool         // the installation keeps wall time: its office clock strikes by itself
}

// Reconcile starts anew whatever should be running and answers how many processes it rang: the mailroom, the processes,
// and in a real installation the schedule of the office clock and the days that were missed. (No search attribute is
// registered: the workflows set none.) It is safe at any time, does every start of a worker good, and is needed when
// Temporal's databases were lost, restored older or left behind. What fails keeps nothing else from starting.
func (c *Client) Reconcile(ctx context.Context, s Standing) (int, error) {
	errs := []error{c.StartMailroom(ctx)}
	rung, err := ringAll(ctx, c, s.Rings)
	errs = append(errs, err)
	if s.Real {
		errs = append(errs, c.KeepOfficeClock(ctx), c.CatchUp(ctx))
	}
	return rung, errors.Join(errs...)
}
