package calendar

import "gyeol/gov"

// AsOf returns the national calendar as it stood on a day: the holidays and substitute days of the wording of the
// 관공서의 공휴일에 관한 규정 that was in force then, for the days before and after it, and the designated days that
// had been announced by then. With no day it is National. A deadline that was counted in April 2026, before 노동절
// became a holiday, is counted again as it was.
func AsOf(day gov.Date) *Calendar {
	if day.IsZero() {
		return National()
	}
	c := &Calendar{base: holidays{}}
	for year := FirstYear; year <= LastYear; year++ {
		for d, reasons := range nationalIn(year, day) {
			c.base[d] = reasons
		}
	}
	return c
}

// known reports whether what holds or was announced since a day was there on asOf; everything is where either is no
// day.
func known(since, asOf gov.Date) bool { return asOf.IsZero() || since.IsZero() || !since.After(asOf) }

// With returns the calendar with the days that operators entered, in the way of Office.
func (c *Calendar) With(entered []Entered) *Calendar {
	with := &Calendar{base: c.base, added: holidays{}, sessions: c.sessions}
	for d, days := range c.added {
		with.added[d] = days
	}
	office := Office("", entered)
	for d, days := range office.added {
		with.added[d] = append(append([]Holiday(nil), with.added[d]...), days...)
	}
	with.sessions = append(append([]Session(nil), c.sessions...), office.sessions...)
	return with
}
