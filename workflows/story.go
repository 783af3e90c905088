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
}

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
		switch {
		case errors.Is(err, errLongStory):
			s.hush()
			return workflow.NewContinueAsNewError(ctx, Process, ref)
		case errors.Is(err, errOverruled):
			err = s.overruled()
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

// tell looks once and tells the story of the kind.
func (s *story) tell() error {
	if err := s.see(); err != nil {
		return err
	}
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

// wait returns when the rows meet the condition. Before it listens it settles the wakes that this look had seen, since
// the story has gone as far as the rows allow.
func (s *story) wait(met func(gov.Look) bool) error {
	for {
		if err := s.see(); err != nil {
			return err
		}
		if s.look.Stage != nil && (s.look.Is == gov.Closing || s.look.Is == gov.Skipped) {
			return errOverruled
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
		if err := s.stop(out.Code, out.Detail); err != nil {
			return err
		}
	}
}

// stop halts the process with its named owner and returns when somebody has rung it again.
func (s *story) stop(code gov.Code, text string) error {
	ctx := workflow.WithActivityOptions(s.ctx, patientOptions)
	halt := activities.Halt{Process: s.ref.Process, Code: code, Text: text}
	if err := workflow.ExecuteActivity(ctx, s.acts.Stop, halt).Get(ctx, nil); err != nil {
		return err
	}
	return s.wait(func(l gov.Look) bool { return l.State != "stopped" })
}

// end ends the process; false means that a bell came in between and the story goes on.
func (s *story) end() (bool, error) {
	ctx := workflow.WithActivityOptions(s.ctx, patientOptions)
	var ended bool
	err := workflow.ExecuteActivity(ctx, s.acts.End, activities.Seen{Process: s.ref.Process, Wakes: s.look.Wakes}).Get(ctx, &ended)
	return ended, err
}
