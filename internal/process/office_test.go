package process_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"

	"gyeol/activities"
	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/process"
	"gyeol/internal/testkit"
	"gyeol/workflows"
)

// days are the office days of a house from one on, with their states.
func days(t *testing.T, h *testkit.House, from gov.Date) string {
	t.Helper()
	return testkit.One[string](t, h, `select coalesce(string_agg(concat_ws(' ', day, state, caught_up), E'\n' order by day), '')
		from office_day where day >= $1`, from)
}

// TestRecordAnOfficeThatCatchesUp starts a worker after three days of which nobody has opened one.
func TestRecordAnOfficeThatCatchesUp(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	c := h.Follow(t)
	h.Exec(t, "update office_clock set today = '2022-01-06'")
	missing, err := h.Cases.MissingDays(t.Context())
	require.NoError(t, err)
	require.Equal(t, []gov.Date{gov.MustDate("2022-01-04"), gov.MustDate("2022-01-05"), gov.MustDate("2022-01-06")}, missing)
	for range 2 {
		require.NoError(t, c.CatchUp(t.Context()), "two workers may start at once")
	}
	testkit.Keep(t, c, testkit.Kept{Name: shape + "office-clock", ID: workflows.IDOfficeClock + "/start"})
	testkit.Keep(t, c, testkit.Kept{Name: shape + "office-day", ID: "office-day/2022-01-06/digest"})
	require.Equal(t, "2022-01-04 digested t\n2022-01-05 digested t\n2022-01-06 digested f", days(t, h, gov.MustDate("2022-01-04")))
	missing, err = h.Cases.MissingDays(t.Context())
	require.NoError(t, err)
	require.Empty(t, missing)
	require.Equal(t, "2022-01-06", testkit.One[gov.Date](t, h, "select last_opened from office_clock").String())
}

// idle is a mailroom's work without letters, and a morning without a digest.
type idle struct{}

func (idle) Claim(context.Context, gov.Date, int) ([]gov.Letter, error) { return nil, nil }

func (idle) ClaimPressing(context.Context, gov.Date, int) ([]gov.Letter, error) { return nil, nil }

func (idle) Record(context.Context, []gov.Posted, *gov.Letter) (bool, error) { return true, nil }

func (idle) Send(context.Context, gov.Letter) gov.Posted { return gov.Posted{} }

func (idle) Lanes() int { return 1 }

func (idle) Room(most int, _ time.Duration) int { return most }

func (idle) Wait(context.Context) error { return nil }

func (idle) Today(context.Context) (gov.Date, error) { return gov.MustDate("2022-01-03"), nil }

func (idle) IsWorkingDay(context.Context, gov.Date) (bool, error) { return true, nil }

func (idle) Digest(context.Context, gov.Date, string) (next string, done bool, err error) {
	return "", true, nil
}

// works starts a worker with every duty for a house.
func works(t *testing.T, c *process.Client, s *cases.Service) *process.Worker {
	t.Helper()
	w := c.NewWorker(process.Duties{
		Case:     &activities.Case{Work: s},
		Office:   &activities.Office{Days: s, Digest: idle{}},
		Mailroom: &activities.Mailroom{Outbox: idle{}, Sender: idle{}, Clock: idle{}},
	})
	require.NoError(t, w.Start())
	return w
}

// TestRecordAMailroomThatChangesShifts stops the worker in the middle of a shift: it is ended, not broken off, and
// the next worker takes the next one.
func TestRecordAMailroomThatChangesShifts(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	c := testkit.Dial(t, gov.NewCaseID().String())
	done := func() (n int) {
		for _, e := range testkit.History(t, c.WorkflowID(workflows.IDMailroom)).GetEvents() {
			if e.GetActivityTaskCompletedEventAttributes() != nil {
				n++
			}
		}
		return n
	}
	begun := time.Now()
	for shift := range 2 {
		w := works(t, c, h.Cases)
		_, err := c.Reconcile(t.Context(), process.Standing{})
		require.NoError(t, err)
		started(t, c, workflows.IDMailroom)
		w.Stop()
		testkit.Eventually(t, func() bool { return done() == shift+1 })
	}
	require.Less(t, time.Since(begun), 15*time.Second, "no shift was left to its time-out")
	testkit.Keep(t, c, testkit.Kept{Name: shape + "mailroom", ID: workflows.IDMailroom, Running: true})
}

