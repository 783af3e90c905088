package process

import (
	"fmt"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"gyeol/activities"
	"gyeol/workflows"
)

// Duties are the activities a worker carries.
type Duties struct {
	Case     *activities.Case
	Office   *activities.Office
	Mailroom *activities.Mailroom
}

// Worker runs workflows and activities of an installation.
type Worker struct{ worker worker.Worker }

// NewWorker registers everything under its published name.
func (c *Client) NewWorker(d Duties) *Worker {
	w := worker.New(c.temporal, c.queue, worker.Options{
		MaxConcurrentWorkflowTaskPollers:        4,
		MaxConcurrentActivityTaskPollers:        4,
		MaxConcurrentActivityExecutionSize:      32,
		MaxConcurrentLocalActivityExecutionSize: 32,
		DisableRegistrationAliasing:             true,
		WorkerStopTimeout:                       5 * time.Second, // the mailroom ends its shift when asked
	})
	register(w, d)
	return &Worker{worker: w}
}

func register(w worker.Registry, d Duties) {
	w.RegisterWorkflowWithOptions(workflows.Process, workflow.RegisterOptions{Name: workflows.NameProcess})
	w.RegisterWorkflowWithOptions(workflows.OfficeDay, workflow.RegisterOptions{Name: workflows.NameOfficeDay})
	w.RegisterWorkflowWithOptions(workflows.OfficeClock, workflow.RegisterOptions{Name: workflows.NameOffice})
	w.RegisterWorkflowWithOptions(workflows.Mailroom, workflow.RegisterOptions{Name: workflows.NameMailroom})
	for _, a := range []any{d.Case, d.Office, d.Mailroom} {
		w.RegisterActivityWithOptions(a, activity.RegisterOptions{})
	}
}

// Start begins to work and returns.
func (w *Worker) Start() error {
	if err := w.worker.Start(); err != nil {
		return fmt.Errorf("start worker: %w", err)
	}
	return nil
}

// Stop lets what is under way end, and stops.
func (w *Worker) Stop() { w.worker.Stop() }
