package workflows_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/testsuite"

	"gyeol/activities"
	"gyeol/gov"
	"gyeol/workflows"
)

// desk plays the rows to a story: what Look sees, and what the steps of the story make of it.
type desk struct {
	mu     sync.Mutex
	look   gov.Look
	steps  []string                     // verb, subject and round, in the order in which they were done
	does   map[gov.Verb]func(*gov.Look) // what a step changes
	refuse map[gov.Verb]gov.StepResult  // answered once
	swept  int
}

func (d *desk) Look(context.Context, gov.ProcessID) (gov.Look, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.look, nil
}

func (d *desk) Step(_ context.Context, s gov.Step) (gov.StepResult, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if r, ok := d.refuse[s.Verb]; ok {
		delete(d.refuse, s.Verb)
		return r, nil
	}
	d.steps = append(d.steps, fmt.Sprintf("%s %s %d", s.Verb, s.Subject, s.Round))
	if f := d.does[s.Verb]; f != nil {
		f(&d.look)
	}
	switch s.Verb { //nolint:exhaustive // the others leave the state as it is
	case gov.VerbOpen:
		if d.look.Stage != nil {
			d.look.Is = gov.Open
		}
	case gov.VerbFinish:
		d.look.Is = gov.Closed
	case gov.VerbWaive:
		d.look.Is = gov.Waived
	}
	return gov.StepResult{State: d.look.Is}, nil
}

func (d *desk) Settle(context.Context, gov.ProcessID, []int64) error { return nil }

func (d *desk) End(context.Context, gov.ProcessID, []int64) (bool, error) { return true, nil }

func (d *desk) Stop(_ context.Context, h gov.Halt) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.look.State = "stopped"
	d.steps = append(d.steps, "stopped "+string(h.Code))
	return nil
}

func (d *desk) Sweep(context.Context, gov.ProcessID) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.swept++
	return d.swept < 2, nil
}

