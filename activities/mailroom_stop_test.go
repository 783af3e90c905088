package activities_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/testsuite"

	"gyeol/activities"
	"gyeol/gov"
	"gyeol/internal/embedded/smtp"
	"gyeol/internal/mail"
)

// A backlog that a closed relay left behind on Friday waits for Monday, and the day on which it leaves is on record.
func TestDrain_NothingLeavesOnASaturday(t *testing.T) {
	t.Parallel()
	p := newPost(t, smtp.Config{})
	for _, kind := range []gov.NoticeKind{gov.NoticeAssigned, gov.NoticeCall} {
		p.notice(t, kind, gov.NoticeParams{Title: "금요일에 못 나간 통지"})
	}
	p.Clock = today(day.AddDays(1))
	ctx, stop := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer stop()
	require.ErrorIs(t, p.Drain(ctx), context.DeadlineExceeded)
	require.Equal(t, map[string]int{"queued": 2}, p.states(t))
	p.Clock = today(day.AddDays(3))
	p.drain(t, map[string]int{"sent": 2})
	var left gov.Date
	require.NoError(t, p.pool.QueryRow(t.Context(), "select distinct sent_on from notice").Scan(&left))
	require.Equal(t, gov.MustDate("2025-06-02"), left)
}

// The day was designated a holiday after a call had been written for it: its period would break, a reminder's would
// not.
func TestDrain_ALegalNoticeOfThisVeryDayLeavesOnAClosedDay(t *testing.T) {
	t.Parallel()
	p := newPost(t, smtp.Config{})
	call := p.notice(t, gov.NoticeCall, gov.NoticeParams{Title: "소집"})
	p.notice(t, gov.NoticeDueToday, gov.NoticeParams{Title: "기한"})
	p.Clock = closed{today(day)}
	p.drain(t, map[string]int{"sent": 1, "queued": 1})
	require.Equal(t, call.String(), p.mails(t)[0].Notice)
}

// closed is a clock of a day that was designated a holiday.
type closed struct{ today }

func (closed) IsWorkingDay(context.Context, gov.Date) (bool, error) { return false, nil }

// slow is a sender that waits in the middle of a letter until it may go on.
type slow struct {
	activities.Sender
	begun, goOn chan struct{}
}

func (s slow) Send(ctx context.Context, letter gov.Letter) gov.Posted {
	close(s.begun)
	<-s.goOn
	return s.Sender.Send(context.WithoutCancel(ctx), letter)
}

// The worker is asked to stop while a relay takes its time over a reminder. Its answer is recorded, the rest is put
// back.
func TestDrain_ALetterUnderWayIsFinishedWhenTheWorkerStops(t *testing.T) {
	t.Parallel()
	p := newPost(t, smtp.Config{})
	for range 3 {
		p.notice(t, gov.NoticeDueToday, gov.NoticeParams{Title: "기한"})
	}
	s := slow{Sender: p.Sender, begun: make(chan struct{}), goOn: make(chan struct{})}
	p.Sender = s
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	env.RegisterActivity(&p.Mailroom)
	stop := make(chan struct{})
	env.SetWorkerStopChannel(stop)
	go func() {
		<-s.begun
		close(stop)
		close(s.goOn)
	}()
	_, err := env.ExecuteActivity(p.Drain)
	require.NoError(t, err)
	require.Equal(t, map[string]int{"sent": 1, "queued": 2}, p.states(t))
}

// What a worker is given at its stop covers the relay's answer, and a claim covers a whole letter.
func TestTheTimesOfTheMailroomFitIntoEachOther(t *testing.T) {
	t.Parallel()
	require.Greater(t, activities.AnswerWithin, mail.DefaultTimeout)
	require.Greater(t, activities.StopWithin, activities.AnswerWithin)
	require.Less(t, 4*mail.DefaultTimeout, 30*time.Second)
}

// book collects log lines from many hands.
type book struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *book) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *book) lines() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return strings.Split(strings.TrimSpace(b.text.String()), "\n")
}

// away says of every letter that nobody was there, until it is told otherwise.
type away struct {
	mu    sync.Mutex
	back  bool
	tries int
	activities.Sender
}

func (a *away) Send(ctx context.Context, l gov.Letter) gov.Posted {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.tries++
	if a.back {
		return a.Sender.Send(ctx, l)
	}
	return l.Posted(gov.PostedUnreached, "dial tcp: connection refused for "+l.Email)
}

// Nobody reads the rows of waiting notices: that the relay is away is said once, and once that it is back.
func TestDrain_AnAbsentRelayIsSaidOnce(t *testing.T) {
	t.Parallel()
	p := newPost(t, smtp.Config{})
	relay := &away{Sender: p.Sender}
	p.Sender = relay
	told := &book{}
	p.Log = slog.New(slog.NewTextHandler(told, nil))
	for range 3 {
		p.notice(t, gov.NoticeAssigned, gov.NoticeParams{Title: "새 업무"})
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.Drain(ctx) }()
	again := func() bool {
		_, err := p.pool.Exec(t.Context(), "update notice set next_try = now() where state = 'queued'")
		relay.mu.Lock()
		defer relay.mu.Unlock()
		return err == nil && relay.tries >= 3
	}
	require.Eventually(t, again, 15*time.Second, 20*time.Millisecond)
	require.Len(t, told.lines(), 1)
	require.Contains(t, told.lines()[0], "mail relay takes no letters; notices wait")
	require.Contains(t, told.lines()[0], "connection refused for (addressee)")
	relay.mu.Lock()
	relay.back = true
	relay.mu.Unlock()
	require.Eventually(t, func() bool { return again() && equal(p.states(t), map[string]int{"sent": 3}) },
		15*time.Second, 20*time.Millisecond)
	stop()
	require.ErrorIs(t, <-ended, context.Canceled)
	require.Len(t, told.lines(), 2)
	require.Contains(t, told.lines()[1], "mail relay takes letters again")
}
