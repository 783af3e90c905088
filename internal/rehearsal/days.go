package rehearsal

import (
	"math"

	"gyeol/gov"
)

// Days are drawn as calendar days: whoever has drawn a day on which the offices are closed acts on the next that they
// are open. A due date is a working day, so what is drawn up to it is done by it.

// never is for what nobody here can do.
func never(situation) gov.Date { return gov.Date{} }

// atOnce is for what belongs to the day of a meeting.
func atOnce(s situation) gov.Date { return s.task.OpenedOn }

// within draws a day from so many to so many days after the task came, by its due date at the latest.
func within(from, to int) func(situation) gov.Date {
	return func(s situation) gov.Date {
		return s.inTime(s.task.OpenedOn.AddDays(from + s.n(to-from+1, s.salt(), "day")))
	}
}

// soon draws up to so many days, fewer the nearer the due date: papers go through several hands before it.
func soon(most int) func(situation) gov.Date {
	return func(s situation) gov.Date {
		if due := s.task.Due.Operative; !due.IsZero() {
			most := min(most, max(due.Sub(s.task.OpenedOn), 0)/4)
			return s.inTime(s.task.OpenedOn.AddDays(s.n(most+1, s.salt(), "day")))
		}
		return s.task.OpenedOn.AddDays(s.n(most+1, s.salt(), "day"))
	}
}

// inTime brings a day forward to the due date; a task that came after it is not hurried into the past.
func (s situation) inTime(day gov.Date) gov.Date {
	due := s.task.Due.Operative
	if due.IsZero() || due.Before(s.task.OpenedOn) || !day.After(due) {
		return day
	}
	return due
}

// fillDay is when a unit hands in its rows: mostly in the last days. What is sent back once is handed in early.
func fillDay(s situation) gov.Date {
	open, due := s.task.OpenedOn, s.task.Due.Operative
	if s.task.CaseState != string(gov.Requested) || !open.Before(due) {
		return within(0, 1)(s)
	}
	if s.asksForMore() {
		return later(open, due.AddDays(-askedBefore))
	}
	span := due.Sub(open)
	day := open.AddDays(1 + int(math.Sqrt(s.draw("day"))*float64(span)))
	switch s.fate() {
	case missing, waived:
		return gov.Date{}
	case late:
		day = due.AddDays(1 + s.n(s.grace(), s.salt(), "late"))
	case revised, returned:
		day = open.AddDays(max(span/5, 1) + s.n(max(span*2/5, 1), s.salt(), "early"))
	case plain:
		day = s.inTime(day)
	}
	return later(day, heldBack(s.task.Key))
}

// grace is how many days late at the most: what goes before the February committees has the next working day only.
func (s situation) grace() int {
	if st := s.stage(); st == "plans" || st == "results" {
		return 1
	}
	return 4
}

func later(a, b gov.Date) gov.Date {
	if a.Before(b) {
		return b
	}
	return a
}

// callDay is in the last week in which the notice of a meeting is in time.
func callDay(s situation) gov.Date {
	by := s.task.Due.Operative
	first := later(s.task.OpenedOn, by.AddDays(-7))
	if by.Before(first) {
		return s.task.OpenedOn
	}
	return first.AddDays(s.n(by.Sub(first)+1, s.salt(), "day"))
}

// attendDay is some days after the call; a few never answer. Nobody answers in the last days, when the papers are
// already being laid out.
func attendDay(s situation) gov.Date {
	open := s.task.OpenedOn
	if !s.fruitless() && s.draw("answers") < 0.04 {
		return gov.Date{}
	}
	last := s.task.Due.Operative.AddDays(-3)
	if !open.Before(last) {
		return open
	}
	return open.AddDays(s.n(min(last.Sub(open), 6)+1, s.salt(), "day"))
}

// askDay leaves alone the task that records a missing reply: every office asked here replies.
func askDay(s situation) gov.Date {
	if s.task.Cell != "" {
		return gov.Date{}
	}
	return within(0, 1)(s)
}

// fileDay is at once where the due date is near, else in the last two weeks before it.
func fileDay(s situation) gov.Date {
	open, due := s.task.OpenedOn, s.task.Due.Operative
	if due.IsZero() || due.Sub(open) <= 30 {
		return soon(2)(s)
	}
	return due.AddDays(-17 + s.n(13, s.salt(), "day"))
}
