package cases

import (
	"context"

	"gyeol/gov"
	"gyeol/policies"
)

// Standing is what a page must know of its reader before it shows anything: the office day, and how far he sees.
type Standing struct {
	Today  gov.Date
	Inside bool // the rules of access let him read the year as a whole
	Audits bool // they let him read the audit log

	Overrules bool // they let him settle what the year left open: 총괄 담당
}

// Standing reads how far somebody sees today.
func (s *Service) Standing(ctx context.Context, actor Actor) (Standing, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return Standing{}, err
	}
	return Standing{
		Today: r.v.today, Inside: r.v.may(policies.ActReadInside), Audits: r.v.may(policies.ActReadAudit),
		Overrules: r.v.may(policies.ActOverrule),
	}, nil
}

// WorkingDays counts the working days after one day up to another, by the calendar of the office with what was entered
// into it; before that day they count downwards.
func (s *Service) WorkingDays(from, to gov.Date) int {
	cal := s.rules.Calendar()
	if to.Before(from) {
		return -cal.WorkingDaysBetween(to.AddDays(1), from)
	}
	return cal.WorkingDaysBetween(from.AddDays(1), to)
}
