package workflows

import (
	"fmt"

	"gyeol/gov"
)

// agreement follows a memorandum through its terms: an alert opens the question of renewal, the end of a term renews it
// or ends it, until it has ended.
func (s *story) agreement() error {
	for {
		if err := s.wait(agreementNext); err != nil {
			return err
		}
		a := s.look.Agreement
		step := gov.Step{Verb: gov.VerbOpen, Subject: fmt.Sprintf("alert-%d", a.Alert)}
		switch {
		case s.look.Is == gov.Terminated || s.look.Is == gov.Expired:
			return nil
		case a.Over:
			step = gov.Step{Verb: gov.VerbExpire, Subject: "term"}
		}
		if err := s.must(step); err != nil {
			return err
		}
	}
}

// agreementNext holds when the agreement has ended, its term has, or an alert is due.
func agreementNext(l gov.Look) bool {
	if l.Is == gov.Terminated || l.Is == gov.Expired {
		return true
	}
	return l.Agreement != nil && (l.Agreement.Over || l.Agreement.Alert > 0)
}
