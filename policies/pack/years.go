package pack

import (
	"fmt"
	"slices"

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
// window that ends before it opens. Such a pack must not become active.
func (p *Pack) CheckYears(from int) Faults {
	cal, err := p.Calendar()
	if err != nil {
		return Faults{{"manifest.yaml", 0, "years/calendar", "달력을 만들 수 없습니다: " + err.Error()}}
	}
	var faults Faults
	for _, id := range p.orders.cycles {
		file := p.cycleFile[id]
		doc := newDocument(file, p.files[file])
		for year := from; year < from+yearsAhead; year++ {
			w := walk{p: p, cycle: p.Cycles[id], doc: doc, year: year, cal: cal, dates: map[string]policies.StageDates{}}
			w.run()
			faults = append(faults, w.faults...)
		}
	}
	return faults.sorted()
}

// walk goes through one cycle in one year.
type walk struct {
	p      *Pack
	cycle  policies.CycleRule
	doc    *document
	year   int
	cal    *calendar.Calendar
	opens  gov.Date
	dates  map[string]policies.StageDates // first rounds by stage
	faults Faults
}

func (w *walk) run() {
	day, err := w.cycle.Opens.Day(w.year, w.cal)
	if err != nil {
		w.fault([]string{"opens"}, "years/date", "%d년의 여는 날이 없습니다: %v", w.year, err)
		return
	}
	w.opens = w.cal.NextWorkingDay(day)
	for i, s := range w.cycle.Stages {
		for _, round := range policies.Rounds(s, w.year) {
			w.round(i, round)
		}
	}
	for i, s := range w.cycle.Stages {
		w.order(i, s)
	}
}

// round checks the dates of one round by themselves.
func (w *walk) round(i int, r policies.Round) {
	body := w.p.Bodies[r.Stage.Body]
	d, err := policies.Dates(r.Stage, w.year, &body, w.cal)
	if err != nil {
		w.fault(stagePath(i, "id"), "years/date", "%d년에 그런 날이 없습니다: %v", w.year, err)
		return
	}
	if r.No == 1 {
		w.dates[r.Stage.ID] = d
	}
	for _, day := range []gov.Date{d.Opens, d.DueLegal, d.Hold, d.CallBy} {
		if !day.IsZero() && !w.cal.Covers(day) {
			w.fault(stagePath(i, "id"), "years/calendar", "%s: 달력이 모르는 해입니다.", day)
		}
	}
	if end := d.Ends(); !end.IsZero() && end.Before(d.Opens) {
		w.fault(stagePath(i, "id"), "years/window", "%d년: 여는 날 %s이(가) 마감 %s보다 뒤입니다.", w.year, d.Opens.Korean(), end.Korean())
	}
	if d.Hold.IsZero() {
		return
	}
	if first := latest(w.opens, d.Opens); d.CallBy.Before(first) {
		w.fault(stagePath(i, "hold"), "years/notice", "%d년: 회의 %s의 소집통지는 %s까지 나가야 하는데 단계는 %s에야 열립니다.",
			w.year, d.Hold.Korean(), d.CallBy.Korean(), first.Korean())
	}
	if applies, _ := body.InForce(d.Hold); !applies {
		w.fault(stagePath(i, "body"), "years/body", "%s에는 기구 ‘%s’의 규정이 적용되지 않습니다.", d.Hold, body.ID)
	}
}

// order checks that a stage is not due before what it waits for can have been decided.
func (w *walk) order(i int, s policies.StageRule) {
	end := w.dates[s.ID].Ends()
	if end.IsZero() {
		return
	}
	for j, id := range s.After {
		if before := w.earliest(id); before.After(end) {
			w.fault(stagePath(i, "after", index(j)), "years/order",
				"%d년: 단계 ‘%s’의 마감 %s이(가) 앞 단계 ‘%s’의 마감 %s보다 앞섭니다.",
				w.year, s.ID, end.Korean(), id, before.Korean())
		}
	}
}

// earliest returns the day by which a stage is to have decided, or the latest of those it waits for if it has none.
func (w *walk) earliest(id string) gov.Date {
	if end := w.dates[id].Ends(); !end.IsZero() {
		return end
	}
	i := slices.IndexFunc(w.cycle.Stages, func(s policies.StageRule) bool { return s.ID == id })
	day := w.opens
	for _, before := range w.cycle.Stages[i].After {
		day = latest(day, w.earliest(before))
	}
	return day
}

func stagePath(i int, fields ...string) []string {
	return append([]string{"stages", index(i)}, fields...)
}

func (w *walk) fault(where []string, rule, format string, args ...any) {
	w.faults = append(w.faults, Fault{w.doc.name, w.doc.line(where...), rule, fmt.Sprintf(format, args...)})
}

func latest(a, b gov.Date) gov.Date {
	if a.Before(b) {
		return b
	}
	return a
}
