package api_test

import (
	"net/http"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/testkit"
)

// stop stands a process of the year still, as an activity does that finds no rule, and gives its id.
func (o *office) stop(t *testing.T, stage string) string {
	t.Helper()
	process := o.Stage(t, stage).Process
	require.NoError(t, o.Cases.Stop(t.Context(), gov.Halt{
		Process: process, Code: gov.CodeNoRule,
		Text: "담당 직위가 없습니다.",
	}))
	return process.String()
}

func (o *office) wakes(t *testing.T, process string) int {
	t.Helper()
	return testkit.One[int](t, o.House,
		"select count(*)::int from wake where process_id = $1 and cause = 'resumed'", process)
}

func TestAProcessIsResumedOnceUnderItsKey(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	process, other := o.stop(t, "guideline"), o.stop(t, "request")
	boss, ctx := o.as(t, testkit.Coordinator), t.Context()
	require.NoError(t, boss.Resume(ctx, process, "resume-guideline"))
	require.NoError(t, boss.Resume(ctx, process, "resume-guideline"), "the same request again is answered and not done")
	require.Equal(t, 1, o.wakes(t, process))
	require.True(t, client.Is(boss.Resume(ctx, other, "resume-guideline"), "idempotency_key_reused"))
	require.Zero(t, o.wakes(t, other))
	require.True(t, client.Is(boss.Resume(ctx, uuid.NewString(), ""), "not_found"))
	require.True(t, client.Is(boss.Resume(ctx, "x", ""), "unknown_id"))
	r := o.request(t, http.MethodPost, "/api/v1/processes/"+other+"/resume", o.token(t, testkit.Coordinator), "")
	r.Header.Del("Idempotency-Key")
	require.Equal(t, gov.CodeIdempotencyNeeded, o.send(t, r).Code)
	require.Equal(t, 1, testkit.One[int](t, o.House,
		"select count(*)::int from audit_entry where subject_kind = 'process_resume'"))
}

// TestWhoHoldsTheStoppedTaskResumes: a task that was handed over can be done by whoever has it now.
func TestWhoHoldsTheStoppedTaskResumes(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	process := o.stop(t, "guideline")
	const heir = "lifelong-education-division.officer"
	ctx, told := t.Context(), o.refusals(t)
	require.True(t, client.Is(o.as(t, heir).Resume(ctx, process, ""), "forbidden"))
	require.Equal(t, told+1, o.refusals(t))
	require.Contains(t, string(o.lastRefusal(t)), "process/owner")
	boss := o.as(t, testkit.Coordinator)
	task := must(boss.Inbox(ctx, client.InboxFilter{Kind: "stopped"}))(t)[0]
	must(boss.HandOver(ctx, task.ID, heir, client.ActOptions{Reason: "담당자 변경"}))(t)
	mine := must(o.as(t, heir).Inbox(ctx, client.InboxFilter{Kind: "stopped"}))(t)
	require.Len(t, mine, 1)
	seen := must(o.as(t, heir).Task(ctx, mine[0].ID))(t)
	require.NoError(t, o.as(t, heir).Resume(ctx, seen.Stopped.Process, "heir-resumes"))
	require.NoError(t, o.as(t, heir).Resume(ctx, process, "heir-resumes"), "also after the task is done")
	require.Equal(t, 1, o.wakes(t, process))
}
