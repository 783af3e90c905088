package mail

import "gyeol/internal/locale"

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
	Body, Day, Place string
	Was              string // the day until now, of a meeting that was moved
	Items            []string
}

// meeting shows a meeting; where an item is closed, not its agenda.
func (d drawing) meeting() *meetingView {
	m := d.p.Meeting
	if m == nil {
		return nil
	}
	v := &meetingView{
		Body: locale.OneLine(m.Body, titleLimit), Day: d.in.date(m.HoldOn), Place: locale.OneLine(m.Place, titleLimit),
		Was: d.in.date(m.WasOn),
	}
	if d.p.Closed {
		return v
	}
	for _, item := range m.Items {
		v.Items = append(v.Items, locale.OneLine(item, titleLimit))
	}
	return v
}
