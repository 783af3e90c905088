package pack

import (
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/calendar"
)

// walk goes through one cycle in one year.
type walk struct {
	p      *Pack
	cycle  policies.CycleRule
	doc    *document
	year   int
	cal    *calendar.Calendar
	opens  gov.Date
	dates  map[turn]policies.StageDates
	rounds map[string]int // how many rounds a stage has
	faults Faults
}

// turn is one round of one stage.
type turn struct {
	stage string
	no    int
}

func (w *walk) run() {
	day, err := w.cycle.Opens.Day(w.year, w.cal)
	if err != nil {
		w.fault([]string{"opens"}, "years/date", "%d년의 여는 날이 없습니다: %v", w.year, err)
		return
	}
	w.opens, w.rounds = w.cal.NextWorkingDay(day), map[string]int{}
	if applies, _ := w.cycle.InForce(w.opens); !applies {
		w.fault([]string{"from"}, "years/cycle", "%s에는 연간 업무 ‘%s’의 규정이 적용되지 않습니다.", w.opens, w.cycle.Cycle)
	}
	for i, s := range w.cycle.Stages {
		rounds := policies.Rounds(s, w.year)
		w.rounds[s.ID] = len(rounds)
		for _, round := range rounds {
			w.round(i, round)
		}
	}
	for i, s := range w.cycle.Stages {
		for no := range w.rounds[s.ID] {
			w.order(i, turn{s.ID, no + 1})
			w.rules(i, turn{s.ID, no + 1})
		}
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
	w.dates[turn{r.Stage.ID, r.No}] = d
	for _, day := range []gov.Date{d.Opens, d.DueLegal, d.Hold, d.CallBy} {
		if !day.IsZero() && !w.cal.Covers(day) {
			w.fault(stagePath(i, "id"), "years/calendar", "%s: 달력이 모르는 해입니다.", day)
		}
	}
	if end := d.Ends(); !end.IsZero() && end.Before(d.Opens) {
		w.fault(stagePath(i, "id"), "years/window", "%d년: 여는 날 %s이(가) 마감 %s보다 뒤입니다.", w.year, d.Opens.Korean(), end.Korean())
	}
	if first := latest(w.opens, d.Opens); !d.Hold.IsZero() && d.CallBy.Before(first) {
		w.fault(stagePath(i, "hold"), "years/notice", "%d년: 회의 %s의 소집통지는 %s까지 나가야 하는데 단계는 %s에야 열립니다.",
			w.year, d.Hold.Korean(), d.CallBy.Korean(), first.Korean())
	}
}

// order checks that a round is not due before what it waits for can have been decided.
func (w *walk) order(i int, t turn) {
	end := w.dates[t].Ends()
	if end.IsZero() {
		return
	}
	for j, id := range w.cycle.Stages[i].After {
		if before := w.gate(id, t); before.After(end) {
			w.fault(stagePath(i, "after", index(j)), "years/order",
				"%d년: 단계 ‘%s’의 마감 %s이(가) 앞 단계 ‘%s’의 마감 %s보다 앞섭니다.",
				w.year, t.stage, end.Korean(), id, before.Korean())
		}
	}
}

// gate is the day by which the rounds of a stage for which a round waits are to have decided: the same round of a stage
// that repeats alike, else every round.
func (w *walk) gate(id string, t turn) gov.Date {
	if w.rounds[id] == w.rounds[t.stage] {
		return w.earliest(turn{id, t.no})
	}
	var day gov.Date
	for no := range w.rounds[id] {
		day = latest(day, w.earliest(turn{id, no + 1}))
	}
	return day
}

// earliest returns the day by which a round is to have decided, or the latest of those it waits for if it has none.
func (w *walk) earliest(t turn) gov.Date {
	if end := w.dates[t].Ends(); !end.IsZero() {
		return end
	}
	i := slices.IndexFunc(w.cycle.Stages, func(s policies.StageRule) bool { return s.ID == t.stage })
	day := w.opens
	for _, before := range w.cycle.Stages[i].After {
		day = latest(day, w.gate(before, t))
	}
	return day
}

// rules checks that what a round names is in force when it is used: a form and a ladder when the round opens, a body on
// the day it meets, a matter by the day it is decided.
func (w *walk) rules(i int, t turn) {
	s, d := w.cycle.Stages[i], w.dates[t]
	end := w.earliest(t)
	opens := latest(w.opens, d.Opens)
	if d.Opens.IsZero() {
		for _, before := range s.After {
			opens = latest(opens, w.gate(before, t))
		}
	}
	for _, named := range []struct {
		field, id, kind string
		on              gov.Date
		rule            policies.Ruled
	}{
		{"body", string(s.Body), "body", end, w.p.Bodies[s.Body].Ruled},
		{"panel", string(s.Panel), "panel", end, w.p.Bodies[s.Panel].Ruled},
		{"form", s.Form, "form", opens, w.p.Forms[s.Form].Ruled},
		{"ladder", s.Ladder, "ladder", opens, w.p.Ladders[s.Ladder].Ruled},
		{"programme", s.Programme, "programme", opens, w.p.Awards[s.Programme].Ruled},
	} {
		if applies, _ := named.rule.InForce(named.on); named.id != "" && !applies {
			w.fault(stagePath(i, named.field), "years/"+named.kind, "%s에는 ‘%s’의 규정이 적용되지 않습니다.", named.on, named.id)
		}
	}
	w.matters(i, end)
}

// matters checks that somebody decides, on the day, each matter to which a stage leads.
func (w *walk) matters(i int, on gov.Date) {
	s := w.cycle.Stages[i]
	body, award := w.p.Bodies[s.Body], w.p.Awards[s.Programme]
	for _, m := range []struct{ field, id string }{
		{"matter", s.Matter},
		{"body", body.Call},
		{"body", body.Minutes},
		{"programme", award.Plan},
		{"programme", award.Matter},
	} {
		decided := slices.ContainsFunc(w.p.AuthorityRows, func(r policies.AuthorityRow) bool {
			applies, _ := r.InForce(on)
			return r.Matter == m.id && applies
		})
		if m.id != "" && !decided {
			w.fault(stagePath(i, m.field), "years/matter", "%s에는 업무 ‘%s’의 전결 규정이 없습니다.", on, m.id)
		}
	}
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
