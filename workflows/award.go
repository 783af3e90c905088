package workflows

import "gyeol/gov"

// award is the story of a programme: units nominate, the officer examines, the jury scores, the merit board resolves,
// the list is posted, the mayor decides, and by rank the register is filled up to the quota (서울특별시 표창 조례).
func (s *story) award() error {
	if ok, err := s.begin(); err != nil || !ok {
		return err
	}
	if err := s.wait(func(l gov.Look) bool {
		return l.Count(gov.CaseNomination, gov.Invited, gov.Nominated, gov.Eligible) == 0
	}); err != nil {
		return err
	}
	if s.look.Count(gov.CaseNomination, gov.Scored) > 0 {
		if err := s.board(); err != nil {
			return err
		}
	}
	if s.look.Count(gov.CaseNomination, gov.Vetted) > 0 {
		if err := s.confer(); err != nil {
			return err
		}
	}
	if err := s.minutes(); err != nil {
		return err
	}
	return s.finish()
}

// board brings the scored nominees before the merit board and, after the public vetting, before the award officer.
func (s *story) board() error {
	if _, ok := s.look.Latest(gov.CaseMeeting, "board-"); !ok {
		if err := s.addCase(gov.CaseMeeting, "board-1"); err != nil {
			return err
		}
	}
	if _, err := s.meeting("board-"); err != nil {
		return err
	}
	if err := s.wait(func(l gov.Look) bool { return l.Stage.VettingOver }); err != nil {
		return err
	}
	for _, n := range s.nominations(gov.Scored) {
		if err := s.must(gov.Step{Case: n.ID, Verb: gov.VerbOpen, Subject: n.Subject, Round: n.Round}); err != nil {
			return err
		}
	}
	return s.wait(func(l gov.Look) bool { return l.Count(gov.CaseNomination, gov.Scored) == 0 })
}

// confer asks the mayor and fills the register: who comes beyond the quota is passed over.
func (s *story) confer() error {
	const decision = "award-decision"
	if err := s.addCase(gov.CaseDocument, decision); err != nil {
		return err
	}
	if err := s.wait(func(l gov.Look) bool {
		d, ok := l.Latest(gov.CaseDocument, decision)
		return ok && (d.State == gov.Approved || d.State == gov.Dispatched)
	}); err != nil {
		return err
	}
	if d, _ := s.look.Latest(gov.CaseDocument, decision); d.State == gov.Approved {
		if err := s.must(gov.Step{Case: d.ID, Verb: gov.VerbDispatch, Subject: d.Subject, Round: d.Round}); err != nil {
			return err
		}
	}
	for _, n := range s.nominations(gov.Vetted) {
		if err := s.register(n); err != nil {
			return err
		}
	}
	return nil
}

// register awards one nominee or passes him over where the quota is full.
func (s *story) register(n gov.CaseLook) error {
	step := gov.Step{Case: n.ID, Verb: gov.VerbAward, Subject: n.Subject, Round: n.Round}
	out, err := s.step(step)
	if err != nil || !out.Refused() {
		return err
	}
	if out.Code != gov.CodeQuotaExceeded {
		return s.must(step)
	}
	step.Verb, step.Reason = gov.VerbPass, out.Detail
	return s.must(step)
}

// nominations are the nominations in a state, as they were last seen.
func (s *story) nominations(in gov.State) []gov.CaseLook {
	var out []gov.CaseLook
	for _, c := range s.look.Cases {
		if c.Kind == gov.CaseNomination && c.State == in {
			out = append(out, c)
		}
	}
	return out
}
