package process_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/process"
	"gyeol/internal/testkit"
)

// shape begins the names of the histories that this build records. It changes with every line of the ledger in
// workflows/versions.go; the histories of the shapes before stay.
const shape = "v2-"

// keeps keeps the history of a stage, with what its workflow id begins with.
func (y *year) keeps(t *testing.T, name, place, key string) {
	t.Helper()
	y.Settle(t)
	testkit.Keep(t, y.client, testkit.Kept{Name: shape + name, ID: place + "/lifelong-education-plan-2022/" + key})
}

// TestRecordTheYear proves that what this build writes in a year can be replayed by it, and keeps it with -record.
func TestRecordTheYear(t *testing.T) {
	t.Parallel()
	y := newYear(t, honest)
	y.carry(t)
	y.keeps(t, "receive", "stage", "guideline")
	y.keeps(t, "issue", "stage", "request")
	y.keeps(t, "collect", "stage", "plans")
	y.keeps(t, "waived", "stage", "results")
	y.keeps(t, "compile", "stage", "compilation")
	y.keeps(t, "consult", "consultation", "superintendent")
	y.keeps(t, "meeting-called-again", "meeting", "coordination")
	y.keeps(t, "deliberate", "meeting", "council")
	y.keeps(t, "approve", "document", "decision")
	y.keeps(t, "file", "filing", "ministry")
	testkit.Keep(t, y.client, testkit.Kept{Name: shape + "cycle", ID: "cycle/lifelong-education-plan/2022", Running: true})

	y.fileAgain(t)
	y.keeps(t, "filed-again", "filing", "ministry")
	y.CloseStage(t, "issue-down")
	y.keeps(t, "closed-stage", "stage", "issue-down")
	y.On(t, "2022-04-01")
	y.FollowUp(t, "monitoring-1")
	y.keeps(t, "monitor", "monitoring", "monitoring-1")
	y.On(t, "2022-05-12")
	y.CloseStage(t, "education-meeting")
	y.keeps(t, "closed-meeting", "meeting", "education-meeting")
	y.compileAgain(t)
	y.keeps(t, "compiled-again", "stage", "compilation")
}

func TestRecordAnAward(t *testing.T) {
	t.Parallel()
	y := newYear(t, honest)
	y.On(t, "2022-10-04")
	y.Score(t, "awards")
	y.Call(t, "awards")
	y.Meet(t, "awards", true)
	y.Vet(t, "awards")
	y.Sign(t, "awards")
	y.Become(t, "awards", gov.Closed)
	y.keeps(t, "award", "award", "awards")
}

func TestRecordAnAgreement(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2025-06-29")
	c := h.Follow(t)
	for range 2 {
		h.NextDay(t, c)
	}
	state := "select c.state from agreement a join case_file c on c.id = a.case_id where a.id = 'AGR-SHELTER'"
	is := func(want gov.State) {
		testkit.Eventually(t, func() bool { return testkit.One[gov.State](t, h, state) == want })
		h.Settle(t)
	}
	is(gov.RenewalWindow)
	h.On(t, "2026-01-01")
	is(gov.InForce)
	testkit.Keep(t, c, testkit.Kept{Name: shape + "agreement-renewed", ID: "agreement/AGR-SHELTER", Running: true})
	h.On(t, "2026-06-30")
	is(gov.RenewalWindow)
	task := h.TaskOf(t, "youth-policy-division.officer", gov.TaskAgreement)
	h.Act(t, "youth-policy-division.officer", task.ID, testkit.Do{Verb: gov.VerbTerminate, Reason: "사업 종료"})
	is(gov.Terminated)
	testkit.Keep(t, c, testkit.Kept{Name: shape + "agreement", ID: "agreement/AGR-SHELTER"})
}

// TestRecordAStopThatOutlivesItsWorkflow stops a filing for want of its package, loses the workflow that knew of it,
// and lets the owner mend the matter only then.
func TestRecordAStopThatOutlivesItsWorkflow(t *testing.T) {
	t.Parallel()
	y := newYear(t, honest)
	y.withoutPackage(t)
	y.Settle(t)
	const id = "filing/lifelong-education-plan-2022/city-council"
	testkit.Keep(t, y.client, testkit.Kept{Name: shape + "stopped", ID: id, Running: true})

	operator := testkit.Operator(t)
	require.NoError(t, operator.TerminateWorkflow(t.Context(), y.client.WorkflowID(id), "", "lost"))
	y.Ring(t, "city-council")
	y.Settle(t)
	s := y.Stage(t, "city-council")
	stops := "select count(*)::int from task where case_id = $1 and kind = 'stopped'"
	require.Equal(t, 1, testkit.One[int](t, y.House, stops, s.Case), "nobody has mended anything: it is not tried again")
	y.mend(t)
	require.NoError(t, y.Cases.Resume(t.Context(), y.Actor(t, testkit.Coordinator), s.Process))
	y.File(t, "city-council")
	y.Become(t, "city-council", gov.Closed)
	require.Equal(t, 1, testkit.One[int](t, y.House, stops, s.Case))
	require.Zero(t, testkit.One[int](t, y.House, stops+" and state = 'open'", s.Case))
	y.keeps(t, "stopped-restarted", "filing", "city-council")
}

