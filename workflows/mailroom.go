package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"gyeol/activities"
)

// drainOptions are for the sending of notices: it never gives up, and a worker that has died is noticed by its
// heartbeat.
var drainOptions = workflow.ActivityOptions{
	StartToCloseTimeout: time.Minute,
	HeartbeatTimeout:    10 * time.Second,
	RetryPolicy: &temporal.RetryPolicy{
		InitialInterval: 500 * time.Millisecond, BackoffCoefficient: 2, MaximumInterval: 30 * time.Second,
	},
}

// Mailroom sends notices as long as the installation stands. The rows say what is due; this only keeps somebody at it.
func Mailroom(ctx workflow.Context) error {
	var a *activities.Mailroom
	drain := workflow.WithActivityOptions(ctx, drainOptions)
	for !workflow.GetInfo(ctx).GetContinueAsNewSuggested() {
		if err := workflow.ExecuteActivity(drain, a.Drain).Get(drain, nil); err != nil {
			return err
		}
	}
	return workflow.NewContinueAsNewError(ctx, Mailroom)
}
