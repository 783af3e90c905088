package cases

import (
	"context"
	"errors"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// Look reads what a process waits for. A wake for an ended process starts it anew: the look brings it back to running.
func (s *Service) Look(ctx context.Context, id gov.ProcessID) (gov.Look, error) {
	var look gov.Look
	err := store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		clock, err := s.clock(ctx, tx)
		if err != nil {
			return err
		}
		p, err := tx.Read.LockProcess(ctx, id)
		if err != nil {
			return err
		}
		wakes, err := tx.Read.UndoneWakes(ctx, id)
		if err != nil {
			return err
		}
		if p.State == "ended" && len(wakes) > 0 {
			p.State = "running"
			if err := tx.Write.SetProcessState(ctx, db.SetProcessStateParams{ID: id, State: p.State}); err != nil {
				return err
			}
		}
		c, err := tx.Read.CaseOfProcess(ctx, id)
		if err != nil {
			return fmt.Errorf("case of process %s: %w", p.WorkflowID, err)
		}
		stops, err := tx.Read.CountStops(ctx, c.ID)
		if err != nil {
			return err
		}
		look = gov.Look{
			Today: clock.today, State: p.State, Stop: gov.Code(p.StopCode), Stops: int(stops), Case: c.ID, Is: c.State, Round: c.Round,
			Wakes: wakes,
		}
		return s.lookInto(ctx, tx, c, &look)
	})
	return look, err
}

func (s *Service) lookInto(ctx context.Context, tx *store.Tx, c db.CaseFile, look *gov.Look) error {
	switch c.Kind { //nolint:exhaustive // the other kinds have no process that looks for more
	case gov.CaseCycle:
		n, err := tx.Read.OpenStagesOfCycle(ctx, c.CycleID)
		look.Pending = int(n)
		return err
	case gov.CaseStage:
		return s.lookStage(ctx, tx, c, look)
	case gov.CaseAgreement:
		return s.lookAgreement(ctx, tx, c, look)
	}
	return nil
}

// lookStage works out the verdicts of a stage: may it open, is its gate open, has its day come.
func (s *Service) lookStage(ctx context.Context, tx *store.Tx, c db.CaseFile, look *gov.Look) error {
	ch := &change{svc: s, tx: tx, c: c, now: now{today: look.Today}}
	stage, err := ch.stageRow(ctx)
	if err != nil {
		return err
	}
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return err
	}
	gates, err := tx.Read.GatesOf(ctx, stage.ID)
	if err != nil {
		return err
	}
	gate := true
	for _, g := range gates {
		gate = gate && !g.DecidedOn.IsZero()
	}
	cycle, err := ch.cycleRow(ctx)
	if err != nil {
		return err
	}
	sl := &gov.StageLook{Kind: stage.Kind, Gate: gate, Decided: !stage.DecidedOn.IsZero()}
	sl.Stale = stage.InputStale
	sl.MayOpen = policies.MayOpen(rule.Kind, policies.Moment{
		Today: look.Today, Opens: stage.OpensOn, CallBy: stage.CallBy, Gate: gate,
	})
	if why, ok := policies.Waived(rule, int(cycle.Year)); ok {
		sl.Waive = why
	}
	sl.HoldReached = !stage.HoldOn.IsZero() && !look.Today.Before(stage.HoldOn)
	look.Stage = sl
	if err := lookAward(ctx, tx, ch, look); err != nil {
		return err
	}
	return s.lookCases(ctx, tx, stage, look)
}

func (s *Service) lookCases(ctx context.Context, tx *store.Tx, stage *db.Stage, look *gov.Look) error {
	counts, err := tx.Read.CountsOfStage(ctx, stage.ID)
	if err != nil {
		return err
	}
	few := 0
	for _, c := range counts {
		look.Counts = append(look.Counts, gov.StateCount{Kind: c.Kind, State: c.State, N: int(c.N)})
		if m := policies.MachineOf(c.Kind); m.Counted {
			if !m.IsFinal(c.State) {
				look.Stage.OpenCases += int(c.N)
			}
			continue
		}
		few += int(c.N)
	}
	if few == 0 && stage.Kind == gov.StageCollect {
		return nil
	}
	cases, err := tx.Read.CasesOfStage(ctx, stage.ID)
	if err != nil {
		return err
	}
	for _, c := range cases {
		look.Cases = append(look.Cases, gov.CaseLook{ID: c.ID, Kind: c.Kind, Subject: c.Subject, State: c.State, Round: c.Round})
	}
	return nil
}

