package activities

import (
	"context"

	"gyeol/gov"
)

// Casework is what the story of a process needs. The use cases implement it.
type Casework interface {
	// Look reads what the process waits for, with the wakes that were undone at that moment.
	Look(ctx context.Context, id gov.ProcessID) (gov.Look, error)
	// Step does one act of gyeol itself; a refusal is a result.
	Step(ctx context.Context, step gov.Step) (gov.StepResult, error)
	// Settle marks wakes done.
	Settle(ctx context.Context, id gov.ProcessID, wakes []int64) error
	// End ends the process unless a further wake is undone, and says whether it did.
	End(ctx context.Context, id gov.ProcessID, wakes []int64) (bool, error)
	// Stop marks a process that cannot go on and asks its named owner. One that was recorded before is left as it is.
	Stop(ctx context.Context, h gov.Halt) error
	// Sweep ends the open cases of a stage that is closing, at most 200 at a time, and says whether any are left.
	Sweep(ctx context.Context, id gov.ProcessID) (bool, error)
}

// Case are the activities of processes.
type Case struct{ Work Casework }

// Look reads what the process waits for.
func (a *Case) Look(ctx context.Context, ref gov.ProcessRef) (gov.Look, error) {
	return a.Work.Look(ctx, ref.Process)
}

// Step does one act of gyeol itself.
func (a *Case) Step(ctx context.Context, step gov.Step) (gov.StepResult, error) {
	return a.Work.Step(ctx, step)
}

// Seen are the wakes that a look had seen.
type Seen struct {
	Process gov.ProcessID `json:"process"`
	Wakes   []int64       `json:"wakes"`
}

// Settle marks them done: the story has gone as far as the rows allow.
func (a *Case) Settle(ctx context.Context, s Seen) error {
	return a.Work.Settle(ctx, s.Process, s.Wakes)
}

// End ends the process, or says that it must look again.
func (a *Case) End(ctx context.Context, s Seen) (bool, error) {
	return a.Work.End(ctx, s.Process, s.Wakes)
}

// Stop marks the process and asks its owner.
func (a *Case) Stop(ctx context.Context, h gov.Halt) error { return a.Work.Stop(ctx, h) }

// Sweep ends open cases of a closing stage and says whether any are left.
func (a *Case) Sweep(ctx context.Context, ref gov.ProcessRef) (bool, error) {
	return a.Work.Sweep(ctx, ref.Process)
}
