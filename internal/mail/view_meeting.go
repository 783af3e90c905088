package mail

import (
	"strings"

	"gyeol/gov"
	"gyeol/internal/locale"
)

type (
	callView struct {
		Frame
		Facts

		Meeting *meetingView
	}
	meetingMovedView struct {
		Frame
		Facts

		Meeting *meetingView
	}
	meetingCancelledView struct {
		Frame
		Facts

		Meeting *meetingView
	}
)

// meetingView is a meeting as its members are told of it.
type meetingView struct {
	Body  string
	Day   string // with its hours, unless it takes the whole day
	Place string
	Was   string // when and where it was to be before it was moved
	Items []string
}

// meeting shows a meeting; where an item is closed, not its agenda.
func (d drawing) meeting() *meetingView {
	m := d.p.Meeting
	if m == nil {
		return nil
	}
	v := &meetingView{
		Body: locale.OneLine(m.Body, titleLimit), Day: d.when(m.HoldOn, m.StartsAt, m.EndsAt),
		Place: locale.OneLine(m.Place, titleLimit),
	}
	if w := m.Was; w != nil {
		v.Was = strings.TrimSpace(d.when(w.HoldOn, w.StartsAt, w.EndsAt) + " " + locale.OneLine(w.Place, titleLimit))
	}
	if d.p.Closed {
		return v
	}
	for _, item := range m.Items {
		v.Items = append(v.Items, locale.OneLine(item, titleLimit))
	}
	return v
}

// when is a day with the hours of a meeting; one that takes the whole day has none.
func (d drawing) when(day gov.Date, starts, ends string) string {
	if starts == "" || ends == "" {
		return d.in.date(day)
	}
	return d.in.date(day) + " " + starts + "~" + ends
}
