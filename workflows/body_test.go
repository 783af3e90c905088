package workflows_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/workflow"

	"gyeol/gov"
)

// codeRejected is what a body's stage is refused with when the body did not pass an item.
const codeRejected gov.Code = "rejected"

// bodyRows begin as a stage before a body whose first meeting is open; another is opened as the story asks.
func bodyRows(subject string) *rows {
	r := stageRows(gov.StageDeliberate)
	meet := func(l *gov.Look, what string) {
		l.Cases = append(l.Cases, gov.CaseLook{ID: gov.NewCaseID(), Kind: gov.CaseMeeting, Subject: what, State: gov.Planned, Round: 1})
		count(l)
	}
	open := r.steps[gov.VerbOpen]
	r.steps[gov.VerbOpen] = func(l *gov.Look, s gov.Step) gov.StepResult {
		meet(l, subject)
		return open(l, s)
	}
	r.steps[gov.VerbAdd] = func(l *gov.Look, s gov.Step) gov.StepResult {
		meet(l, s.Subject)
		return gov.StepResult{State: l.Is}
	}
	r.steps[gov.VerbTable] = func(l *gov.Look, _ gov.Step) gov.StepResult {
		attempt(gov.Tabled)(l)
		return gov.StepResult{State: gov.Tabled}
	}
	r.look.Stage.MayOpen = true
	return r
}

// count adds up the cases by kind and state, as a look does.
func count(l *gov.Look) {
	l.Counts = nil
	for _, c := range l.Cases {
		l.Counts = append(l.Counts, gov.StateCount{Kind: c.Kind, State: c.State, N: 1})
	}
}

// attempt brings the youngest case into a state.
func attempt(to gov.State) func(*gov.Look) {
	return func(l *gov.Look) {
		l.Cases[len(l.Cases)-1].State = to
		count(l)
	}
}

// held is the day of the meeting, with the gate open or not.
func held(gate bool) func(*gov.Look) {
	return func(l *gov.Look) { l.Stage.Gate, l.Stage.HoldReached = gate, true }
}

func TestABodyIsTabledOnItsDayWhenItsPapersHaveCome(t *testing.T) {
	t.Parallel()
	o := newOffice(bodyRows("attempt-1"))
	o.after(1, attempt(gov.Called))
	o.after(24*7, held(false))
	o.after(24*8, func(l *gov.Look) { held(true)(l); o.noted("the gate opens") })
	o.after(24*9, attempt(gov.InSession))
	o.after(24*10, attempt(gov.Resolved))
	o.after(24*11, func(l *gov.Look) { attempt(gov.MinutesOut)(l); o.noted("the minutes are out") })
	wants(t, o.tell(t, gov.ProcessDeliberate), "open stage", "the gate opens", "table attempt-1", "decide attempt-1",
		"the minutes are out", "finish stage", "end")
}

func TestABodyWithoutQuorumIsCalledAgainAsOftenAsItTakes(t *testing.T) {
	t.Parallel()
	o := newOffice(bodyRows("attempt-1"))
	for i := range 2 {
		o.after(10*i+1, attempt(gov.Called))
		o.after(10*i+2, held(true))
		o.after(10*i+3, attempt(gov.NoQuorum))
	}
	o.after(31, attempt(gov.Called))
	o.after(32, attempt(gov.Resolved))
	o.after(33, attempt(gov.MinutesOut))
	wants(t, o.tell(t, gov.ProcessDeliberate), "open stage", "table attempt-1", "add_case attempt-2", "table attempt-2",
		"add_case attempt-3", "table attempt-3", "decide attempt-3", "finish stage", "end")
}

func TestABodyThatRejectsMeetsAgainWhenItsOwnerHasMendedThePaper(t *testing.T) {
	t.Parallel()
	o := newOffice(bodyRows("attempt-1").refusing(gov.VerbDecide, 1, codeRejected))
	o.after(1, attempt(gov.Resolved))
	o.after(2, attempt(gov.MinutesOut))
	o.after(3, running)
	o.after(4, attempt(gov.Resolved))
	o.after(5, attempt(gov.MinutesOut))
	wants(t, o.tell(t, gov.ProcessDeliberate), "open stage", "decide attempt-1", "stop rejected", "add_case attempt-2",
		"decide attempt-2", "finish stage", "end")
}

// rejected is a body that has rejected a paper, with its process stopped for it by a run that is no more.
func rejected() *rows {
	r := bodyRows("attempt-1").refusing(gov.VerbDecide, 1, codeRejected)
	r.look.Is, r.look.State, r.look.Stop, r.look.Stops = gov.Open, "stopped", codeRejected, 1
	r.look.Cases = []gov.CaseLook{{ID: gov.NewCaseID(), Kind: gov.CaseMeeting, Subject: "attempt-1", State: gov.MinutesOut, Round: 1}}
	count(&r.look)
	return r
}

func TestANewRunDoesNotStopABodyTwiceForOneRejection(t *testing.T) {
	t.Parallel()
	o := newOffice(rejected())
	o.after(1, func(l *gov.Look) { running(l); l.Stop = "" })
	o.after(2, attempt(gov.Resolved))
	o.after(3, attempt(gov.MinutesOut))
	wants(t, o.tell(t, gov.ProcessDeliberate), "decide attempt-1", "add_case attempt-2", "decide attempt-2", "finish stage", "end")
}

func TestARunFromBeforeTheLedgerGoesOnAsItBegan(t *testing.T) {
	t.Parallel()
	o := newOffice(rejected())
	o.OnGetVersion(mock.Anything, workflow.DefaultVersion, workflow.Version(1)).Return(workflow.DefaultVersion)
	o.after(1, running)
	o.after(2, attempt(gov.Resolved))
	o.after(3, attempt(gov.MinutesOut))
	wants(t, o.tell(t, gov.ProcessDeliberate), "decide attempt-1", "stop rejected", "add_case attempt-2",
		"decide attempt-2", "finish stage", "end")
}

