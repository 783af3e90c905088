package cases_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// designates enters a day as the coordinator.
func designates(t *testing.T, h *testkit.House, day, kind string) cases.CalendarChange {
	t.Helper()
	out, err := h.Cases.DesignateDay(t.Context(), h.Actor(t, coordinator), cases.NewDay{
		Day: gov.MustDate(day), Kind: kind, Name: "임시공휴일", Reason: "국무회의 의결", Key: uuid.NewString(),
	})
	require.NoError(t, err)
	return out
}

func TestADesignatedDayMovesEveryOpenDeadlineThatFallsOnIt(t *testing.T) {
	t.Parallel()
	h, s := asked(t) // plans, due on Friday 4 February, the last lawful day on Monday the 7th
	fill := h.TaskOf(t, officer, gov.TaskFill)
	before := testkit.One[gov.Date](t, h, "select due_operative from task where id = $1", fill.ID)
	legal := testkit.One[gov.Date](t, h, "select due_legal from task where id = $1", fill.ID)
	require.Equal(t, "2022-02-04/2022-02-07", before.String()+"/"+legal.String())
	preview, err := h.Cases.PreviewDay(t.Context(), h.Actor(t, coordinator), cases.NewDay{
		Day: gov.MustDate("2022-02-04"), Kind: "designated",
	}, false)
	require.NoError(t, err)
	require.NotZero(t, preview.TaskCount)
	require.Equal(t, before, testkit.One[gov.Date](t, h, "select due_operative from task where id = $1", fill.ID), "a preview writes nothing")
	out := designates(t, h, "2022-02-04", "designated")
	require.Equal(t, preview, out.Impact, "what was shown is what was done")
	require.Equal(t, "2022-02-03", testkit.One[gov.Date](t, h, "select due_operative from task where id = $1", fill.ID).String())
	require.Equal(t, "2022-02-03", testkit.One[gov.Date](t, h, "select due_operative from stage where id = $1", s.ID).String())
	require.Equal(t, "2022. 2. 3.(목)", out.Impact.Tasks[0].After.OperativeText)
	require.Equal(t, out.Impact.TaskCount, testkit.One[int](t, h, "select count(distinct task_id) from notice where kind = 'deadline_moved'"))
	designates(t, h, "2022-02-07", "designated")
	require.Equal(t, "2022-02-08", testkit.One[gov.Date](t, h, "select due_legal from task where id = $1", fill.ID).String())

	back, err := h.Cases.WithdrawDay(t.Context(), h.Actor(t, coordinator), cases.WithdrawDay{
		ID: out.Day.ID, Reason: "지정 취소", Key: uuid.NewString(),
	})
	require.NoError(t, err)
	require.Equal(t, out.Impact.TaskCount, back.Impact.TaskCount)
	require.Equal(t, "2022-02-04", testkit.One[gov.Date](t, h, "select due_operative from task where id = $1", fill.ID).String())
}
