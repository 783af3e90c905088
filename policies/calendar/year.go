package calendar

import (
	"slices"
	"sync"
	"time"

	"gyeol/gov"
)

// holidays maps a day to the reasons why it is a holiday, without plain Sundays.
type holidays map[gov.Date][]Holiday

func (h holidays) add(day Holiday) { h[day.Date] = append(h[day.Date], day) }

// national returns the national holidays of FirstYear to LastYear. It is computed once and never changed.
var national = sync.OnceValue(func() holidays {
	all := holidays{}
	for year := FirstYear; year <= LastYear; year++ {
		for d, reasons := range nationalIn(year, gov.Date{}) {
			all[d] = reasons
		}
	}
	return all
})

// nationalIn returns the national holidays of one year. Substitutes are worked out from the days of the decree alone,
// so a day the government designates later closes the offices but never moves a holiday already announced. With asOf
// set, only what was law and announced on that day counts: a wording that came into force later adds nothing.
func nationalIn(year int, asOf gov.Date) holidays {
	days := holidays{}
	for _, r := range rules {
		d := r.on(year)
		if !d.IsZero() && !d.Before(r.from) && known(r.from, asOf) {
			days.add(Holiday{
				Date: d, Name: r.name, Kind: Statutory, Article: decreeName + " " + r.article, Assumed: assumed(d),
			})
		}
	}
	for _, s := range substitutes(year, days, asOf) {
		days.add(s)
	}
	for _, h := range dated {
		if h.Date.Year() == year && known(h.Known, asOf) {
			days.add(h)
		}
	}
	return days
}

// assumed reports whether the decree of that day was not read or the lunar feasts of its year are unknown.
func assumed(d gov.Date) bool {
	return VersionOn(d).Assumed || d.Year() < FirstYear || d.Year() > LastYear
}

// claim is a holiday that has earned a substitute day.
type claim struct {
	name string
	date gov.Date
}

// substitutes works out the substitute holidays of a year (제3조): the first day after the holiday that is no holiday;
// if that is a Saturday, the next; if another substitute already took the day, the next again.
func substitutes(year int, days holidays, asOf gov.Date) []Holiday {
	taken := map[gov.Date]bool{}
	var found []Holiday
	for _, c := range claims(year, days, asOf) {
		d := c.date.AddDays(1)
		for days[d] != nil || taken[d] || d.Weekday() == time.Sunday || d.Weekday() == time.Saturday {
			d = d.AddDays(1)
		}
		taken[d] = true
		found = append(found, Holiday{
			Date: d, Name: "대체공휴일(" + c.name + ")", Kind: Substitute,
			Article: decreeName + " 제3조", Replaces: c.date, Assumed: assumed(c.date),
		})
	}
	return found
}

// claims returns, in order of date, the holidays that earn a substitute: each one that falls on a day of the weekend
// its rule names, and one for all that meet on a weekday.
func claims(year int, days holidays, asOf gov.Date) []claim {
	var all []claim
	for _, r := range rules {
		d := r.on(year)
		when := r.substituteOn(d, asOf)
		if d.IsZero() || d.Before(r.from) || !known(r.from, asOf) || when == noSubstitute {
			continue
		}
		switch d.Weekday() {
		case time.Sunday:
			all = append(all, claim{r.name, d})
		case time.Saturday:
			if when == onSaturdayOrSunday {
				all = append(all, claim{r.name, d})
			}
		default:
			met := slices.ContainsFunc(all, func(c claim) bool { return c.date == d })
			if len(days[d]) > 1 && !met {
				all = append(all, claim{r.name, d})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b claim) int { return a.date.Compare(b.date) })
	return all
}
