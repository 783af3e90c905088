package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gyeol/api"
	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/testkit"
)

// send sends a raw request and reads a problem, if it is one.
func (o *office) send(t *testing.T, r *http.Request) api.Problem {
	t.Helper()
	res, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	var p api.Problem
	if res.StatusCode >= 400 {
		require.Equal(t, "application/problem+json", res.Header.Get("Content-Type"))
		require.NoError(t, json.Unmarshal(body, &p), "%s", body)
		require.Equal(t, res.StatusCode, p.Status)
		require.NotEmpty(t, p.Detail)
		require.Equal(t, p.TraceID, res.Header.Get("X-Trace-Id"))
	}
	return p
}

func (o *office) request(t *testing.T, method, path, token, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, o.url+path, bytes.NewBufferString(body))
	require.NoError(t, err)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	r.Header.Set("Idempotency-Key", uuid.NewString())
	r.Header.Set("Content-Type", "application/json")
	return r
}

func TestEveryRefusalHasItsStatusAndCode(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	o.OpenStage(t, "guideline")
	task := o.TaskOf(t, testkit.Coordinator, gov.TaskRegister)
	boss, other := o.token(t, testkit.Coordinator), o.token(t, "mayor")
	acts, stageActs := "/api/v1/tasks/"+task.ID.String()+"/acts", "/api/v1/cases/"+o.Stage(t,
		"plans").Case.String()+"/acts"
	for _, c := range []struct {
		name, method, path, token, body string
		header                          [2]string
		status                          int
		code                            gov.Code
	}{
		{"no token", "GET", "/api/v1/tasks", "", "", [2]string{}, 401, gov.CodeUnauthenticated},
		{
			"a token of nobody", "GET", "/api/v1/tasks", "gyeol_" + strings.Repeat("A", 43), "",
			[2]string{},
			401,
			gov.CodeUnauthenticated,
		},
		{"no such address", "GET", "/api/v1/nothing", boss, "", [2]string{}, 404, gov.CodeNotFound},
		{"no such method", "DELETE", "/api/v1/tasks", boss, "", [2]string{}, 405, "method_not_allowed"},
		{"no form of an id", "GET", "/api/v1/tasks/x", boss, "", [2]string{}, 404, gov.CodeUnknownID},
		{"an unknown id", "GET", "/api/v1/tasks/" + uuid.NewString(), boss, "", [2]string{}, 404, gov.CodeNotFound},
		{
			"a case of another kind", "GET", "/api/v1/documents/" + task.CaseID.String(), boss, "",
			[2]string{},
			404,
			gov.CodeNotFound,
		},
		{"an unknown parameter", "GET", "/api/v1/tasks?page=2", boss, "", [2]string{}, 422, gov.CodeInvalid},
		{"a cursor that is not ours", "GET", "/api/v1/tasks?after=xyz", boss, "", [2]string{}, 422, gov.CodeInvalid},
		{"a hidden NUL", "GET", "/api/v1/tasks?q=%00", boss, "", [2]string{}, 422, gov.CodeInvalid},
		{"a broken body", "POST", acts, boss, `{"verb":`, [2]string{}, 422, gov.CodeInvalid},
		{"an unknown field", "POST", acts, boss, `{"verb":"register","x":1}`, [2]string{}, 422, gov.CodeInvalid},
		{
			"a NUL in the body", "POST", acts, boss, `{"verb":"register","body":{"title":"\u0000"}}`,
			[2]string{},
			422,
			gov.CodeInvalid,
		},
		{"an oversized body", "POST", acts, boss, strings.Repeat(" ", 1<<20+1), [2]string{}, 413, gov.CodeTooLarge},
		{
			"another media type", "POST", acts, boss, `{"verb":"register"}`,
			[2]string{"Content-Type", "text/plain"},
			415, "unsupported_media_type",
		},
		{
			"no key", "POST", acts, boss, `{"verb":"register"}`,
			[2]string{"Idempotency-Key", ""},
			422,
			gov.CodeIdempotencyNeeded,
		},
		{
			"a short key", "POST", acts, boss, `{"verb":"register"}`,
			[2]string{"Idempotency-Key", "k"},
			422,
			gov.CodeInvalid,
		},
		{"another's task", "POST", acts, other, `{"verb":"register"}`, [2]string{}, 404, gov.CodeNotFound},
		{"an act that is not open", "POST", acts, boss, `{"verb":"approve"}`, [2]string{}, 409, gov.CodeActNotOpen},
		{
			"a stale revision", "POST", acts, boss, `{"verb":"register"}`,
			[2]string{"If-Match", `"7.0"`},
			412,
			gov.CodeStale,
		},
		{
			"a revision that is none", "POST", acts, boss, `{"verb":"register"}`,
			[2]string{"If-Match", "x"},
			422,
			gov.CodeInvalid,
		},
		{
			"overruling without a reason", "POST", stageActs, boss, `{"verb":"skip"}`,
			[2]string{},
			422,
			gov.CodeReasonRequired,
		},
		{
			"overruling without the duty", "POST", stageActs, other, `{"verb":"skip","reason":"사유"}`,
			[2]string{},
			403,
			gov.CodeForbidden,
		},
		{
			"a cycle without a rule", "POST", "/api/v1/cycles", boss, `{"name":"nothing","year":2022}`,
			[2]string{},
			409, gov.CodeNoRule,
		},
		{
			"a cycle twice", "POST", "/api/v1/cycles", boss, `{"name":"lifelong-education-plan","year":2022}`,
			[2]string{},
			409, gov.CodeConflict,
		},
		{"counts of others", "GET", "/api/v1/tasks/counts?by=holder", other, "", [2]string{}, 403, gov.CodeForbidden},
		{
			"a trail", "GET", "/api/v1/audit?subject_kind=token&subject_id=x", other, "",
			[2]string{},
			403,
			gov.CodeForbidden,
		},
		{"the clock without its scope", "POST", "/api/v1/clock/step", boss, "", [2]string{}, 403, gov.CodeForbidden},
		{
			"another site", "POST", acts, boss, `{"verb":"register"}`,
			[2]string{"Sec-Fetch-Site", "cross-site"},
			403,
			gov.CodeForbidden,
		},
	} {
		r := o.request(t, c.method, c.path, c.token, c.body)
		if c.header[0] != "" {
			r.Header.Set(c.header[0], c.header[1])
		}
		if c.header == [2]string{"Idempotency-Key", ""} {
			r.Header.Del("Idempotency-Key")
		}
		told, counted := o.refusals(t), o.strangers(t)
		p := o.send(t, r)
		require.Equal(t, c.code, p.Code, "%s: %s", c.name, p.English)
		require.Equal(t, c.status, p.Status, c.name)
		if c.status == http.StatusForbidden && c.code == gov.CodeForbidden && c.name != "another site" {
			require.NotEmpty(t, p.Reasons, "%s: the rule that said no", c.name)
		}
		if c.code == gov.CodeUnauthenticated {
			require.Equal(t, told, o.refusals(t), c.name)
			require.Equal(t, counted+1, o.strangers(t), c.name)
			continue
		}
		require.Equal(t, told+1, o.refusals(t), "%s: it is told once", c.name)
		require.Equal(t, counted, o.strangers(t), c.name)
		var entry struct {
			Code, Actor, Source string
			Reasons             []gov.Reason
		}
		require.NoError(t, json.Unmarshal(o.lastRefusal(t), &entry))
		require.Equal(t, string(c.code), entry.Code, c.name)
		require.Equal(t, p.Reasons, entry.Reasons, "%s: the record has the reasons of the answer", c.name)
		require.NotEmpty(t, entry.Actor)
		require.Contains(t, entry.Source, "127.0.0.1")
	}
}