func TestABodyOverWhichAPersonClosesTheStageMeetsNoMore(t *testing.T) {
	t.Parallel()
	for _, state := range []gov.State{gov.Planned, gov.Called, gov.InSession, gov.Resolved} {
		o := newOffice(bodyRows("attempt-1"))
		o.after(1, attempt(state))
		o.after(2, func(l *gov.Look) { l.Is = gov.Closing })
		told := o.tell(t, gov.ProcessDeliberate)
		require.Contains(t, told, "sweep\nfinish stage\nend", state)
		require.NotContains(t, told, "add_case", state)
	}
}

// nominees gives the award's rows so many nominations in a state.
func nominees(n int, in gov.State) func(*gov.Look) {
	return func(l *gov.Look) {
		for i := range n {
			l.Cases = append(l.Cases, gov.CaseLook{
				ID: gov.NewCaseID(), Kind: gov.CaseNomination, Subject: fmt.Sprintf("unit-%d", i+1), State: in, Round: 1,
			})
		}
		count(l)
	}
}

// turned brings every case of a kind that is in a state into another.
func turned(kind gov.CaseKind, from, to gov.State) func(*gov.Look) {
	return func(l *gov.Look) {
		for i := range l.Cases {
			if l.Cases[i].Kind == kind && l.Cases[i].State == from {
				l.Cases[i].State = to
			}
		}
		count(l)
	}
}

// awardRows begin as a programme whose two nominees are invited when it opens.
func awardRows() *rows {
	r := bodyRows("")
	r.look.Stage.Kind = gov.StageAward
	open := stageRows(gov.StageAward).steps[gov.VerbOpen]
	r.steps[gov.VerbOpen] = func(l *gov.Look, s gov.Step) gov.StepResult {
		if s.Subject == "stage" {
			nominees(2, gov.Invited)(l)
		} else {
			become(l, s.Case, gov.Scored) // asked about, not yet vetted
		}
		return open(l, s)
	}
	add := r.steps[gov.VerbAdd]
	r.steps[gov.VerbAdd] = func(l *gov.Look, s gov.Step) gov.StepResult {
		if s.Subject != "award-decision" {
			return add(l, s)
		}
		l.Cases = append(l.Cases, gov.CaseLook{ID: gov.NewCaseID(), Kind: gov.CaseDocument, Subject: s.Subject, State: gov.Drafting, Round: 1})
		return gov.StepResult{State: l.Is}
	}
	r.steps[gov.VerbDispatch] = func(l *gov.Look, s gov.Step) gov.StepResult { return become(l, s.Case, gov.Dispatched) }
	r.steps[gov.VerbAward] = func(l *gov.Look, s gov.Step) gov.StepResult {
		if l.Count(gov.CaseNomination, gov.Awarded) == 1 {
			return gov.StepResult{Code: gov.CodeQuotaExceeded, Detail: "정원 초과"}
		}
		return become(l, s.Case, gov.Awarded)
	}
	r.steps[gov.VerbPass] = func(l *gov.Look, s gov.Step) gov.StepResult { return become(l, s.Case, gov.NotAwarded) }
	return r
}

// become brings one case into a state.
func become(l *gov.Look, id gov.CaseID, to gov.State) gov.StepResult {
	for i := range l.Cases {
		if l.Cases[i].ID == id {
			l.Cases[i].State = to
		}
	}
	count(l)
	return gov.StepResult{State: to}
}

func TestAnAwardGoesFromItsBoardThroughTheVettingToTheQuota(t *testing.T) {
	t.Parallel()
	o := newOffice(awardRows())
	o.after(1, turned(gov.CaseNomination, gov.Invited, gov.Scored))
	o.after(2, attempt(gov.Called))
	o.after(3, held(true))
	o.after(4, attempt(gov.Resolved))
	o.after(5, attempt(gov.MinutesOut))
	o.after(24*12, func(l *gov.Look) { l.Stage.VettingOver = true; o.noted("no more objections") })
	o.after(24*13, turned(gov.CaseNomination, gov.Scored, gov.Vetted))
	o.after(24*14, func(l *gov.Look) { o.noted("the mayor signs"); attempt(gov.Approved)(l) })
	wants(t, o.tell(t, gov.ProcessAward), "open stage", "add_case board-1", "table board-1", "no more objections",
		"open unit-1", "open unit-2", "add_case award-decision", "the mayor signs", "dispatch award-decision",
		"award unit-1", "award unit-2", "pass_over unit-2", "finish stage", "end")
}

func TestAnAwardForWhichNobodyIsNominatedEnds(t *testing.T) {
	t.Parallel()
	o := newOffice(awardRows())
	o.after(1, turned(gov.CaseNomination, gov.Invited, gov.Declined))
	wants(t, o.tell(t, gov.ProcessAward), "open stage", "finish stage", "end")
}

func TestAnAwardWhoseNomineesAreAllOutAfterTheVettingAsksNoMayor(t *testing.T) {
	t.Parallel()
	o := newOffice(awardRows())
	o.after(1, turned(gov.CaseNomination, gov.Invited, gov.Scored))
	o.after(2, attempt(gov.MinutesOut))
	o.after(3, func(l *gov.Look) { l.Stage.VettingOver = true })
	o.after(4, turned(gov.CaseNomination, gov.Scored, gov.NotAwarded))
	wants(t, o.tell(t, gov.ProcessAward), "open stage", "add_case board-1", "open unit-1", "open unit-2", "finish stage", "end")
}
