package mail

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"testing"

	goical "github.com/emersion/go-ical"
	"github.com/emersion/go-message"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/embedded/smtp"
)

// leaf is a part of a mail that is no list of parts, with the media types of those around it.
type leaf struct {
	within []string
	kind   string
	params map[string]string
	file   string
	text   string
}

// leaves reads a kept mail part by part.
func leaves(t *testing.T, path string) []leaf {
	t.Helper()
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	r := bufio.NewReader(bytes.NewReader(raw))
	_, err = r.ReadString('\n') // the envelope's line
	require.NoError(t, err)
	e, err := message.Read(r)
	require.NoError(t, err)
	return leavesOf(t, e, nil)
}

func leavesOf(t *testing.T, e *message.Entity, within []string) []leaf {
	t.Helper()
	kind, params, err := e.Header.ContentType()
	require.NoError(t, err)
	parts := e.MultipartReader()
	if parts == nil {
		l := leaf{within: within, kind: kind, params: params}
		if e.Header.Has("Content-Disposition") {
			_, at, err := e.Header.ContentDisposition()
			require.NoError(t, err)
			l.file = at["filename"]
		}
		text, err := io.ReadAll(e.Body)
		require.NoError(t, err)
		l.text = string(text)
		return []leaf{l}
	}
	var out []leaf
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return out
		}
		require.NoError(t, err)
		out = append(out, leavesOf(t, part, append(within[:len(within):len(within)], kind))...)
	}
}

func TestACallIsAnInvitationToACalendar(t *testing.T) {
	t.Parallel()
	s := sink(t, smtp.Config{})
	out := sender(t, s, s.Addr())
	for i, want := range []struct {
		kind             gov.NoticeKind
		method, sequence string
	}{
		{gov.NoticeCall, "REQUEST", "0"},
		{gov.NoticeMeetingMoved, "REQUEST", "1"},
		{gov.NoticeMeetingCancelled, "CANCEL", "1"},
	} {
		l := sample(t, want.kind)
		p := out.Send(t.Context(), l)
		require.Equal(t, gov.PostedDelivered, p.As, p.Reply)
		parts := leaves(t, kept(t, s)[i].Path)
		require.Len(t, parts, 4)
		for n, kind := range []string{"text/plain", "text/html", "text/calendar"} {
			require.Equal(t, kind, parts[n].kind)
			require.Equal(t, []string{"multipart/mixed", "multipart/alternative"}, parts[n].within, "one thing said three ways")
		}
		calendar, file := parts[2], parts[3]
		require.Equal(t, map[string]string{"method": want.method, "charset": "UTF-8"}, calendar.params)
		require.Equal(t, []string{"multipart/mixed"}, file.within)
		require.Equal(t, "application/ics", file.kind)
		require.Equal(t, calendarFile, file.file)
		require.Equal(t, calendar.text, file.text)
		cal, err := goical.NewDecoder(bytes.NewReader([]byte(calendar.text))).Decode()
		require.NoError(t, err)
		require.Equal(t, want.method, cal.Props.Get(goical.PropMethod).Value)
		e := cal.Events()[0]
		require.Equal(t, l.Params.Meeting.Meeting.String(), e.Props.Get(goical.PropUID).Value)
		require.Equal(t, want.sequence, e.Props.Get(goical.PropSequence).Value)
		require.Equal(t, "mailto:"+l.Email, e.Props.Get(goical.PropAttendee).Value)
		require.Equal(t, "mailto:gyeol@gyeol.example", e.Props.Get(goical.PropOrganizer).Value)
		require.Equal(t, "20250227T140000", e.Props.Get(goical.PropDateTimeStart).Value)
	}
}

func TestTheSameLetterIsTheSameInvitation(t *testing.T) {
	t.Parallel()
	s := sink(t, smtp.Config{})
	out := sender(t, s, s.Addr())
	l := sample(t, gov.NoticeCall)
	first, second := out.Send(t.Context(), l), out.Send(t.Context(), l)
	require.Equal(t, first.BodyHash, second.BodyHash)
	mails := kept(t, s)
	require.Equal(t, leaves(t, mails[0].Path)[2].text, leaves(t, mails[1].Path)[2].text)
	l.Params.Meeting.Sequence++
	require.NotEqual(t, first.BodyHash, out.Send(t.Context(), l).BodyHash, "the hash binds what calendars do")
}

func TestACalendarShowsNoAgenda(t *testing.T) {
	t.Parallel()
	s := sink(t, smtp.Config{})
	out := sender(t, s, s.Addr())
	for i, closed := range []bool{false, true} {
		l := sample(t, gov.NoticeCall)
		l.Params.Closed = closed
		require.Equal(t, gov.PostedDelivered, out.Send(t.Context(), l).As)
		text := leaves(t, kept(t, s)[i].Path)[2].text
		for _, item := range append(l.Params.Meeting.Items, l.Params.Title) {
			require.NotContains(t, text, item)
		}
		require.Contains(t, text, map[bool]string{false: "CLASS:PUBLIC", true: "CLASS:PRIVATE"}[closed])
	}
}

func TestACallThatWasWrittenBeforeThereWereInvitationsIsAMail(t *testing.T) {
	t.Parallel()
	s := sink(t, smtp.Config{})
	out := sender(t, s, s.Addr())
	l := sample(t, gov.NoticeCall)
	l.Params.Meeting = &gov.NoticeMeeting{Body: l.Params.Meeting.Body, HoldOn: l.Params.Meeting.HoldOn}
	require.Equal(t, gov.PostedDelivered, out.Send(t.Context(), l).As)
	require.Len(t, leaves(t, kept(t, s)[0].Path), 2)
}
