package api_test

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/testkit"
)

// inApproval sends the documents of some stages on their lines and gives their cases by due date.
func (o *office) inApproval(t *testing.T, stages ...string) {
	t.Helper()
	for _, key := range stages {
		o.OpenStage(t, key)
		task := o.TaskOf(t, testkit.Coordinator, gov.TaskDraft, "/"+key+"/")
		o.Act(t, testkit.Coordinator, task.ID, testkit.Do{Verb: gov.VerbSubmit, Body: map[string]any{
			"title": key, "body": map[string]any{"text": key}, "disclosure": "public",
		}})
	}
}

func TestTheApprovalsUnderWayAreFilteredAndPaged(t *testing.T) {
	t.Parallel()
	o := open(t, "2022-02-08")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	o.inApproval(t, "request", "decision", "issue-down")
	ctx, boss := t.Context(), o.as(t, testkit.Coordinator)
	all := must(boss.Approvals(ctx, client.ApprovalFilter{}))(t)
	require.Len(t, all, 3)
	line := all[0]
	require.Equal(t, "request", line.Stage)
	require.NotEmpty(t, line.Matter)
	require.NotEmpty(t, line.PostTitle)
	require.NotEmpty(t, line.Name)
	require.EqualValues(t, 1, line.Round)
	require.Equal(t, gov.MustDate("2022-02-08"), line.Since)
	count := func(f client.ApprovalFilter) int { return len(must(boss.Approvals(ctx, f))(t)) }
	require.Equal(t, 1, count(client.ApprovalFilter{Stage: "decision"}))
	require.Equal(t, 3, count(client.ApprovalFilter{Cycle: "lifelong-education-plan-2022", Unit: line.Unit}))
	require.Zero(t, count(client.ApprovalFilter{Unit: "gangnam-gu"}))
	require.NotZero(t, count(client.ApprovalFilter{Holder: line.Post}))
	require.NotZero(t, count(client.ApprovalFilter{Holder: line.Person}))
	_, err := boss.Approvals(ctx, client.ApprovalFilter{Holder: "nobody"})
	require.True(t, client.Is(err, "invalid"), "%v", err)
	require.Equal(t, len(filter(all, func(l client.RunningLine) bool { return l.Matter == line.Matter })),
		count(client.ApprovalFilter{Matter: line.Matter}))
	late := must(boss.Approvals(ctx, client.ApprovalFilter{Overdue: true}))(t)
	for _, l := range late {
		require.Less(t, l.Due.Operative.String(), "2022-02-08")
	}
	require.Equal(t, len(late), count(client.ApprovalFilter{DueBefore: gov.MustDate("2022-02-08")}))
	require.Empty(t, must(o.as(t, "gangnam-gu.officer").Approvals(ctx, client.ApprovalFilter{}))(t))
	require.Equal(t, pluck(all, func(l client.RunningLine) string { return l.Case }),
		o.walk(t, "/api/v1/approvals?limit=1", "approvals", "case"))
}

