package api_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/api/contract"
	"gyeol/client"
	"gyeol/internal/testkit"
)

// kept is a transport that holds whatever was accepted, and every answer, against the OpenAPI document.
type kept struct{ t *testing.T }

// RoundTrip sends the request and complains of what the document does not know.
func (k kept) RoundTrip(r *http.Request) (*http.Response, error) {
	var sent []byte
	if r.Body != nil {
		sent, _ = io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(sent))
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil || res.Header.Get("Content-Type") == "text/event-stream" {
		return res, err
	}
	got, err := io.ReadAll(res.Body)
	if err = errors.Join(err, res.Body.Close()); err != nil {
		return nil, err
	}
	r.Body, res.Body = io.NopCloser(bytes.NewReader(sent)), io.NopCloser(bytes.NewReader(got))
	if faults := contract.Faults(r, res); len(faults) > 0 {
		k.t.Errorf("%s %s breaks the contract: %v\n%.2000s\n%.2000s", r.Method, r.URL.Path, faults, sent, got)
	}
	res.Body = io.NopCloser(bytes.NewReader(got))
	return res, nil
}

func TestAnAnswerOutsideTheContractIsNoticed(t *testing.T) {
	t.Parallel()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://gyeol.test/api/v1/cycles", nil)
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer x")
	for body, ok := range map[string]bool{
		`{"cycles":[]}`: true, `{"cycles":1}`: false, `{}`: false,
		`{"cycles":[],"x":1}`: false,
	} {
		res := &http.Response{
			StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
			Body: io.NopCloser(bytes.NewBufferString(body)), Request: r,
		}
		require.Equal(t, ok, len(contract.Faults(r, res)) == 0, body)
	}
}

// TestEveryAnswerKeepsTheContract opens as much of a year as can be opened at once, reads every case of it by every
// address there is, and finds that reading wrote nothing.
func TestEveryAnswerKeepsTheContract(t *testing.T) {
	t.Parallel()
	o := open(t, "2022-02-08")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	o.openMuch(t)
	before := o.rows(t)
	boss := o.as(t, testkit.Coordinator)
	ctx := t.Context()
	seen := map[string]bool{}
	for _, kind := range []string{
		"documents", "submissions", "meetings", "filings", "opinions", "nominations", "compilations", "consultations",
		"receipts", "agreements",
	} {
		list := must(boss.Cases(ctx, kind, client.CaseFilter{Cycle: "lifelong-education-plan-2022"}))(t)
		for i, c := range list {
			if i == 3 {
				break
			}
			seen[kind] = true
			require.NotEmpty(t, contextsOf(must(boss.Case(ctx, c.ID))(t).Context), kind)
			must(boss.Acts(ctx, c.ID))(t)
			must(boss.CaseAudit(ctx, c.ID, ""))(t)
		}
	}
	for _, kind := range []string{"documents", "submissions", "meetings", "opinions", "nominations", "receipts"} {
		require.True(t, seen[kind], "no %s was seen", kind)
	}
	for _, task := range must(boss.Inbox(ctx, client.InboxFilter{Scope: "unit"}))(t) {
		must(boss.Task(ctx, task.ID))(t)
	}
	must(boss.Counts(ctx, "holder"))(t)
	must(boss.Counts(ctx, "stage"))(t)
	must(boss.Cycles(ctx))(t)
	must(boss.Progress(ctx, "lifelong-education-plan", 2022))(t)
	must(boss.Matrix(ctx, "lifelong-education-plan", 2022, ""))(t)
	must(boss.Approvals(ctx, client.ApprovalFilter{}))(t)
	must(boss.Processes(ctx, client.ProcessFilter{}))(t)
	must(boss.Notices(ctx, true, ""))(t)
	must(boss.ClockState(ctx))(t)
	must(boss.Audit(ctx, "office_day", "2022-02-08", ""))(t)
	require.Equal(t, before, o.rows(t),
		"a GET writes no act, no wake and no notice; its only entry is that personal data was read")
	_, err := boss.Task(ctx, "x")
	require.True(t, client.Is(err, "unknown_id"))
}

func (o *office) rows(t *testing.T) string {
	t.Helper()
	out := ""
	for _, table := range []string{
		"act", "contribution", "wake", "notice", "audit_entry where kind <> 'view'", "task",
		"case_file",
	} {
		out += fmt.Sprintf("%s %d, ", table, testkit.One[int](t, o.House, "select count(*)::int from "+table))
	}
	return out
}

// contextsOf names the members of a context that are set.
func contextsOf(c client.CaseContext) []string {
	var out []string
	for name, set := range map[string]bool{
		"submission": c.Submission.Form != "", "document": c.Document.Matter != "",
		"compilation": c.Compilation.Body != nil,
		"meeting":     c.Meeting.Body != "", "consultation": c.Consultation.With != "", "filing": c.Filing.To != "",
		"opinion": c.Opinion.Project != "", "nomination": c.Nomination.Programme != "", "receipt": c.Receipt.From != "",
		"agreement": c.Agreement.ID != "",
	} {
		if set {
			out = append(out, name)
		}
	}
	return out
}
