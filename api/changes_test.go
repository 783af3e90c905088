package api_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/ledger"
	"gyeol/internal/testkit"
)

func TestChangesAreToldAndResumed(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	token := o.token(t, testkit.Coordinator)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	o.seal(ctx, t)
	events := o.watch(ctx, t, token, "")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	first := <-events
	require.Contains(t, first.data, `"verb":"open"`)
	require.Contains(t, first.data, `"kind":"cycle"`)
	stage := o.Stage(t, "agency-plans")
	_, err := o.OnCase(t, testkit.Coordinator, stage.Case, testkit.Do{Verb: gov.VerbSkip, Reason: "사유"})
	require.NoError(t, err)
	second := <-events
	require.Contains(t, second.data, stage.Case.String())

	resumed := o.watch(ctx, t, token, first.id)
	for {
		again := <-resumed
		require.NotEmpty(t, again.data, "the stream ended before what was missed came")
		if strings.Contains(again.data, stage.Case.String()) {
			return
		}
	}
}

// seal gives leaves to what is done, as the sealer of a worker does.
func (o *office) seal(ctx context.Context, t *testing.T) {
	t.Helper()
	go ledger.Sealer{Pool: o.Pool, Every: 20 * time.Millisecond, Log: slog.New(slog.DiscardHandler)}.Run(ctx)
}

// TestAStreamKeepsUpWithABusyOffice: more acts than fit into a page, many of one moment, come once each and in the
// order of the log.
func TestAStreamKeepsUpWithABusyOffice(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	const stages, each = 6, 200
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	boss := o.Actor(t, testkit.Coordinator)
	var wg sync.WaitGroup
	for _, key := range []string{"plans", "results", "request", "agency-plans", "issue-down", "decision"} {
		id := o.Stage(t, key).Case
		wg.Go(func() {
			for i := range each {
				_, err := o.Cases.Act(ctx, boss, cases.Command{
					Case: id, Verb: gov.VerbMoveDate, Key: fmt.Sprint(key, i), Reason: "일정 변경",
					Body: fmt.Appendf(nil, `{"due_on":"2022-02-%d"}`, 14+i%2),
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	o.seal(ctx, t)
	events, seen, last := o.watch(ctx, t, o.token(t, testkit.Coordinator), "1"), map[string]bool{}, 0
	for len(seen) < stages*each {
		e, ok := <-events
		require.True(t, ok, "the stream ended after %d", len(seen))
		if !strings.Contains(e.data, `"move_date"`) {
			continue
		}
		id, err := strconv.Atoi(e.id)
		require.NoError(t, err)
		require.Greater(t, id, last, "in the order of the log")
		require.False(t, seen[e.data], "once")
		seen[e.data], last = true, id
	}
}

func TestAStreamShowsEachWhatConcernsHim(t *testing.T) {
	t.Parallel()
	o := open(t, "2022-01-10")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	o.OpenStage(t, "plans")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	_, err := ledger.Seal(ctx, o.Pool)
	require.NoError(t, err)
	o.seal(ctx, t)
	events := o.watch(ctx, t, o.token(t, "gangnam-gu.officer"), "")
	expert := o.watch(ctx, t, o.token(t, "monitoring-panel.member-01"), "")
	for _, unit := range []string{"gangdong-gu", "gangnam-gu"} {
		task := o.TaskOf(t, unit+".officer", gov.TaskFill)
		o.Act(t, unit+".officer", task.ID, testkit.Do{
			Verb: gov.VerbSubmit,
			Body: map[string]any{"nothing_to_report": true},
		})
	}
	e := <-events
	require.Contains(t, e.data, o.Case(t, o.Stage(t, "plans"), "gangnam-gu").ID.String(), "not the neighbour's")
	select {
	case e := <-expert:
		require.Empty(t, e.data, "nothing here concerns him")
	case <-time.After(3 * lookEvery):
	}
}

// TestAStreamTellsAStandIn: what concerns a post concerns whoever stands in for it, also that the task is done.
func TestAStreamTellsAStandIn(t *testing.T) {
	t.Parallel()
	o, id := drafted(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	_, err := ledger.Seal(ctx, o.Pool)
	require.NoError(t, err)
	o.seal(ctx, t)
	_, err = o.Cases.GiveDelegation(ctx, o.Actor(t, teamLead), cases.GiveDelegation{
		Post: teamLead, Deputy: "org-office.head", Matters: []string{"implementation-plan.fix"}, From: o.Today(t), To: o.Today(t),
		Reason: "출장", Key: "to-the-stream", Source: "test",
	})
	require.NoError(t, err)
	deputy := o.watch(ctx, t, o.token(t, "org-office.head"), "")
	other := o.watch(ctx, t, o.token(t, "budget-office.head"), "")
	task := o.TaskOf(t, teamLead, gov.TaskSign)
	o.Act(t, teamLead, task.ID, testkit.Do{Verb: gov.VerbHold, Reason: "자료 확인", Body: body{"review_on": "2022-02-28"}})
	held := <-deputy
	require.Contains(t, held.data, id)
	require.Contains(t, held.data, `"verb":"hold"`)
	o.sign(t, teamLead, nil)
	require.Contains(t, (<-deputy).data, `"verb":"review"`, "it is no longer his to do")
	select {
	case e := <-other:
		require.Empty(t, e.data, "he stands in for nobody")
	case <-time.After(2 * lookEvery):
	}
}

// lookEvery is how often a stream looks.
const lookEvery = time.Second

func TestAStreamEndsWithItsToken(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"revoked_at = now()", "expires_at = now() - interval '1 second'"} {
		o := open(t, "2021-12-20")
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		events := o.watch(ctx, t, o.token(t, testkit.Coordinator), "")
		o.Exec(t, "update token set "+end)
		_, more := <-events
		require.False(t, more)
		require.NoError(t, ctx.Err(), "it ended by itself")
	}
}

type event struct{ id, data string }

// watch reads a stream of changes until ctx ends.
func (o *office) watch(ctx context.Context, t *testing.T, token, last string) <-chan event {
	t.Helper()
	r := o.stream(ctx, t, "/api/v1/changes", token)
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	return o.listen(ctx, t, r)
}

// stream asks for a stream of changes.
func (o *office) stream(ctx context.Context, t *testing.T, path, token string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, o.url+path, nil)
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer "+token)
	return r
}

// listen reads a stream that was asked for.
func (o *office) listen(ctx context.Context, t *testing.T, r *http.Request) <-chan event {
	t.Helper()
	res, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, res.Body.Close()) })
	require.Equal(t, 200, res.StatusCode)
	require.Equal(t, "text/event-stream", res.Header.Get("Content-Type"))
	out := make(chan event)
	go func() {
		defer close(out)
		var e event
		for s := bufio.NewScanner(res.Body); s.Scan(); {
			if v, ok := strings.CutPrefix(s.Text(), "id: "); ok {
				e.id = v
			}
			if v, ok := strings.CutPrefix(s.Text(), "data: "); ok && strings.Contains(v, `"seq"`) {
				e.data = v
				select {
				case out <- e:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return out
}
