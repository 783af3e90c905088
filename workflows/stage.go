package workflows

import (
	"go.temporal.io/sdk/workflow"

	"gyeol/gov"
)

// begin waits until the stage may open and opens it, or closes it unasked where its rule waives it. It reports false
// when there is nothing to tell: the stage was waived, skipped or is closed.
func (s *story) begin() (bool, error) {
	if s.over() {
		return false, nil
	}
	for opened := false; !opened; {
		if err := s.wait(func(l gov.Look) bool { return s.over() || l.Is != gov.Planned || l.Stage.MayOpen }); err != nil {
			return false, err
		}
		if s.over() {
			return false, nil
		}
		if s.look.Is != gov.Planned {
			return true, nil
		}
		if why := s.look.Stage.Waive; why != "" {
			return false, s.must(gov.Step{Verb: gov.VerbWaive, Subject: "stage", Reason: why})
		}
		var err error
		if opened, err = s.mustWhile(mayOpen, gov.Step{Verb: gov.VerbOpen, Subject: "stage"}); err != nil {
			return false, err
		}
	}
	return true, s.see()
}

func mayOpen(l gov.Look) bool { return l.Is == gov.Planned && l.Stage.MayOpen }

// over reports whether the stage has ended.
func (s *story) over() bool {
	return s.look.Is == gov.Closed || s.look.Is == gov.Waived || s.look.Is == gov.Skipped
}

// decide lets later stages go on.
func (s *story) decide() error {
	return s.must(gov.Step{Verb: gov.VerbDecide, Subject: "stage", Round: s.look.Round})
}

// finish closes the stage.
func (s *story) finish() error {
	return s.must(gov.Step{Verb: gov.VerbFinish, Subject: "stage", Round: s.look.Round})
}

// overruled follows a person's closing act: what is still open ends with the stage, in chunks. Where the end is refused
// the owner is asked; nothing but the end of the stage interrupts it any more.
func (s *story) overruled() error {
	for s.look.Is == gov.Closing {
		if err := s.sweep(); err != nil {
			return err
		}
		out, err := s.step(gov.Step{Verb: gov.VerbFinish, Subject: "stage", Round: s.look.Round})
		if err != nil || !out.Refused() || out.Code == gov.CodeActNotOpen {
			return err
		}
		if err := s.halt(out); err != nil {
			return err
		}
		if err := s.until(func(l gov.Look) bool { return l.State != stopped || l.Is != gov.Closing }); err != nil {
			return err
		}
	}
	return nil
}

// sweep ends every open case of the stage, and looks.
func (s *story) sweep() error {
	ctx := workflow.WithActivityOptions(s.ctx, patientOptions)
	for left := true; left; {
		if err := workflow.ExecuteActivity(ctx, s.acts.Sweep, s.ref).Get(ctx, &left); err != nil {
			return err
		}
	}
	return s.see()
}

// cycle waits until every stage has ended and closes the year.
func (s *story) cycle() error {
	if s.look.Is == gov.Closed {
		return nil
	}
	if err := s.wait(func(l gov.Look) bool { return l.Pending == 0 && l.Is == gov.Open }); err != nil {
		return err
	}
	return s.must(gov.Step{Verb: gov.VerbClose, Subject: "cycle"})
}

// collect waits for the last submission.
func (s *story) collect() error {
	if ok, err := s.begin(); err != nil || !ok {
		return err
	}
	if err := s.wait(func(l gov.Look) bool { return l.Stage.OpenCases == 0 }); err != nil {
		return err
	}
	return s.finish()
}

// document waits for the final signature, dispatches and finishes: the story of an issue and of an approval stage.
func (s *story) document() error {
	if ok, err := s.begin(); err != nil || !ok {
		return err
	}
	approved := func(l gov.Look) bool {
		d, ok := l.Latest(gov.CaseDocument, "")
		return ok && (d.State == gov.Approved || d.State == gov.Dispatched || d.State == gov.Missing)
	}
	if err := s.wait(approved); err != nil {
		return err
	}
	if d, _ := s.look.Latest(gov.CaseDocument, ""); d.State == gov.Approved {
		if err := s.must(gov.Step{Case: d.ID, Verb: gov.VerbDispatch, Subject: d.Subject, Round: d.Round}); err != nil {
			return err
		}
	}
	return s.finish()
}