func TestEveryListIsFilteredAndPaged(t *testing.T) {
	t.Parallel()
	o := open(t, "2022-02-08")
	for _, year := range []int{2022, 2023} {
		o.OpenCycle(t, "lifelong-education-plan", year)
	}
	o.OpenCycle(t, "results-only", 2025)
	require.Equal(t, []string{"2025", "2023", "2022"}, o.walk(t, "/api/v1/cycles?limit=1", "cycles", "year"))
	require.Equal(t, []string{"2023"}, o.walk(t, "/api/v1/cycles?year=2023", "cycles", "year"))
	require.Equal(t, []string{"2025"}, o.walk(t, "/api/v1/cycles?name=results-only&state=open", "cycles", "year"))
	ctx, boss := t.Context(), o.as(t, testkit.Coordinator)
	processes := func(f client.ProcessFilter) []string {
		return pluck(must(boss.Processes(ctx, f))(t), func(p client.ProcessItem) string { return p.WorkflowID })
	}
	every := processes(client.ProcessFilter{})
	require.Equal(t, every, o.walk(t, "/api/v1/processes?limit=7", "processes", "workflow_id"))
	require.True(t, slices.IsSorted(every))
	require.Equal(t, []string{"stage/lifelong-education-plan-2022/plans"},
		processes(client.ProcessFilter{
			Cycle: "lifelong-education-plan-2022", Stage: "plans", Kind: "collect",
			Owner: testkit.Coordinator,
		}))
	require.NotEmpty(t, processes(client.ProcessFilter{Overdue: true}))
	require.Less(t, len(processes(client.ProcessFilter{DueBefore: gov.MustDate("2022-02-08")})), len(every))
	require.Empty(t, processes(client.ProcessFilter{Unit: "gangnam-gu"}))

	o.Force(t, "delete from stage_after")
	o.Exec(t, "update stage set opens_on = '2022-02-08' where key = 'plans'")
	o.Exec(t, `update stage set decided_on = '2022-02-08' where key in ('guideline', 'request')`)
	plans := o.openIn2022(t, "plans")
	cases := func(f client.CaseFilter) int { return len(must(boss.Cases(ctx, "submissions", f))(t)) }
	asked := cases(client.CaseFilter{})
	require.Greater(t, asked, 25)
	require.Equal(t, 1, cases(client.CaseFilter{Holder: "gangnam-gu.officer"}))
	require.Equal(t, asked, cases(client.CaseFilter{Overdue: true}), "due on 7 February")
	require.Zero(t, cases(client.CaseFilter{DueBefore: gov.MustDate("2022-01-01")}))
	require.Zero(t, cases(client.CaseFilter{Body: "lifelong-council"}))
	require.NotEmpty(t, plans)
	counts := func(f client.InboxFilter) (n int32) {
		for _, c := range must(boss.CountsOf(ctx, "holder", f))(t) {
			n += c.Open
		}
		return n
	}
	require.Greater(t, counts(client.InboxFilter{}), counts(client.InboxFilter{Unit: "gangnam-gu"}))
	require.NotZero(t, counts(client.InboxFilter{Unit: "gangnam-gu", Kind: "fill", Stage: "plans", Overdue: true}))
	require.Zero(t, counts(client.InboxFilter{Query: "없는 제목"}))
	mine := must(boss.CountsOf(ctx, "kind", client.InboxFilter{Kind: "fill"}))(t)
	require.Len(t, mine, 1)
}

// openIn2022 opens a stage of the first of two years.
func (o *office) openIn2022(t *testing.T, key string) gov.CaseID {
	t.Helper()
	id := testkit.One[gov.CaseID](t, o.House, `select f.id from case_file f join stage s on s.id = f.stage_id join cycle c on c.id = f.cycle_id
		where f.kind = 'stage' and s.key = $1 and c.year = 2022`, key)
	o.Step(t, id, testkit.Do{Verb: gov.VerbOpen})
	return id
}

func filter[T any](list []T, keep func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), func(v T) bool { return !keep(v) })
}

func pluck[T any](list []T, of func(T) string) []string {
	var out []string
	for _, v := range list {
		out = append(out, of(v))
	}
	return out
}

// walk follows the cursors of a list as the coordinator and gives one field of each entry.
func (o *office) walk(t *testing.T, path, list, field string) []string {
	t.Helper()
	var out []string
	token, after := o.token(t, testkit.Coordinator), ""
	for {
		r := o.request(t, http.MethodGet, path, token, "")
		q := r.URL.Query()
		if after != "" {
			q.Set("after", after)
		}
		r.URL.RawQuery = q.Encode()
		res, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		body, err := io.ReadAll(res.Body)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		require.Equal(t, http.StatusOK, res.StatusCode, "%s", body)
		var page map[string]json.RawMessage
		require.NoError(t, json.Unmarshal(body, &page))
		var entries []map[string]any
		require.NoError(t, json.Unmarshal(page[list], &entries))
		for _, e := range entries {
			text, err := json.Marshal(e[field])
			require.NoError(t, err)
			var word string
			if json.Unmarshal(text, &word) != nil {
				word = string(text)
			}
			out = append(out, word)
		}
		if page["next"] == nil {
			return out
		}
		require.NoError(t, json.Unmarshal(page["next"], &after))
		require.LessOrEqual(t, len(out), 2000)
	}
}