// year is the plan of 2022 on its way, told by its workflows.
type year struct {
	*testkit.House

	client *process.Client
}

func honest(r process.Ringer) process.Ringer { return r }

// newYear opens it on its first working day.
func newYear(t *testing.T, through func(process.Ringer) process.Ringer) *year {
	t.Helper()
	h := testkit.Seoul(t, "2022-01-03")
	y := &year{House: h, client: h.FollowBy(t, through)}
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	return y
}

// carry brings the year from the ministry's guideline to its receipt for the decided plan.
func (y *year) carry(t *testing.T) {
	t.Helper()
	y.Do(t, "guideline", gov.TaskRegister, testkit.Do{
		Verb: gov.VerbRegister, Body: map[string]any{"external_number": "1", "received_title": "지침"},
	})
	y.Sign(t, "request")
	y.On(t, "2022-01-11")
	y.Call(t, "coordination")
	y.Call(t, "council")
	y.HandIn(t, "plans", map[string]any{"change": "new", "goal": "목표", "content": "내용", "chapter": "1"})
	y.Confirm(t, "compilation")
	y.Consult(t, "superintendent")
	y.Meet(t, "coordination", false)
	y.Call(t, "coordination")
	y.Meet(t, "coordination", true)
	y.Meet(t, "council", true)
	y.Sign(t, "decision")
	y.File(t, "ministry")
	y.Become(t, "ministry", gov.Closed)
	y.Settle(t)
}

// reopen takes a stage up again.
func (y *year) reopen(t *testing.T, key string, body any) {
	t.Helper()
	_, err := y.OnCase(t, testkit.Coordinator, y.Stage(t, key).Case, testkit.Do{Verb: gov.VerbReopen, Reason: "변경계획", Body: body})
	require.NoError(t, err)
}

// fileAgain takes the filing up again: its process has ended and begins anew.
func (y *year) fileAgain(t *testing.T) {
	t.Helper()
	y.reopen(t, "ministry", nil)
	y.File(t, "ministry")
	y.Become(t, "ministry", gov.Closed)
	y.Settle(t)
}

// compileAgain takes the compilation up again, and its input while it is under way.
func (y *year) compileAgain(t *testing.T) {
	t.Helper()
	y.reopen(t, "compilation", nil)
	testkit.Eventually(t, func() bool { return len(y.Asks(t, "compilation", gov.TaskConfirm)) > 0 })
	y.reopen(t, "plans", map[string]any{"units": []string{"lifelong-education-division"}})
	y.Settle(t)
	compiled := "select round from case_file where stage_id = $1 and kind = 'compilation'"
	before := testkit.One[int](t, y.House, compiled, y.Stage(t, "compilation").ID)
	y.HandIn(t, "plans", map[string]any{"change": "new", "goal": "목표", "content": "내용", "chapter": "2"})
	testkit.Eventually(t, func() bool {
		return testkit.One[int](t, y.House, compiled, y.Stage(t, "compilation").ID) > before
	})
	y.Confirm(t, "compilation")
	y.Become(t, "compilation", gov.Closed)
}

// gates decides every stage that a stage comes after.
const gates = `update stage set decided_on = '2022-02-25' where id in (select after_id from stage_after where stage_id = $1)`

// withoutPackage lets a filing come to its turn although the plan it files was never decided.
func (y *year) withoutPackage(t *testing.T) {
	t.Helper()
	y.On(t, "2022-02-25")
	y.Exec(t, gates, y.Stage(t, "city-council").ID)
	y.Ring(t, "city-council")
	testkit.Eventually(t, func() bool { return len(y.Asks(t, "city-council", gov.TaskStopped)) == 1 })
}

// mend decides the plan.
func (y *year) mend(t *testing.T) {
	t.Helper()
	y.Exec(t, "update stage set decided_on = null where key = 'decision'")
	y.Exec(t, gates, y.Stage(t, "decision").ID)
	y.Ring(t, "decision")
	y.Sign(t, "decision")
	y.Become(t, "decision", gov.Closed)
}
