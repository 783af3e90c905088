package workflows_test

import (
	"testing"

	"gyeol/gov"
)

func TestACollectionEndsWithItsLastSubmission(t *testing.T) {
	t.Parallel()
	o := newOffice(stageRows(gov.StageCollect))
	o.rows.look.Stage.OpenCases = 2
	o.after(1, func(l *gov.Look) { l.Stage.MayOpen = true })
	o.after(2, func(l *gov.Look) { l.Stage.OpenCases = 1 })
	o.after(3, func(l *gov.Look) { l.Stage.OpenCases = 0 })
	wants(t, o.tell(t, gov.ProcessCollect), "open stage", "finish stage", "end")
}

func TestAWaivedStageIsNeverOpened(t *testing.T) {
	t.Parallel()
	o := newOffice(stageRows(gov.StageCollect))
	o.rows.look.Stage.Waive = "2021년 계획이 없음"
	o.after(1, func(l *gov.Look) { l.Stage.MayOpen = true })
	wants(t, o.tell(t, gov.ProcessCollect), "waive stage", "end")
}

func TestASkippedStageEndsWithoutAStep(t *testing.T) {
	t.Parallel()
	o := newOffice(stageRows(gov.StageCollect))
	o.after(1, func(l *gov.Look) { l.Is = gov.Skipped })
	wants(t, o.tell(t, gov.ProcessCollect), "end")
}

func TestAStageThatAPersonClosesIsSweptAndFinished(t *testing.T) {
	t.Parallel()
	o := newOffice(stageRows(gov.StageCollect))
	o.rows.look.Stage.OpenCases = 5
	o.after(1, func(l *gov.Look) { l.Stage.MayOpen = true })
	o.after(2, func(l *gov.Look) { l.Is = gov.Closing })
	wants(t, o.tell(t, gov.ProcessCollect), "open stage", "sweep", "finish stage", "end")
}

func TestARuleThatMatchesNobodyStopsTheProcessUntilItIsMended(t *testing.T) {
	t.Parallel()
	r := stageRows(gov.StageCollect)
	refusals := 1
	opens := r.steps[gov.VerbOpen]
	r.steps[gov.VerbOpen] = func(l *gov.Look, s gov.Step) gov.StepResult {
		if refusals > 0 {
			refusals--
			return gov.StepResult{Code: gov.CodeNoRule, Detail: "규정 묶음에 서식이 없습니다."}
		}
		return opens(l, s)
	}
	o := newOffice(r)
	o.after(1, func(l *gov.Look) { l.Stage.MayOpen = true })
	o.after(5, func(l *gov.Look) { l.State = "running" })
	wants(t, o.tell(t, gov.ProcessCollect), "open stage", "stop no_rule", "open stage", "finish stage", "end")
}

func TestADocumentIsDispatchedAfterItsFinalSignature(t *testing.T) {
	t.Parallel()
	o := newOffice(stageRows(gov.StageApprove))
	o.rows.steps[gov.VerbDispatch] = func(l *gov.Look, _ gov.Step) gov.StepResult {
		l.Cases[0].State = gov.Dispatched
		return gov.StepResult{State: gov.Dispatched}
	}
	o.after(1, func(l *gov.Look) {
		l.Stage.MayOpen = true
		l.Cases = []gov.CaseLook{{Kind: gov.CaseDocument, Subject: "document", State: gov.Drafting, Round: 1}}
	})
	o.after(2, func(l *gov.Look) { l.Cases[0].State = gov.InApproval })
	o.after(3, func(l *gov.Look) { l.Cases[0].State = gov.Approved })
	wants(t, o.tell(t, gov.ProcessApprove), "open stage", "dispatch document", "finish stage", "end")
}

func TestAYearClosesWithItsLastStage(t *testing.T) {
	t.Parallel()
	r := &rows{look: gov.Look{State: "running", Is: gov.Open, Round: 1, Pending: 3}}
	r.steps = stageRows("").steps
	o := newOffice(r)
	o.after(24, func(l *gov.Look) { l.Pending = 1 })
	o.after(48, func(l *gov.Look) { l.Pending = 0 })
	wants(t, o.tell(t, gov.ProcessCycle), "close cycle", "end")
}

func TestABellAfterTheEndTakesTheStoryUpAgain(t *testing.T) {
	t.Parallel()
	o := newOffice(stageRows(gov.StageCollect))
	o.rows.look.Stage.MayOpen = true
	o.rows.steps[gov.VerbFinish] = func(l *gov.Look, _ gov.Step) gov.StepResult {
		l.Is = gov.Closed
		if len(o.rows.told) < 3 { // somebody reopens it in the same breath
			l.Is, l.Stage.OpenCases = gov.Open, 1
			o.rows.undone = append(o.rows.undone, 99)
		}
		return gov.StepResult{State: l.Is}
	}
	o.after(2, func(l *gov.Look) { l.Stage.OpenCases = 0 })
	wants(t, o.tell(t, gov.ProcessCollect), "open stage", "finish stage", "finish stage", "end")
}
