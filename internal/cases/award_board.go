package cases

import (
	"context"
	"errors"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// scoreNominee keeps one juror's score; a juror scores a nominee once (서울특별시 표창 조례 제13조).
func scoreNominee(ctx context.Context, ch *change) (given, error) {
	var body ScoreBody
	if err := ch.read(&body); err != nil {
		return given{}, err
	}
	if body.Tenths == nil || *body.Tenths < 0 || *body.Tenths > 1000 {
		return given{}, invalid("tenths", "점수는 0.1점 단위로 0에서 1000까지 적으십시오.", "0 to 1000 tenths of a point")
	}
	if len([]rune(body.Opinion)) > 2000 {
		return given{}, invalid("opinion", "의견은 2,000자 이하로 적으십시오.", "at most 2,000 characters")
	}
	return given{item: ch.task.Cell, done: true}, ch.tx.Write.InsertScore(ctx, db.InsertScoreParams{
		CaseID: ch.c.ID, PersonID: ch.actor.Person, Tenths: *body.Tenths, Opinion: body.Opinion,
	})
}

// rankNominee closes the scoring with the mean of at least as many scores as the programme asks for.
func rankNominee(ctx context.Context, ch *change) error {
	n, err := ch.tx.Read.GetNomination(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	award, err := ch.programme(ctx, n.Programme)
	if err != nil {
		return err
	}
	scores, err := ch.tx.Read.ScoresOf(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	if len(scores) < award.MinScores {
		return gov.Refusef(gov.CodeConflict, "심사위원 %[1]d명 이상의 점수가 필요합니다(현재 %[2]d명).",
			"at least %[1]d scores are needed, %[2]d are in", award.MinScores, len(scores))
	}
	tenths := make([]int32, len(scores))
	for i, s := range scores {
		tenths[i] = s.Tenths
	}
	total := policies.Average(tenths)
	ch.note("total_tenths", total)
	ch.note("scores", len(scores))
	ch.plans, ch.planned = nil, true // the board comes next; the vetting is asked for when its period is over
	return ch.tx.Write.MarkScored(ctx, db.MarkScoredParams{CaseID: ch.c.ID, TotalTenths: &total})
}

// nomineeAgenda puts every scored nominee before the merit board in the order of rank, each as an item of his own, so
// that a member can recuse himself from one. Items name the nominating unit and never the nominee.
func (ch *change) nomineeAgenda(ctx context.Context) ([]agendaItem, error) {
	rows, err := ch.tx.Read.ScoredNominations(ctx, ch.c.StageID)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, gov.Refuse(gov.CodeConflict, "심의할 추천 대상이 없습니다.", "no nominee was scored")
	}
	by := map[gov.CaseID]db.ScoredNominationsRow{}
	merits := make([]policies.Merit, len(rows))
	for i, r := range rows {
		by[r.CaseID] = r
		merits[i] = policies.Merit{Case: r.CaseID, Total: deref32(r.TotalTenths), Lowest: r.Lowest, Order: r.NominatedAs}
	}
	var out []agendaItem
	for i, id := range policies.Rank(merits) {
		rank := int32(i + 1)
		if err := ch.tx.Write.SetRank(ctx, db.SetRankParams{CaseID: id, Rank: &rank}); err != nil {
			return nil, err
		}
		out = append(out, agendaItem{
			title: fmt.Sprintf("표창 대상자 심의: %d순위(%s 추천)", rank, by[id].Unit), about: id, hash: by[id].ContentHash,
		})
	}
	return out, nil
}

// postNominees posts for objections, under masked names, whom a merit board has passed; it returns the last day on
// which objections are taken, zero for any other meeting (공개검증 [확인 필요: 기간은 표창계획]).
func (ch *change) postNominees(ctx context.Context, items []db.AgendaItem) (until gov.Date, err error) {
	s, err := ch.stageRow(ctx)
	if err != nil || s.Kind != gov.StageAward {
		return gov.Date{}, err
	}
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return gov.Date{}, err
	}
	award, err := ch.programme(ctx, rule.Programme)
	if err != nil {
		return gov.Date{}, err
	}
	until = ch.now.today
	if award.VetDays > 0 {
		until = ch.svc.rules.Calendar().CivilDays(ch.now.today, award.VetDays).Legal
	}
	passed := map[gov.CaseID]bool{}
	for _, it := range items {
		passed[it.About] = passes(it.Result)
	}
	before, err := ch.tx.Read.NomineesBefore(ctx, ch.c.ID)
	if err != nil {
		return until, err
	}
	for _, n := range before {
		if !passed[n.CaseID] {
			continue
		}
		if err := ch.tx.Write.PostNominee(ctx, db.PostNomineeParams{
			CaseID: n.CaseID, PostedAs: policies.MaskName(n.Nominee), PostedOn: ch.now.today, PostedUntil: until,
		}); err != nil {
			return until, err
		}
	}
	ch.note("posted_until", until)
	return until, ch.tx.Write.SetReviewOn(ctx, db.SetReviewOnParams{ID: s.ID, ReviewOn: until.AddDays(1)})
}

func passes(result string) bool {
	return result == "passed_as_is" || result == "passed_amended" || result == "passed_with_conditions"
}

// openVetting asks the award officer for the outcome of the vetting once its period is over; whom the board did not
// pass is passed over here.
func openVetting(ctx context.Context, ch *change) error {
	board, err := ch.tx.Read.BoardResult(ctx, ch.c.ID)
	if errors.Is(store.Interpret(err), gov.ErrNotFound) {
		return gov.Refuse(gov.CodeGateClosed, "공적심의회의 의결이 없습니다.", "no merit board has resolved on this nominee")
	}
	if err != nil {
		return err
	}
	if !passes(board.Result) {
		ch.to = gov.NotAwarded
		ch.note("board", board.Result)
		return ch.recordAward(ctx, "")
	}
	return ch.vettingOver(board.VetUntil)
}

func (ch *change) vettingOver(until gov.Date) error {
	until = ch.svc.rules.Calendar().NextWorkingDay(until) // a day that was designated since lengthens it (민법 제161조)
	if ch.now.today.After(until) {
		return nil
	}
	return gov.Refusef(gov.CodeGateClosed, "공개검증 기간(%s까지)이 끝나지 않았습니다.", "the public vetting lasts until %s", until)
}

// lookAward works out whether the posting period of the last merit board has passed.
func lookAward(ctx context.Context, tx *store.Tx, ch *change, look *gov.Look) error {
	if look.Stage == nil || look.Stage.Kind != gov.StageAward {
		return nil
	}
	until, err := tx.Read.VettingUntil(ctx, ch.c.StageID)
	if errors.Is(store.Interpret(err), gov.ErrNotFound) {
		return nil
	}
	look.Stage.VettingOver = err == nil && look.Today.After(ch.svc.rules.Calendar().NextWorkingDay(until))
	return err
}
