package cases

import (
	"context"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/calendar"
)

// dueOf works out the two dates of a task from what its spec names.
func (ch *change) dueOf(ctx context.Context, spec policies.TaskSpec) (due, error) {
	cal := ch.svc.rules.Calendar()
	switch spec.Due {
	case policies.DueStage:
		if ch.c.StageID.IsZero() {
			return due{}, nil
		}
		s, err := ch.stageRow(ctx)
		if err != nil {
			return due{}, err
		}
		return due{operative: s.DueOperative, legal: s.DueLegal}, nil
	case policies.DueDays:
		if ch.asked != nil && !ch.asked.operative.IsZero() {
			return *ch.asked, nil
		}
		return dueFrom(cal.CivilDays(ch.now.today, spec.Days)), nil
	case policies.DueArrived, policies.DueEffective: // whoever plans a document sets the dates of its own clock
		d, _ := ch.clockDue(ch.arrivedNow(), periodIn(spec))
		return d, nil
	case policies.DueCallBy, policies.DueHold, policies.DueMinutes:
		return ch.meetingDue(ctx, spec.Due)
	case policies.DueNone:
	}
	return due{}, nil
}

func dueFrom(d calendar.Deadline) due { return due{operative: d.Operative, legal: d.Legal} }

func (ch *change) meetingDue(ctx context.Context, basis policies.DueBasis) (due, error) {
	m, err := ch.tx.Read.GetMeeting(ctx, ch.c.ID)
	if err != nil {
		return due{}, err
	}
	switch basis { //nolint:exhaustive // every other task of a meeting is due on its day
	case policies.DueCallBy:
		return due{operative: m.CallBy, legal: m.CallBy}, nil
	case policies.DueMinutes:
		body, err := ch.body(ctx, m.BodyID)
		if err != nil {
			return due{}, err
		}
		held := m.HoldOn
		if !m.HeldOn.IsZero() {
			held = m.HeldOn
		}
		return dueFrom(ch.svc.rules.Calendar().CivilDays(held, max(body.PublishIn, 1))), nil
	}
	return due{operative: m.HoldOn, legal: m.HoldOn}, nil
}

// dueOn is the pair of a day that somebody named: he is asked by the working day before, the law waits until after.
func (ch *change) dueOn(day gov.Date) due { return dueFrom(ch.svc.rules.Calendar().FixedDate(day)) }
