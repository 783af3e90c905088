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

// rowOptions are for activities that read or write rows in one short transaction, longer than which no statement of
// an act may take (design §6, Locks): they run in the worker that has the workflow, and are tried for some seconds.
// Then patientOptions take over.
var rowOptions = workflow.LocalActivityOptions{
	StartToCloseTimeout:    5 * time.Second,
	ScheduleToCloseTimeout: 10 * time.Second,
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

// dayRowOptions are for a part of an office day that is small, as most are: it runs in the worker that has the
// workflow. What it has not done in this time is done by dayOptions, from where it stands.
var dayRowOptions = workflow.LocalActivityOptions{
	StartToCloseTimeout:    10 * time.Second,
	ScheduleToCloseTimeout: 10 * time.Second,
	RetryPolicy: &temporal.RetryPolicy{
		InitialInterval: 50 * time.Millisecond, BackoffCoefficient: 2, MaximumAttempts: 2,
	},
}

// dayOptions are for a part of an office day in a large office, or when the database has been away: any number of
// pages, each committed. A worker that has died is noticed by its heartbeat.
var dayOptions = workflow.ActivityOptions{
	StartToCloseTimeout: 10 * time.Minute,
	HeartbeatTimeout:    15 * time.Second,
	RetryPolicy: &temporal.RetryPolicy{
		InitialInterval: 200 * time.Millisecond, BackoffCoefficient: 2, MaximumInterval: 30 * time.Second,
	},
}
