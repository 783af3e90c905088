package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies/checks"
)

func init() {
	handlers[gov.CaseCompilation] = map[gov.Verb]handler{
		gov.VerbCompile: compile,
		gov.VerbConfirm: confirmCompilation,
		gov.VerbReopen:  reopenCompilation,

		gov.VerbAdjustOverlap: adjustOverlap,
	}
	openings[gov.StageCompile] = openCompilation
}

// openCompilation makes room for the merged paper; the process compiles it in its next step.
func openCompilation(ctx context.Context, ch *change) error {
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return err
	}
	_, err = ch.openCase(ctx, newCase{
		kind: gov.CaseCompilation, subject: "compilation", title: rule.Title, unit: ch.c.UnitID,
		rows: func(id gov.CaseID) error { return ch.tx.Write.InsertCompilation(ctx, id) },
	})
	return err
}

// compile merges what the collections before it accepted and checks it (서울특별시 평생교육진흥에 관한 조례 제4조).
// Doing it again over the same rows gives the same hash.
func compile(ctx context.Context, ch *change) error {
	if err := ch.needGates(ctx); err != nil {
		return err
	}
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return err
	}
	in, err := ch.gather(ctx)
	if err != nil {
		return err
	}
	if err := ch.gatherTargets(ctx, &in); err != nil {
		return err
	}
	if slices.Contains(rule.Checks, "overlaps") {
		if err := ch.findOverlaps(ctx, &in); err != nil {
			return err
		}
	}
	findings := checks.Run(rule.Checks, in)
	if ch.c.ContentHash, err = contentHash(map[string]any{"body": in.Paper, "findings": findings}); err != nil {
		return err
	}
	ch.c.Revision++
	body, err := json.Marshal(in.Paper)
	if err != nil {
		return fmt.Errorf("write a compilation: %w", err)
	}
	raw, err := json.Marshal(findings)
	if err != nil {
		return fmt.Errorf("write findings: %w", err)
	}
	n := len(in.Paper.Plan.Projects()) + len(in.Paper.Results.Projects())
	ch.note("rows", n)
	ch.note("findings", len(findings))
	ch.note("content_hash", fmt.Sprintf("%x", ch.c.ContentHash))
	if err := ch.tx.Write.ClearStale(ctx, ch.c.StageID); err != nil {
		return err
	}
	return ch.tx.Write.SaveCompilation(ctx, db.SaveCompilationParams{
		CaseID: ch.c.ID, Body: body, Findings: raw, Rows: int32(n), CompiledOn: ch.now.today,
	})
}

// confirmCompilation settles every finding that needs a decision and confirms exactly the content that was seen.
func confirmCompilation(ctx context.Context, ch *change) error {
	var body ConfirmBody
	if err := ch.read(&body); err != nil {
		return err
	}
	if err := ch.needHash(ctx); err != nil {
		return err
	}
	if err := ch.needFresh(ctx); err != nil {
		return err
	}
	row, err := ch.tx.Read.GetCompilation(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	var findings []checks.Finding
	if err := json.Unmarshal(row.Findings, &findings); err != nil {
		return fmt.Errorf("read findings: %w", err)
	}
	if err := ch.settledFindings(ctx, findings); err != nil {
		return err
	}
	if err := judgeDecisions(findings, body.Decisions); err != nil {
		return err
	}
	raw, err := json.Marshal(ch.answered(body.Decisions))
	if err != nil {
		return fmt.Errorf("write decisions: %w", err)
	}
	ch.decision = &decided{role: "accept", cell: "coordinator", hashSeen: ch.cmd.HashSeen}
	ch.note("decisions", len(body.Decisions))
	return ch.tx.Write.ConfirmCompilation(ctx, db.ConfirmCompilationParams{
		CaseID: ch.c.ID, Decisions: raw, ConfirmedOn: ch.now.today,
	})
}

// answeredFinding is a decision with the person who took it and the day: whoever waives answers for it by name.
type answeredFinding struct {
	FindingDecision

	By string   `json:"by"` // a person's id; the name is looked up where it is shown
	On gov.Date `json:"on"`
}

func (ch *change) answered(decisions []FindingDecision) []answeredFinding {
	out := make([]answeredFinding, len(decisions))
	for i, d := range decisions {
		out[i] = answeredFinding{d, ch.actor.key(), ch.now.today}
	}
	return out
}

// reopenCompilation takes a confirmed paper up again with its stage; the process compiles it anew. Alone it is not
// reopened: later stages must see that their input has changed.
func reopenCompilation(ctx context.Context, ch *change) error { return ch.needOpenStage(ctx) }

// needOpenStage refuses to reopen a case of a stage that has closed: the stage is reopened instead. It holds the
// stage's row, which a closing act writes.
func (ch *change) needOpenStage(ctx context.Context) error {
	if err := ch.tx.Flush(ctx); err != nil {
		return err
	}
	closed, err := ch.tx.Read.ShareStageEnd(ctx, ch.c.StageID)
	if err != nil || closed.IsZero() {
		return err
	}
	e := gov.Refuse(gov.CodeActNotOpen, "끝난 단계의 사안만 따로 다시 열 수 없습니다. 단계를 다시 여십시오.",
		"reopen the stage of this case instead")
	e.State = ch.c.State
	return e
}

// needFresh refuses a paper whose input was taken up again since it was compiled.
func (ch *change) needFresh(ctx context.Context) error {
	if err := ch.needGates(ctx); err != nil {
		return err
	}
	stage, err := ch.stageRow(ctx)
	if err != nil {
		return err
	}
	if stage.InputStale {
		return ch.stale()
	}
	return nil
}

// judgeDecisions names every decision that fits no finding and every finding left without one.
func judgeDecisions(findings []checks.Finding, decisions []FindingDecision) error {
	decided := map[string]bool{}
	weighs := map[string]checks.Severity{}
	for _, f := range findings {
		weighs[f.ID] = f.Severity
	}
	var reasons []gov.Reason
	for _, d := range decisions {
		_, known := weighs[d.Finding]
		switch {
		case !known:
			reasons = append(reasons, gov.Reason{Rule: d.Finding, Text: "이 취합본에 없는 확인사항입니다."})
		case decided[d.Finding]:
			reasons = append(reasons, gov.Reason{Rule: d.Finding, Text: "같은 확인사항에 두 번 답하였습니다."})
		case !slices.Contains([]string{"accept", "mend", "waive"}, d.Decision):
			reasons = append(reasons, gov.Reason{Rule: d.Finding, Text: "accept, mend, waive 중 하나로 답하십시오."})
		case d.Decision == "accept" && weighs[d.Finding] == checks.Fault && between("reason", d.Reason, 1, 1000) != nil:
			reasons = append(reasons, gov.Reason{Rule: d.Finding, Text: "오류를 고치지 않고 받아들이려면 사유를 적으십시오."})
		case d.Decision != "accept" && between("reason", d.Reason, 1, 1000) != nil:
			reasons = append(reasons, gov.Reason{Rule: d.Finding, Text: "보완하거나 제외하려면 사유를 적으십시오."})
		}
		decided[d.Finding] = true
	}
	for _, f := range findings {
		if f.NeedsDecision() && !decided[f.ID] {
			reasons = append(reasons, gov.Reason{Rule: f.ID, Article: f.Article, Text: f.Place + ": " + f.Message})
		}
	}
	if len(reasons) == 0 {
		return nil
	}
	e := gov.Refusef(gov.CodeInvalid, "확인사항 %d건에 답이 없거나 맞지 않습니다.", "%d findings have no fitting decision", len(reasons))
	e.Reasons = reasons[:min(len(reasons), 50)]
	return e
}
