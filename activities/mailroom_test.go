package activities_test

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	netsmtp "net/smtp"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/testsuite"

	"gyeol/activities"
	"gyeol/gov"
	"gyeol/internal/embedded/smtp"
	"gyeol/internal/failpoint"
	"gyeol/internal/mail"
	"gyeol/internal/store"
	"gyeol/internal/testkit"
	"gyeol/policies/calendar"
)

func TestMain(m *testing.M) {
	if url := os.Getenv("MAILROOM_DATABASE"); url != "" {
		fmt.Fprintln(os.Stderr, drainAndDie(url))
		os.Exit(3)
	}
	testkit.Main(m)
}

// today stands still.
type today gov.Date

func (d today) Today(context.Context) (gov.Date, error) { return gov.Date(d), nil }

func (d today) IsWorkingDay(_ context.Context, day gov.Date) (bool, error) {
	return calendar.National().IsWorkingDay(day), nil
}

var (
	day    = gov.MustDate("2025-05-30")
	person = gov.NewPersonID()
)

// post is a mailroom on a real database and a real mail server.
type post struct {
	activities.Mailroom
	pool *pgxpool.Pool
	sink *smtp.Server
}

func newPost(t *testing.T, c smtp.Config) *post {
	t.Helper()
	p := &post{pool: testkit.DB(t)}
	c.Dir, c.Logger = t.TempDir(), slog.New(slog.DiscardHandler)
	var err error
	p.sink, err = smtp.Start(t.Context(), c)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.sink.Stop(context.WithoutCancel(t.Context()))) })
	sender, err := mail.NewSender(mail.Config{
		URL: p.relay(), From: "gyeol@gyeol.example", FromName: "결", BaseURL: "https://gyeol.example",
		Roots: p.sink.Roots(),
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, sender.Close()) })
	p.Mailroom = activities.Mailroom{Outbox: store.NewOutbox(p.pool), Sender: sender, Clock: today(day)}
	_, err = p.pool.Exec(t.Context(),
		"insert into person (id, slug, name, email) values ($1, 'p', '담당', 'p@seoul.example')", person)
	require.NoError(t, err)
	return p
}

func (p *post) relay() string {
	user, password := p.sink.Credentials()
	return "smtp://" + user + ":" + password + "@" + p.sink.Addr()
}

// certificate writes the relay's certificate to a file, for a process that trusts what its machine trusts.
func (p *post) certificate(t *testing.T) string {
	t.Helper()
	c, err := netsmtp.Dial(p.sink.Addr())
	require.NoError(t, err)
	defer c.Close()
	require.NoError(t, c.StartTLS(&tls.Config{RootCAs: p.sink.Roots(), ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12}))
	state, ok := c.TLSConnectionState()
	require.True(t, ok)
	path := filepath.Join(t.TempDir(), "relay.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: state.PeerCertificates[0].Raw})
	require.NoError(t, os.WriteFile(path, block, 0o600))
	return path
}

func (p *post) notice(t *testing.T, kind gov.NoticeKind, params gov.NoticeParams) gov.NoticeID {
	t.Helper()
	id := gov.NewNoticeID()
	text, err := json.Marshal(params)
	require.NoError(t, err)
	_, err = p.pool.Exec(t.Context(), `insert into notice (id, kind, dedup, person_id, office_date, send_on, params, legal)
		values ($1, $2, $3, $4, $5, $5, $6, $7)`, id, kind, id.String(), person, day, text, kind.Legal())
	require.NoError(t, err)
	return id
}

// states counts the notices by state.
func (p *post) states(t *testing.T) map[string]int {
	t.Helper()
	rows, err := p.pool.Query(t.Context(), "select state, count(*)::int from notice group by state")
	require.NoError(t, err)
	out := map[string]int{}
	var state string
	var n int
	_, err = pgx.ForEachRow(rows, []any{&state, &n}, func() error { out[state] = n; return nil })
	require.NoError(t, err)
	return out
}

func (p *post) mails(t *testing.T) []smtp.Message {
	t.Helper()
	list, err := p.sink.List(t.Context())
	require.NoError(t, err)
	return list
}

// drain works until the notices are in the wanted states.
func (p *post) drain(t *testing.T, want map[string]int) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.Drain(ctx) }()
	require.Eventually(t, func() bool { return equal(p.states(t), want) }, 15*time.Second, 20*time.Millisecond, "%v", want)
	stop()
	require.ErrorIs(t, <-ended, context.Canceled)
}

func equal(a, b map[string]int) bool { return fmt.Sprint(a) == fmt.Sprint(b) }

func TestDrain_SendsOnce(t *testing.T) {
	t.Parallel()
	p := newPost(t, smtp.Config{})
	const many = 120
	for range many {
		p.notice(t, gov.NoticeAssigned, gov.NoticeParams{Title: "시행계획 작성"})
	}
	var both sync.WaitGroup
	both.Go(func() { p.drain(t, map[string]int{"sent": many}) })
	both.Go(func() { p.drain(t, map[string]int{"sent": many}) })
	both.Wait()
	seen := map[string]bool{}
	for _, m := range p.mails(t) {
		require.False(t, seen[m.Notice], "sent twice")
		seen[m.Notice] = true
	}
	require.Len(t, seen, many)
}

