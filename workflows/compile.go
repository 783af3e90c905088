package workflows

import "gyeol/gov"

// compile merges what was accepted, again whenever its input was taken up again, and ends when somebody has confirmed
// the paper. Reopening the stage brings the confirmed paper back to its first state.
func (s *story) compile() error {
	if ok, err := s.begin(); err != nil || !ok {
		return err
	}
	for {
		if err := s.wait(compileNext); err != nil {
			return err
		}
		c, _ := s.look.Latest(gov.CaseCompilation, "")
		if c.State == gov.Missing || c.State == gov.Confirmed {
			return s.finish()
		}
		subject := c.Subject
		if c.State == gov.Compiled {
			subject += ".again" // a key of its own: the first compilation of this round is recorded under the subject
		}
		step := gov.Step{Case: c.ID, Verb: gov.VerbCompile, Subject: subject, Round: c.Round}
		if _, err := s.mustWhile(compileNext, step); err != nil {
			return err
		}
	}
}

// compileNext holds when the process has something to do with its paper.
func compileNext(l gov.Look) bool {
	c, ok := l.Latest(gov.CaseCompilation, "")
	if !ok {
		return false
	}
	if c.State == gov.Compiled {
		return l.Stage.Stale && l.Stage.Gate
	}
	return c.State != gov.Drafting || l.Stage.Gate
}
