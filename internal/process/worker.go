package process

import (
	"fmt"
	"log/slog"
	"sync"
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

// Worker runs workflows and activities of an installation. Temporal's library lets a worker die when its namespace is
// gone for some minutes, as after the loss of Temporal's databases; this one then begins anew until it is stopped.
type Worker struct {
	client *Client
	duties Duties

	mu      sync.Mutex
	now     worker.Worker
	stopped chan struct{}
	anew    sync.WaitGroup
}

// anewAfter is the pause before a worker that has died begins anew.
const anewAfter = 2 * time.Second

// NewWorker prepares a worker with all duties under their published names.
func (c *Client) NewWorker(d Duties) *Worker {
	w := &Worker{client: c, duties: d, stopped: make(chan struct{})}
	w.now = w.build()
	return w
}

func (w *Worker) build() worker.Worker {
	b := worker.New(w.client.temporal, w.client.queue, worker.Options{
		MaxConcurrentWorkflowTaskPollers:        4,
		MaxConcurrentActivityTaskPollers:        4,
		MaxConcurrentActivityExecutionSize:      32,
		MaxConcurrentLocalActivityExecutionSize: 32,
		DisableRegistrationAliasing:             true,
		WorkerStopTimeout:                       activities.StopWithin, // the mailroom ends its shift when asked
		OnFatalError:                            w.died,
	})
	register(b, w.duties)
	return b
}

// died begins anew in place of a worker that stops by itself.
func (w *Worker) died(cause error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	select {
	case <-w.stopped:
		return
	default:
	}
	w.client.log.Error("the worker has died and begins anew", slog.Any("error", cause))
	w.anew.Go(func() {
		for w.pause() && !w.again() {
			continue
		}
	})
}

// pause waits, and reports false when the worker was stopped meanwhile.
func (w *Worker) pause() bool {
	rest := time.NewTimer(anewAfter)
	defer rest.Stop()
	select {
	case <-w.stopped:
		return false
	case <-rest.C:
		return true
	}
}

// again starts another worker in the place of the one that has died, and reports whether that is done with.
func (w *Worker) again() bool {
	next := w.build()
	w.mu.Lock()
	defer w.mu.Unlock()
	select {
	case <-w.stopped:
		return true
	default:
	}
	if err := next.Start(); err != nil {
		w.client.log.Error("the worker cannot begin anew yet", slog.Any("error", err))
		return false
	}
	w.now = next
	return true
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
	if err := w.now.Start(); err != nil {
		return fmt.Errorf("start worker: %w", err)
	}
	return nil
}

// Stop lets what is under way end, and stops. It is called once.
func (w *Worker) Stop() {
	w.mu.Lock()
	close(w.stopped)
	now := w.now
	w.mu.Unlock()
	w.anew.Wait()
	now.Stop()
}
