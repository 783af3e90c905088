package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/process"
	"gyeol/internal/testkit"
	"gyeol/policies"
)

// followed is a meeting whose process is told by its workflow.
type followed struct {
	*board
	client *process.Client
}

// reach walks the days until the meeting is held, opens its gates and waits until it is tabled.
func (f *followed) reach() {
	f.t.Helper()
	hold := testkit.One[gov.Date](f.t, f.House, "select hold_on from meeting where case_id = $1", f.id())
	for f.Today(f.t).Before(hold) {
		f.NextDay(f.t, f.client)
	}
	f.become(gov.Tabled)
}

func (f *followed) become(s gov.State) {
	f.t.Helper()
	f.Settle(f.t)
	testkit.Eventually(f.t, func() bool { return f.state() == s })
}

// next expects gyeol itself to call the next attempt.
func (f *followed) next(subject string) {
	f.t.Helper()
	f.subject = subject
	testkit.Eventually(f.t, func() bool {
		return testkit.One[int](f.t, f.House, "select count(*)::int from case_file where stage_id = $1 and subject = $2",
			f.stage.ID, subject) == 1
	})
	f.Settle(f.t)
	f.call()
	f.reach()
}

func (f *followed) resolve(choice string) {
	f.t.Helper()
	present := []string{bureauHead, divisionHead, policyHead, eduHead}
	f.convene(present...)
	for _, m := range present {
		f.vote(m, f.items()[0], choice)
	}
	f.do(f.secretary, gov.TaskResolve, testkit.Do{Verb: gov.VerbResolve})
}

func (f *followed) minute() {
	f.t.Helper()
	f.do(f.secretary, gov.TaskMinutes, testkit.Do{Verb: gov.VerbPublish, Body: object{"signed_by": []string{bureauHead}}})
}

func TestABodyMeetsUntilItHasPassedWhatTheYearNeeds(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-05-02")
	client := h.Follow(t)
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	stage := h.Stage(t, "education-meeting")
	h.Exec(t, "update stage set decided_on = '2022-05-01' where key = 'decision'")
	f := &followed{&board{House: h, t: t, key: "education-meeting", stage: stage, secretary: cityOfficer}, client}
	f.next("attempt-1")

	f.convene(bureauHead, divisionHead)
	f.become(gov.NoQuorum)
	f.next("attempt-2")

	f.resolve("no")
	testkit.Eventually(t, func() bool {
		return testkit.One[string](t, h, "select stop_code from process where id = $1", stage.Process) == string(policies.CodeRejected)
	})
	f.minute()
	h.TaskOf(t, cityOfficer, gov.TaskStopped, "/education-meeting/") // the named owner is asked to mend it
	require.NoError(t, h.Cases.Resume(t.Context(), h.Actor(t, testkit.Coordinator), stage.Process))
	f.next("attempt-3")

	f.resolve("yes")
	decided := "select count(*)::int from stage where id = $1 and decided_on is not null and closed_on is null"
	testkit.Eventually(t, func() bool { return testkit.One[int](t, h, decided, stage.ID) == 1 })
	f.minute()
	testkit.Eventually(t, func() bool {
		return testkit.One[string](t, h, "select state from case_file where id = $1", stage.Case) == string(gov.Closed)
	})
	require.Zero(t, testkit.One[int](t, h, `select count(*)::int from task t join case_file c on c.id = t.case_id
		where t.state = 'open' and c.closed_on is not null and t.kind <> 'check_public_copy'`))
	toldMaySee(t, h)
}
