package calendar_test

import (
	"testing"

	"gyeol/gov"
	"gyeol/policies/calendar"
)

func TestTheOfficeKeepsTheHolidaysOfItsRegion(t *testing.T) {
	t.Parallel()
	day := gov.MustDate("2026-05-18") // a Monday
	if calendar.Office("광주광역시", nil).IsWorkingDay(day) {
		t.Error("Gwangju works on 18 May")
	}
	if !calendar.Office("서울특별시", nil).IsWorkingDay(day) {
		t.Error("Seoul keeps a holiday of Gwangju")
	}
}

func TestADayIsTakenInHoweverLittleItSays(t *testing.T) {
	t.Parallel()
	day := gov.MustDate("2026-11-27")
	for _, kind := range []string{calendar.EnteredDesignated, calendar.EnteredLocal} {
		c := calendar.Office("서울특별시", []calendar.Entered{{Date: day, Kind: kind}})
		h, ok := c.Holiday(day)
		if !ok || h.Article == "" || h.Name == "" || c.IsWorkingDay(day) {
			t.Errorf("%s: %+v", kind, h)
		}
	}
	c := calendar.Office("", []calendar.Entered{
		{Date: day, Kind: calendar.EnteredSession}, {Kind: calendar.EnteredLocal}, {Date: day, Kind: "party"},
	})
	if why, blocked := c.Blocked(day); !blocked || why == "" || !c.IsWorkingDay(day) {
		t.Errorf("a sitting blocks a working day: %q", why)
	}
}
