package calendar

import (
	"slices"
	"time"

	"gyeol/gov"
)

// IsWorkingDay reports whether the offices work on d: it is neither a Saturday nor a holiday of any kind.
func (c *Calendar) IsWorkingDay(d gov.Date) bool {
	return c.isNationalWorkingDay(d) && len(c.added[d]) == 0
}

// endsPeriods reports whether a period may end on d (민법 제161조): d is neither a Saturday nor a national holiday.
// Local holidays close offices but do not lengthen a period, because whoever has to wait may live elsewhere.
func (c *Calendar) endsPeriods(d gov.Date) bool {
	return c.isNationalWorkingDay(d) &&
		!slices.ContainsFunc(c.added[d], func(h Holiday) bool { return h.Kind != Local })
}

func (c *Calendar) isNationalWorkingDay(d gov.Date) bool {
	switch d.Weekday() {
	case time.Saturday, time.Sunday:
		return false
	default:
		return !d.IsZero() && len(c.nationalOn(d)) == 0
	}
}

// walk returns d or the first day from it, in steps of one day, that is good. It gives up where the dates end.
func walk(d gov.Date, step int, good func(gov.Date) bool) gov.Date {
	for !d.IsZero() && !good(d) {
		d = d.AddDays(step)
	}
	return d
}

// NextWorkingDay returns d if it is a working day, and otherwise the first one after it.
func (c *Calendar) NextWorkingDay(d gov.Date) gov.Date { return walk(d, 1, c.IsWorkingDay) }

// PrevWorkingDay returns d if it is a working day, and otherwise the last one before it.
func (c *Calendar) PrevWorkingDay(d gov.Date) gov.Date { return walk(d, -1, c.IsWorkingDay) }

// Hold returns the day on which something planned for d takes place: d itself, or the working day before it if the
// offices are closed on d.
func (c *Calendar) Hold(d gov.Date) gov.Date { return c.PrevWorkingDay(d) }

// AddWorkingDays returns the n-th working day after d, or before it if n is negative; d itself is not counted. With
// n = 0 it returns d, whatever day that is.
func (c *Calendar) AddWorkingDays(d gov.Date, n int) gov.Date {
	return addDays(d, n, c.IsWorkingDay)
}

// addDays returns the n-th good day after d, or before it if n is negative.
func addDays(d gov.Date, n int, good func(gov.Date) bool) gov.Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for ; n > 0 && !d.IsZero(); n-- {
		d = walk(d.AddDays(step), step, good)
	}
	return d
}

// WorkingDaysBetween counts the working days from a to b, both included. It is 0 if b lies before a.
func (c *Calendar) WorkingDaysBetween(a, b gov.Date) int {
	n := 0
	for d := a; !d.IsZero() && !d.After(b); d = d.AddDays(1) {
		if c.IsWorkingDay(d) {
			n++
		}
	}
	return n
}

// NthWorkingDay returns the n-th working day of a month, the first being 1, or "no date" if the month has fewer.
func (c *Calendar) NthWorkingDay(year int, month time.Month, n int) gov.Date {
	if n < 1 {
		return gov.Date{}
	}
	first := gov.NewDate(year, month, 1)
	d := c.AddWorkingDays(first.AddDays(-1), n)
	if d.Year() != first.Year() || d.Month() != first.Month() {
		return gov.Date{}
	}
	return d
}
