package workflows

import (
	"fmt"
	"slices"

	"gyeol/gov"
)

// receive waits for the paper from outside. Later stages may go on once it is registered, since its findings are taken
// up there; the stage ends when each has been.
func (s *story) receive() error {
	if ok, err := s.begin(); err != nil || !ok {
		return err
	}
	if err := s.again(gov.CaseReceipt); err != nil {
		return err
	}
	if err := s.wait(is(gov.CaseReceipt, gov.Registered, gov.Settled, gov.Missing)); err != nil {
		return err
	}
	if err := s.decide(); err != nil {
		return err
	}
	if err := s.wait(is(gov.CaseReceipt, gov.Settled, gov.Missing)); err != nil {
		return err
	}
	return s.finish()
}

// is holds when the youngest case of a kind is in one of the states.
func is(kind gov.CaseKind, in ...gov.State) func(gov.Look) bool {
	return func(l gov.Look) bool {
		c, ok := l.Latest(kind, "")
		return ok && slices.Contains(in, c.State)
	}
}

// again opens a further case in a stage that was taken up again: what was handed over, answered or registered stays as
// it is, and the new round gets a case of its own.
func (s *story) again(kind gov.CaseKind) error {
	n := int32(0)
	for _, c := range s.look.Cases {
		if c.Kind == kind {
			n++
		}
	}
	if n >= s.look.Round {
		return nil
	}
	body := fmt.Appendf(nil, `{"kind":%q}`, kind)
	if err := s.must(gov.Step{Verb: gov.VerbAdd, Subject: fmt.Sprint(kind), Body: body}); err != nil {
		return err
	}
	return s.see()
}
