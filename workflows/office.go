package workflows

import (
	"errors"
	"fmt"
	"strings"
	"time"

	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"gyeol/activities"
	"gyeol/gov"
)

// DayParts is an office day and how much of it to do.
type DayParts struct {
	Day     gov.Date `json:"day"`
	Morning bool     `json:"morning"` // the digest too, not only the opening
	Gather  bool     `json:"gather"`  // false on a day that a later missing day gathers for
}

// DayID is the workflow id of a day. The rows, not the id, say what is done.
func DayID(d DayParts) string {
	if d.Morning {
		return fmt.Sprintf("office-day/%s/digest", d.Day)
	}
	return fmt.Sprintf("office-day/%s", d.Day)
}

// OfficeDay carries one day as far as it is asked. Both parts are found done when they were done.
func OfficeDay(ctx workflow.Context, d DayParts) error {
	var a *activities.Office
	local := workflow.WithLocalActivityOptions(ctx, dayRowOptions)
	err := workflow.ExecuteLocalActivity(local, a.Open, d.Day).Get(local, nil)
	if err != nil {
		patient := workflow.WithActivityOptions(ctx, dayOptions)
		err = workflow.ExecuteActivity(patient, a.Open, d.Day).Get(patient, nil)
	}
	if err != nil || !d.Morning {
		return err
	}
	m := activities.Morning{Day: d.Day, Gather: d.Gather}
	if err := workflow.ExecuteLocalActivity(local, a.Close, m).Get(local, nil); err == nil {
		return nil
	}
	patient := workflow.WithActivityOptions(ctx, dayOptions)
	return workflow.ExecuteActivity(patient, a.Close, m).Get(patient, nil)
}

// OfficeClock runs what the schedule asks for: every missing day in order, today's morning part only from 09:00 on.
// A caught-up day changes state in its turn but leaves its digest to the last one.
func OfficeClock(ctx workflow.Context) error {
	var a *activities.Office
	patient := workflow.WithActivityOptions(ctx, dayOptions)
	var days []gov.Date
	if err := workflow.ExecuteActivity(patient, a.Missing).Get(patient, &days); err != nil {
		return err
	}
	now := workflow.Now(ctx).In(gov.Seoul)
	for i, day := range days {
		last := i == len(days)-1
		d := DayParts{Day: day, Morning: !last || isMorning(day, now), Gather: last}
		if err := runDay(ctx, d); err != nil {
			return err
		}
		if !last && workflow.GetInfo(ctx).GetContinueAsNewSuggested() && since(ctx, clockBeginsAnew) {
			return workflow.NewContinueAsNewError(ctx, OfficeClock)
		}
	}
	return nil
}

// morningHour is when the digests leave on a working day, Asia/Seoul (design §6).
const morningHour = 9

// isMorning reports whether a day's digest is due at a moment in Seoul. The day may be tomorrow as this workflow's
// clock has it, when the database has passed midnight already.
func isMorning(day gov.Date, now time.Time) bool {
	today := gov.DateIn(now)
	return today.After(day) || today == day && now.Hour() >= morningHour
}

// The pause between two attempts to join a day that runs already.
const (
	joinPause     = time.Second
	joinPauseMost = time.Minute
)

// runDay runs a day as a child under its own id; one that runs already is joined by waiting for it to leave the id.
func runDay(ctx workflow.Context, d DayParts) error {
	ctx = workflow.WithChildOptions(ctx, workflow.ChildWorkflowOptions{
		WorkflowID:            installation(ctx) + DayID(d),
		WorkflowIDReusePolicy: enums.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
		ParentClosePolicy:     enums.PARENT_CLOSE_POLICY_ABANDON, // a day that has begun is carried to its end
	})
	for pause := joinPause; ; pause = min(2*pause, joinPauseMost) {
		err := workflow.ExecuteChildWorkflow(ctx, NameOfficeDay, d).Get(ctx, nil)
		var running *temporal.ChildWorkflowExecutionAlreadyStartedError
		if !errors.As(err, &running) {
			return err
		}
		if err := workflow.Sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// installation is what precedes the ids of one installation among several in a namespace; the clock has it in its own.
func installation(ctx workflow.Context) string {
	prefix, _, found := strings.Cut(workflow.GetInfo(ctx).WorkflowExecution.ID, IDOfficeClock)
	if !found {
		return ""
	}
	return prefix
}
