package workflows_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/workflow"

	"gyeol/gov"
	"gyeol/workflows"
)

// refusing lets the step of a verb be refused so many times before it is done.
func (r *rows) refusing(verb gov.Verb, times int, code gov.Code) *rows {
	do := r.steps[verb]
	r.steps[verb] = func(l *gov.Look, s gov.Step) gov.StepResult {
		if times > 0 {
			times--
			return gov.StepResult{Code: code, Detail: "아직 끝나지 않은 사안이 있습니다."}
		}
		if do == nil {
			return gov.StepResult{State: l.Is}
		}
		return do(l, s)
	}
	return r
}

func running(l *gov.Look) { l.State = "running" }

func TestAClosedStageWhoseEndIsRefusedWaitsForItsOwnerEachTime(t *testing.T) {
	t.Parallel()
	o := newOffice(stageRows(gov.StageCollect).refusing(gov.VerbFinish, 2, gov.CodeProcessOpen))
	o.rows.look.Stage.OpenCases = 5
	o.after(1, func(l *gov.Look) { l.Stage.MayOpen = true })
	o.after(2, func(l *gov.Look) { l.Is = gov.Closing })
	o.after(3, func(*gov.Look) {}) // a bell that is no word of the owner
	o.after(5, running)
	o.after(7, running)
	wants(t, o.tell(t, gov.ProcessCollect), "open stage", "sweep", "finish stage", "stop process_open",
		"sweep", "finish stage", "stop process_open", "sweep", "finish stage", "end")
}

func TestARefusedEndOfAClosedStageOutlivesALongHistory(t *testing.T) {
	t.Parallel()
	o := newOffice(stageRows(gov.StageCollect).refusing(gov.VerbFinish, 1, gov.CodeProcessOpen))
	o.rows.look.Is = gov.Closing
	o.SetContinueAsNewSuggested(true)
	ref := gov.ProcessRef{Process: gov.NewProcessID(), Kind: gov.ProcessCollect}
	o.ExecuteWorkflow(workflows.Process, ref)
	var again *workflow.ContinueAsNewError
	require.ErrorAs(t, o.GetWorkflowError(), &again)
	wants(t, o.said(), "sweep", "finish stage", "stop process_open")

	// The new run finds the stage closing and the process stopped: a person's closing act is not kept waiting.
	next := newOffice(o.rows)
	wants(t, next.tell(t, gov.ProcessCollect), "sweep", "finish stage", "stop process_open", "sweep", "finish stage", "end")
}

func TestARunThatBeginsWhileItsProcessIsStoppedWaitsForTheOwner(t *testing.T) {
	t.Parallel()
	for kind, steps := range map[gov.ProcessKind][]string{
		gov.ProcessCollect: {"open stage", "finish stage", "end"}, gov.ProcessMonitor: {"open stage", "finish stage", "end"},
		gov.ProcessCycle: {"close cycle", "end"},
	} {
		r := stageRows(gov.StageCollect)
		if kind == gov.ProcessCycle {
			r.look.Stage, r.look.Is = nil, gov.Open
		} else {
			r.look.Stage.MayOpen = true
		}
		r.look.State, r.look.Stop, r.look.Stops = "stopped", gov.CodeNoRule, 1
		o := newOffice(r)
		o.after(1, func(*gov.Look) { o.noted("a bell") })
		o.after(2, func(l *gov.Look) { running(l); o.noted("resumed") })
		wants(t, o.tell(t, kind), append([]string{"a bell", "resumed"}, steps...)...)
	}
}

func TestAStoppedProcessEndsWithWhatItFollows(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		is   gov.State
		want []string
	}{
		"closed by a person":  {gov.Closing, []string{"sweep", "finish stage", "end"}},
		"skipped by a person": {gov.Skipped, []string{"end"}},
		"closed before":       {gov.Closed, []string{"end"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := stageRows(gov.StageCollect)
			r.look.State, r.look.Is = "stopped", c.is
			wants(t, newOffice(r).tell(t, gov.ProcessCollect), c.want...)
		})
	}
}

func TestAStopNamesTheStopsBeforeIt(t *testing.T) {
	t.Parallel()
	r := stageRows(gov.StageCollect).refusing(gov.VerbOpen, 2, gov.CodeNoRule)
	r.look.Stage.MayOpen = true
	o := newOffice(r)
	o.after(1, running)
	o.after(2, running)
	o.tell(t, gov.ProcessCollect)
	require.Equal(t, []int{0, 1}, r.stops, "repeating the second one is not the first")
}

func TestAProcessWithALongHistoryBeginsAnewAndGoesOn(t *testing.T) {
	t.Parallel()
	r := stageRows(gov.StageCollect)
	r.look.Stage.MayOpen, r.look.Stage.OpenCases = true, 2
	o := newOffice(r)
	o.SetContinueAsNewSuggested(true)
	ref := gov.ProcessRef{Process: gov.NewProcessID(), Kind: gov.ProcessCollect}
	o.ExecuteWorkflow(workflows.Process, ref)
	var again *workflow.ContinueAsNewError
	require.ErrorAs(t, o.GetWorkflowError(), &again)
	require.Equal(t, workflows.NameProcess, again.WorkflowType.Name)
	var carried gov.ProcessRef
	require.NoError(t, converted(again.Input, &carried))
	require.Equal(t, ref, carried, "nothing but the name of the process is carried")
	require.Empty(t, r.undone, "what was seen is settled before")

	next := newOffice(r)
	next.after(1, func(l *gov.Look) { l.Stage.OpenCases = 0 })
	wants(t, next.tell(t, gov.ProcessCollect), "open stage", "finish stage", "end")
}

func TestAStageWhoseGateClosesBeforeItOpensWaitsAgainAndStopsNobody(t *testing.T) {
	t.Parallel()
	r := stageRows(gov.StageCollect)
	opens, raced := r.steps[gov.VerbOpen], false
	r.steps[gov.VerbOpen] = func(l *gov.Look, s gov.Step) gov.StepResult {
		if !raced {
			raced, l.Stage.MayOpen = true, false
			return gov.StepResult{Code: gov.CodeGateClosed, Detail: "앞 단계가 다시 열렸습니다."}
		}
		return opens(l, s)
	}
	r.look.Stage.MayOpen = true
	o := newOffice(r)
	o.after(1, func(l *gov.Look) { l.Stage.MayOpen = true })
	wants(t, o.tell(t, gov.ProcessCollect), "open stage", "open stage", "finish stage", "end")
}
