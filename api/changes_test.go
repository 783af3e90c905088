package api_test

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

func TestChangesAreToldAndResumed(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	token := o.token(t, testkit.Coordinator)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
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

type event struct{ id, data string }

// watch reads a stream of changes until ctx ends.
func (o *office) watch(ctx context.Context, t *testing.T, token, last string) <-chan event {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, o.url+"/api/v1/changes", nil)
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer "+token)
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
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
