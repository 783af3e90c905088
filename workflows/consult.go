package workflows

import "gyeol/gov"

// consult waits for the reply, or for the record that none came: the gate that the law puts before the decision
// (평생교육법 제11조제1항).
func (s *story) consult() error {
	if ok, err := s.begin(); err != nil || !ok {
		return err
	}
	if err := s.again(gov.CaseConsultation); err != nil {
		return err
	}
	if err := s.wait(is(gov.CaseConsultation, gov.Replied, gov.NoReply, gov.Missing)); err != nil {
		return err
	}
	return s.finish()
}
