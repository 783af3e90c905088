package cases

import (
	"context"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/failpoint"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

var stageHandlers = map[gov.Verb]handler{
	gov.VerbOpen:     stageOpen,
	gov.VerbWaive:    stageEnd,
	gov.VerbSkip:     stageEnd,
	gov.VerbFinish:   stageFinish,
	gov.VerbDecide:   stageDecide,
	gov.VerbReopen:   stageReopen,
	gov.VerbMoveDate: stageMoveDate,
	gov.VerbAdd:      stageAdd,
}

// stageOpen puts in being what the stage is made of; everything comes in one transaction and can be repeated.
func stageOpen(ctx context.Context, ch *change) error {
	rule, err := ch.stageRule(ctx)
	if err != nil {
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

// settleCounter counts the stage's cases from the rows, so that a repeated opening counts nothing twice.
func (ch *change) settleCounter(ctx context.Context) error {
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
	if err := ch.tx.Write.MarkStageClosed(ctx, db.MarkStageClosedParams{
		ID: ch.c.StageID, Day: ch.now.today, Reason: ch.cmd.Reason,
	}); err != nil {
		return err
	}
	return ch.wakeFollowers(ctx)
}

func stageFinish(ctx context.Context, ch *change) error {
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

// stageReopen takes a closed stage up again with the cases it is about; what later stages have not decided is shown as
// stale and waits. A collection names the units whose submissions come back to them.
func stageReopen(ctx context.Context, ch *change) error {
	var body struct {
		Units []gov.UnitID `json:"units"`
	}
	if err := decode(ch.cmd.Body, &body); err != nil {
		return err
	}
	stage, err := ch.stageRow(ctx)
	if err != nil {
		return err
	}
	if stage.Kind == gov.StageCollect && len(body.Units) == 0 {
		return invalid("units", "다시 열 부서를 하나 이상 적으십시오.", "name the units whose submissions are reopened")
	}
	if err := ch.tx.Write.MarkStageReopened(ctx, db.MarkStageReopenedParams{ID: ch.c.StageID, Reason: ch.cmd.Reason}); err != nil {
		return err
	}
	if err := ch.tx.Write.MarkFollowersStale(ctx, ch.c.StageID); err != nil {
		return err
	}
	if err := ch.reopenCases(ctx, body.Units); err != nil {
		return err
	}
	return ch.wakeFollowers(ctx)
}

// reopenCases reopens the named units' submissions, or every case of another stage that its machine can reopen.
func (ch *change) reopenCases(ctx context.Context, units []gov.UnitID) error {
	cases, err := ch.tx.Read.CasesOfStage(ctx, ch.c.StageID)
	if err != nil {
		return err
	}
	found := 0
	for _, c := range cases {
		move, ok := policies.MachineOf(c.Kind).Find(c.State, gov.VerbReopen)
		if !ok || (c.Kind == gov.CaseSubmission && !slices.Contains(units, gov.UnitID(c.Subject))) {
			continue
		}
		actor := ch.actor
		if move.System {
			actor = Actor{System: true, Name: "gyeol"}
		}
		found++
		if _, err := ch.svc.act(ctx, ch.tx, actor, Command{
			Case: c.ID, Verb: gov.VerbReopen, Key: fmt.Sprintf("%s/%s", ch.cmd.Key, c.Subject), Reason: ch.cmd.Reason,
		}); err != nil {
			return err
		}
	}
	if found < len(units) {
		return invalid("units", "다시 열 수 없는 부서가 있습니다. 제출이 끝난 부서만 적으십시오.", "a unit has no submission that can be reopened")
	}
	return nil
}

// stageMoveDate moves the due date or the day of the meeting; open tasks get the new dates.
func stageMoveDate(ctx context.Context, ch *change) error {
	var body struct {
		Opens gov.Date `json:"opens_on"`
		Due   gov.Date `json:"due_on"`
		Hold  gov.Date `json:"hold_on"`
	}
	if err := decode(ch.cmd.Body, &body); err != nil {
		return err
	}
	if body.Due.IsZero() && body.Hold.IsZero() && body.Opens.IsZero() {
		return invalid("due_on", "옮길 날짜를 하나 이상 적으십시오.", "name at least one date to move")
	}
	ch.to = ch.c.State
	s, err := ch.stageRow(ctx)
	if err != nil {
		return err
	}
	cal := ch.svc.rules.Calendar()
	p := db.UpdateStageDatesParams{
		ID: s.ID, OpensOn: s.OpensOn, DueOperative: s.DueOperative, DueLegal: s.DueLegal, HoldOn: s.HoldOn,
		CallBy: s.CallBy,
	}
	if !body.Opens.IsZero() {
		p.OpensOn = cal.NextWorkingDay(body.Opens)
	}
	if !body.Due.IsZero() {
		d := cal.FixedDate(body.Due)
		p.DueOperative, p.DueLegal = d.Operative, d.Legal
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
	p.HoldOn = cal.Hold(hold)
	p.CallBy = policies.CallBy(p.HoldOn, &body, cal)
	return nil
}

// stageAdd opens a further case in a stage under way: another attempt at a meeting, a merit board, a deciding document.
func stageAdd(ctx context.Context, ch *change) error {
	var body struct {
		Kind gov.CaseKind `json:"kind"`
		For  string       `json:"for"`
	}
	if err := decode(ch.cmd.Body, &body); err != nil {
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

// mayOverrule answers whether the actor's posts carry the coordinator's duty (design §3: people may overrule the graph).
func (ch *change) mayOverrule() error {
	return ch.mayWithDuty("coordinator")
}

func (ch *change) mayWithDuty(duty string) error {
	p, ok := ch.svc.rules.cached(ch.c.PackHash)
	if ok {
		for _, post := range ch.actor.posts {
			if slices.Contains(p.DutiesOf(post), duty) {
				ch.post = post
				return nil
			}
		}
	}
	return gov.Refuse(gov.CodeForbidden, "총괄부서 담당만 할 수 있는 처리입니다. 평생교육 총괄부서에 요청하십시오.",
		"only the coordinating department may do this")
}
