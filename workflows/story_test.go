package workflows_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/testsuite"

	"gyeol/activities"
	"gyeol/gov"
	"gyeol/workflows"
)

// rows stand for the record: what a look sees, and what a step changes in it. Every call is kept as one line.
type rows struct {
	mu     sync.Mutex
	look   gov.Look
	told   []string
	steps  map[gov.Verb]func(*gov.Look, gov.Step) gov.StepResult
	undone []int64
	stops  []int // what each stop took to be before it
}

// Look answers with the rows as they are.
func (r *rows) Look(context.Context, gov.ProcessID) (gov.Look, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.look
	l.Wakes = slices.Clone(r.undone)
	if l.Stage != nil {
		stage := *l.Stage
		l.Stage = &stage
	}
	l.Cases = slices.Clone(l.Cases)
	return l, nil
}

// Step does what the test says, or only notes that it was asked.
func (r *rows) Step(_ context.Context, s gov.Step) (gov.StepResult, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.told = append(r.told, fmt.Sprintf("%s %s", s.Verb, s.Subject))
	if do := r.steps[s.Verb]; do != nil {
		return do(&r.look, s), nil
	}
	return gov.StepResult{State: r.look.Is}, nil
}

// Settle marks wakes done.
func (r *rows) Settle(_ context.Context, _ gov.ProcessID, wakes []int64) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.undone = slices.DeleteFunc(r.undone, func(w int64) bool { return slices.Contains(wakes, w) })
	return nil
}

// End ends the process if no wake is undone.
func (r *rows) End(ctx context.Context, id gov.ProcessID, wakes []int64) (bool, error) {
	if err := r.Settle(ctx, id, wakes); err != nil {
		return false, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.undone) > 0 {
		return false, nil
	}
	r.told = append(r.told, "end")
	return true, nil
}

// Stop notes why the process stands still.
func (r *rows) Stop(_ context.Context, h gov.Halt) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stops = append(r.stops, h.After)
	r.look.State, r.look.Stop, r.look.Stops = "stopped", h.Code, h.After+1
	r.told = append(r.told, "stop "+string(h.Code))
	return nil
}

// Sweep ends what is open.
func (r *rows) Sweep(context.Context, gov.ProcessID) (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.told = append(r.told, "sweep")
	r.look.Stage.OpenCases = 0
	return false, nil
}

// office is a test environment in which a process runs over rows.
type office struct {
	*testsuite.TestWorkflowEnvironment
	rows *rows
	wake int64
}

// stageRows begin as a stage of a kind that has not opened.
func stageRows(kind gov.StageKind) *rows {
	r := &rows{look: gov.Look{State: "running", Is: gov.Planned, Round: 1, Stage: &gov.StageLook{Kind: kind}}}
	r.steps = map[gov.Verb]func(*gov.Look, gov.Step) gov.StepResult{
		gov.VerbOpen: func(l *gov.Look, s gov.Step) gov.StepResult {
			if s.Subject == "stage" {
				l.Is = gov.Open
			}
			return gov.StepResult{State: l.Is}
		},
		gov.VerbWaive:  moves(gov.Waived),
		gov.VerbFinish: moves(gov.Closed),
		gov.VerbClose:  moves(gov.Closed),
	}
	return r
}

func moves(to gov.State) func(*gov.Look, gov.Step) gov.StepResult {
	return func(l *gov.Look, _ gov.Step) gov.StepResult {
		l.Is = to
		return gov.StepResult{State: to}
	}
}

func newOffice(r *rows) *office {
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestWorkflowEnvironment()
	env.RegisterActivity(&activities.Case{Work: r})
	return &office{TestWorkflowEnvironment: env, rows: r}
}

// after changes the rows some hours into the story and rings the bell.
func (o *office) after(hours int, change func(*gov.Look)) {
	o.wake++
	wake := o.wake
	o.RegisterDelayedCallback(func() {
		o.rows.mu.Lock()
		change(&o.rows.look)
		o.rows.undone = append(o.rows.undone, wake)
		o.rows.mu.Unlock()
		o.SignalWorkflow(workflows.SignalWake, nil)
	}, time.Duration(hours)*time.Hour)
}

// tell runs the process to its end and returns what it did.
func (o *office) tell(t *testing.T, kind gov.ProcessKind) string {
	t.Helper()
	o.SetTestTimeout(20 * time.Second)
	o.ExecuteWorkflow(workflows.Process, gov.ProcessRef{Kind: kind})
	if !o.IsWorkflowCompleted() {
		t.Fatalf("the story did not end; told so far:\n%s", o.said())
	}
	if err := o.GetWorkflowError(); err != nil {
		t.Fatalf("the story failed: %v; told so far:\n%s", err, o.said())
	}
	if n := len(o.rows.undone); n > 0 {
		t.Errorf("%d wakes are undone at the end", n)
	}
	return o.said()
}

// said is what was told so far.
func (o *office) said() string { return strings.Join(o.rows.told, "\n") }

// noted keeps a line of the test's own among what is told; it is for changes, which hold the rows.
func (o *office) noted(line string) { o.rows.told = append(o.rows.told, line) }

// converted reads what a workflow was to begin anew with.
func converted(in *commonpb.Payloads, out any) error {
	return converter.GetDefaultDataConverter().FromPayloads(in, out)
}

func wants(t *testing.T, got string, want ...string) {
	t.Helper()
	if w := strings.Join(want, "\n"); got != w {
		t.Errorf("told:\n%s\nwant:\n%s", got, w)
	}
}