// refusals counts those in the record.
func (o *office) refusals(t *testing.T) int {
	t.Helper()
	return testkit.One[int](t, o.House, "select count(*)::int from audit_entry where kind = 'refusal'")
}

func (o *office) lastRefusal(t *testing.T) []byte {
	t.Helper()
	return testkit.One[[]byte](t, o.House, `select b.body from audit_entry e join audit_body b on b.entry_id = e.id
		where e.kind = 'refusal' order by e.at desc, e.id desc limit 1`)
}

// strangers counts the calls of people nobody knows.
func (o *office) strangers(t *testing.T) int {
	t.Helper()
	return testkit.One[int](t, o.House, "select coalesce(sum(count), 0)::int from refused_address")
}

// TestAnAddressThatIsNoneIsToldOrCounted: what the door refuses before any operation is in the record too.
func TestAnAddressThatIsNoneIsToldOrCounted(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	require.Equal(t, gov.CodeNotFound, o.send(t, o.request(t, "GET", "/api/v1/nothing", "", "")).Code)
	require.Equal(t, 1, o.strangers(t))
	require.Zero(t, o.refusals(t))
	require.Equal(t, gov.CodeNotFound, o.send(t, o.request(t, "GET", "/api/v1/nothing", o.token(t, "mayor"), "")).Code)
	require.Equal(t, 1, o.strangers(t))
	require.Equal(t, 1, o.refusals(t))
}