// tell tells a story to its end; each change of the rows comes a minute after the one before and rings.
func (d *desk) tell(t *testing.T, kind gov.ProcessKind, changes ...func(*gov.Look)) []string {
	t.Helper()
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(log.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	env := suite.NewTestWorkflowEnvironment()
	env.RegisterWorkflow(workflows.Process)
	env.RegisterActivity(&activities.Case{Work: d})
	for i, change := range changes {
		env.RegisterDelayedCallback(func() {
			d.mu.Lock()
			change(&d.look)
			d.mu.Unlock()
			env.SignalWorkflow(workflows.SignalWake, nil)
			env.SignalWorkflow(workflows.SignalWake, nil)
		}, time.Duration(i+1)*time.Minute)
	}
	env.ExecuteWorkflow(workflows.Process, gov.ProcessRef{Process: gov.NewProcessID(), Kind: kind})
	require.True(t, env.IsWorkflowCompleted())
	require.NoError(t, env.GetWorkflowError())
	return d.steps
}

// stage is a desk before a stage that may open; opening it puts a case in being.
func stage(kind gov.CaseKind, first gov.State) *desk {
	return &desk{
		look: gov.Look{State: "running", Is: gov.Planned, Round: 1, Stage: &gov.StageLook{MayOpen: true, Gate: true}},
		does: map[gov.Verb]func(*gov.Look){
			gov.VerbOpen: func(l *gov.Look) { put(l, kind, "case", first) },
			gov.VerbAdd:  func(l *gov.Look) { put(l, kind, "case.2", first) },
		},
		refuse: map[gov.Verb]gov.StepResult{},
	}
}

func put(l *gov.Look, kind gov.CaseKind, subject string, state gov.State) {
	l.Cases = append(l.Cases, gov.CaseLook{ID: gov.NewCaseID(), Kind: kind, Subject: subject, State: state, Round: 1})
}

// turn brings the youngest case into a state.
func turn(to gov.State) func(*gov.Look) {
	return func(l *gov.Look) { l.Cases[len(l.Cases)-1].State = to }
}

func TestAStoryOfTheKindsThatWaitForOnePaper(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind    gov.ProcessKind
		desk    *desk
		changes []func(*gov.Look)
		steps   []string
	}{
		"a guideline decides when it is registered and ends when its findings are taken up": {
			gov.ProcessReceive, stage(gov.CaseReceipt, gov.Awaited),
			[]func(*gov.Look){turn(gov.Registered), turn(gov.Registered), turn(gov.Settled)},
			[]string{"open stage 1", "decide stage 1", "finish stage 1"},
		},
		"a guideline without findings": {
			gov.ProcessReceive, stage(gov.CaseReceipt, gov.Awaited),
			[]func(*gov.Look){turn(gov.Settled)},
			[]string{"open stage 1", "decide stage 1", "finish stage 1"},
		},
		"a consultation with a reply": {
			gov.ProcessConsult, stage(gov.CaseConsultation, gov.Planned),
			[]func(*gov.Look){
				turn(gov.Asked),
				turn(gov.Replied),
			},
			[]string{"open stage 1", "finish stage 1"},
		},
		"a consultation with a recorded no-reply": {
			gov.ProcessConsult, stage(gov.CaseConsultation, gov.Planned),
			[]func(*gov.Look){
				turn(gov.Asked),
				turn(gov.NoReply),
			},
			[]string{"open stage 1", "finish stage 1"},
		},
		"a filing with one correction": {
			gov.ProcessFile, stage(gov.CaseFiling, gov.Prepared),
			[]func(*gov.Look){
				turn(gov.HandedOver), turn(gov.CorrectionRequested), turn(gov.HandedOver),
				turn(gov.Received),
			},
			[]string{"open stage 1", "finish stage 1"},
		},
		"a paper that is compiled and confirmed": {
			gov.ProcessCompile, compilation(),
			[]func(*gov.Look){turn(gov.Confirmed)},
			[]string{"open stage 1", "compile case 1", "finish stage 1"},
		},
		"a paper whose input was taken up again is compiled again when its gate is open": {
			gov.ProcessCompile, compilation(),
			[]func(*gov.Look){
				func(l *gov.Look) { l.Stage.Stale, l.Stage.Gate = true, false },
				func(l *gov.Look) { l.Stage.Gate = true },
				turn(gov.Confirmed),
			},
			[]string{"open stage 1", "compile case 1", "compile case.again 1", "finish stage 1"},
		},
		"a paper that lapses with its stage": {
			gov.ProcessCompile, compilation(),
			[]func(*gov.Look){turn(gov.Missing)},
			[]string{"open stage 1", "compile case 1", "finish stage 1"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.steps, c.desk.tell(t, c.kind, c.changes...))
		})
	}
}

// compilation is a stage whose paper compiles: a second time in a new round.
func compilation() *desk {
	d := stage(gov.CaseCompilation, gov.Drafting)
	d.does[gov.VerbCompile] = func(l *gov.Look) {
		c := &l.Cases[0]
		if c.State == gov.Compiled {
			c.Round++
		}
		c.State, l.Stage.Stale = gov.Compiled, false
	}
	return d
}

func TestAStoryOfAStageThatIsNotAsked(t *testing.T) {
	t.Parallel()
	for _, kind := range []gov.ProcessKind{
		gov.ProcessReceive, gov.ProcessConsult, gov.ProcessFile, gov.ProcessCompile, gov.ProcessMonitor,
	} {
		d := stage(gov.CaseFiling, gov.Prepared)
		d.look.Stage.Waive = "2021년 계획이 없음"
		require.Equal(t, []string{"waive stage 1"}, d.tell(t, kind), kind)
		d = stage(gov.CaseFiling, gov.Prepared)
		d.look.Is = gov.Closed
		require.Empty(t, d.tell(t, kind), kind)
	}
}

