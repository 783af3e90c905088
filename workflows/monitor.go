package workflows

import "gyeol/gov"

// monitor waits until every opinion has its action plan and each plan was followed up.
func (s *story) monitor() error {
	if ok, err := s.begin(); err != nil || !ok {
		return err
	}
	if err := s.wait(func(l gov.Look) bool { return l.Stage.OpenCases == 0 }); err != nil {
		return err
	}
	return s.finish()
}
