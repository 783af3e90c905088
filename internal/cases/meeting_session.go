package cases

import (
	"context"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// conveneMeeting counts who came. With its quorum the body opens and each member present is asked for his vote;
// without, the meeting ends and gyeol calls another with full notice (서울특별시 각종 위원회의 설치ㆍ운영에 관한 조례
// 제10조제2항).
func conveneMeeting(ctx context.Context, ch *change) error {
	var body ConveneBody
	if err := ch.read(&body); err != nil {
		return err
	}
	s, err := ch.sitting(ctx)
	if err != nil {
		return err
	}
	if ch.now.today.After(s.HoldOn) && ch.cmd.Reason == "" {
		return gov.Refusef(gov.CodeReasonRequired, "통지한 회의일(%s)과 다른 날 개의하려면 사유를 적으십시오.",
			"say why the meeting is not held on %s, as announced", s.HoldOn)
	}
	members, err := ch.presentMembers(ctx, s, body.Present)
	if err != nil {
		return err
	}
	open := policies.Quorum(len(members), len(body.Present))
	inOffice, present, needed := int32(open.InOffice), int32(open.Present), int32(open.Needed)
	presiding := ""
	if open.Met {
		if presiding, err = presides(members, body.Present, body.Presiding); err != nil {
			return err
		}
	}
	ch.note("quorum", open)
	w := ch.tx.Write
	if err := w.MarkPresent(ctx, db.MarkPresentParams{CaseID: ch.c.ID, Members: body.Present}); err != nil {
		return err
	}
	if err := w.MarkConvened(ctx, db.MarkConvenedParams{
		CaseID: ch.c.ID, HeldOn: ch.now.today, InOffice: &inOffice, Present: &present, Quorum: &needed,
		Presiding: presiding,
	}); err != nil {
		return err
	}
	if !open.Met {
		ch.to = gov.NoQuorum
		return nil
	}
	return ch.askPresent(ctx, body.Present)
}

// presentMembers checks the list of those present against the members in office on the day. Who came into office after
// the call is in office too, and is shown as not called.
func (ch *change) presentMembers(ctx context.Context, s sitting, present []string) ([]db.MembersOfRow, error) {
	members, err := ch.tx.Read.MembersOf(ctx, db.MembersOfParams{BodyID: s.BodyID, Day: ch.now.today})
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, p := range present {
		known := slices.ContainsFunc(members, func(m db.MembersOfRow) bool { return m.Member == p })
		if !known || seen[p] {
			return nil, gov.Refusef(gov.CodeInvalid, "present: ‘%s’은(는) 재적위원이 아니거나 두 번 적혔습니다.",
				"present: %q is no member in office or is named twice", p)
		}
		seen[p] = true
	}
	_, err = ch.seatMembers(ctx, s.BodyID, gov.Date{})
	return members, err
}

// presides finds who presides: the chair, else the vice chair, else the member whom the body named beforehand
// (평생교육법 제12조, 서울특별시 평생교육진흥에 관한 조례 제9조).
func presides(members []db.MembersOfRow, present []string, named string) (string, error) {
	for _, role := range []string{"chair", "vice_chair"} {
		for _, m := range members {
			if m.Role == role && slices.Contains(present, m.Member) {
				return m.Member, nil
			}
		}
	}
	if slices.Contains(present, named) {
		return named, nil
	}
	return "", invalid("presiding", "위원장·부위원장이 모두 없습니다. 회의를 진행할 출석위원을 적으십시오.",
		"neither chair nor vice chair is present: name the member who presides")
}

// askPresent opens a vote for each member present, and only for him; the secretary closes it.
func (ch *change) askPresent(ctx context.Context, present []string) error {
	plans, err := ch.planState(ctx, gov.InSession)
	if err != nil {
		return err
	}
	ch.plans, ch.planned = slices.DeleteFunc(plans, func(p taskPlan) bool {
		return p.spec.Kind == gov.TaskVote && !slices.Contains(present, p.cell)
	}), true
	return nil
}

// castBallot keeps one member's vote on one item. Who recuses himself says why and leaves the item (같은 조례 제9조).
func castBallot(ctx context.Context, ch *change) (given, error) {
	var body BallotBody
	if err := ch.read(&body); err != nil {
		return given{}, err
	}
	if !slices.Contains([]string{"yes", "no", "abstain", "recused"}, body.Choice) {
		return given{}, invalid("choice", "yes, no, abstain, recused 가운데 하나를 고르십시오.", "choose yes, no, abstain or recused")
	}
	if body.Choice == "recused" && body.Reason == "" {
		return given{}, gov.Refuse(gov.CodeReasonRequired, "회피하려면 사유를 적으십시오.", "a recusal needs its reason")
	}
	items, err := ch.tx.Read.AgendaOf(ctx, ch.c.ID)
	if err != nil {
		return given{}, err
	}
	if !slices.ContainsFunc(items, func(i db.AgendaItem) bool { return i.ID == body.Item }) {
		return given{}, invalid("item", "이 회의의 안건이 아닙니다.", "this is no item of the meeting")
	}
	ballots, err := ch.tx.Read.BallotsOf(ctx, ch.c.ID)
	if err != nil {
		return given{}, err
	}
	mine := 1
	for _, b := range ballots {
		if b.Member != ch.task.Cell {
			continue
		}
		if b.ItemID == body.Item {
			return given{}, gov.Refuse(gov.CodeConflict, "이미 표결한 안건입니다. 표결은 바꿀 수 없습니다.", "you have voted on this item")
		}
		mine++
	}
	return given{item: body.Item.String(), done: mine == len(items)}, ch.tx.Write.InsertBallot(ctx, db.InsertBallotParams{
		ItemID: body.Item, Member: ch.task.Cell, PersonID: ch.actor.Person, Choice: body.Choice, Reason: body.Reason,
	})
}