func TestAReopenedStageOpensACaseOfItsOwn(t *testing.T) {
	t.Parallel()
	for kind, c := range map[gov.ProcessKind]struct {
		kind gov.CaseKind
		last gov.State
	}{
		gov.ProcessFile:    {gov.CaseFiling, gov.Received},
		gov.ProcessConsult: {gov.CaseConsultation, gov.Replied},
	} {
		d := stage(c.kind, gov.Planned)
		d.look.Is, d.look.Round = gov.Open, 2
		put(&d.look, c.kind, "case", c.last)
		require.Equal(t, []string{fmt.Sprintf("add_case %s 2", c.kind), "finish stage 2"},
			d.tell(t, kind, turn(c.last)))
	}
}

func TestAReopenedPaperIsCompiledAnew(t *testing.T) {
	t.Parallel()
	d := compilation()
	d.look.Is, d.look.Round = gov.Open, 2
	put(&d.look, gov.CaseCompilation, "case", gov.Drafting)
	d.look.Cases[0].Round = 2
	require.Equal(t, []string{"compile case 2", "finish stage 2"}, d.tell(t, gov.ProcessCompile, turn(gov.Confirmed)))
}

func TestAPackageThatDoesNotStandStopsWithItsOwnerAndGoesOnAfterwards(t *testing.T) {
	t.Parallel()
	d := stage(gov.CaseFiling, gov.Prepared)
	d.refuse[gov.VerbOpen] = gov.StepResult{Code: gov.CodeGateClosed, Detail: "문서가 없음"}
	steps := d.tell(t, gov.ProcessFile, func(l *gov.Look) { l.State = "running" }, turn(gov.Received))
	require.Equal(t, []string{"stopped gate_closed", "open stage 1", "finish stage 1"}, steps)
}

func TestAStageThatAPersonClosesEndsWithItsCases(t *testing.T) {
	t.Parallel()
	d := stage(gov.CaseFiling, gov.Prepared)
	steps := d.tell(t, gov.ProcessFile, func(l *gov.Look) { l.Is = gov.Closing })
	require.Equal(t, []string{"open stage 1", "finish stage 1"}, steps)
	require.Equal(t, 2, d.swept)
}

func TestMonitoringEndsWithTheLastOpinion(t *testing.T) {
	t.Parallel()
	d := stage(gov.CaseOpinion, gov.Assigned)
	d.does[gov.VerbOpen] = func(l *gov.Look) { l.Stage.OpenCases = 38 }
	steps := d.tell(t, gov.ProcessMonitor,
		func(l *gov.Look) { l.Stage.OpenCases = 1 }, func(l *gov.Look) { l.Stage.OpenCases = 0 })
	require.Equal(t, []string{"open stage 1", "finish stage 1"}, steps)
}

func TestAnAgreementRunsThroughItsTerms(t *testing.T) {
	t.Parallel()
	d := &desk{
		look: gov.Look{State: "running", Is: gov.InForce, Round: 1, Agreement: &gov.AgreementLook{}},
		does: map[gov.Verb]func(*gov.Look){
			gov.VerbOpen: func(l *gov.Look) { l.Is, l.Agreement = gov.RenewalWindow, &gov.AgreementLook{} },
			gov.VerbExpire: func(l *gov.Look) {
				l.Is, l.Round, l.Agreement = gov.InForce, l.Round+1,
					&gov.AgreementLook{}
			},
		},
	}
	alert := func(n int) func(*gov.Look) {
		return func(l *gov.Look) { l.Agreement = &gov.AgreementLook{Alert: n} }
	}
	over := func(l *gov.Look) { l.Agreement = &gov.AgreementLook{Over: true} }
	steps := d.tell(t, gov.ProcessAgreement, alert(1), alert(2), over, alert(1),
		func(l *gov.Look) { l.Is = gov.Terminated })
	require.Equal(t, []string{"open alert-1 1", "open alert-2 1", "expire term 1", "open alert-1 2"}, steps)
}
