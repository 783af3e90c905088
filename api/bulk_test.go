package api_test

import (
	"encoding/hex"
	"fmt"
	"net/http"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/testkit"
)

// TestTwoHundredTasksAreActedOnInOneRequest does as many acts as one request may carry: each on its own hash, each in a
// transaction of its own; the one that binds to another text is refused and holds up no other.
func TestTwoHundredTasksAreActedOnInOneRequest(t *testing.T) {
	t.Parallel()
	const n = 200
	o := open(t, "2022-01-07")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	s := o.OpenStage(t, "request")
	for i := range n - 1 {
		another := body{"kind": "document", "for": fmt.Sprintf("document-%d", i+2)}
		o.Step(t, s.Case, testkit.Do{Verb: gov.VerbAdd, Body: another})
	}
	for _, task := range o.Tasks(t, testkit.Coordinator, gov.TaskDraft) {
		o.Act(t, testkit.Coordinator, task.ID, testkit.Do{Verb: gov.VerbSubmit, Body: body{
			"title": "자료 취합 요청", "body": body{"text": "제출 바랍니다."},
		}})
	}
	rows, err := o.Pool.Query(t.Context(), `select t.id, c.content_hash from task t join case_file c on c.id = t.case_id
		where t.kind = 'sign' and t.state = 'open' order by t.id`)
	require.NoError(t, err)
	acts, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (client.BulkAct, error) {
		var task gov.TaskID
		var hash []byte
		err := r.Scan(&task, &hash)
		return client.BulkAct{Task: task.String(), Verb: gov.VerbReview, ContentHash: hex.EncodeToString(hash)}, err
	})
	require.NoError(t, err)
	require.Len(t, acts, n)
	acts[n/2].ContentHash = fmt.Sprintf("%064d", 0)
	done := 0
	for i, r := range must(o.as(t, teamLead).ActOnTasks(t.Context(), "two-hundred", acts))(t) {
		require.Equal(t, acts[i].Task, r.Task)
		if r.Status == http.StatusOK {
			done++
		} else {
			require.Equal(t, n/2, i)
			require.Equal(t, "stale_content", r.Code)
		}
	}
	require.Equal(t, n-1, done)
	signed := "select count(*)::int from line_cell where role = 'review' and state = 'signed'"
	require.Equal(t, n-1, testkit.One[int](t, o.House, signed))
	require.Len(t, o.Tasks(t, divHead, gov.TaskSign), n-1, "the next cell of each is asked")
}
