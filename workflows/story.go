package workflows

import (
	"errors"
	"fmt"

	"go.temporal.io/sdk/workflow"

	"gyeol/activities"
	"gyeol/gov"
)

// story is one process being told: what it saw last and the bell that makes it look again.
type story struct {
	ctx  workflow.Context
	ref  gov.ProcessRef
	look gov.Look
	bell workflow.ReceiveChannel
	acts *activities.Case

	mended gov.Code // why the process stood still when this telling began
}

// stopped is the state of a process that waits for its named owner.
const stopped = "stopped"

// The two ways in which a story is interrupted; both are handled in Process and nowhere else.
var (
	errOverruled = errors.New("a person has closed the stage")
	errLongStory = errors.New("the history has grown long: continue as new")
)

// Process tells the story of one process, whatever its kind.
func Process(ctx workflow.Context, ref gov.ProcessRef) error {
	s := &story{ctx: ctx, ref: ref, bell: workflow.GetSignalChannel(ctx, SignalWake)}
	for {
		err := s.tell()
		if errors.Is(err, errOverruled) {
			err = s.overruled()
		}
		if errors.Is(err, errLongStory) {
			s.hush()
			return workflow.NewContinueAsNewError(ctx, Process, ref)
		}
		if err != nil {
			return err
		}
		ended, err := s.end()
		if err != nil {
			return err
		}
		// A bell between the end in the rows and the end of this run would be lost until its lease ran out: look again.
		if ended && !s.bell.ReceiveAsync(nil) {
			return nil
		}
		s.hush()
	}
}

// tell looks once and tells the story of the kind. A process that stands still is told no further before its owner has
// rung it again: this run may be a new one that knows of the stop only from the rows.
func (s *story) tell() error {
	s.mended = ""
	if err := s.see(); err != nil {
		return err
	}
	if s.look.State == stopped && since(s.ctx, waitsWhileStopped) {
		why := s.look.Stop
		if err := s.wait(func(l gov.Look) bool { return l.State != stopped || isOver(l) }); err != nil {
			return err
		}
		s.mended = why
	}
	return s.kind()
}

// isOver reports whether what the process follows has ended, so that nothing is left to mend.
func isOver(l gov.Look) bool {
	switch l.Is { //nolint:exhaustive // every other state goes on
	case gov.Closed, gov.Waived, gov.Skipped, gov.Terminated, gov.Expired:
		return true
	}
	return false
}

// kind tells the story of the kind.
func (s *story) kind() error {
	switch s.ref.Kind {
	case gov.ProcessCycle:
		return s.cycle()
	case gov.ProcessReceive:
		return s.receive()
	case gov.ProcessIssue, gov.ProcessApprove:
		return s.document()
	case gov.ProcessCollect:
		return s.collect()
	case gov.ProcessCompile:
		return s.compile()
	case gov.ProcessDeliberate:
		return s.deliberate()
	case gov.ProcessConsult:
		return s.consult()
	case gov.ProcessFile:
		return s.file()
	case gov.ProcessMonitor:
		return s.monitor()
	case gov.ProcessAward:
		return s.award()
	case gov.ProcessAgreement:
		return s.agreement()
	}
	return fmt.Errorf("no story for a process of kind %q", s.ref.Kind)
}

// see looks at the rows.
func (s *story) see() error {
	ctx := workflow.WithLocalActivityOptions(s.ctx, rowOptions)
	err := workflow.ExecuteLocalActivity(ctx, s.acts.Look, s.ref).Get(ctx, &s.look)
	if err == nil {
		return nil
	}
	patient := workflow.WithActivityOptions(s.ctx, patientOptions)
	return workflow.ExecuteActivity(patient, s.acts.Look, s.ref).Get(patient, &s.look)
}

// wait returns when the rows meet the condition; it is interrupted when a person has closed or skipped the stage.
func (s *story) wait(met func(gov.Look) bool) error {
	if err := s.until(func(l gov.Look) bool { return isOverruled(l) || met(l) }); err != nil {
		return err
	}
	if isOverruled(s.look) {
		return errOverruled
	}
	return nil
}

func isOverruled(l gov.Look) bool {
	return l.Stage != nil && (l.Is == gov.Closing || l.Is == gov.Skipped)
}

