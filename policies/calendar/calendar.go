package calendar

import (
	"errors"
	"slices"
	"time"

	"gyeol/gov"
)

// Calendar answers which days the offices of one local government work. It is built once and never changed, so it may
// be shared between goroutines.
type Calendar struct {
	base     holidays // the national days as they were known on a day; nil: all that are known now
	added    holidays // by the operator and by region, on top of the national table
	sessions []Session
}

// Option adds to the national table what a tenant knows.
type Option func(*draft)

// draft is a calendar under construction with the faults found so far.
type draft struct {
	Calendar
	faults []error
}

// WithDays adds days the national table does not know yet: designated days (임시공휴일, 관공서의 공휴일에 관한 규정
// 제4조) announced at short notice, elections, and local holidays.
func WithDays(days ...Holiday) Option {
	return func(c *draft) {
		for _, day := range days {
			if err := day.Validate(); err != nil {
				c.faults = append(c.faults, err)
				continue
			}
			c.added.add(day)
		}
	}
}

// WithRegion adds the local holidays (지방공휴일) of a region, given by its full Korean name such as 광주광역시. Most
// regions have none.
func WithRegion(region string) Option {
	return func(c *draft) {
		for _, day := range localDays(region) {
			c.added.add(day)
		}
	}
}

// WithSessions adds the sittings of the council during which no meeting is called.
func WithSessions(sessions ...Session) Option {
	return func(c *draft) {
		for _, s := range sessions {
			if err := s.Validate(); err != nil {
				c.faults = append(c.faults, err)
				continue
			}
			c.sessions = append(c.sessions, s)
		}
	}
}

// New returns the national calendar with what the options add. The error names every faulty day and session.
func New(opts ...Option) (*Calendar, error) {
	c := draft{Calendar: Calendar{added: holidays{}}}
	for _, opt := range opts {
		opt(&c)
	}
	if err := errors.Join(c.faults...); err != nil {
		return nil, err
	}
	return &c.Calendar, nil
}

// National returns the calendar of the national table alone.
func National() *Calendar { return &Calendar{} }

// Covers reports whether all holidays of the year of d are known. Outside of FirstYear to LastYear the lunar feasts
// are missing and everything else is marked as assumed.
func (c *Calendar) Covers(d gov.Date) bool { return d.Year() >= FirstYear && d.Year() <= LastYear }

// Holiday returns the first reason why d is a holiday: a day of the decree before an added day, and a plain Sunday
// last. A Saturday is no holiday, although the offices are closed.
func (c *Calendar) Holiday(d gov.Date) (Holiday, bool) {
	if all := c.Holidays(d); len(all) > 0 {
		return all[0], true
	}
	return Holiday{}, false
}

// Holidays returns every reason why d is a holiday: two on 2025-05-05, which was 어린이날 and 부처님오신날.
func (c *Calendar) Holidays(d gov.Date) []Holiday {
	if d.IsZero() {
		return nil
	}
	all := slices.Concat(c.nationalOn(d), c.added[d])
	if d.Weekday() == time.Sunday {
		all = append(all, Holiday{
			Date: d, Name: "일요일", Kind: Sunday, Article: decreeName + " 제2조 제1호", Assumed: assumed(d),
		})
	}
	return all
}

// nationalOn returns the national holidays of d without plain Sundays.
func (c *Calendar) nationalOn(d gov.Date) []Holiday {
	if c.base != nil {
		return c.base[d]
	}
	if d.Year() < FirstYear || d.Year() > LastYear {
		return nationalIn(d.Year(), gov.Date{})[d]
	}
	return national()[d]
}

// HolidaysOf returns the holidays of a year in order of date, without plain Sundays, as a wall calendar names them.
func (c *Calendar) HolidaysOf(year int) []Holiday {
	var all []Holiday
	for d := gov.NewDate(year, time.January, 1); d.Year() == year; d = d.AddDays(1) {
		for _, h := range c.Holidays(d) {
			if h.Kind != Sunday {
				all = append(all, h)
			}
		}
	}
	return all
}

// Totals counts the days of a year the way the almanac (월력요항) does.
type Totals struct {
	Holidays   int `json:"holidays"`    // days that are holidays, Sundays included
	NonWorking int `json:"non_working"` // holidays and Saturdays
	Working    int `json:"working"`     // all other days
}

// TotalsOf counts the days of a year.
func (c *Calendar) TotalsOf(year int) Totals {
	var t Totals
	for d := gov.NewDate(year, time.January, 1); d.Year() == year; d = d.AddDays(1) {
		if _, ok := c.Holiday(d); ok {
			t.Holidays++
		}
		if c.IsWorkingDay(d) {
			t.Working++
		} else {
			t.NonWorking++
		}
	}
	return t
}
