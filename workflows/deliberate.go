package workflows

import (
	"fmt"
	"strconv"
	"strings"

	"gyeol/gov"
)

// deliberate is the story of a body: called in time, held on its day, resolved with its quorum, followed by minutes.
// What it does not pass stops the process; when the owner has mended it, the body meets again.
func (s *story) deliberate() error {
	if ok, err := s.begin(); err != nil || !ok {
		return err
	}
	for {
		m, err := s.meeting("attempt-")
		if err != nil {
			return err
		}
		if m.State == gov.Missing {
			return s.finish()
		}
		out, err := s.step(gov.Step{Verb: gov.VerbDecide, Subject: m.Subject})
		if err != nil {
			return err
		}
		if !out.Refused() || out.Code == gov.CodeActNotOpen {
			break
		}
		if s.mended != out.Code { // else an earlier run has stopped for this, and the owner has gone on
			if err := s.stop(out); err != nil {
				return err
			}
		}
		s.mended = ""
		if err := s.callAgain(m); err != nil {
			return err
		}
	}
	if err := s.minutes(); err != nil {
		return err
	}
	return s.finish()
}

// meeting follows the youngest attempt until it has resolved: tabled on its day once the stages behind it have decided,
// called again with full notice as often as the quorum is missing or the call was cancelled.
func (s *story) meeting(prefix string) (gov.CaseLook, error) {
	for {
		if err := s.wait(func(l gov.Look) bool { return moved(l, prefix) }); err != nil {
			return gov.CaseLook{}, err
		}
		m, _ := s.look.Latest(gov.CaseMeeting, prefix)
		switch m.State { //nolint:exhaustive // in every other state it has resolved
		case gov.Called:
			table := gov.Step{Case: m.ID, Verb: gov.VerbTable, Subject: m.Subject, Round: m.Round}
			if _, err := s.mustWhile(func(l gov.Look) bool { return moved(l, prefix) }, table); err != nil {
				return m, err
			}
		case gov.NoQuorum, gov.Cancelled:
			if err := s.callAgain(m); err != nil {
				return m, err
			}
		default:
			return m, nil
		}
	}
}

// moved reports whether gyeol has something to do about the youngest attempt, or it is over.
func moved(l gov.Look, prefix string) bool {
	m, ok := l.Latest(gov.CaseMeeting, prefix)
	if !ok {
		return false
	}
	switch m.State { //nolint:exhaustive // in every other state its people have the word
	case gov.Called:
		return l.Stage.Gate && l.Stage.HoldReached
	case gov.NoQuorum, gov.Cancelled, gov.Resolved, gov.MinutesOut, gov.Missing:
		return true
	}
	return false
}

// callAgain opens the next attempt after one.
func (s *story) callAgain(m gov.CaseLook) error {
	kind, number, _ := strings.Cut(m.Subject, "-")
	n, err := strconv.Atoi(number)
	if err != nil {
		return fmt.Errorf("attempt %q: %w", m.Subject, err)
	}
	return s.addCase(gov.CaseMeeting, fmt.Sprintf("%s-%d", kind, n+1))
}

// addCase opens a further case in the stage; one that is there is left as it is.
func (s *story) addCase(kind gov.CaseKind, what string) error {
	return s.must(gov.Step{
		Verb: gov.VerbAdd, Subject: what, Body: fmt.Appendf(nil, `{"kind":%q,"for":%q}`, kind, what),
	})
}

// minutes waits until every meeting of the stage is over, minutes and all.
func (s *story) minutes() error {
	return s.wait(func(l gov.Look) bool {
		return l.Count(gov.CaseMeeting, gov.Planned, gov.Called, gov.Tabled, gov.InSession, gov.Resolved) == 0
	})
}
