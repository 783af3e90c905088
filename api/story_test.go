package api_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/testkit"
)

func TestAYearIsOpenedAndATaskIsDone(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	ctx := t.Context()
	boss := o.as(t, testkit.Coordinator)
	out := must(boss.OpenCycle(ctx, "lifelong-education-plan", 2022, "open-2022"))(t)
	require.Equal(t, "open", out.State)
	again := must(boss.OpenCycle(ctx, "lifelong-education-plan", 2022, "open-2022"))(t)
	require.True(t, again.Replayed, "the same request under the same key is the same act")
	require.Equal(t, out.Case, again.Case)

	year := must(boss.Progress(ctx, "lifelong-education-plan", 2022))(t)
	require.Equal(t, "guideline", year.Stages[0].Stage)
	require.Equal(t, gov.MustDate("2021-12-31"), year.Stages[0].Due.Operative)
	require.Equal(t, "2021. 12. 31.(금)", year.Stages[0].Due.OperativeText)

	o.OpenStage(t, "guideline")
	inbox := must(boss.Inbox(ctx, client.InboxFilter{}))(t)
	require.Len(t, inbox, 1)
	require.Equal(t, "register", inbox[0].Kind)
	require.Equal(t, "guideline", inbox[0].Stage)
	require.Equal(t, "lifelong-education-plan-2022", inbox[0].Cycle)

	task := must(boss.Task(ctx, inbox[0].ID))(t)
	require.True(t, task.Mine)
	require.NotEmpty(t, task.Reasons, "the task says why it came")
	require.Contains(t, task.Verbs, "register")
	require.NotNil(t, task.File.Context.Receipt)

	counts := must(boss.Counts(ctx, "holder"))(t)
	require.Len(t, counts, len(task.Holders))
}
