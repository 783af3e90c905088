package cases

import (
	"bytes"
	"context"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/failpoint"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/pack"
)

var stageHandlers = map[gov.Verb]handler{
	gov.VerbOpen:     stageOpen,
	gov.VerbWaive:    stageEnd,
	gov.VerbSkip:     stageEnd,
	gov.VerbClose:    stageClose,
	gov.VerbFinish:   stageFinish,
	gov.VerbDecide:   stageDecide,
	gov.VerbReopen:   stageReopen,
	gov.VerbMoveDate: stageMoveDate,
	gov.VerbAdd:      stageAdd,

	gov.VerbProposeForm: proposeForm,
}

// stageOpen puts in being what the stage is made of; everything comes in one transaction and can be repeated. From here
// on the stage names the pack that is in force today (design §2.3), and whether it may open is decided once more on the
// locked row.
func stageOpen(ctx context.Context, ch *change) error {
	if err := ch.pinPack(ctx); err != nil {
		return err
	}
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return err
	}
	if err := ch.needMoment(ctx, rule); err != nil {
		return err
	}
	open := openings[rule.Kind]
	if open == nil {
		return fmt.Errorf("no opening for stage kind %s", rule.Kind)
	}
	if err := ch.tx.Write.MarkStageOpened(ctx, db.MarkStageOpenedParams{
		ID: ch.c.StageID, OpenedOn: ch.now.today, PackHash: ch.c.PackHash,
	}); err != nil {
		return err
	}
	failpoint.Here("open.inside")
	if err := open(ctx, ch); err != nil {
		return err
	}
	return ch.settleCounter(ctx)
}

// pinPack names the pack in force today on the stage's case; every case it opens takes it over.
func (ch *change) pinPack(ctx context.Context) error {
	_, hash, err := ch.svc.rules.Active(ctx, ch.tx, ch.now.today)
	if err != nil || bytes.Equal(hash, ch.c.PackHash) {
		return err
	}
	ch.c.PackHash = hash
	return ch.tx.Write.PinPack(ctx, db.PinPackParams{ID: ch.c.ID, PackHash: hash})
}

// needMoment refuses an opening whose day has not come or whose gate was closed since the process looked.
func (ch *change) needMoment(ctx context.Context, rule policies.StageRule) error {
	stage, err := ch.stageRow(ctx)
	if err != nil {
		return err
	}
	closed, err := ch.closedGates(ctx)
	if err != nil {
		return err
	}
	if policies.MayOpen(rule.Kind, policies.Moment{
		Today: ch.now.today, Opens: stage.OpensOn, CallBy: stage.CallBy, Gate: len(closed) == 0,
	}) {
		return nil
	}
	return ch.gateClosed(closed)
}

// settleCounter counts the stage's cases from the rows, so that a repeated opening counts nothing twice. The counter is
// locked first: a case that ends meanwhile is either in the count or takes itself off it afterwards.
func (ch *change) settleCounter(ctx context.Context) error {
	if err := ch.tx.Write.LockCounter(ctx, ch.c.StageID); err != nil {
		return err
	}
	if err := ch.tx.Write.SetCounter(ctx, ch.c.StageID); err != nil {
		return err
	}
	if err := ch.tx.Flush(ctx); err != nil {
		return err
	}
	set, err := ch.tx.Read.OpenedSet(ctx, ch.c.StageID)
	if err != nil {
		return err
	}
	ch.note("cases", set.N)
	ch.note("set", fmt.Sprintf("%x", set.Hash))
	return nil
}

// stageEnd closes a stage that was never opened: waived by its rule or skipped by a person.
func stageEnd(ctx context.Context, ch *change) error {
	if err := ch.unstop(ctx); err != nil {
		return err
	}
	if err := ch.tx.Write.MarkStageClosed(ctx, db.MarkStageClosedParams{
		ID: ch.c.StageID, Day: ch.now.today, Reason: ch.cmd.Reason,
	}); err != nil {
		return err
	}
	return ch.wakeFollowers(ctx)
}

// stageClose ends a stage by a person's word: a process that stood still goes on to its end.
func stageClose(ctx context.Context, ch *change) error { return ch.unstop(ctx) }

// unstop takes back the task of a process that stood still, because its stage is being ended.
func (ch *change) unstop(ctx context.Context) error {
	p, err := ch.tx.Read.LockProcess(ctx, ch.c.ProcessID)
	if err != nil || p.State != "stopped" {
		return err
	}
	w := ch.tx.Write
	if err := w.SetProcessState(ctx, db.SetProcessStateParams{ID: p.ID, State: "running"}); err != nil {
		return err
	}
	return w.CloseStoppedTasks(ctx, db.CloseStoppedTasksParams{CaseID: ch.c.ID, ClosedOn: ch.now.today})
}

