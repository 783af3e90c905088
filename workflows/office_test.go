package workflows_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/workflow"

	"gyeol/activities"
	"gyeol/gov"
	"gyeol/workflows"
)

// calendar is an office whose last days nobody has opened.
type calendar struct {
	mu      sync.Mutex
	missing []gov.Date
	holiday map[gov.Date]bool
	told    []string
	fails   map[string]int // how often a line is refused before it is done
}

func (c *calendar) note(line string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fails[line] > 0 {
		c.fails[line]--
		return errors.New("the database is away")
	}
	c.told = append(c.told, line)
	return nil
}

func (c *calendar) MissingDays(context.Context) ([]gov.Date, error) {
	return c.missing, c.note("missing")
}

func (c *calendar) OpenDay(_ context.Context, d gov.Date) error { return c.note("open " + d.String()) }

func (c *calendar) FinishDay(_ context.Context, d gov.Date) error {
	return c.note("finish " + d.String())
}

func (c *calendar) IsWorkingDay(_ context.Context, d gov.Date) (bool, error) {
	return !c.holiday[d], nil
}

func (c *calendar) Digest(_ context.Context, d gov.Date, _ string) (next string, done bool, err error) {
	return "", true, c.note("digest " + d.String())
}

// hall is a test environment at a moment in Seoul.
func (c *calendar) hall(t *testing.T, seoul string) *testsuite.TestWorkflowEnvironment {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04:05", seoul, gov.Seoul)
	require.NoError(t, err)
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(log.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	env := suite.NewTestWorkflowEnvironment()
	env.SetStartTime(at)
	env.RegisterWorkflowWithOptions(workflows.OfficeDay, workflow.RegisterOptions{Name: workflows.NameOfficeDay})
	env.RegisterActivity(&activities.Office{Days: c, Digest: c})
	return env
}

// clock runs the office clock at a moment in Seoul and says what it did.
func (c *calendar) clock(t *testing.T, seoul string) string {
	t.Helper()
	env := c.hall(t, seoul)
	env.ExecuteWorkflow(workflows.OfficeClock)
	require.True(t, env.IsWorkflowCompleted())
	require.NoError(t, env.GetWorkflowError())
	return strings.Join(c.told, ", ")
}

func days(list ...string) (out []gov.Date) {
	for _, d := range list {
		out = append(out, gov.MustDate(d))
	}
	return out
}

func TestTheOfficeClockOpensADayAtMidnightAndItsMorningAtNine(t *testing.T) {
	t.Parallel()
	for seoul, want := range map[string]string{
		"2022-01-04 00:05:00": "missing, open 2022-01-04",
		"2022-01-04 08:59:59": "missing, open 2022-01-04",
		"2022-01-04 09:00:00": "missing, open 2022-01-04, digest 2022-01-04, finish 2022-01-04",
		"2022-01-04 23:59:59": "missing, open 2022-01-04, digest 2022-01-04, finish 2022-01-04",
		"2022-01-05 00:00:01": "missing, open 2022-01-04, digest 2022-01-04, finish 2022-01-04", // begun late, done in full
		"2022-01-03 23:59:59": "missing, open 2022-01-04",                                       // the database is a moment ahead
	} {
		c := &calendar{missing: days("2022-01-04")}
		require.Equal(t, want, c.clock(t, seoul), seoul)
	}
}

func TestCaughtUpDaysLeaveOneDigestToTheLast(t *testing.T) {
	t.Parallel()
	four := days("2022-01-01", "2022-01-02", "2022-01-03", "2022-01-04")
	closed := map[gov.Date]bool{four[0]: true, four[1]: true}
	early := "missing, open 2022-01-01, finish 2022-01-01, open 2022-01-02, finish 2022-01-02, " +
		"open 2022-01-03, finish 2022-01-03, open 2022-01-04"
	require.Equal(t, early, (&calendar{missing: four, holiday: closed}).clock(t, "2022-01-04 07:30:00"),
		"what the days before left is gathered in the morning")
	require.Equal(t, early+", digest 2022-01-04, finish 2022-01-04",
		(&calendar{missing: four, holiday: closed}).clock(t, "2022-01-04 10:00:00"))

	weekend := &calendar{missing: four[:2], holiday: closed}
	require.Equal(t, "missing, open 2022-01-01, finish 2022-01-01, open 2022-01-02, finish 2022-01-02",
		weekend.clock(t, "2022-01-02 12:00:00"), "a closed office gathers nothing")
	require.Equal(t, "missing", (&calendar{}).clock(t, "2022-01-04 09:00:00"))
}

func TestAnOfficeDayGoesOnWhereTheDatabaseCameBack(t *testing.T) {
	t.Parallel()
	const open, finish = "open 2022-01-04", "finish 2022-01-04"
	for _, away := range []int{0, 1, 2, 7} { // twice within the worker, then for longer
		c := &calendar{fails: map[string]int{open: away, finish: away}}
		env := c.hall(t, "2022-01-04 09:00:00")
		env.ExecuteWorkflow(workflows.OfficeDay, workflows.DayParts{Day: gov.MustDate("2022-01-04"), Morning: true})
		require.True(t, env.IsWorkflowCompleted())
		require.NoError(t, env.GetWorkflowError())
		// The test environment takes a local activity that succeeded in a further attempt for a failed one: it is
		// repeated.
		require.Equal(t, []string{open, finish}, slices.Compact(c.told), away)
	}
}

func TestADayThatRunsAlreadyIsJoined(t *testing.T) {
	t.Parallel()
	c := &calendar{missing: days("2022-01-04")}
	env := c.hall(t, "2022-01-04 09:00:00")
	busy := 5
	started := env.Now()
	env.OnWorkflow(workflows.NameOfficeDay, mock.Anything, mock.Anything).Return(func(workflow.Context, workflows.DayParts) error {
		if busy--; busy >= 0 {
			return &temporal.ChildWorkflowExecutionAlreadyStartedError{}
		}
		return nil
	})
	env.ExecuteWorkflow(workflows.OfficeClock)
	require.True(t, env.IsWorkflowCompleted())
	require.NoError(t, env.GetWorkflowError())
	require.Equal(t, -1, busy)
	require.Equal(t, (1+2+4+8+16)*time.Second, env.Now().Sub(started), "it asks ever less often")
}

func TestDaysAreNamedAfterTheInstallationOfTheirClock(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"office-clock/start": "office-day/2022-01-04/digest", "seoul/office-clock/run-2022-01-04T00:00:00Z": "seoul/office-day/2022-01-04/digest",
		"another": "office-day/2022-01-04/digest",
	} {
		c := &calendar{missing: days("2022-01-04")}
		env := c.hall(t, "2022-01-04 09:00:00")
		env.SetStartWorkflowOptions(client.StartWorkflowOptions{ID: id})
		got := ""
		env.SetOnChildWorkflowStartedListener(func(info *workflow.Info, _ workflow.Context, _ converter.EncodedValues) {
			got = info.WorkflowExecution.ID
		})
		env.ExecuteWorkflow(workflows.OfficeClock)
		require.NoError(t, env.GetWorkflowError())
		require.Equal(t, want, got)
	}
}

func TestAClockWithYearsToCatchUpBeginsAnew(t *testing.T) {
	t.Parallel()
	c := &calendar{missing: days("2022-01-03", "2022-01-04", "2022-01-05")}
	env := c.hall(t, "2022-01-05 09:00:00")
	env.SetOnChildWorkflowCompletedListener(func(*workflow.Info, converter.EncodedValue, error) {
		env.SetContinueAsNewSuggested(true)
	})
	env.ExecuteWorkflow(workflows.OfficeClock)
	var again *workflow.ContinueAsNewError
	require.ErrorAs(t, env.GetWorkflowError(), &again)
	require.Equal(t, workflows.NameOffice, again.WorkflowType.Name)
	require.Equal(t, "missing open 2022-01-03 finish 2022-01-03", strings.Join(c.told, " "))

	c.missing, c.told = c.missing[2:], nil
	require.Equal(t, "missing, open 2022-01-05, digest 2022-01-05, finish 2022-01-05", c.clock(t, "2022-01-05 09:00:00"),
		"at its last day it does not begin anew for nothing")
}
