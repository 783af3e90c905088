package cases

import (
	"context"
	"errors"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// AdjustOverlapBody decides on two projects that may be one (중복 조정). The reason of the act is that of the decision.
type AdjustOverlapBody struct {
	Pair     string     `json:"pair" minLength:"5" maxLength:"500" doc:"As listed" example:"results/R24-2-3-15/R24-3-1-6"`
	Decision string     `json:"decision" enum:"keep,merge,move,drop" doc:"유지, 통합, 이관, 제외" example:"merge"`
	Row      string     `json:"row,omitempty" maxLength:"200" doc:"The project that is merged into the other, moved or dropped; none where both are kept" example:"R24-2-3-15"`
	ToUnit   gov.UnitID `json:"to_unit,omitempty" maxLength:"100" doc:"Of a move: the unit that takes the project over"`
	Meeting  gov.CaseID `json:"meeting,omitzero" doc:"The meeting that resolved it, where the committee did"`
}

// adjustOverlap records a decision on a pair, of the coordinator or of the committee whose meeting resolved it. It
// moves nothing: the paper shows it when it is compiled the next time, and the rows of both projects do at once.
func adjustOverlap(ctx context.Context, ch *change) error {
	var body AdjustOverlapBody
	if err := ch.read(&body); err != nil {
		return err
	}
	if err := between("reason", ch.cmd.Reason, 1, 2000); err != nil {
		return err
	}
	pair, err := ch.overlapPair(ctx, body.Pair)
	if err != nil {
		return err
	}
	of := policies.PairOf(pair.Part, pair.ItemA, pair.ItemB)
	d := policies.OverlapDecision{Decision: body.Decision, Item: body.Row, ToUnit: body.ToUnit}
	reasons := policies.JudgeOverlap(of, d)
	unit, err := ch.unitReason(ctx, body.ToUnit)
	if err != nil {
		return err
	}
	if reasons = append(reasons, unit...); len(reasons) > 0 {
		e := gov.Refuse(gov.CodeInvalid, "중복 조정의 내용이 맞지 않습니다. 사유를 보고 고치십시오.",
			"the decision on the pair does not fit")
		e.Reasons = reasons
		return e
	}
	by, err := ch.decidedBy(ctx, body.Meeting)
	if err != nil {
		return err
	}
	ch.only, ch.keep = true, true // the paper stays with whoever has it
	ch.note("pair", of.Key())
	ch.note("decision", body.Decision)
	return ch.tx.Write.InsertOverlapDecision(ctx, db.InsertOverlapDecisionParams{
		CaseID: ch.c.ID, ActSeq: ch.seq, Part: pair.Part, ItemA: pair.ItemA, ItemB: pair.ItemB, Year: pair.Year,
		ContentHash: pair.ContentHash, Decision: body.Decision, Item: body.Row, IntoItem: d.Into(of),
		ToUnit: string(body.ToUnit), DecidedBy: by, MeetingID: body.Meeting, Reason: ch.cmd.Reason,
		PersonID: ch.actor.Person, PostID: string(ch.post), DecidedOn: ch.now.today,
	})
}

// overlapPair finds a pair of the paper by the name that lists give it.
func (ch *change) overlapPair(ctx context.Context, key string) (db.OverlapPair, error) {
	unknown := invalid("pair", "이 취합본의 중복 의심 목록에 없는 쌍입니다. 목록을 다시 확인하십시오.",
		"no pair of this compilation is called so")
	words := strings.Split(key, "/")
	if len(words) != 3 {
		return db.OverlapPair{}, unknown
	}
	pair, err := ch.tx.Read.OverlapPair(ctx, db.OverlapPairParams{
		CaseID: ch.c.ID, Part: words[0], ItemA: words[1], ItemB: words[2],
	})
	if errors.Is(store.Interpret(err), gov.ErrNotFound) {
		return pair, unknown
	}
	return pair, err
}

// unitReason says why a project cannot move to a unit: it does not exist today.
func (ch *change) unitReason(ctx context.Context, unit gov.UnitID) ([]gov.Reason, error) {
	if unit == "" {
		return nil, nil
	}
	units, err := ch.tx.Read.UnitsOn(ctx, ch.now.today)
	if err != nil || slices.ContainsFunc(units, func(u db.UnitsOnRow) bool { return u.ID == unit }) {
		return nil, err
	}
	return []gov.Reason{{Rule: "overlap/to_unit", Text: "이 날 없는 부서입니다. 부서 이름표를 확인하십시오."}}, nil
}

// decidedBy says whose decision it is: that of the committee where a meeting of the year has resolved it.
func (ch *change) decidedBy(ctx context.Context, id gov.CaseID) (string, error) {
	if id.IsZero() {
		return policies.ByCoordinator, nil
	}
	state, err := ch.tx.Read.OverlapMeeting(ctx, db.OverlapMeetingParams{MeetingID: id, CaseID: ch.c.ID})
	switch {
	case errors.Is(store.Interpret(err), gov.ErrNotFound):
		return "", errNoMeeting
	case err != nil:
		return "", err
	case state != gov.Resolved && state != gov.MinutesOut:
		return "", errNoMeeting
	}
	return policies.ByCommittee, nil
}
