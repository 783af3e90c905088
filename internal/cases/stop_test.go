package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

// halted is an office in which the collection of plans stands still for the first time.
func halted(t *testing.T) (*testkit.House, testkit.Stage, gov.Halt) {
	t.Helper()
	h := testkit.Seoul(t, "2022-01-03")
	h.OpenCycle(t, planCycle, 2022)
	s := h.Stage(t, "plans")
	halt := gov.Halt{Process: s.Process, Code: gov.CodeNoRule, Text: "서식이 없습니다."}
	require.NoError(t, h.Cases.Stop(t.Context(), halt))
	return h, s, halt
}

// stops are the owner's tasks about a stopped process, as open/all.
func stops(t *testing.T, h *testkit.House, s testkit.Stage) string {
	t.Helper()
	return testkit.One[string](t, h, `select concat(count(*) filter (where state = 'open'), '/', count(*)) from task
		where case_id = $1 and kind = 'stopped'`, s.Case)
}

func TestAStopThatIsRepeatedIsOneStop(t *testing.T) {
	t.Parallel()
	h, s, halt := halted(t)
	require.NoError(t, h.Cases.Stop(t.Context(), halt))
	require.Equal(t, "1/1", stops(t, h, s))

	require.NoError(t, h.Cases.Resume(t.Context(), h.Actor(t, testkit.Coordinator), s.Process))
	require.NoError(t, h.Cases.Stop(t.Context(), halt), "its answer was lost, and the owner has gone on since")
	require.Equal(t, "0/1", stops(t, h, s))
	look, err := h.Cases.Look(t.Context(), s.Process)
	require.NoError(t, err)
	require.Equal(t, "running", look.State)
	require.Equal(t, 1, look.Stops)
	require.Empty(t, look.Stop)

	halt.After = look.Stops
	require.NoError(t, h.Cases.Stop(t.Context(), halt), "the same refusal again is a stop of its own")
	require.Equal(t, "1/2", stops(t, h, s))
}

func TestAnotherRefusalOfAStoppedProcessAsksItsOwnerAnew(t *testing.T) {
	t.Parallel()
	h, s, halt := halted(t)
	halt.After = 1
	require.NoError(t, h.Cases.Stop(t.Context(), halt))
	require.Equal(t, "1/1", stops(t, h, s), "he has been asked this")
	halt.Code, halt.Text = gov.CodeProcessOpen, "아직 끝나지 않은 사안이 있습니다."
	require.NoError(t, h.Cases.Stop(t.Context(), halt))
	require.Equal(t, "1/2", stops(t, h, s))
	look, err := h.Cases.Look(t.Context(), s.Process)
	require.NoError(t, err)
	require.Equal(t, gov.CodeProcessOpen, look.Stop)
}

func TestAStoppedProcessThatEndsAsksNobodyAnyMore(t *testing.T) {
	t.Parallel()
	h, s, _ := halted(t)
	h.Exec(t, "insert into wake (process_id, cause) values ($1, 'test')", s.Process)
	ended, err := h.Cases.End(t.Context(), s.Process, nil)
	require.NoError(t, err)
	require.False(t, ended, "a bell has not been heard")
	require.Equal(t, "1/1", stops(t, h, s))
	look, err := h.Cases.Look(t.Context(), s.Process)
	require.NoError(t, err)
	for range 2 {
		ended, err = h.Cases.End(t.Context(), s.Process, look.Wakes)
		require.NoError(t, err)
		require.True(t, ended)
		require.Equal(t, "0/1", stops(t, h, s))
	}
	require.Equal(t, 1, testkit.One[int](t, h,
		"select count(*) from audit_entry where subject_kind = 'process' and subject_id = $1", s.Process.String())-1)
}
