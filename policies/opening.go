package policies

import (
	"gyeol/gov"
	"gyeol/policies/calendar"
)

// Moment is what the opening of a stage depends on.
type Moment struct {
	Today  gov.Date
	Opens  gov.Date // not before this day; zero: any day
	CallBy gov.Date // deliberate: the last day on which the notice is in time
	Gate   bool     // every stage it comes after has decided
}

// MayOpen says whether a stage may begin. A meeting is called when its notice period demands, papers to follow (design
// §3): it opens on its day whatever the gates say, and without a day as soon as its input is there. Every other kind
// needs its input, and not before its day.
func MayOpen(kind gov.StageKind, m Moment) bool {
	dayCome := m.Opens.IsZero() || !m.Today.Before(m.Opens)
	if kind == gov.StageDeliberate {
		callDue := !m.CallBy.IsZero() && !m.Today.Before(m.CallBy)
		return callDue || (dayCome && (m.Gate || !m.Opens.IsZero()))
	}
	return m.Gate && dayCome
}

// StoppedTask is what the named owner of a process that cannot go on is asked (design §2.3).
var StoppedTask = TaskSpec{
	Kind: gov.TaskStopped, Role: RoleOwner, Verbs: verbs(gov.VerbComment), Due: DueNone,
	Title: "멈춘 절차 해결", Rule: rule("서울특별시 사무전결처리 규칙 제6조제3항"),
}

// RungDue is the operative due date of the tasks that a rung reminds of on a working day: three working days later for
// a rung of −3, the working day before for a rung of +1.
func RungDue(r RungRule, day gov.Date, cal *calendar.Calendar) gov.Date {
	if r.WorkingDays == 0 {
		return day
	}
	return cal.AddWorkingDays(day, -r.WorkingDays)
}
