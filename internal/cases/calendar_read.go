package cases

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies/calendar"
)

// DayFilter narrows the list of entered days.
type DayFilter struct {
	Since     gov.Date // not before this day; zero: today
	Kind      string   // designated, local, council_session; empty: all
	AsOf      gov.Date // as they were known at the end of this office day; zero: now
	Withdrawn bool     // also those that were withdrawn
	After     string   // cursor
	Limit     int
}

// EnteredDays lists the days that operators entered, in their order.
func (s *Service) EnteredDays(ctx context.Context, actor Actor, f DayFilter) (EnteredDayPage, error) {
	page := EnteredDayPage{Days: []EnteredDay{}}
	r, err := s.read(ctx, actor)
	if err != nil {
		return page, err
	}
	p := db.ViewCalendarDaysParams{
		Since: cmp.Or(f.Since, r.v.today), Kind: f.Kind, AsOf: f.AsOf, Withdrawn: f.Withdrawn, First: f.After == "",
		AfterID: uid([16]byte{}), AfterDay: r.v.today, N: int32(f.Limit) + 1,
	}
	if f.After != "" {
		var id [16]byte
		if p.AfterDay, id, err = placeOn(f.After); err != nil {
			return page, err
		}
		p.AfterID = uid(id)
	}
	rows, err := r.q.ViewCalendarDays(ctx, p)
	if err != nil {
		return page, store.Interpret(err)
	}
	for i, d := range rows {
		if i == f.Limit {
			last := rows[i-1]
			page.Next = mark(last.Day.String(), last.ID.String())
			break
		}
		page.Days = append(page.Days, enteredDay(db.ViewCalendarDayRow(d)))
	}
	return page, nil
}

func enteredDay(d db.ViewCalendarDayRow) EnteredDay {
	out := EnteredDay{
		ID: d.ID, Day: d.Day, DayText: d.Day.Korean(), Kind: d.Kind, KindText: dayKinds[d.Kind], Name: d.Name,
		Article: d.Article, Reason: d.Reason, EnteredOn: d.EnteredOn, EnteredBy: d.EnteredBy,
		WithdrawnOn: d.WithdrawnOn,
		WithdrawnBy: d.WithdrawnBy, WithdrawnReason: d.WithdrawnReason,
	}
	if out.Article == "" {
		out.Article = calendar.EnteredArticle(d.Kind)
	}
	return out
}

// DayChanges are the changes that an entered day has made, oldest first: what entering it moved, and withdrawing it.
// It is for coordinators and operators.
func (s *Service) DayChanges(ctx context.Context, actor Actor, id gov.CalendarDayID) ([]CalendarChange, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return nil, err
	}
	if err := keepsCalendar(r.v, actor); err != nil {
		return nil, err
	}
	day, err := r.q.ViewCalendarDay(ctx, id)
	if err != nil {
		return nil, store.Interpret(err)
	}
	rows, err := r.q.ViewCalendarChanges(ctx, id)
	if err != nil {
		return nil, store.Interpret(err)
	}
	out := make([]CalendarChange, len(rows))
	for i, c := range rows {
		if out[i], err = r.change(c, day); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// calendarChange reads a change that was just made, or made before under the same key.
func (s *Service) calendarChange(ctx context.Context, actor Actor, id string) (CalendarChange, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return CalendarChange{}, err
	}
	var parsed gov.CalendarChangeID
	if err := parsed.UnmarshalText([]byte(id)); err != nil {
		return CalendarChange{}, err
	}
	c, err := r.q.ViewCalendarChange(ctx, parsed)
	if err != nil {
		return CalendarChange{}, store.Interpret(err)
	}
	day, err := r.q.ViewCalendarDay(ctx, c.CalendarDay)
	if err != nil {
		return CalendarChange{}, store.Interpret(err)
	}
	return r.change(c, day)
}

func (r reading) change(c db.CalendarChange, day db.ViewCalendarDayRow) (CalendarChange, error) {
	out := CalendarChange{ID: c.ID, Change: string(c.Verb), On: c.OfficeDate, Day: enteredDay(day)}
	if err := json.Unmarshal(c.Impact, &out.Impact); err != nil {
		return out, fmt.Errorf("read what a change of the calendar moved: %w", err)
	}
	if out.Impact.Reviews == nil { // written before they were counted again
		out.Impact.Reviews = []MovedReview{}
	}
	out.Impact = out.Impact.shownTo(r.v)
	return out, nil
}
