package pack

import (
	"fmt"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/calendar"
)

// Calendar returns the calendar of the pack's region: the holidays of the nation and those of the region, and the days
// handed in, such as designated ones.
func (p *Pack) Calendar(days ...calendar.Holiday) (*calendar.Calendar, error) {
	cal, err := calendar.New(calendar.WithRegion(p.Manifest.Region), calendar.WithDays(days...))
	if err != nil {
		return nil, fmt.Errorf("calendar of %s: %w", p.Manifest.Pack, err)
	}
	return cal, nil
}

// yearsAhead is how far a pack is walked before it may be used.
const yearsAhead = 3

// CheckYears walks every cycle over three plan years, the first being from, and says which dates cannot be met: a
// meeting that would have to be called before its stage or the cycle is open, a stage due before what it waits for, a
// window that ends before it opens, a stage on whose day a rule that it names is not in force.
func (p *Pack) CheckYears(from int) Faults {
	return p.checkYears(func(policies.CycleRule, *calendar.Calendar) int { return from })
}

// CheckFrom is CheckYears for a pack that comes into force on a day: it begins with the first year of each cycle that
// opens on that day or later. A pack with faults must not become active.
func (p *Pack) CheckFrom(day gov.Date) Faults {
	return p.checkYears(func(c policies.CycleRule, cal *calendar.Calendar) int { return firstYear(c, day, cal) })
}

func (p *Pack) checkYears(first func(policies.CycleRule, *calendar.Calendar) int) Faults {
	cal, err := p.Calendar()
	if err != nil {
		return Faults{{"manifest.yaml", 0, "years/calendar", "달력을 만들 수 없습니다: " + err.Error()}}
	}
	var faults Faults
	for _, id := range p.orders.cycles {
		file := p.cycleFile[id]
		doc := newDocument(file, p.files[file])
		from := first(p.Cycles[id], cal)
		for year := from; year < from+yearsAhead; year++ {
			w := walk{p: p, cycle: p.Cycles[id], doc: doc, year: year, cal: cal, dates: map[turn]policies.StageDates{}}
			w.run()
			faults = append(faults, w.faults...)
		}
	}
	return faults.sorted()
}

// firstYear is the first plan year of a cycle that opens on the day or later. A cycle that never says when counts from
// the year of the day; the walk names the fault.
func firstYear(c policies.CycleRule, day gov.Date, cal *calendar.Calendar) int {
	for year := day.Year() - 1; year <= day.Year()+2; year++ {
		opens, err := c.Opens.Day(year, cal)
		if err == nil && !cal.NextWorkingDay(opens).Before(day) {
			return year
		}
	}
	return day.Year()
}
