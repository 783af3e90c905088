package calendar_test

import (
	"testing"
	"time"

	"gyeol/gov"
	"gyeol/policies/calendar"
)

func TestTheWorkedCalendarOfPlanYear2027(t *testing.T) {
	t.Parallel()
	c := calendar.National()
	if got := c.WorkingDaysBetween(gov.MustDate("2027-01-01"), gov.MustDate("2027-02-26")); got != 38 {
		t.Errorf("%d working days lie between 1 January and 26 February, want 38", got)
	}
	if got := c.PrevWorkingDay(gov.MustDate("2026-12-31")); got != gov.MustDate("2026-12-31") {
		t.Errorf("the guideline is due on %s, want Thursday 31 December itself", got.Korean())
	}
	council := gov.MustDate("2027-02-24")
	if got := c.Hold(council); got != council {
		t.Errorf("the council is held on %s", got.Korean())
	}
	for _, date := range []string{"2027-02-06", "2027-02-07", "2027-02-08", "2027-02-09", "2027-02-28", "2027-03-01"} {
		if c.IsWorkingDay(gov.MustDate(date)) {
			t.Errorf("the offices work on %s", date)
		}
	}
	minutes, published := c.CivilDays(council, 7), c.CivilDays(council, 10)
	if minutes.Legal != gov.MustDate("2027-03-03") || published.Legal != gov.MustDate("2027-03-08") {
		t.Errorf("minutes are signed by %s and published by %s", minutes.Legal, published.Legal)
	}
}

func TestTheRequestLeavesOnTheFifthWorkingDayOfJanuary(t *testing.T) {
	t.Parallel()
	c := calendar.National()
	for year, want := range map[int]string{2022: "2022-01-07", 2026: "2026-01-08", 2027: "2027-01-08"} {
		if got := c.NthWorkingDay(year, time.January, 5); got != gov.MustDate(want) {
			t.Errorf("fifth working day of January %d is %s, want %s", year, got, want)
		}
	}
	for _, n := range []int{-1, 0, 24, 400} {
		if got := c.NthWorkingDay(2027, time.January, n); !got.IsZero() {
			t.Errorf("January 2027 has a working day number %d: %s", n, got)
		}
	}
}

func TestSteppingOverSeollal(t *testing.T) {
	t.Parallel()
	c := calendar.National()
	friday, wednesday := gov.MustDate("2027-02-05"), gov.MustDate("2027-02-10")
	seollal := gov.MustDate("2027-02-07")
	if c.NextWorkingDay(seollal) != wednesday || c.PrevWorkingDay(seollal) != friday || c.Hold(seollal) != friday {
		t.Error("Seollal does not lie between Friday and Wednesday")
	}
	if c.AddWorkingDays(friday, 1) != wednesday || c.AddWorkingDays(wednesday, -1) != friday {
		t.Error("the next working day after Friday is not Wednesday")
	}
	if c.AddWorkingDays(seollal, 0) != seollal || c.AddWorkingDays(seollal, 1) != wednesday {
		t.Error("a holiday is counted as a step")
	}
	if n := c.WorkingDaysBetween(wednesday, friday); n != 0 {
		t.Errorf("%d working days in an interval that runs backwards", n)
	}
}

func TestNoDateHasNoWorkingDay(t *testing.T) {
	t.Parallel()
	c, none := calendar.National(), gov.Date{}
	if !c.NextWorkingDay(none).IsZero() || !c.PrevWorkingDay(none).IsZero() || !c.AddWorkingDays(none, 3).IsZero() ||
		c.IsWorkingDay(none) || c.WorkingDaysBetween(none, gov.MustDate("2027-01-08")) != 0 {
		t.Error("no date leads to a date")
	}
	if end := c.AddWorkingDays(gov.MustDate("9999-12-30"), 10); !end.IsZero() {
		t.Errorf("counting went past the last date to %s", end)
	}
}
