package cases

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// vetNominee records what the public vetting brought; an objection that is upheld ends the nomination.
func vetNominee(ctx context.Context, ch *change) error {
	var body VetBody
	if err := ch.read(&body); err != nil {
		return err
	}
	switch {
	case body.Objections < 0:
		return invalid("objections", "이의 건수는 0 이상이어야 합니다.", "cannot be negative")
	case body.Upheld && body.Objections == 0:
		return invalid("upheld", "이의가 없는데 받아들일 수 없습니다.", "no objection was made that could be upheld")
	case body.Objections > 0 && body.Note == "", len([]rune(body.Note)) > 2000:
		return invalid("note", "이의 검토 결과를 1자 이상 2,000자 이하로 적으십시오.", "say in 1 to 2,000 characters what became of them")
	}
	board, err := ch.tx.Read.BoardResult(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	if err := ch.vettingOver(board.VetUntil); err != nil {
		return err
	}
	if err := ch.tx.Write.MarkVetted(ctx, db.MarkVettedParams{
		CaseID: ch.c.ID, Objections: body.Objections, VetNote: body.Note,
	}); err != nil {
		return err
	}
	if !body.Upheld {
		return nil
	}
	ch.to = gov.NotAwarded
	return ch.recordAward(ctx, "")
}

// awardDecision is the subject of the document by which the mayor decides.
const awardDecision = "award-decision"

// openAwardDecision asks for the paper on which the mayor decides, with the vetted list in the order of rank
// (서울특별시 표창 조례 제3조).
func (ch *change) openAwardDecision(ctx context.Context) error {
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return err
	}
	award, err := ch.programme(ctx, rule.Programme)
	if err != nil {
		return err
	}
	if err := ch.openDocument(ctx, award.Matter, award.Title+" 대상자 결정", awardDecision); err != nil {
		return err
	}
	ids, err := ch.tx.Read.CaseBySubject(ctx, db.CaseBySubjectParams{
		StageID: ch.c.StageID, Kind: gov.CaseDocument, Subject: awardDecision,
	})
	if err != nil || len(ids) == 0 {
		return err
	}
	return ch.prefillAwards(ctx, ids[0], award.Quota)
}

// prefillAwards writes the list into the draft, so that it is what the line signs.
func (ch *change) prefillAwards(ctx context.Context, id gov.CaseID, quota int) error {
	list, err := ch.tx.Read.AwardList(ctx, ch.c.StageID)
	if err != nil {
		return err
	}
	nominees := make([]map[string]any, len(list))
	for i, n := range list {
		nominees[i] = map[string]any{
			"rank": deref32(n.Rank), "nominee": n.Nominee, "nominated_by": n.Unit, "total_tenths": deref32(n.TotalTenths),
			"objections": n.Objections, "within_quota": i < quota,
		}
	}
	body, err := json.Marshal(map[string]any{"quota": quota, "nominees": nominees})
	if err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	doc, err := ch.tx.Read.GetDocument(ctx, id)
	if err != nil {
		return err
	}
	return ch.tx.Write.EditDocument(ctx, db.EditDocumentParams{CaseID: id, Title: doc.Title, Body: body, Version: doc.Version})
}

// place says where a nominee stands in the list and how many may be awarded. Nothing is said before the mayor decided.
func (ch *change) place(ctx context.Context) (n db.Nomination, before, quota int, err error) {
	state, err := ch.tx.Read.AwardDecision(ctx, ch.c.StageID)
	if err != nil && !errors.Is(store.Interpret(err), gov.ErrNotFound) {
		return n, 0, 0, err
	}
	if state != gov.Approved && state != gov.Dispatched {
		return n, 0, 0, gov.Refuse(gov.CodeGateClosed, "시장의 표창 대상자 결정이 없습니다.", "the mayor has not decided on the awards")
	}
	if n, err = ch.tx.Read.GetNomination(ctx, ch.c.ID); err != nil {
		return n, 0, 0, err
	}
	award, err := ch.programme(ctx, n.Programme)
	if err != nil {
		return n, 0, 0, err
	}
	better, err := ch.tx.Read.BetterRanked(ctx, db.BetterRankedParams{StageID: ch.c.StageID, Rank: n.Rank})
	return n, int(better), award.Quota, err
}

// awardNominee enters a nominee in the register, by rank and never beyond the quota (서울특별시 표창 조례 제17조의2).
func awardNominee(ctx context.Context, ch *change) error {
	n, before, quota, err := ch.place(ctx)
	if err != nil {
		return err
	}
	if before >= quota {
		return gov.Refusef(gov.CodeQuotaExceeded, "표창 인원(%[1]d명)이 찼습니다. 순위가 앞선 대상자가 %[2]d명입니다.",
			"the plan allows %[1]d awards and %[2]d nominees come first", quota, before)
	}
	award, err := ch.programme(ctx, n.Programme)
	if err != nil {
		return err
	}
	year := ch.now.today.Year()
	no, err := ch.issueNumber(ctx, fmt.Sprintf("award/%s/%d", n.Programme, year))
	if err != nil {
		return err
	}
	number := fmt.Sprintf("%s 제%d-%d호", award.Title, year, no)
	ch.note("register_number", number)
	return ch.recordAward(ctx, number)
}

// passOver ends a nomination beyond the quota.
func passOver(ctx context.Context, ch *change) error {
	_, before, quota, err := ch.place(ctx)
	if err != nil {
		return err
	}
	if before < quota {
		return gov.Refusef(gov.CodeConflict, "표창 인원(%d명) 안의 대상자입니다.", "this nominee is within the quota of %d", quota)
	}
	return ch.recordAward(ctx, "")
}

func (ch *change) recordAward(ctx context.Context, number string) error {
	awarded := number != ""
	p := db.MarkAwardedParams{CaseID: ch.c.ID, Awarded: &awarded}
	if awarded {
		p.RegisterNumber, p.AwardedOn = &number, ch.now.today
	}
	return ch.tx.Write.MarkAwarded(ctx, p)
}
