package ical

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"gyeol/gov"
)

// widest is how many octets a line may have before its end (RFC 5545 §3.1).
const widest = 75

// zone is the name of the one time zone in which offices keep hours.
const zone = "Asia/Seoul"

// writer puts down content lines.
type writer struct{ out bytes.Buffer }

func (w *writer) open(m Method) {
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", "-//gyeol//gyeol//KO")
	w.line("CALSCALE", "GREGORIAN")
	w.line("METHOD", string(m))
}

// seoul defines the time zone: nine hours ahead of UTC, with no summer time since 1988.
func (w *writer) seoul() {
	for _, l := range [][2]string{
		{"BEGIN", "VTIMEZONE"},
		{"TZID", zone},
		{"BEGIN", "STANDARD"},
		{"DTSTART", "19881009T030000"},
		{"TZOFFSETFROM", "+1000"},
		{"TZOFFSETTO", "+0900"},
		{"TZNAME", "KST"},
		{"END", "STANDARD"},
		{"END", "VTIMEZONE"},
	} {
		w.line(l[0], l[1])
	}
}

// event writes one event; parties adds organizer and attendee.
func (w *writer) event(e Event, parties func()) {
	w.line("BEGIN", "VEVENT")
	w.text("UID", e.UID)
	w.line("SEQUENCE", strconv.Itoa(e.Sequence))
	w.line("DTSTAMP", e.Stamp.UTC().Format("20060102T150405Z"))
	w.when(e)
	parties()
	w.text("SUMMARY", e.Summary)
	w.text("LOCATION", e.Location)
	w.text("DESCRIPTION", e.Description)
	if e.URL != "" {
		w.line("URL", bare(e.URL))
	}
	w.line("CLASS", either(e.Private, "PRIVATE", "PUBLIC"))
	w.line("STATUS", either(e.Cancelled, "CANCELLED", "CONFIRMED"))
	w.line("TRANSP", either(e.timed() && !e.Cancelled, "OPAQUE", "TRANSPARENT"))
	if e.Alarm != "" && !e.Cancelled {
		w.alarm(e)
	}
	w.line("END", "VEVENT")
}

func (w *writer) when(e Event) {
	if e.timed() {
		w.line("DTSTART;TZID="+zone, hour(e.Day, e.Starts))
		w.line("DTEND;TZID="+zone, hour(e.Day, e.Ends))
		return
	}
	w.line("DTSTART;VALUE=DATE", day(e.Day))
	w.line("DTEND;VALUE=DATE", day(e.Day.AddDays(1)))
}

// alarm reminds on the day before: at the same hour, or at nine in the morning where the event takes the whole day.
func (w *writer) alarm(e Event) {
	w.line("BEGIN", "VALARM")
	w.line("ACTION", "DISPLAY")
	w.line("TRIGGER", either(e.timed(), "-P1D", "-PT15H"))
	w.text("DESCRIPTION", e.Alarm)
	w.line("END", "VALARM")
}

// text writes a property of free text; an empty one is left out.
func (w *writer) text(name, value string) {
	if value != "" {
		w.line(name, escape(value))
	}
}

// line writes a content line, folded so that no line is wider than the standard allows and no character is torn.
func (w *writer) line(name, value string) {
	left, room := name+":"+value, widest
	for len(left) > room {
		cut := room
		for !utf8.RuneStart(left[cut]) {
			cut--
		}
		w.out.WriteString(left[:cut] + "\r\n ")
		left, room = left[cut:], widest-1
	}
	w.out.WriteString(left + "\r\n")
}

var escapes = strings.NewReplacer("\\", "\\\\", ";", "\\;", ",", "\\,", "\n", "\\n")

// escape is a text as a property holds it. What a line cannot hold is left out.
func escape(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return escapes.Replace(strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "")))
}

// bare is a value that stands for itself: an address of ours.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}

var unquoted = strings.NewReplacer(`"`, "'", `\`, "/")

// cn is the parameter of a name. Quotation marks cannot stand in one, and some programs read a backslash as the
// beginning of something.
func cn(name string) string {
	if name = unquoted.Replace(bare(name)); name == "" {
		return ""
	}
	return `;CN="` + name + `"`
}

func day(d gov.Date) string { return strings.ReplaceAll(d.String(), "-", "") }

func hour(d gov.Date, clock string) string {
	return day(d) + "T" + strings.ReplaceAll(clock, ":", "") + "00"
}

func duration(d time.Duration) string { return fmt.Sprintf("PT%dM", int(d/time.Minute)) }

func either(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}
