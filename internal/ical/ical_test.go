package ical

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	goical "github.com/emersion/go-ical"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gyeol/gov"
)

var update = flag.Bool("update", false, "write the golden files anew")

const uid = "01890000-0000-7000-8000-000000000001"

func event() Event {
	return Event{
		UID: uid, Stamp: gov.MustDate("2025-02-10").Time().Add(9 * time.Hour), Day: gov.MustDate("2025-02-27"),
		Starts: "14:00", Ends: "16:00", Summary: "서울특별시 평생교육협의회 회의", Location: "서소문청사, 대회의실; 6층",
		Description: "https://gyeol.example/tasks/" + uid, URL: "https://gyeol.example/tasks/" + uid, Alarm: "평생교육협의회 회의",
	}
}

func invitation(m Method) Invitation {
	return Invitation{
		Method: m, Event: event(), Organizer: Party{Name: `평생교육과 "결"`, Email: "gyeol@seoul.example"},
		Attendee: Party{Name: "위원, 가나다", Email: "member@seoul.example"},
	}
}

func TestAnInvitationIsWhatItsGoldenFileSays(t *testing.T) {
	t.Parallel()
	moved := invitation(Request)
	moved.Event.Sequence, moved.Event.Day, moved.Event.Private = 1, gov.MustDate("2025-03-06"), true
	whole := invitation(Request)
	whole.Event.Starts, whole.Event.Ends = "", ""
	gone := invitation(Cancel)
	gone.Event.Sequence = 2
	task := Event{
		UID: uid, Stamp: gov.MustDate("2025-02-10").Time(), Day: gov.MustDate("2025-05-30"), Summary: "추진실적 제출",
		Description: "법정 기한: 2025. 6. 2.(월)\nhttps://gyeol.example/tasks/" + uid,
	}
	for name, got := range map[string][]byte{
		"request": invitation(Request).Bytes(), "moved": moved.Bytes(), "whole-day": whole.Bytes(), "cancel": gone.Bytes(),
		"feed":  Feed{Name: "결 — 담당", Refresh: time.Hour, Events: []Event{event(), task}}.Bytes(),
		"empty": Feed{Name: "결", Refresh: 90 * time.Minute}.Bytes(),
	} {
		parsed(t, got)
		path := filepath.Join("testdata", name+".ics")
		if *update {
			require.NoError(t, os.WriteFile(path, got, 0o644))
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err, "run: go test ./internal/ical -update")
		require.Equal(t, string(want), string(got), name)
	}
}

// parsed reads a calendar with two libraries that are not ours, and looks at its lines.
func parsed(t require.TestingT, raw []byte) *goical.Calendar {
	for line := range strings.SplitSeq(strings.TrimSuffix(string(raw), "\r\n"), "\r\n") {
		require.LessOrEqual(t, len(line), widest)
		require.NotContains(t, line, "\n")
		require.NotContains(t, line, "\r")
		require.True(t, utf8.ValidString(line), "no character is torn")
	}
	require.True(t, bytes.HasSuffix(raw, []byte("\r\n")))
	cal, err := goical.NewDecoder(bytes.NewReader(raw)).Decode()
	require.NoError(t, err)
	require.NoError(t, goical.NewEncoder(&bytes.Buffer{}).Encode(cal), "what is mandatory is there, once")
	second, err := ics.ParseCalendar(bytes.NewReader(raw))
	require.NoError(t, err)
	require.Len(t, second.Events(), len(cal.Events()))
	return cal
}

