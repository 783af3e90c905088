package api_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/api"
	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// office is a rehearsal of Seoul with its HTTP door open.
type office struct {
	*testkit.House

	url string
}

func open(t *testing.T, today string) *office {
	t.Helper()
	h := testkit.Seoul(t, today)
	h.Cases.SetDays(quietDays{h.Cases})
	srv := httptest.NewServer(api.New(api.Config{Cases: h.Cases, SignIn: auth.New(h.Pool)}))
	t.Cleanup(srv.Close)
	return &office{House: h, url: srv.URL}
}

// quietDays opens office days without workflows: the rows are the same.
type quietDays struct{ cases *cases.Service }

func (q quietDays) OpenDay(ctx context.Context, day gov.Date) error {
	if err := q.cases.OpenDay(ctx, day); err != nil {
		return err
	}
	return q.cases.FinishDay(ctx, day)
}

// token lends the person in a post an API token.
func (o *office) token(t *testing.T, who string, scopes ...string) string {
	t.Helper()
	return o.Token(t, who, scopes...)
}

// as is a client that speaks for the person in a post; it repeats nothing and keeps to the contract.
func (o *office) as(t *testing.T, who string, scopes ...string) *client.Client {
	t.Helper()
	speaks := &http.Client{Transport: kept{t}}
	return client.New(o.url, o.token(t, who, scopes...), client.WithTries(1), client.WithHTTPClient(speaks))
}

// openMuch opens as much of a year as can be opened at once, whatever the gates between its stages say.
func (o *office) openMuch(t *testing.T) {
	t.Helper()
	for _, key := range []string{
		"guideline", "request", "plans", "results", "compilation", "coordination", "superintendent", "council",
		"decision",
		"results-report", "ministry", "city-council", "issue-down", "agency-plans", "progress.1", "education-meeting.1",
		"monitoring-1", "awards",
	} {
		stage := o.Stage(t, key)
		o.Exec(t, `update stage set decided_on = coalesce(decided_on, $2)
			where id in (select after_id from stage_after where stage_id = $1)`, stage.ID, o.Today(t))
		o.Exec(t, "update stage set opens_on = least(opens_on, $2) where id = $1", stage.ID, o.Today(t))
		if _, err := o.TryStep(t, stage.Case, testkit.Do{Verb: gov.VerbOpen}); err != nil {
			t.Logf("%s: %v", key, err)
		}
	}
}

// settle marks every wake done, as if each process had looked.
func (o *office) settle(t *testing.T) {
	t.Helper()
	o.Exec(t, "update wake set done_at = now() where done_at is null")
}

// must fails the test on an error and passes the value on.
func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		require.NoError(t, err)
		return v
	}
}

// codeOfErr is the code of a refusal of the API, the text of any other error, "" for none.
func codeOfErr(err error) string {
	var p *client.Problem
	switch {
	case err == nil:
		return ""
	case errors.As(err, &p):
		return p.Code
	}
	return err.Error()
}
