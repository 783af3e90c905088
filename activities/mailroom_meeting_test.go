package activities_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"maps"
	"os"
	"slices"
	"testing"
	"time"

	goical "github.com/emersion/go-ical"
	"github.com/emersion/go-message"
	"github.com/stretchr/testify/require"

	"gyeol/activities"
	"gyeol/gov"
	"gyeol/internal/embedded/smtp"
	"gyeol/internal/mail"
	"gyeol/internal/store"
	"gyeol/internal/testkit"
)

// told is what a calendar reads in one mail.
type told struct{ method, sequence, uid, starts, place string }

// invitationIn is the calendar of a kept mail; false where it has none.
func invitationIn(t *testing.T, path string) (told, bool) {
	t.Helper()
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	r := bufio.NewReader(bytes.NewReader(raw))
	_, err = r.ReadString('\n') // the envelope's line
	require.NoError(t, err)
	whole, err := message.Read(r)
	require.NoError(t, err)
	var out told
	err = whole.Walk(func(_ []int, part *message.Entity, err error) error {
		kind, params, _ := part.Header.ContentType()
		if err != nil || kind != "text/calendar" {
			return err
		}
		cal, err := goical.NewDecoder(part.Body).Decode()
		if err != nil {
			return err
		}
		e := cal.Events()[0]
		place, err := e.Props.Text(goical.PropLocation)
		out = told{
			method: cal.Props.Get(goical.PropMethod).Value, sequence: e.Props.Get(goical.PropSequence).Value,
			uid: e.Props.Get(goical.PropUID).Value, starts: e.Props.Get(goical.PropDateTimeStart).Value, place: place,
		}
		require.Equal(t, params["method"], out.method, "the part says what the calendar says")
		return err
	})
	if !errors.Is(err, io.EOF) {
		require.NoError(t, err)
	}
	return out, out.method != ""
}

// TestACallReachesEveryMembersCalendarAndFollowsTheMeeting: acts, outbox, mailroom and mail server are the real ones.
func TestACallReachesEveryMembersCalendarAndFollowsTheMeeting(t *testing.T) {
	t.Parallel()
	const secretary = "lifelong-education-division.coordinator"
	h := testkit.Seoul(t, "2022-05-02")
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	stage := h.OpenStage(t, "education-meeting")
	h.SetToday(t, "2022-05-12")
	p := &post{pool: h.Pool}
	var err error
	p.sink, err = smtp.Start(t.Context(), smtp.Config{Dir: t.TempDir(), Logger: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.sink.Stop(context.WithoutCancel(t.Context()))) })
	sender, err := mail.NewSender(mail.Config{
		URL: p.relay(), From: "gyeol@gyeol.example", FromName: "결", BaseURL: "https://gyeol.example", Roots: p.sink.Roots(),
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, sender.Close()) })
	p.Mailroom = activities.Mailroom{
		Outbox: store.NewOutbox(h.Pool), Sender: sender, Clock: today(gov.MustDate("2022-05-12")),
	}
	meeting := h.Case(t, stage, "attempt-1").ID
	read := 0
	// arrive lets the mailroom work and gives what each member's calendar is told since the last time.
	arrive := func() map[string]told {
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- p.Drain(ctx) }()
		require.Eventually(t, func() bool {
			return testkit.One[int](t, h, "select count(*)::int from notice where state <> 'sent'") == 0
		}, 30*time.Second, 20*time.Millisecond)
		stop()
		require.ErrorIs(t, <-ended, context.Canceled)
		all := p.mails(t)
		out := map[string]told{}
		for _, m := range all[read:] {
			if i, ok := invitationIn(t, m.Path); ok {
				require.Len(t, m.To, 1)
				require.NotContains(t, out, m.To[0], "one mail each")
				out[m.To[0]] = i
			}
		}
		read = len(all)
		return out
	}
	h.Act(t, secretary, h.TaskOf(t, secretary, gov.TaskCall, "/education-meeting/").ID, testkit.Do{
		Verb: gov.VerbCall, Body: map[string]string{"place": "서울시청 회의실"},
	})
	called := arrive()
	require.Len(t, called, 6)
	for _, i := range called {
		require.Equal(t, told{"REQUEST", "0", meeting.String(), "20220520T140000", "서울시청 회의실"}, i)
	}
	_, err = h.OnCase(t, secretary, meeting, testkit.Do{
		Verb: gov.VerbMoveMeeting, Reason: "의장 일정", Body: map[string]string{
			"hold_on": "2022-06-10", "starts_at": "10:00", "ends_at": "11:30", "place": "서소문청사",
		},
	})
	require.NoError(t, err)
	moved := arrive()
	require.ElementsMatch(t, slices.Collect(maps.Keys(called)), slices.Collect(maps.Keys(moved)))
	for _, i := range moved {
		require.Equal(t, told{"REQUEST", "1", meeting.String(), "20220610T100000", "서소문청사"}, i)
	}
	_, err = h.OnCase(t, secretary, meeting, testkit.Do{Verb: gov.VerbCancelMeeting, Reason: "안건 없음"})
	require.NoError(t, err)
	gone := arrive()
	require.Len(t, gone, 6)
	for _, i := range gone {
		require.Equal(t, told{"CANCEL", "2", meeting.String(), "20220610T100000", "서소문청사"}, i)
	}
}
