package api_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/internal/testkit"
)

// TestAPageLeavesNothingOutAndShowsNothingTwice follows the cursors one entry at a time, tasks without a due date last.
func TestAPageLeavesNothingOutAndShowsNothingTwice(t *testing.T) {
	t.Parallel()
	o := open(t, "2022-01-10")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	for _, key := range []string{"guideline", "request", "plans", "superintendent", "issue-down"} {
		o.OpenStage(t, key)
	}
	o.Exec(t, "update task set due_operative = null, due_legal = null where kind in ('fill', 'ask')")
	token, boss := o.token(t, testkit.Coordinator), o.as(t, testkit.Coordinator)
	var want []string
	for _, task := range must(boss.Inbox(t.Context(), client.InboxFilter{}))(t) {
		want = append(want, task.ID)
	}
	require.Greater(t, len(want), 3)
	require.Equal(t, want, o.follow(t, token, "/api/v1/tasks", "tasks"))

	want = nil
	for _, c := range must(boss.Cases(t.Context(), "documents", client.CaseFilter{}))(t) {
		want = append(want, c.ID)
	}
	require.Equal(t, want, o.follow(t, token, "/api/v1/documents", "cases"))
	var notices []string
	for _, n := range must(boss.Notices(t.Context(), true, ""))(t).Notices {
		notices = append(notices, n.ID)
	}
	require.Equal(t, notices, o.follow(t, token, "/api/v1/notices?all=true", "notices"))
	stage := o.Stage(t, "plans").Case.String()
	var trail []string
	for _, e := range must(boss.CaseAudit(t.Context(), stage, ""))(t).Entries {
		trail = append(trail, e.ID)
	}
	require.Equal(t, trail, o.follow(t, token, "/api/v1/cases/"+stage+"/audit", "entries"))
}

// follow reads a list one entry at a time and gives the ids.
func (o *office) follow(t *testing.T, token, path, list string) []string {
	t.Helper()
	u, err := url.Parse(path)
	require.NoError(t, err)
	q := u.Query()
	q.Set("limit", "1")
	var ids []string
	for {
		u.RawQuery = q.Encode()
		r := o.request(t, http.MethodGet, u.String(), token, "")
		res, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		body, err := io.ReadAll(res.Body)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		require.Equal(t, http.StatusOK, res.StatusCode, "%s", body)
		var page map[string]json.RawMessage
		require.NoError(t, json.Unmarshal(body, &page))
		var entries []struct{ ID string }
		require.NoError(t, json.Unmarshal(page[list], &entries))
		for _, e := range entries {
			ids = append(ids, e.ID)
		}
		var next string
		if page["next"] == nil {
			return ids
		}
		require.NoError(t, json.Unmarshal(page["next"], &next))
		q.Set("after", next)
		require.LessOrEqual(t, len(ids), 2000)
	}
}