func TestDrain_TriesAgain(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	asked := map[string]int{}
	p := newPost(t, smtp.Config{DecideMessage: func(m smtp.Message) error {
		mu.Lock()
		defer mu.Unlock()
		asked[m.Notice]++
		switch {
		case strings.Contains(m.Subject, "없는 사람"):
			return smtp.Refuse(550, "no such person")
		case asked[m.Notice] == 1:
			return smtp.Refuse(451, "later")
		}
		return nil
	}})
	good := p.notice(t, gov.NoticeAssigned, gov.NoticeParams{Title: "한 번 더"})
	bad := p.notice(t, gov.NoticeAssigned, gov.NoticeParams{Title: "없는 사람"})
	p.drain(t, map[string]int{"sent": 1, "failed": 1})
	require.Equal(t, map[string]int{good.String(): 2, bad.String(): 1}, asked)
	require.Len(t, p.mails(t), 1)
}

func TestDrain_NoRelayPutsEverythingBack(t *testing.T) {
	t.Parallel()
	p := newPost(t, smtp.Config{})
	for range 3 {
		p.notice(t, gov.NoticeDueToday, gov.NoticeParams{Title: "기한"})
	}
	require.NoError(t, p.sink.Stop(t.Context()))
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.Drain(ctx) }()
	tried := func() bool {
		var n int
		err := p.pool.QueryRow(t.Context(), "select count(*) from notice where state = 'queued' and attempts > 0").Scan(&n)
		return err == nil && n == 3
	}
	require.Eventually(t, tried, 10*time.Second, 20*time.Millisecond)
	stop()
	require.ErrorIs(t, <-ended, context.Canceled)
	var attempts int
	require.NoError(t, p.pool.QueryRow(t.Context(), "select count(*) from notice_attempt").Scan(&attempts))
	require.Zero(t, attempts)
}

func TestDrain_ClosedContentStaysInTheHouse(t *testing.T) {
	t.Parallel()
	p := newPost(t, smtp.Config{})
	p.notice(t, gov.NoticeReturned, gov.NoticeParams{
		Title: "Secret-Title", Unit: "Secret-Unit", Reason: "Secret-Reason", Closed: true,
	})
	p.drain(t, map[string]int{"sent": 1})
	raw, err := os.ReadFile(p.mails(t)[0].Path)
	require.NoError(t, err)
	require.NotContains(t, string(raw), "Secret")
	require.Equal(t, "[결] 반려: 비공개 문서", p.mails(t)[0].Subject)
}

func TestDrain_EndsItsShift(t *testing.T) {
	t.Parallel()
	p := newPost(t, smtp.Config{})
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	env.RegisterActivity(&p.Mailroom)
	stop := make(chan struct{})
	env.SetWorkerStopChannel(stop)
	close(stop)
	_, err := env.ExecuteActivity(p.Drain)
	require.NoError(t, err)
}

func TestDrain_ReportsAFault(t *testing.T) {
	t.Parallel()
	p := newPost(t, smtp.Config{})
	p.Clock = noClock{}
	require.ErrorIs(t, p.Drain(t.Context()), errNoClock)
}

type noClock struct{}

var errNoClock = errors.New("the clock stands")

func (noClock) Today(context.Context) (gov.Date, error) { return gov.Date{}, errNoClock }

func (noClock) IsWorkingDay(context.Context, gov.Date) (bool, error) { return false, errNoClock }

// A power cut between the server's 250 and our record: the reminder is in doubt and never sent again, the legal notice
// arrives again as the same mail.
func TestDrain_KilledAfterThe250(t *testing.T) {
	t.Parallel()
	for _, want := range []struct {
		kind   gov.NoticeKind
		states map[string]int
		mails  int
	}{
		{gov.NoticeDueToday, map[string]int{"unknown": 1, "sent": 2}, 3},
		{gov.NoticeCall, map[string]int{"sent": 3}, 4},
	} {
		t.Run(string(want.kind), func(t *testing.T) {
			t.Parallel()
			p := newPost(t, smtp.Config{})
			for range 3 {
				p.notice(t, want.kind, gov.NoticeParams{Title: "제목"})
			}
			child := exec.CommandContext(t.Context(), os.Args[0])
			child.Env = append(os.Environ(), failpoint.Variable+"=mail.after_250:2",
				"MAILROOM_DATABASE="+p.pool.Config().ConnString(), "MAILROOM_RELAY="+p.relay(), "SSL_CERT_FILE="+p.certificate(t))
			out, err := child.CombinedOutput()
			require.ErrorContains(t, err, "killed", string(out))
			require.Len(t, p.mails(t), 2)
			require.Equal(t, map[string]int{"claimed": 2, "sent": 1}, p.states(t))
			_, err = p.pool.Exec(t.Context(), "update notice set claimed_until = now() where state = 'claimed'")
			require.NoError(t, err)
			p.drain(t, want.states)
			names := map[string]bool{}
			for _, m := range p.mails(t) {
				names[m.MessageID] = true
			}
			require.Len(t, p.mails(t), want.mails)
			require.Len(t, names, 3)
		})
	}
}

// drainAndDie is the mailroom in a process of its own, which the fail point ends.
func drainAndDie(url string) error {
	ctx := context.Background()
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return err
	}
	sender, err := mail.NewSender(mail.Config{
		URL: os.Getenv("MAILROOM_RELAY"), From: "gyeol@gyeol.example", FromName: "결", BaseURL: "https://gyeol.example",
	})
	if err != nil {
		return err
	}
	room := &activities.Mailroom{Outbox: store.NewOutbox(pool), Sender: sender, Clock: today(day)}
	for err == nil { // one shift after the other, as the workflow asks
		err = room.Drain(ctx)
	}
	return err
}