// stageFinish closes a stage without open cases. It holds the stage's row, which whoever reopens a single case shares.
func stageFinish(ctx context.Context, ch *change) error {
	if _, err := ch.tx.Read.LockStageRow(ctx, ch.c.StageID); err != nil {
		return err
	}
	rows, err := ch.tx.Read.OpenCasesOfStage(ctx, db.OpenCasesOfStageParams{StageID: ch.c.StageID, Limit: 1})
	if err != nil {
		return err
	}
	if len(rows) > 0 {
		return gov.Refuse(gov.CodeProcessOpen, "아직 끝나지 않은 사안이 있습니다.", "a case of this stage is still open")
	}
	return stageEnd(ctx, ch)
}

// stageDecide lets later stages go on before the last paper of this one is filed, as after a council's resolution.
func stageDecide(ctx context.Context, ch *change) error {
	if err := ch.tx.Write.MarkStageDecided(ctx, db.MarkStageDecidedParams{ID: ch.c.StageID, DecidedOn: ch.now.today}); err != nil {
		return err
	}
	return ch.wakeFollowers(ctx)
}

func (ch *change) wakeFollowers(ctx context.Context) error {
	return ch.tx.Write.WakeFollowers(ctx, db.WakeFollowersParams{
		Cause: fmt.Sprintf("stage %s %s", ch.c.Subject, ch.cmd.Verb), StageID: ch.c.StageID,
	})
}

// stageMoveDate moves the due date or the day of the meeting; open tasks get the new dates.
func stageMoveDate(ctx context.Context, ch *change) error {
	var body MoveDateBody
	if err := ch.read(&body); err != nil {
		return err
	}
	if body.Due.IsZero() && body.Hold.IsZero() && body.Opens.IsZero() {
		return invalid("due_on", "옮길 날짜를 하나 이상 적으십시오.", "name at least one date to move")
	}
	for _, day := range []gov.Date{body.Opens, body.Due, body.Hold} {
		if !day.IsZero() && day.Before(ch.now.today) {
			return invalid("due_on", "지난 날짜로는 옮길 수 없습니다.", "a date can only be moved to today or later")
		}
	}
	ch.to = ch.c.State
	s, err := ch.stageRow(ctx)
	if err != nil {
		return err
	}
	cal := ch.svc.rules.Calendar()
	p := db.UpdateStageDatesParams{
		ID: s.ID, OpensOn: s.OpensOn, DueOperative: s.DueOperative, DueLegal: s.DueLegal, HoldOn: s.HoldOn,
		CallBy: s.CallBy, OpensNamed: s.OpensNamed, DueNamed: s.DueNamed, HoldNamed: s.HoldNamed,
	}
	if !body.Opens.IsZero() {
		p.OpensOn, p.OpensNamed = cal.NextWorkingDay(body.Opens), body.Opens
	}
	if !body.Due.IsZero() {
		d := cal.FixedDate(body.Due)
		p.DueOperative, p.DueLegal, p.DueNamed = d.Operative, d.Legal, body.Due
	}
	if !body.Hold.IsZero() {
		if err := ch.moveHold(ctx, &p, body.Hold); err != nil {
			return err
		}
	}
	if err := ch.tx.Write.UpdateStageDates(ctx, p); err != nil {
		return err
	}
	return ch.tx.Write.MoveTaskDues(ctx, db.MoveTaskDuesParams{
		StageID: s.ID, DueOperative: p.DueOperative, DueLegal: p.DueLegal,
	})
}

func (ch *change) moveHold(ctx context.Context, p *db.UpdateStageDatesParams, hold gov.Date) error {
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return err
	}
	body, err := ch.body(ctx, rule.Body)
	if err != nil {
		return err
	}
	cal := ch.svc.rules.Calendar()
	p.HoldOn, p.HoldNamed = cal.Hold(hold), hold
	p.CallBy = policies.CallBy(p.HoldOn, &body, cal)
	return nil
}

// stageAdd opens a further case in a stage under way: another attempt at a meeting, a merit board, a deciding document.
func stageAdd(ctx context.Context, ch *change) error {
	var body AddCaseBody
	if err := ch.read(&body); err != nil {
		return err
	}
	add := additions[body.Kind]
	if add == nil {
		return fmt.Errorf("no addition of kind %q to a stage", body.Kind)
	}
	if err := add(ctx, ch, body.For); err != nil {
		return err
	}
	return ch.settleCounter(ctx)
}

// mayOverrule answers whether the rules of access let one of the actor's posts overrule the graph (design §3).
func (ch *change) mayOverrule() error {
	p, ok := ch.svc.rules.cached(ch.c.PackHash)
	if ok {
		for _, post := range ch.actor.posts {
			who := pack.Viewer{Posts: []gov.PostID{post}, Invited: ch.actor.Body != ""}
			if may, _ := p.Judge(pack.Request{Viewer: who, Action: policies.ActOverrule}); may {
				ch.post = post
				return nil
			}
		}
	}
	e := gov.Refuse(gov.CodeForbidden, "총괄부서 담당만 할 수 있는 처리입니다. 평생교육 총괄부서에 요청하십시오.",
		"only the coordinating department may do this")
	e.Reasons, e.State = []gov.Reason{lacksDuty("coordinator")}, ch.c.State
	return e
}
