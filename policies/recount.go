package policies

import (
	"slices"

	"gyeol/gov"
	"gyeol/policies/calendar"
)

// CountRule says how the two dates of a task were counted from a day, so that they can be counted again when a day is
// designated or withdrawn (관공서의 공휴일에 관한 규정 제2조 제11호, 민법 제161조).
type CountRule string

// The rules. CountStage, CountCallBy and CountHold follow the dates of the stage and the meeting of the task.
const (
	CountNone   CountRule = ""
	CountStage  CountRule = "stage"
	CountCallBy CountRule = "call_by"
	CountHold   CountRule = "hold"
	CountFixed  CountRule = "fixed"  // by a day that somebody named (calendar.FixedDate)
	CountCivil  CountRule = "civil"  // Days after From (calendar.CivilDays)
	CountBefore CountRule = "before" // by a day of a contract; planned for the working day before
	CountAfter  CountRule = "after"  // the working day after the end of Days after From
)

// CountBase is from what the dates of a task were counted. The zero value is of a task without dates.
type CountBase struct {
	Rule CountRule
	From gov.Date
	Days int
}

// Count counts the dates by a calendar; ok is false where they follow from elsewhere or from nothing.
func (b CountBase) Count(cal *calendar.Calendar) (d calendar.Deadline, ok bool) {
	if b.From.IsZero() {
		return d, false
	}
	switch b.Rule {
	case CountFixed:
		return cal.FixedDate(b.From), true
	case CountCivil:
		d = cal.CivilDays(b.From, b.Days)
		return d, !d.Legal.IsZero()
	case CountBefore:
		return calendar.Deadline{Operative: cal.PrevWorkingDay(b.From), Legal: b.From}, true
	case CountAfter:
		day := cal.NextWorkingDay(cal.CivilDays(b.From, b.Days).Legal.AddDays(1))
		return calendar.Deadline{Operative: day, Legal: day}, true
	case CountNone, CountStage, CountCallBy, CountHold:
	}
	return d, false
}

// Faces are the two dates of a deadline: the working day to plan for and the last lawful day.
type Faces struct{ Operative, Legal gov.Date }

// Calendars are the calendar before a change and the one after it, and the day on which it is changed.
type Calendars struct {
	Old, Changed *calendar.Calendar
	Today        gov.Date
}

// Recount counts a deadline again after a change of the calendar. A date that the change does not touch stays as it
// is, whatever else happened to it since; a new operative date is never before the first day on which anybody could
// still work towards it: there the legal day is what is left.
func Recount(is Faces, b CountBase, by Calendars) Faces {
	was, ok := b.Count(by.Old)
	if !ok {
		return is
	}
	now, _ := b.Count(by.Changed)
	return Shift(is, Faces{was.Operative, was.Legal}, Faces{now.Operative, now.Legal}, by.Today)
}

// Shift moves a deadline from what it was counted as to what it is counted as now. One that stands on other dates
// than those it was counted as was moved by somebody, and stays.
func Shift(is, was, now Faces, today gov.Date) Faces {
	if is != was || was == now {
		return is
	}
	if now.Operative.Before(today) && !was.Operative.Before(today) {
		now.Operative = now.Legal
	}
	return now
}

// NamedDays are the days that a person named for a stage instead of its rule, before any move to a working day.
type NamedDays struct{ Opens, Due, Hold gov.Date }

// NamedDates computes the dates of a stage as Dates does, with the days that a person has named since.
func NamedDates(s StageInYear, named NamedDays, cal *calendar.Calendar) (StageDates, error) {
	d, err := Dates(s.Stage, s.Year, s.Body, cal)
	if !named.Opens.IsZero() {
		d.Opens = cal.NextWorkingDay(named.Opens)
	}
	if !named.Due.IsZero() {
		by := cal.FixedDate(named.Due)
		d.DueOperative, d.DueLegal = by.Operative, by.Legal
	}
	if !named.Hold.IsZero() {
		d.Hold = cal.Hold(named.Hold)
		d.CallBy = CallBy(d.Hold, s.Body, cal)
	}
	return d, err
}

// StageInYear is a round of a stage in a plan year, with the body that meets in it, if any.
type StageInYear struct {
	Stage StageRule
	Year  int
	Body  *BodyRule
}

// Begun says what of a stage is behind it, so that no change of the calendar moves it.
type Begun struct {
	Opened bool // its first day has come
	Called bool // the notice of its meeting has left: the members hold it for that day

	Today gov.Date // no date is moved to before it
}

// ShiftStage moves the dates of a stage from what they were counted as to what they are counted as now. A meeting
// whose only earlier day has passed stays where it is, for a person to move.
func ShiftStage(is, was, now StageDates, begun Begun) StageDates {
	out := is
	if !begun.Opened && is.Opens == was.Opens {
		out.Opens = now.Opens
	}
	due := Shift(Faces{is.DueOperative, is.DueLegal}, Faces{was.DueOperative, was.DueLegal},
		Faces{now.DueOperative, now.DueLegal}, begun.Today)
	out.DueOperative, out.DueLegal = due.Operative, due.Legal
	if !begun.Called && is.Hold == was.Hold && is.CallBy == was.CallBy && !now.Hold.Before(begun.Today) {
		out.Hold, out.CallBy = now.Hold, now.CallBy
	}
	return out
}

// RecountReview counts the next day on which an agreement is looked at again, after a change of the calendar: the same
// alert of the term by the other calendar, never before today. Any other day, as the end of the term, stays.
func RecountReview(t AgreementTerm, is gov.Date, by Calendars) gov.Date {
	was, now := t.Dates(by.Old).Alerts, t.Dates(by.Changed).Alerts
	i := slices.Index(was, is)
	if i < 0 || len(was) != len(now) {
		return is
	}
	if now[i].Before(by.Today) {
		return by.Today
	}
	return now[i]
}
