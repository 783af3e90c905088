package cases

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// stageReopen takes a closed stage up again with the cases it is about; what later stages have not decided is shown as
// stale and waits, and a year that had ended goes on. A collection names the units whose submissions come back to them;
// a paper or a meeting comes back as a new one, because what was approved or resolved changes only by a new round.
func stageReopen(ctx context.Context, ch *change) error {
	var body ReopenStageBody
	if err := ch.read(&body); err != nil {
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
	if err := ch.reopenCycle(ctx); err != nil {
		return err
	}
	return ch.wakeFollowers(ctx)
}

// reopenCases reopens the named units' submissions, every case of another stage that its machine can reopen, or else
// opens the next paper or meeting.
func (ch *change) reopenCases(ctx context.Context, units []gov.UnitID) error {
	cases, err := ch.tx.Read.CasesOfStage(ctx, ch.c.StageID)
	if err != nil {
		return err
	}
	slices.SortFunc(cases, func(a, b db.CasesOfStageRow) int { return cmp.Compare(a.ID.String(), b.ID.String()) })
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
	if found == 0 {
		return ch.openNext(ctx, cases)
	}
	return nil
}

// openNext opens what follows the last paper or meeting of a reopened stage. What comes from or goes to an outside
// body is opened by the stage's process; monitoring and awards have nothing that could be taken up again.
func (ch *change) openNext(ctx context.Context, cases []db.CasesOfStageRow) error {
	stage, err := ch.stageRow(ctx)
	if err != nil {
		return err
	}
	next := len(cases) + 1
	switch stage.Kind { //nolint:exhaustive // every other kind is refused below
	case gov.StageApprove, gov.StageIssue:
		rule, err := ch.stageRule(ctx)
		if err != nil {
			return err
		}
		return ch.openDocument(ctx, rule.Matter, rule.Title, fmt.Sprintf("document-%d", next))
	case gov.StageDeliberate:
		return additions[gov.CaseMeeting](ctx, ch, fmt.Sprintf("attempt-%d", next))
	case gov.StageReceive, gov.StageConsult, gov.StageFile:
		return nil
	}
	e := gov.Refusef(gov.CodeActNotOpen, "%s 단계에는 다시 열 사안이 없습니다. 앞뒤 단계에서 새로 처리하십시오.",
		"a stage of kind %s has nothing that could be taken up again", stage.Kind)
	e.State = ch.c.State
	return e
}

// reopenCycle holds the year's case, so that it cannot end beside this act, and takes it up again if it had ended.
func (ch *change) reopenCycle(ctx context.Context) error {
	if err := ch.tx.Flush(ctx); err != nil {
		return err
	}
	year, err := ch.tx.Read.LockCycleCase(ctx, ch.c.CycleID)
	if err != nil {
		return err
	}
	if year.State == gov.Closed {
		_, err := ch.svc.act(ctx, ch.tx, Actor{System: true, Name: "gyeol"}, Command{
			Case: year.ID, Verb: gov.VerbReopen, Key: ch.cmd.Key + "/cycle", Reason: ch.cmd.Reason,
		})
		return err
	}
	return ch.tx.Write.InsertWake(ctx, db.InsertWakeParams{ProcessID: year.ProcessID, Cause: "stage reopened"})
}

// cycleClose ends the year only while no stage of it is open; a stage reopened since the process looked rings it again.
func cycleClose(ctx context.Context, ch *change) error {
	open, err := ch.tx.Read.OpenStagesOfCycle(ctx, ch.c.CycleID)
	if err != nil || open == 0 {
		return err
	}
	e := gov.Refusef(gov.CodeActNotOpen, "아직 끝나지 않은 단계가 %d개 있습니다.", "%d stages are still open", open)
	e.State = ch.c.State
	return e
}
