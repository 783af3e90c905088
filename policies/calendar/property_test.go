package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"gyeol/gov"
	"gyeol/policies/calendar"
)

// anyDay draws a day from the years in which all holidays are known, leaving room for periods to end.
func anyDay() *rapid.Generator[gov.Date] {
	first := gov.NewDate(calendar.FirstYear, time.February, 1)
	span := gov.NewDate(calendar.LastYear-6, time.December, 31).Sub(first)
	return rapid.Map(rapid.IntRange(0, span), first.AddDays)
}

func TestADeadlineCanBeMetAndNeverComesLate(t *testing.T) {
	t.Parallel()
	c := calendar.National()
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDay().Draw(t, "from"), rapid.IntRange(1, 60).Draw(t, "n")
		for _, end := range []calendar.Deadline{
			c.CivilDays(d, n), c.CivilMonths(d, n), c.CivilYears(d, 1+n%4), c.WorkingDaysFOIA(d, n), c.FixedDate(d),
			c.LastDayOfMonth(d.Year(), d.Month()),
		} {
			if !c.IsWorkingDay(end.Operative) || !c.IsWorkingDay(end.Legal) || end.Operative.After(end.Legal) {
				t.Fatalf("from %s: %+v", d, end)
			}
			if end.Operative != end.Legal && c.WorkingDaysBetween(end.Operative, end.Legal) != 2 {
				t.Fatalf("from %s: working days are wasted between %s and %s", d, end.Operative, end.Legal)
			}
		}
		if end := c.CivilDays(d, n); !end.Operative.After(d) || end.Legal.Before(d.AddDays(n)) {
			t.Fatalf("%d days from %s: %+v", n, d, end)
		}
		limit := c.Restriction(d, n)
		if limit.Legal.Sub(d) != n-1 || limit.Operative.After(limit.Legal) || limit.Operative.Before(d) {
			t.Fatalf("restriction of %d days from %s: %+v", n, d, limit)
		}
		notice := c.Backward(d, n)
		if d.Sub(notice.Legal) != n+1 || notice.Operative.After(notice.Legal) || !c.IsWorkingDay(notice.Operative) {
			t.Fatalf("%d days before %s: %+v", n, d, notice)
		}
	})
}

func TestWorkingDaysAreCountedTheSameWayEverywhere(t *testing.T) {
	t.Parallel()
	c := calendar.National()
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDay().Draw(t, "day"), rapid.IntRange(1, 300).Draw(t, "n")
		later, earlier := c.AddWorkingDays(d, n), c.AddWorkingDays(d, -n)
		if c.WorkingDaysBetween(d.AddDays(1), later) != n || c.WorkingDaysBetween(earlier, d.AddDays(-1)) != n {
			t.Fatalf("%d working days around %s reach from %s to %s", n, d, earlier, later)
		}
		next, prev := c.NextWorkingDay(d), c.PrevWorkingDay(d)
		if next.Before(d) || prev.After(d) || (next == d) != c.IsWorkingDay(d) || (prev == d) != c.IsWorkingDay(d) {
			t.Fatalf("around %s: %s and %s", d, prev, next)
		}
		first := gov.NewDate(d.Year(), d.Month(), 1)
		k := c.WorkingDaysBetween(first, prev)
		if nth := c.NthWorkingDay(d.Year(), d.Month(), k); k > 0 && nth != prev {
			t.Fatalf("%s is working day %d of its month, but that is %s", prev, k, nth)
		}
	})
}

func TestEverySubstituteStandsInForOneHolidayOnAFreeWeekday(t *testing.T) {
	t.Parallel()
	c := calendar.National()
	for year := calendar.FirstYear; year <= calendar.LastYear; year++ {
		for _, h := range c.HolidaysOf(year) {
			if h.Kind != calendar.Substitute {
				continue
			}
			if h.Date.Weekday() == time.Saturday || h.Date.Weekday() == time.Sunday || len(c.Holidays(h.Date)) != 1 {
				t.Errorf("%s %s falls on another free day", h.Date.Korean(), h.Name)
			}
			if gap := c.WorkingDaysBetween(h.Replaces, h.Date); gap != 0 || !h.Date.After(h.Replaces) {
				t.Errorf("%s stands in for %s with %d working days between", h.Date, h.Replaces, gap)
			}
		}
	}
}
