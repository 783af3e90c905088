package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"
)

// TaskQueue is where every worker of an installation listens.
const TaskQueue = "gyeol"

// SignalWake is the only message a workflow hears: look at the rows again.
const SignalWake = "wake"

// The names under which workflows are registered. They stand in histories and never change.
const (
	NameProcess   = "Process"
	NameOfficeDay = "OfficeDay"
	NameOffice    = "OfficeClock"
	NameMailroom  = "Mailroom"
)

// Workflow ids that are not those of a process.
const (
	IDMailroom    = "mailroom"
	IDOfficeClock = "office-clock"
)

// rowOptions are for activities that read or write rows in one short transaction: they run in the worker that has the
// workflow, and are tried until the database answers.
var rowOptions = workflow.LocalActivityOptions{
	StartToCloseTimeout: 10 * time.Second,
	RetryPolicy: &temporal.RetryPolicy{
		InitialInterval: 50 * time.Millisecond, BackoffCoefficient: 2, MaximumInterval: 2 * time.Second, MaximumAttempts: 8,
	},
}

// patientOptions are for the same activities when the database has been away for longer than a moment.
var patientOptions = workflow.ActivityOptions{
	StartToCloseTimeout: 30 * time.Second,
	RetryPolicy: &temporal.RetryPolicy{
		InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: time.Minute,
	},
}

// dayOptions are for a page of an office day.
var dayOptions = workflow.ActivityOptions{
	StartToCloseTimeout: 2 * time.Minute,
	RetryPolicy: &temporal.RetryPolicy{
		InitialInterval: 200 * time.Millisecond, BackoffCoefficient: 2, MaximumInterval: 30 * time.Second,
	},
}