// until returns when the rows meet the condition, whatever else they say. Before it listens it settles the wakes that
// this look had seen, since the story has gone as far as the rows allow.
func (s *story) until(met func(gov.Look) bool) error {
	for {
		if err := s.see(); err != nil {
			return err
		}
		if met(s.look) {
			return nil
		}
		if err := s.listen(); err != nil {
			return err
		}
	}
}

// listen settles what was seen and waits for the bell.
func (s *story) listen() error {
	ctx := workflow.WithLocalActivityOptions(s.ctx, rowOptions)
	seen := activities.Seen{Process: s.ref.Process, Wakes: s.look.Wakes}
	if err := workflow.ExecuteLocalActivity(ctx, s.acts.Settle, seen).Get(ctx, nil); err != nil {
		patient := workflow.WithActivityOptions(s.ctx, patientOptions)
		if err := workflow.ExecuteActivity(patient, s.acts.Settle, seen).Get(patient, nil); err != nil {
			return err
		}
	}
	if workflow.GetInfo(s.ctx).GetContinueAsNewSuggested() {
		return errLongStory
	}
	s.bell.Receive(s.ctx, nil)
	s.hush()
	return nil
}

// hush takes the further bells: one look answers them all.
func (s *story) hush() {
	for s.bell.ReceiveAsync(nil) {
	}
}

// step does one act of gyeol itself on the case of the process, or on the case the step names.
func (s *story) step(step gov.Step) (gov.StepResult, error) {
	step.Process = s.ref.Process
	if step.Case.IsZero() {
		step.Case = s.look.Case
	}
	if step.Round == 0 {
		step.Round = s.look.Round
	}
	var out gov.StepResult
	ctx := workflow.WithLocalActivityOptions(s.ctx, rowOptions)
	err := workflow.ExecuteLocalActivity(ctx, s.acts.Step, step).Get(ctx, &out)
	if err == nil {
		return out, nil
	}
	patient := workflow.WithActivityOptions(s.ctx, patientOptions)
	err = workflow.ExecuteActivity(patient, s.acts.Step, step).Get(patient, &out)
	return out, err
}

// must is a step whose refusal stops the process with its owner; after the bell it is tried again.
func (s *story) must(step gov.Step) error {
	for {
		out, err := s.step(step)
		if err != nil || !out.Refused() || out.Code == gov.CodeActNotOpen {
			return err
		}
		if err := s.stop(out); err != nil {
			return err
		}
	}
}

// mustWhile is must for a step that hangs on a condition of the look. It reports false when the step was refused
// because the rows have changed since, so that there is nothing to mend but to wait again.
func (s *story) mustWhile(met func(gov.Look) bool, step gov.Step) (done bool, err error) {
	for {
		out, err := s.step(step)
		if err != nil || !out.Refused() || out.Code == gov.CodeActNotOpen {
			return err == nil, err
		}
		if since(s.ctx, looksBeforeItStops) {
			if err := s.see(); err != nil {
				return false, err
			}
			if isOverruled(s.look) {
				return false, errOverruled
			}
			if !met(s.look) {
				return false, nil
			}
		}
		if err := s.stop(out); err != nil {
			return false, err
		}
	}
}

// stop halts the process with its named owner and returns when somebody has rung it again.
func (s *story) stop(refusal gov.StepResult) error {
	if err := s.halt(refusal); err != nil {
		return err
	}
	return s.wait(func(l gov.Look) bool { return l.State != stopped })
}

// halt marks the process and asks its owner. It names the stops that were there before, so that repeating it after the
// owner has gone on stops nothing again.
func (s *story) halt(refusal gov.StepResult) error {
	ctx := workflow.WithActivityOptions(s.ctx, patientOptions)
	halt := gov.Halt{Process: s.ref.Process, Code: refusal.Code, Text: refusal.Detail, After: s.look.Stops}
	return workflow.ExecuteActivity(ctx, s.acts.Stop, halt).Get(ctx, nil)
}

// end ends the process; false means that a bell came in between and the story goes on.
func (s *story) end() (bool, error) {
	ctx := workflow.WithActivityOptions(s.ctx, patientOptions)
	var ended bool
	err := workflow.ExecuteActivity(ctx, s.acts.End, activities.Seen{Process: s.ref.Process, Wakes: s.look.Wakes}).Get(ctx, &ended)
	return ended, err
}
