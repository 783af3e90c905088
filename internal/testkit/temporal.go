package testkit

import (
	"context"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	"gyeol/activities"
	"gyeol/gov"
	"gyeol/internal/embedded/temporal"
	"gyeol/internal/process"
	"gyeol/internal/store"
)

var (
	temporalOnce sync.Once
	sharedServer *temporal.Server
	errTemporal  error
)

// Temporal gives the Temporal server of this test binary, started the first time.
func Temporal(t testing.TB) *temporal.Server {
	t.Helper()
	c := start(t)
	temporalOnce.Do(func() {
		sharedServer, errTemporal = temporal.Start(context.Background(), temporal.Config{ //nolint:forbidigo // for the whole binary
			SocketDir: c.server.SocketDir(), Port: c.server.Port(), HistoryShards: 16, Logger: quietly(),
		})
	})
	if errTemporal != nil {
		t.Fatalf("start Temporal for tests: %v", errTemporal)
	}
	return sharedServer
}

// quietly logs only where somebody asked for it with GYEOL_TEST_LOG.
func quietly() *slog.Logger {
	if os.Getenv("GYEOL_TEST_LOG") != "" {
		return slog.New(slog.NewTextHandler(os.Stderr, nil))
	}
	return slog.New(slog.DiscardHandler)
}

// Dial connects to the shared server under a name of the house's own, so that houses with the same year do not meet.
func Dial(t testing.TB, queue string) *process.Client {
	t.Helper()
	o := Temporal(t).ClientOptions()
	c, err := process.Dial(t.Context(), process.Config{
		Address: o.HostPort, Namespace: o.Namespace, TLS: o.ConnectionOptions.TLS, TaskQueue: queue, Prefix: queue + "/",
		Keys: []process.Key{PayloadKey}, Logger: quietly(),
		Called: store.Called,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// noDigest gathers nothing, for offices whose mail is not the point.
type noDigest struct{}

// Digest is done at once.
func (noDigest) Digest(context.Context, gov.Date, string) (string, bool, error) { return "", true, nil }

// Follow gives the house what follows its acts: a worker, a relay and the opening of days, until the test ends.
func (h *House) Follow(t testing.TB) *process.Client {
	t.Helper()
	return h.FollowBy(t, func(r process.Ringer) process.Ringer { return r })
}

// FollowBy is Follow with a bell ringer of the test's own between the relay and Temporal.
func (h *House) FollowBy(t testing.TB, through func(process.Ringer) process.Ringer) *process.Client {
	t.Helper()
	c := Dial(t, gov.NewCaseID().String())
	w := c.NewWorker(process.Duties{
		Case:     &activities.Case{Work: h.Cases},
		Office:   &activities.Office{Days: h.Cases, Digest: noDigest{}},
		Mailroom: &activities.Mailroom{},
	})
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	relay := process.NewRelay(h.Cases, through(c), quietly())
	h.Cases.SetBell(relay)
	h.Cases.SetDays(c)
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan struct{})
	go func() { defer close(done); relay.Run(ctx) }()
	t.Cleanup(func() { stop(); <-done; w.Stop() })
	return c
}

// Settle waits until no wake is undone, and fails the test after half a minute with what is not at rest.
func (h *House) Settle(t testing.TB) {
	t.Helper()
	const restless = `select coalesce(string_agg(what, E'\n' order by what), '') from (
		select concat_ws(' ', p.workflow_id, p.state, w.cause, w.attempts) as what
		from wake w join process p on p.id = w.process_id where w.done_at is null
		union all select concat_ws(' ', day, state) from office_day where state in ('opening', 'opened')) r`
	var left string
	eventually(t, func() bool { left = One[string](t, h, restless); return left == "" }, func() string { return left })
}

// Eventually waits until the condition holds, and fails the test after half a minute.
func Eventually(t testing.TB, met func() bool) {
	t.Helper()
	eventually(t, met, func() string { return "" })
}

func eventually(t testing.TB, met func() bool, instead func() string) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	limit := time.NewTimer(30 * time.Second)
	defer limit.Stop()
	for !met() {
		select {
		case <-tick.C:
		case <-limit.C:
			t.Fatal("it did not come to pass within half a minute; " + instead())
		}
	}
}

// NextDay steps the clock by one day and waits until everything of it is done.
func (h *House) NextDay(t testing.TB, c *process.Client) {
	t.Helper()
	h.Settle(t)
	h.Exec(t, "update office_clock set today = today + 1")
	day := One[gov.Date](t, h, "select today from office_clock")
	if err := c.OpenDay(t.Context(), day); err != nil {
		t.Fatal(err)
	}
	Eventually(t, func() bool {
		return One[int](t, h, "select count(*)::int from office_day where state = 'digested' and day = $1", day) == 1
	})
	h.Settle(t)
}
