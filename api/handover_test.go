package api_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/testkit"
)

// TestHandingOverIsRefusedForItsReason: each refusal has its code, stands in the record, and leaves the task where it
// was.
func TestHandingOverIsRefusedForItsReason(t *testing.T) {
	t.Parallel()
	o := open(t, "2022-01-10")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	o.OpenStage(t, "plans")
	ctx, boss := t.Context(), o.as(t, testkit.Coordinator)
	const officer, heir = "gangnam-gu.officer", "gangnam-gu.head"
	task := o.TaskOf(t, officer, gov.TaskFill).ID.String()
	give := func(c *client.Client, id string, post gov.PostID, opt client.ActOptions) string {
		_, err := c.HandOver(ctx, id, post, opt)
		return codeOfErr(err)
	}
	why := client.ActOptions{Reason: "담당자 교육 참석", Key: "hand-over-once"}
	told := o.refusals(t)
	for _, c := range []struct {
		code string
		got  string
	}{
		{"forbidden", give(o.as(t, officer), task, heir, client.ActOptions{Reason: "사유"})},
		{"invalid", give(boss, task, "no-such-post", client.ActOptions{Reason: "사유"})},
		{"invalid", give(boss, task, heir, client.ActOptions{})},
		{"not_found", give(boss, uuid.NewString(), heir, client.ActOptions{Reason: "사유"})},
		{"stale_content", give(boss, task, heir, client.ActOptions{Reason: "사유", IfMatch: `"9.9"`})},
		{"", give(boss, task, heir, why)},
		{"", give(boss, task, heir, why)}, // the same request again
		{"idempotency_key_reused", give(boss, task, officer, why)},
	} {
		require.Equal(t, c.code, c.got)
	}
	require.Equal(t, told+6, o.refusals(t))
	require.Equal(t, 1, testkit.One[int](t, o.House, "select count(*)::int from act where verb = 'hand_over_task'"))
	o.Act(t, heir, o.TaskOf(t, heir, gov.TaskFill).ID, testkit.Do{
		Verb: gov.VerbSubmit,
		Body: map[string]any{"nothing_to_report": true},
	})
	require.Equal(t, "task_closed", give(boss, task, officer, client.ActOptions{Reason: "사유"}))
	require.Equal(t, told+7, o.refusals(t))
}