// started waits until a worker has taken the activity of a workflow.
func started(t *testing.T, c *process.Client, id string) {
	t.Helper()
	operator := testkit.Operator(t)
	testkit.Eventually(t, func() bool {
		d, err := operator.DescribeWorkflowExecution(t.Context(), c.WorkflowID(id), "")
		if err != nil {
			return false
		}
		for _, a := range d.GetPendingActivities() {
			if a.GetLastStartedTime() != nil && a.GetLastHeartbeatTime() != nil || a.GetState().String() == "Started" {
				return true
			}
		}
		return false
	})
}

// TestARealOfficeKeepsItsClock reconciles a real installation as every start of a worker does, again and again: one
// schedule stands in Seoul's time, brought to its form, and the days that were missed up to today are opened.
func TestARealOfficeKeepsItsClock(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	office := cases.New(cases.Config{Pool: h.Pool, Rules: h.Rules})
	today, err := office.Today(t.Context())
	require.NoError(t, err)
	h.Exec(t, "update office_clock set last_opened = $1, today = null", today.AddDays(-2))
	c := testkit.Dial(t, gov.NewCaseID().String())
	w := works(t, c, office)
	defer w.Stop()
	ctx := t.Context()

	handle := testkit.Operator(t).ScheduleClient().GetHandle(ctx, c.WorkflowID(workflows.IDOfficeClock))
	for range 2 {
		_, err := c.Reconcile(ctx, process.Standing{Real: true})
		require.NoError(t, err)
	}
	require.NoError(t, handle.Pause(ctx, client.SchedulePauseOptions{Note: "maintenance"}))
	require.NoError(t, handle.Update(ctx, client.ScheduleUpdateOptions{
		DoUpdate: func(in client.ScheduleUpdateInput) (*client.ScheduleUpdate, error) {
			in.Description.Schedule.Spec = &client.ScheduleSpec{CronExpressions: []string{"0 4 * * *"}}
			return &client.ScheduleUpdate{Schedule: &in.Description.Schedule}, nil
		},
	}))
	require.NoError(t, c.KeepOfficeClock(ctx))
	d, err := handle.Describe(ctx)
	require.NoError(t, err)
	require.True(t, d.Schedule.State.Paused, "an operator's pause stays")
	require.Equal(t, "Asia/Seoul", d.Schedule.Spec.TimeZoneName)
	require.Len(t, d.Schedule.Spec.Calendars, 2)
	require.NotEmpty(t, d.Info.NextActionTimes)
	for _, at := range d.Info.NextActionTimes {
		require.Contains(t, []string{"00:05", "09:00"}, at.In(gov.Seoul).Format("15:04"))
	}

	yesterday := today.AddDays(-1)
	testkit.Eventually(t, func() bool {
		return testkit.One[int](t, h, "select count(*)::int from office_day where day >= $1", yesterday) >= 2
	})
	require.NoError(t, handle.Trigger(ctx, client.ScheduleTriggerOptions{})) // what it starts finds all done
	testkit.Eventually(t, func() bool {
		d, err := handle.Describe(ctx)
		return err == nil && len(d.Info.RecentActions) == 1
	})
	testkit.Eventually(t, func() bool {
		missing, err := office.MissingDays(ctx)
		return err == nil && len(missing) <= 1
	})
	require.Contains(t, days(t, h, yesterday), yesterday.String()+" digested t")
}

// TestAWorkerThatDiedBeginsAnew lets the worker of a house die as it does when its namespace is gone for minutes.
func TestAWorkerThatDiedBeginsAnew(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	c := testkit.Dial(t, gov.NewCaseID().String())
	w := works(t, c, h.Cases)
	defer w.Stop()
	w.Die(context.DeadlineExceeded)
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	follow(t, process.NewRelay(h.Cases, c, nil))
	h.Settle(t)
	h.Become(t, "request", gov.Open)
}