// Step does one act of gyeol itself. A refusal is a result; anything else is an error to try again.
func (s *Service) Step(ctx context.Context, step gov.Step) (gov.StepResult, error) {
	out, err := s.Act(ctx, Actor{System: true, Name: "gyeol"}, Command{
		Case: step.Case, Verb: step.Verb, Reason: step.Reason, Body: step.Body,
		Key: fmt.Sprintf("system/%s/%s/%s/%d", step.Process, step.Verb, step.Subject, step.Round),
	})
	var refusal *gov.Error
	if errors.As(err, &refusal) && refusal.Code != gov.CodeBusy && refusal.Code != gov.CodeUnavailable {
		return gov.StepResult{Code: refusal.Code, Detail: refusal.Detail, State: refusal.State}, nil
	}
	return gov.StepResult{State: out.State}, err
}

// Settle marks done the wakes that a look had seen.
func (s *Service) Settle(ctx context.Context, id gov.ProcessID, wakes []int64) error {
	if len(wakes) == 0 {
		return nil
	}
	return store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		return tx.Write.SettleWakes(ctx, db.SettleWakesParams{ProcessID: id, Ids: wakes})
	})
}

// End ends the process if no wake is undone beyond those given, and says whether it did. A later wake starts it anew.
// One that stood still has been overtaken by a person's act: its owner is asked no more.
func (s *Service) End(ctx context.Context, id gov.ProcessID, wakes []int64) (bool, error) {
	ended := false
	err := store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		c, p, err := lockBoth(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := tx.Write.SettleWakes(ctx, db.SettleWakesParams{ProcessID: id, Ids: wakes}); err != nil {
			return err
		}
		if err := tx.Flush(ctx); err != nil {
			return err
		}
		left, err := tx.Read.UndoneWakes(ctx, id)
		if err != nil || len(left) > 0 {
			return err
		}
		if p.State == stateStopped {
			if err := s.overtake(ctx, tx, c, p); err != nil {
				return err
			}
		}
		ended = true
		return tx.Write.SetProcessState(ctx, db.SetProcessStateParams{ID: id, State: "ended"})
	})
	return ended, err
}

// stateStopped is the state of a process that waits for its owner.
const stateStopped = "stopped"

// lockBoth locks the case that a process follows and then the process, in the one order (design §6, Locks).
func lockBoth(ctx context.Context, tx *store.Tx, id gov.ProcessID) (c db.CaseFile, p db.Process, err error) {
	if c, err = tx.Read.CaseOfProcess(ctx, id); err != nil {
		return c, p, err
	}
	if c, err = tx.Read.LockCase(ctx, c.ID); err != nil {
		return c, p, err
	}
	p, err = tx.Read.LockProcess(ctx, id)
	return c, p, err
}

// overtake closes what the owner of a stopped process was asked.
func (s *Service) overtake(ctx context.Context, tx *store.Tx, c db.CaseFile, p db.Process) error {
	clock, err := s.clock(ctx, tx)
	if err != nil {
		return err
	}
	if err := tx.Write.CloseStoppedTasks(ctx, db.CloseStoppedTasksParams{CaseID: c.ID, ClosedOn: clock.today}); err != nil {
		return err
	}
	return ledger.Write(ctx, tx.Write, ledger.Entry{
		Kind: ledger.KindProcess, SubjectKind: "process", SubjectID: p.ID.String(), At: clock.at, OfficeDate: clock.today,
		Body: map[string]any{"overtaken": p.StopCode, "workflow": p.WorkflowID},
	})
}

