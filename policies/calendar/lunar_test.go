package calendar

import (
	"testing"
	"time"

	"gyeol/gov"
)

func TestTheLunarTableAgreesWithTheSky(t *testing.T) {
	t.Parallel()
	for year := FirstYear; year <= LastYear; year++ {
		if want, got := lunarIn(year), computedLunar(year); got != want {
			t.Errorf("%d: the table says %v, sun and moon say %v", year, want, got)
		}
	}
}

// TestNoFeastHangsOnTheErrorOfTheComputation shows that the agreement is no luck: the formulas are good to a minute,
// and no month of a feast begins that near to midnight.
func TestNoFeastHangsOnTheErrorOfTheComputation(t *testing.T) {
	t.Parallel()
	for year := FirstYear; year <= LastYear; year++ {
		for _, m := range lunarYear(year) {
			if m.number != 1 && m.number != 4 && m.number != 8 {
				continue
			}
			into := m.moon.Sub(m.first.Time())
			if margin := min(into, 24*time.Hour-into); margin < 10*time.Minute {
				t.Errorf("%d: month %d begins with a new moon at %s", year, m.number, m.moon)
			}
		}
	}
}

func TestSeollal2027IsADayLaterThanInChina(t *testing.T) {
	t.Parallel()
	var moon time.Time
	for _, m := range lunarYear(2027) {
		if m.number == 1 && !m.leap {
			moon = m.moon
		}
	}
	if got := moon.Format("2006-01-02 15:04"); got != "2027-02-07 00:56" {
		t.Errorf("the new moon is at %s in Seoul, want 00:56 on the 7th", got)
	}
	if china := moon.In(time.FixedZone("CST", 8*60*60)); china.Day() != 6 {
		t.Errorf("in Beijing it is %s", china)
	}
}

// TestLeapMonths checks the computed months against years whose leap month is well known.
func TestLeapMonths(t *testing.T) {
	t.Parallel()
	for year, want := range map[int]int{
		2020: 4, 2023: 2, 2025: 6, 2026: 0, 2028: 5, 2031: 3, 2033: 0, 2034: 11, 2036: 6,
	} {
		got := 0
		for _, m := range lunarYear(year) { // from the solstice before: 윤11월 of 2033 is counted with 2034
			if m.leap {
				got = m.number
			}
		}
		if got != want {
			t.Errorf("%d has leap month %d, want %d", year, got, want)
		}
	}
}

func TestKoreanHolidayDataIsInOrder(t *testing.T) {
	t.Parallel()
	last := gov.Date{}
	for _, h := range dated {
		if !h.Date.After(last) || h.Source == "" {
			t.Errorf("%s %s: out of order or without a source", h.Date, h.Name)
		}
		if err := h.Validate(); err != nil {
			t.Error(err)
		}
		last = h.Date
	}
}
