package mail

import (
	"bytes"
	"fmt"

	gomail "github.com/wneessen/go-mail"

	"gyeol/gov"
	"gyeol/internal/ical"
	"gyeol/internal/locale"
)

// calendarFile is the name under which a mail program that knows no invitations shows one.
const calendarFile = "invite.ics"

// invite puts the meeting of a notice beside its texts, for calendars to take in (RFC 6047) and, for the programs that
// do not, as a file. It returns what was added to the letter: nothing where the notice is about no meeting.
func (s *Sender) invite(msg *gomail.Msg, l gov.Letter) (string, error) {
	m := l.Params.Meeting
	if m == nil || m.Meeting.IsZero() || !l.Kind.Invites() {
		return "", nil
	}
	i := s.invitation(l)
	ics := i.Bytes()
	msg.AddAlternativeString(gomail.ContentType("text/calendar; method="+string(i.Method)), string(ics),
		gomail.WithPartEncoding(gomail.EncodingB64))
	if err := msg.AttachReader(calendarFile, bytes.NewReader(ics),
		gomail.WithFileContentType("application/ics")); err != nil {
		return "", fmt.Errorf("attach the invitation: %w", err)
	}
	return "\n" + string(ics), nil
}

// invitation is the meeting in the calendar of its addressee. A calendar is shown to others: it names the body, the day
// and the place, and neither the agenda nor the other members.
func (s *Sender) invitation(l gov.Letter) ical.Invitation {
	m, to := l.Params.Meeting, link(s.cfg.BaseURL, l.Params.TaskID)
	name := ical.Sitting(locale.OneLine(m.Body, titleLimit))
	i := ical.Invitation{
		Method:    ical.Request,
		Organizer: ical.Party{Name: s.cfg.FromName, Email: s.cfg.From},
		Attendee:  ical.Party{Name: locale.OneLine(l.Name, nameLimit), Email: l.Email},
		Event: ical.Event{
			UID: m.Meeting.String(), Sequence: m.Sequence, Stamp: m.At, Day: m.HoldOn, Starts: m.StartsAt, Ends: m.EndsAt,
			Summary: name, Location: locale.OneLine(m.Place, titleLimit), Description: to, URL: to, Private: l.Params.Closed,
			Alarm: name,
		},
	}
	if l.Kind == gov.NoticeMeetingCancelled {
		i.Method = ical.Cancel
	}
	return i
}
