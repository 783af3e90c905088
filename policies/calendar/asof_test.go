package calendar_test

import (
	"testing"

	"gyeol/gov"
	"gyeol/policies/calendar"
)

func TestAPeriodIsCountedAsTheDecreeStoodOnADay(t *testing.T) {
	t.Parallel()
	on := gov.MustDate
	for _, c := range []struct {
		name, asOf, from string
		days             int
		legal            string
	}{
		{"노동절 was no holiday before its wording", "2026-04-20", "2026-04-24", 7, "2026-05-01"},
		{"노동절 is one under the wording of 1 May", "2026-05-01", "2026-04-24", 7, "2026-05-04"},
		{"제헌절 was none on the day before its wording", "2026-05-10", "2026-07-10", 7, "2026-07-17"},
		{"제헌절 is one since", "2026-05-11", "2026-07-10", 7, "2026-07-20"},
		{"the day of 2025-01-27 was not announced yet", "2025-01-13", "2025-01-17", 10, "2025-01-27"},
		{"the day of 2025-01-27 was announced on 14 January", "2025-01-14", "2025-01-17", 10, "2025-01-31"},
		{"no day: what is known now", "", "2026-04-24", 7, "2026-05-04"},
	} {
		var asOf gov.Date
		if c.asOf != "" {
			asOf = on(c.asOf)
		}
		if got := calendar.AsOf(asOf).CivilDays(on(c.from), c.days).Legal; got != on(c.legal) {
			t.Errorf("%s: %d days from %s end on %s, want %s", c.name, c.days, c.from, got, c.legal)
		}
	}
}

func TestTheDecreeOfADayHasItsOwnSubstitutes(t *testing.T) {
	t.Parallel()
	day := gov.MustDate("2023-05-29") // 대체공휴일(부처님오신날), of the wording of 2023-05-04
	if !calendar.AsOf(gov.MustDate("2023-05-03")).IsWorkingDay(day) ||
		calendar.AsOf(gov.MustDate("2023-05-04")).IsWorkingDay(day) {
		t.Error("the substitute of 2023 follows from the wording of 2023-05-04 and from no earlier one")
	}
	old := calendar.AsOf(gov.MustDate("2021-08-03"))
	if !old.IsWorkingDay(gov.MustDate("2021-08-16")) || old.IsWorkingDay(gov.MustDate("2021-08-15")) {
		t.Error("광복절 had no substitute before the wording of 2021-08-04")
	}
}

func TestWhatIsKnownTodayIsTheNationalCalendar(t *testing.T) {
	t.Parallel()
	late := calendar.AsOf(gov.MustDate("2049-12-31"))
	for d := gov.MustDate("2020-01-01"); !d.After(gov.MustDate("2050-12-31")); d = d.AddDays(1) {
		if late.IsWorkingDay(d) != calendar.National().IsWorkingDay(d) {
			t.Fatalf("%s differs", d)
		}
	}
}

func TestEnteredDaysLieOverTheDaysOfADate(t *testing.T) {
	t.Parallel()
	day, sitting := gov.MustDate("2027-05-04"), gov.MustDate("2027-02-24")
	before := calendar.AsOf(gov.MustDate("2027-01-04"))
	c := before.With([]calendar.Entered{
		{Date: day, Kind: calendar.EnteredDesignated, Name: "임시공휴일"}, {
			Date: sitting,
			Kind: calendar.EnteredSession,
		},
	})
	if c.IsWorkingDay(day) || !before.IsWorkingDay(day) {
		t.Error("the entered day closes the offices of the new calendar alone")
	}
	if _, blocked := c.Blocked(sitting); !blocked {
		t.Error("the entered sitting blocks a meeting")
	}
}