// TestARefusalNamesWhatWasAskedFor: the trail of a task and of a cycle has the refusals on them, without what was
// typed.
func TestARefusalNamesWhatWasAskedFor(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	boss, mayor := o.as(t, testkit.Coordinator), o.as(t, "mayor")
	_, err := mayor.OpenCycle(t.Context(), "lifelong-education-plan", 2022, "")
	require.True(t, client.Is(err, "forbidden"), "%v", err)
	trail := must(boss.Audit(t.Context(), "cycle", "lifelong-education-plan-2022", ""))(t)
	require.Len(t, trail.Entries, 1, "a year that is not there yet has a trail of its own")
	require.Contains(t, string(trail.Entries[0].Body), "duties/coordinator")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	o.OpenStage(t, "guideline")
	task := o.TaskOf(t, testkit.Coordinator, gov.TaskRegister)
	p := o.send(t, o.request(t, "POST", "/api/v1/tasks/"+task.ID.String()+"/acts", o.token(t, testkit.Coordinator),
		`{"verb":"register","secret":"홍길동","홍길동":1}`))
	require.Equal(t, gov.CodeInvalid, p.Code)
	entries := must(boss.CaseAudit(t.Context(), task.CaseID.String(), ""))(t).Entries
	last := entries[len(entries)-1]
	require.Equal(t, []string{"refusal", "task", task.ID.String()}, []string{last.Kind, last.SubjectKind, last.Subject})
	require.Contains(t, string(last.Body), `"faults"`)
	require.Contains(t, string(last.Body), `"operation":"act-on-task"`)
	require.NotContains(t, string(last.Body), "홍길동")
}

func TestAUsedKeyAnswersTheSameAndRefusesAnother(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	boss, ctx := o.as(t, testkit.Coordinator), t.Context()
	plans := o.Stage(t, "plans").Case.String()
	act := client.ActOptions{Key: "move-plans-1", Reason: "교육부 일정 변경", Body: map[string]any{"due_on": "2022-02-11"}}
	first := must(boss.Overrule(ctx, plans, gov.VerbMoveDate, act))(t)
	again := must(boss.Overrule(ctx, plans, gov.VerbMoveDate, act))(t)
	require.True(t, again.Replayed)
	require.Equal(t, first.Seq, again.Seq)
	act.Body = map[string]any{"due_on": "2022-02-14"}
	_, err := boss.Overrule(ctx, plans, gov.VerbMoveDate, act)
	require.True(t, client.Is(err, "idempotency_key_reused"), "%v", err)
}

func TestARefusalOfAKnownPersonIsAudited(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	o.OpenStage(t, "guideline")
	task := o.TaskOf(t, testkit.Coordinator, gov.TaskRegister)
	_, err := o.as(t, "mayor").Act(t.Context(), task.ID.String(), gov.VerbRegister, client.ActOptions{})
	require.True(t, client.Is(err, "not_found"), "%v", err)
	trail := must(o.as(t, testkit.Coordinator).CaseAudit(t.Context(), task.CaseID.String(), ""))(t)
	require.NotEmpty(t, trail.Entries)
	last := trail.Entries[len(trail.Entries)-1]
	require.Equal(t, "refusal", last.Kind)
	require.Contains(t, string(last.Body), "not_found")
	require.Contains(t, string(last.Body), "127.0.0.1")
}

func TestUnknownCallersAreCounted(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	for range 3 {
		p := o.send(t, o.request(t, "GET", "/api/v1/tasks", "gyeol_wrong", ""))
		require.Equal(t, gov.CodeUnauthenticated, p.Code)
	}
	require.Equal(t, 3, testkit.One[int](t, o.House,
		"select sum(count)::int from refused_address where address = '127.0.0.1'"))
	require.Zero(t, testkit.One[int](t, o.House, "select count(*)::int from audit_entry where kind = 'refusal'"))
}

func TestARevokedOrExpiredTokenEndsAtOnce(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"revoked_at = now()", "expires_at = now() - interval '1 second'"} {
		o := open(t, "2021-12-20")
		boss := o.as(t, testkit.Coordinator)
		must(boss.Inbox(t.Context(), client.InboxFilter{}))(t)
		o.Exec(t, "update token set "+end)
		_, err := boss.Inbox(t.Context(), client.InboxFilter{})
		require.True(t, client.Is(err, "unauthenticated"), "%v", err)
	}
}

func TestADatabaseErrorNeverReachesABody(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	token := o.token(t, testkit.Coordinator)
	require.Empty(t, o.send(t, o.request(t, "GET", "/healthz", "", "")).Code)
	o.Pool.Close()
	for path, code := range map[string]gov.Code{"/api/v1/tasks": gov.CodeInternal, "/healthz": gov.CodeUnavailable} {
		p := o.send(t, o.request(t, "GET", path, token, ""))
		require.Equal(t, code, p.Code)
		require.NotContains(t, strings.ToLower(p.English+p.Detail), "pool")
	}
}
