// Package ical writes meetings and deadlines as iCalendar (RFC 5545): the invitation beside a mail (RFC 6047) and the
// feed that a calendar program reads. The same event is the same bytes; nothing is read and no clock is asked.
package ical

import (
	"strings"
	"time"

	"gyeol/gov"
)

// Method says what a calendar is to do with an event (RFC 5546).
type Method string

// The methods of this release. Nobody is asked to REPLY: an answer to a call is given in gyeol.
const (
	Request Method = "REQUEST" // takes an event in, or replaces an earlier one with the same UID
	Cancel  Method = "CANCEL"  // takes an event out
	Publish Method = "PUBLISH" // of a feed
)

// Event is one entry of a calendar. Its texts are seen by whoever may look into the calendar: nothing closed belongs
// in them.
type Event struct {
	UID      string    // stays as it is when the event moves
	Sequence int       // rises with every change of day, hours or place, from 0
	Stamp    time.Time // when this wording was written
	Day      gov.Date
	// Starts and Ends are hours in Seoul as "14:00". Without them the event takes the whole day and keeps nobody busy.
	Starts, Ends string
	Summary      string
	Location     string
	Description  string
	URL          string
	Private      bool // to be hidden from those who merely share the calendar
	Cancelled    bool
	Alarm        string // what a reminder on the day before says; empty: there is none
}

// Party is whoever calls a meeting or is called.
type Party struct{ Name, Email string }

// Invitation is one event for one person. The other members are not named in it: who else was called is personal data.
type Invitation struct {
	Method              Method
	Event               Event
	Organizer, Attendee Party
}

// Bytes is the invitation as an iCalendar object.
func (i Invitation) Bytes() []byte {
	var w writer
	w.open(i.Method)
	if i.Event.timed() {
		w.seoul()
	}
	e := i.Event
	e.Cancelled = i.Method == Cancel
	w.event(e, func() {
		w.line("ORGANIZER"+cn(i.Organizer.Name), "mailto:"+i.Organizer.Email)
		if i.Method == Cancel {
			w.line("ATTENDEE"+cn(i.Attendee.Name), "mailto:"+i.Attendee.Email)
			return
		}
		w.line("ATTENDEE"+cn(i.Attendee.Name)+";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE",
			"mailto:"+i.Attendee.Email)
	})
	w.line("END", "VCALENDAR")
	return w.out.Bytes()
}

// Feed is the calendar of one person.
type Feed struct {
	Name    string
	Refresh time.Duration // how often a program should come back, in whole minutes
	Events  []Event
}

// Bytes is the feed as an iCalendar object. One without events is still whole: RFC 5545 asks for a component, and the
// time zone is one.
func (f Feed) Bytes() []byte {
	var w writer
	w.open(Publish)
	w.text("NAME", f.Name)
	w.text("X-WR-CALNAME", f.Name)
	w.line("X-WR-TIMEZONE", zone)
	every := duration(f.Refresh)
	w.line("REFRESH-INTERVAL;VALUE=DURATION", every)
	w.line("X-PUBLISHED-TTL", every)
	w.seoul()
	for _, e := range f.Events {
		w.event(e, func() {})
	}
	w.line("END", "VCALENDAR")
	return w.out.Bytes()
}

func (e Event) timed() bool { return e.Starts != "" && e.Ends != "" }

// Sitting names a meeting of a body as a calendar shows it.
func Sitting(body string) string {
	if strings.HasSuffix(body, "회의") {
		return body
	}
	return body + " 회의"
}
