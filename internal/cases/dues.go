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
		if to := ch.c.ExtendedTo; to.After(s.DueOperative) { // granted to this case
			return ch.dueOn(to), nil
		}
		return due{s.DueOperative, s.DueLegal, policies.CountBase{Rule: policies.CountStage}}, nil
	case policies.DueDays:
		if ch.asked != nil && !ch.asked.operative.IsZero() {
			return *ch.asked, nil
		}
		return civilDue(cal, ch.now.today, spec.Days), nil
	case policies.DueArrived, policies.DueEffective: // whoever plans a document sets the dates of its own clock
		d, _ := ch.clockDue(ch.arrivedNow(), periodIn(spec))
		return d, nil
	case policies.DueCallBy, policies.DueHold, policies.DueMinutes:
		return ch.meetingDue(ctx, spec.Due)
	case policies.DueNone:
	}
	return due{}, nil
}

// counted are the dates of a base.
func counted(cal *calendar.Calendar, b policies.CountBase) due {
	d, _ := b.Count(cal)
	return due{d.Operative, d.Legal, b}
}

func civilDue(cal *calendar.Calendar, from gov.Date, days int) due {
	return counted(cal, policies.CountBase{Rule: policies.CountCivil, From: from, Days: days})
}

func (ch *change) meetingDue(ctx context.Context, basis policies.DueBasis) (due, error) {
	m, err := ch.tx.Read.GetMeeting(ctx, ch.c.ID)
	if err != nil {
		return due{}, err
	}
	switch basis { //nolint:exhaustive // every other task of a meeting is due on its day
	case policies.DueCallBy:
		return due{m.CallBy, m.CallBy, policies.CountBase{Rule: policies.CountCallBy}}, nil
	case policies.DueMinutes:
		body, err := ch.body(ctx, m.BodyID)
		if err != nil {
			return due{}, err
		}
		held := m.HoldOn
		if !m.HeldOn.IsZero() {
			held = m.HeldOn
		}
		return civilDue(ch.svc.rules.Calendar(), held, max(body.PublishIn, 1)), nil
	}
	return due{m.HoldOn, m.HoldOn, policies.CountBase{Rule: policies.CountHold}}, nil
}

// dueOn is the pair of a day that somebody named: he is asked by the working day before, the law waits until after.
func (ch *change) dueOn(day gov.Date) due {
	return counted(ch.svc.rules.Calendar(), policies.CountBase{Rule: policies.CountFixed, From: day})
}
