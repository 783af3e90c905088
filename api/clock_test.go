package api_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

const operator = "system-operation.operator"

func TestAStepOpensOneDayHoweverOftenItIsRepeated(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	op, ctx := o.as(t, operator, "operator"), t.Context()
	first := must(op.ClockStep(ctx, "step-to-the-21st"))(t)
	again := must(op.ClockStep(ctx, "step-to-the-21st"))(t)
	require.Equal(t, gov.MustDate("2021-12-21"), first.Today)
	require.Equal(t, first, again)
	require.True(t, first.Settled)
	require.True(t, first.Rehearsal)
	require.Equal(t, "digested", testkit.One[string](t, o.House,
		"select state from office_day where day = '2021-12-21'"))
	require.Equal(t, 1, testkit.One[int](t, o.House,
		"select count(*)::int from audit_entry where subject_kind = 'clock_step'"))
}

func TestTwoStepsAtOnceAreTwoDays(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	op := o.as(t, operator, "operator")
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			_, err := op.ClockStep(t.Context(), uuid.NewString())
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	require.Equal(t, gov.MustDate("2021-12-24"), o.Today(t))
	require.Equal(t, 4, testkit.One[int](t, o.House, "select count(*)::int from office_day where state = 'digested'"))
}

// TestAnEmptyDayWritesOnlyItself: a day on which nothing falls leaves one row of its own, no wake and no mail.
func TestAnEmptyDayWritesOnlyItself(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	op := o.as(t, operator, "operator")
	count := func(of string) int { return testkit.One[int](t, o.House, "select count(*)::int from "+of) }
	must(op.ClockStep(t.Context(), ""))(t)
	days, wakes, notices, acts := count("office_day"), count("wake"), count("notice"), count("act")
	must(op.ClockStep(t.Context(), ""))(t)
	require.Equal(t, days+1, count("office_day"))
	require.Equal(t, wakes, count("wake"))
	require.Equal(t, notices, count("notice"))
	require.Equal(t, acts, count("act"))
}

// TestAStepWaitsForRest: the clock stands while a wake is undone, and a killed step is finished by the next.
func TestAStepWaitsForRest(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	op := o.as(t, operator, "operator")
	state := must(op.ClockState(t.Context()))(t)
	require.False(t, state.Settled)
	require.NotEmpty(t, state.OpenWakes)
	short, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err := o.Cases.StepClock(short, o.Actor(t, operator), "patience")
	refusal := testkit.MustRefuse(t, gov.CodeNotSettled, err)
	require.Len(t, refusal.Reasons, len(state.OpenWakes), "it names what does not come to rest")
	require.Equal(t, "wake/"+state.OpenWakes[0].WorkflowID, refusal.Reasons[0].Rule)
	require.Equal(t, gov.MustDate("2021-12-20"), o.Today(t), "the clock stands")
	o.settle(t)
	require.Equal(t, gov.MustDate("2021-12-21"), must(op.ClockStep(t.Context(), "patience"))(t).Today)
	o.Exec(t, "update office_clock set today = today + 1") // a step that was killed before it opened its day
	require.Equal(t, gov.MustDate("2021-12-23"), must(op.ClockStep(t.Context(), ""))(t).Today)
	require.Equal(t, gov.MustDate("2021-12-23"), testkit.One[gov.Date](t, o.House,
		"select last_opened from office_clock"))
}

func TestAStoppedProcessCountsAsRest(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	o.settle(t)
	stage := o.Stage(t, "guideline")
	require.NoError(t, o.Cases.Stop(t.Context(), gov.Halt{
		Process: stage.Process, Code: gov.CodeNoRule,
		Text: "담당 직위가 없습니다.",
	}))
	o.Exec(t, "insert into wake (process_id, cause) values ($1, 'test')", stage.Process)
	op, boss, ctx := o.as(t, operator, "operator"), o.as(t, testkit.Coordinator), t.Context()
	state := must(op.ClockStep(ctx, ""))(t)
	require.Len(t, state.Stopped, 1)
	require.Equal(t, testkit.Coordinator, state.Stopped[0].Owner)
	require.Equal(t, "no_rule", state.Stopped[0].Code)

	stopped := must(boss.Processes(ctx, client.ProcessFilter{State: "stopped"}))(t)
	require.Len(t, stopped, 1)
	inbox := must(boss.Inbox(ctx, client.InboxFilter{Kind: "stopped"}))(t)
	require.Len(t, inbox, 1, "its owner has a task")
	require.Equal(t, stopped[0].ID, must(boss.Task(ctx, inbox[0].ID))(t).Stopped.Process, "which says what to mend")
	require.NoError(t, boss.Resume(ctx, stopped[0].ID, ""))
	require.Empty(t, must(boss.Inbox(ctx, client.InboxFilter{Kind: "stopped"}))(t))
	require.True(t, client.Is(boss.Resume(ctx, stopped[0].ID, ""), "act_not_open"))
}

func TestAJumpLeavesTheDaysBetweenUnopened(t *testing.T) {
	t.Parallel()
	o := open(t, "2023-01-31")
	op, ctx := o.as(t, operator, "operator"), t.Context()
	jump := client.Jump{To: gov.MustDate("2025-01-02"), Reason: "다음 주기까지 할 일이 없음", Key: "jump-to-2025"}
	state := must(op.ClockJump(ctx, jump))(t)
	require.Equal(t, jump.To, state.Today)
	require.Equal(t, jump.To, state.LastOpened, "the day itself is opened")
	require.Equal(t, state, must(op.ClockJump(ctx, jump))(t), "under its key it is the same leap")
	require.Equal(t, 701, testkit.One[int](t, o.House, "select count(*)::int from office_day where state = 'jumped'"))
	jump.Reason = "다른 사유"
	_, err := op.ClockJump(ctx, jump)
	require.True(t, client.Is(err, "idempotency_key_reused"), "the reason is part of what was asked: %v", err)
	_, err = op.ClockStep(ctx, jump.Key)
	require.True(t, client.Is(err, "idempotency_key_reused"), "a key of the clock belongs to one request: %v", err)
	jump.To = gov.MustDate("2025-01-03")
	_, err = op.ClockJump(ctx, jump)
	require.True(t, client.Is(err, "idempotency_key_reused"), "%v", err)
	_, err = op.ClockJump(ctx, client.Jump{To: gov.MustDate("2024-01-02"), Reason: "뒤로"})
	require.True(t, client.Is(err, "invalid"), "%v", err)
	o.OpenCycle(t, "results-only", 2025)
	o.settle(t)
	_, err = op.ClockJump(ctx, client.Jump{To: gov.MustDate("2025-03-02"), Reason: "앞으로"})
	require.True(t, client.Is(err, "process_open"), "%v", err)
}

func TestARealInstallationHasNoSteppedClock(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2021-12-20")
	office := cases.New(cases.Config{Pool: h.Pool, Rules: h.Rules, Days: quietDays{h.Cases}})
	_, err := office.StepClock(t.Context(), h.Actor(t, operator), "step-step")
	testkit.MustRefuse(t, gov.CodeRehearsalOnly, err)
	_, err = office.JumpClock(t.Context(), h.Actor(t, operator), cases.Jump{
		To:     gov.MustDate("2030-01-01"),
		Reason: "x", Key: "jump-jump",
	})
	testkit.MustRefuse(t, gov.CodeRehearsalOnly, err)
}
