package check

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/jackc/pgx/v5"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/calendar"
	"gyeol/policies/pack"
)

// laidOut is a stage with its dates and what moved them.
type laidOut struct {
	name, cycle, key string
	pack             []byte
	year, round      int
	is               policies.StageDates
	moves            []move
}

// move is what an act did to the dates of a stage: a person named days, or a meeting was put on a day of its own.
type move struct {
	Opens  gov.Date `json:"opens"`
	Due    gov.Date `json:"due"`
	Hold   gov.Date `json:"hold"`
	Held   gov.Date `json:"held"`
	CallBy gov.Date `json:"call_by"`
}

// checkStageDates works the dates of every stage out anew from the rules of its year and what moved them since.
func checkStageDates(ctx context.Context, r *reader, c *Check) error {
	if err := r.allPacks(ctx); err != nil {
		return err
	}
	calendars, err := r.calendars(ctx)
	if err != nil {
		return err
	}
	return r.each(ctx, read("stages"), func(rows pgx.Rows) error {
		var s laidOut
		var moves json.RawMessage
		if err := rows.Scan(&s.name, &s.pack, &s.cycle, &s.year, &s.key, &s.round, &s.is.Opens, &s.is.DueOperative,
			&s.is.DueLegal, &s.is.Hold, &s.is.CallBy, &moves); err != nil {
			return err
		}
		readable := json.Unmarshal(moves, &s.moves) == nil
		if !readable {
			c.find(s.name, "날짜를 옮긴 행위를 읽을 수 없습니다 (an act that moved its dates names no dates)")
		}
		if p := r.packOf(c, s.name, s.pack); p != nil && readable {
			s.check(c, p, calendars)
		}
		return nil
	})
}

// calendars are those under which a date may have been worked out: the present one, and each without what may have
// been announced since, a day or all of them; and those that held between one change and the next, as a stage keeps
// the dates under which it decided.
func (r *reader) calendars(ctx context.Context) ([]*calendar.Calendar, error) {
	out, err := r.formerCalendars(ctx)
	if err != nil {
		return nil, err
	}
	out = append([]*calendar.Calendar{r.cal, calendar.National()}, out...)
	for i := range r.added {
		cal, err := calendar.New(calendar.WithDays(slices.Delete(slices.Clone(r.added), i, i+1)...))
		if err != nil {
			return nil, err
		}
		out = append(out, cal)
	}
	return out, nil
}

// formerCalendars are the calendars after each change, oldest first.
func (r *reader) formerCalendars(ctx context.Context) ([]*calendar.Calendar, error) {
	var out []*calendar.Calendar
	var days []calendar.Entered
	err := r.each(ctx, read("calendar_history"), func(rows pgx.Rows) error {
		var e calendar.Entered
		var entered bool
		if err := rows.Scan(&e.Date, &e.Kind, &e.Name, &entered); err != nil {
			return err
		}
		if entered {
			days = append(days, e)
		} else {
			days = slices.DeleteFunc(days, func(d calendar.Entered) bool {
				return d.Date == e.Date && d.Kind == e.Kind
			})
		}
		out = append(out, calendar.Office("", slices.Clone(days)))
		return nil
	})
	return out, err
}

func (s laidOut) check(c *Check, p *pack.Pack, calendars []*calendar.Calendar) {
	rule, ok := p.Stage(s.cycle, s.key)
	rounds := policies.Rounds(rule, s.year)
	if !ok || s.round > len(rounds) {
		c.find(s.name, "규정 묶음에 단계 %[1]s의 %[2]d차가 없습니다 (its pack knows no round %[2]d of stage %[1]s)", s.key, s.round)
		return
	}
	may := map[string][]gov.Date{}
	for _, cal := range calendars {
		dates, err := s.dates(rounds[s.round-1].Stage, p, cal)
		if err != nil {
			continue // no such day under this calendar
		}
		for _, d := range daysOf(dates) {
			may[d.what] = append(may[d.what], d.day)
		}
	}
	for _, d := range daysOf(s.is) {
		if !slices.Contains(may[d.what], d.day) {
			c.find(s.name, "%[1]s이(가) %[2]q로 기록되었으나 규정과 행위로는 %[3]q입니다 (%[1]s is %[2]q, rules and acts make it %[3]q)",
				d.what, d.day, firstOf(may[d.what]))
		}
	}
}

// dates are those of the rule after every move.
func (s laidOut) dates(rule policies.StageRule, p *pack.Pack, cal *calendar.Calendar) (policies.StageDates, error) {
	var body *policies.BodyRule
	if a, ok := p.Award(rule.Programme); ok && rule.Body == "" {
		rule.Body = a.Board
	}
	if b, ok := p.Body(rule.Body); ok {
		body = &b
	}
	d, err := policies.Dates(rule, s.year, body, cal)
	for _, m := range s.moves {
		if !m.Opens.IsZero() {
			d.Opens = cal.NextWorkingDay(m.Opens)
		}
		if !m.Due.IsZero() {
			by := cal.FixedDate(m.Due)
			d.DueOperative, d.DueLegal = by.Operative, by.Legal
		}
		if !m.Hold.IsZero() {
			d.Hold = cal.Hold(m.Hold)
			d.CallBy = policies.CallBy(d.Hold, body, cal)
		}
		if !m.Held.IsZero() {
			d.Hold, d.CallBy = cal.Hold(m.Held), m.CallBy
			if d.Hold != m.Held || !cal.IsWorkingDay(m.CallBy) { // its day was designated since
				d.CallBy = policies.CallBy(d.Hold, body, cal)
			}
		}
	}
	return d, err
}

// namedDay is a date of a stage under the name of its column.
type namedDay struct {
	what string
	day  gov.Date
}

func daysOf(d policies.StageDates) []namedDay {
	return []namedDay{
		{"stage.opens_on", d.Opens},
		{"stage.due_operative", d.DueOperative},
		{"stage.due_legal", d.DueLegal},
		{"stage.hold_on", d.Hold},
		{"stage.call_by", d.CallBy},
	}
}

func firstOf(days []gov.Date) gov.Date {
	if len(days) == 0 {
		return gov.Date{}
	}
	return days[0]
}