// Stop marks a process that cannot go on, and gives its named owner the task to mend it. A stop that was recorded
// before is left as it is, also when the owner has gone on since; a process that stands still already and is refused
// something else asks its owner anew.
func (s *Service) Stop(ctx context.Context, h gov.Halt) error {
	return store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		clock, err := s.clock(ctx, tx)
		if err != nil {
			return err
		}
		c, p, err := lockBoth(ctx, tx, h.Process)
		if err != nil {
			return err
		}
		stops, err := tx.Read.CountStops(ctx, c.ID)
		if err != nil || int(stops) > h.After {
			return err
		}
		if p.State == stateStopped {
			if p.StopCode == string(h.Code) && p.StopText == h.Text {
				return nil
			}
			if err := tx.Write.CloseStoppedTasks(ctx, db.CloseStoppedTasksParams{CaseID: c.ID, ClosedOn: clock.today}); err != nil {
				return err
			}
		}
		if err := tx.Write.SetProcessState(ctx, db.SetProcessStateParams{
			ID: h.Process, State: stateStopped, StopCode: string(h.Code), StopText: h.Text,
		}); err != nil {
			return err
		}
		if err := s.askOwner(ctx, tx, asking{clock: clock, c: c, owner: p.OwnerPost, why: h.Text, nth: stops + 1}); err != nil {
			return err
		}
		return ledger.Write(ctx, tx.Write, ledger.Entry{
			Kind: ledger.KindProcess, SubjectKind: "process", SubjectID: h.Process.String(), At: clock.at,
			OfficeDate: clock.today,
			Body:       map[string]any{"stopped": string(h.Code), "owner": string(p.OwnerPost), "workflow": p.WorkflowID},
		})
	})
}

// asking is what the owner of a process is asked to mend.
type asking struct {
	clock now
	c     db.CaseFile
	owner gov.PostID
	why   string
	nth   int32
}

func (s *Service) askOwner(ctx context.Context, tx *store.Tx, a asking) error {
	ch := &change{
		svc: s, tx: tx, now: a.clock, actor: Actor{System: true}, c: a.c, machine: policies.MachineOf(a.c.Kind), to: a.c.State,
		seq: a.c.Seq, cmd: Command{Reason: a.why},
	}
	if err := ch.openTask(ctx, taskPlan{
		spec: policies.StoppedTask, posts: []gov.PostID{a.owner}, cell: fmt.Sprintf("stop-%d", a.nth),
	}); err != nil {
		return err
	}
	return ch.tell(ctx)
}

// Resume lets a stopped process try again, after its owner has mended what stopped it. It is audited and rings the
// process; one that does not stand still is left as it is.
func (s *Service) Resume(ctx context.Context, actor Actor, id gov.ProcessID) error {
	err := store.InTx(ctx, s.pool, func(tx *store.Tx) error { return s.resume(ctx, tx, actor, id) })
	if err == nil {
		s.bell.Poke()
	}
	return err
}

func (s *Service) resume(ctx context.Context, tx *store.Tx, actor Actor, id gov.ProcessID) error {
	clock, err := s.clock(ctx, tx)
	if err != nil {
		return err
	}
	c, p, err := lockBoth(ctx, tx, id)
	if err != nil || p.State != stateStopped {
		return err
	}
	if err := tx.Write.SetProcessState(ctx, db.SetProcessStateParams{ID: id, State: "running"}); err != nil {
		return err
	}
	if err := tx.Write.CloseStoppedTasks(ctx, db.CloseStoppedTasksParams{CaseID: c.ID, ClosedOn: clock.today}); err != nil {
		return err
	}
	if err := tx.Write.InsertWake(ctx, db.InsertWakeParams{ProcessID: id, Cause: "resumed"}); err != nil {
		return err
	}
	return ledger.Write(ctx, tx.Write, ledger.Entry{
		Kind: ledger.KindProcess, SubjectKind: "process", SubjectID: id.String(), At: clock.at, OfficeDate: clock.today,
		Body: map[string]any{"resumed": p.StopCode, "actor": actor.key(), "workflow": p.WorkflowID},
	})
}