func TestAnInvitationSaysWhatACalendarNeeds(t *testing.T) {
	t.Parallel()
	cal := parsed(t, invitation(Request).Bytes())
	require.Equal(t, "REQUEST", cal.Props.Get(goical.PropMethod).Value)
	require.Len(t, cal.Events(), 1)
	e := cal.Events()[0]
	seoul, err := time.LoadLocation("Asia/Seoul")
	require.NoError(t, err)
	starts, err := e.DateTimeStart(seoul)
	require.NoError(t, err)
	ends, err := e.DateTimeEnd(seoul)
	require.NoError(t, err)
	require.Equal(t, "2025-02-27T05:00:00Z", starts.UTC().Format(time.RFC3339))
	require.Equal(t, 2*time.Hour, ends.Sub(starts))
	text := func(name string) string {
		v, err := e.Props.Text(name)
		require.NoError(t, err)
		return v
	}
	require.Equal(t, uid, text(goical.PropUID))
	require.Equal(t, "서소문청사, 대회의실; 6층", text(goical.PropLocation))
	require.Equal(t, "0", e.Props.Get(goical.PropSequence).Value)
	require.Len(t, e.Props[goical.PropAttendee], 1, "nobody learns who else was called")
	attendee := e.Props.Get(goical.PropAttendee)
	require.Equal(t, "mailto:member@seoul.example", attendee.Value)
	require.Equal(t, "위원, 가나다", attendee.Params.Get(goical.ParamCommonName))
	require.Equal(t, "FALSE", attendee.Params.Get(goical.ParamRSVP))
	require.Equal(t, "평생교육과 '결'", e.Props.Get(goical.PropOrganizer).Params.Get(goical.ParamCommonName))
	require.Len(t, e.Children, 1)
	require.Equal(t, "-P1D", e.Children[0].Props.Get(goical.PropTrigger).Value)

	cancelled := parsed(t, invitation(Cancel).Bytes())
	require.Equal(t, "CANCEL", cancelled.Props.Get(goical.PropMethod).Value)
	require.Equal(t, "CANCELLED", cancelled.Events()[0].Props.Get(goical.PropStatus).Value)
	require.Equal(t, uid, cancelled.Events()[0].Props.Get(goical.PropUID).Value)
	require.Empty(t, cancelled.Events()[0].Children, "what is not held reminds nobody")
}

// TestTheTimeZoneIsThatOfTheWorld holds the hours we write against the zone as the machine knows it, every month.
func TestTheTimeZoneIsThatOfTheWorld(t *testing.T) {
	t.Parallel()
	seoul, err := time.LoadLocation("Asia/Seoul")
	require.NoError(t, err)
	for d := gov.MustDate("2020-01-01"); d.Before(gov.MustDate("2051-01-01")); d = d.AddMonths(1) {
		_, offset := time.Date(d.Year(), d.Month(), d.Day(), 14, 0, 0, 0, seoul).Zone()
		require.Equal(t, 9*60*60, offset, "Seoul keeps no summer time on %s", d)
	}
}

// TestAnyTextComesBack: whatever stands in a title, a place or a name, the calendar is whole and says it again.
func TestAnyTextComesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		i := invitation(Request)
		i.Event.Summary = rapid.String().Draw(r, "summary")
		i.Event.Location = strings.Repeat(rapid.SampledFrom([]string{"👨‍👩‍👧‍👦", "ᄀᆞᆯ", "①", "회의실", "a,b;c\\n", "\r\nX-EVIL:1"}).Draw(r, "place"),
			rapid.IntRange(0, 80).Draw(r, "times"))
		i.Attendee.Name = rapid.String().Draw(r, "name")
		cal := parsed(r, i.Bytes())
		require.Len(r, cal.Events(), 1)
		e := cal.Events()[0]
		require.Nil(r, e.Props.Get("X-EVIL"), "a line end in a text begins no property")
		require.Len(r, e.Props[goical.PropAttendee], 1)
		got, err := e.Props.Text(goical.PropLocation)
		require.NoError(r, err)
		require.Equal(r, clean(i.Event.Location), got)
		got, err = e.Props.Text(goical.PropSummary)
		require.NoError(r, err)
		require.Equal(r, clean(i.Event.Summary), got)
	})
}

// clean is a text without what no line of a calendar can hold.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if r != '\n' && (r < 0x20 || r >= 0x7f && r <= 0x9f) {
			return -1
		}
		return r
	}, s)
}
