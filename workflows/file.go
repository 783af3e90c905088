package workflows

import "gyeol/gov"

// file waits until the outside body has received the package; corrections go back and forth between people.
func (s *story) file() error {
	if ok, err := s.begin(); err != nil || !ok {
		return err
	}
	if err := s.again(gov.CaseFiling); err != nil {
		return err
	}
	if err := s.wait(is(gov.CaseFiling, gov.Received, gov.Missing)); err != nil {
		return err
	}
	return s.finish()
}
