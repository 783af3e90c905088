package cases

import (
	"context"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// itemResult is what the outcome of a resolution says of one item.
type itemResult struct {
	Item   gov.RowID `json:"item"`
	Title  string    `json:"title"`
	Result string    `json:"result"`
	policies.Resolution
}

// resolveMeeting counts the ballots of every item and records its result with all its figures (의결, 서울특별시 각종
// 위원회의 설치ㆍ운영에 관한 조례 제10조제2항).
func resolveMeeting(ctx context.Context, ch *change) error {
	var body ResolveBody
	if err := ch.read(&body); err != nil {
		return err
	}
	s, err := ch.sitting(ctx)
	if err != nil {
		return err
	}
	items, err := ch.tx.Read.AgendaOf(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	ballots, err := ch.tx.Read.BallotsOf(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	if err := body.known(items); err != nil {
		return err
	}
	open := policies.Quorum(int(deref32(s.InOffice)), int(deref32(s.Present)))
	results := make([]itemResult, len(items))
	for i := range items {
		count, cast := countBallots(ballots, items[i].ID)
		if !cast {
			return gov.Refusef(gov.CodeConflict, "안건 「%s」에 표결이 하나도 없습니다. 위원의 표결을 받은 뒤 의결하십시오.",
				"no ballot was cast on %q", items[i].Title)
		}
		r := policies.Resolve(open, count)
		if items[i].Result, items[i].Condition, err = body.result(items[i], r); err != nil {
			return err
		}
		results[i] = itemResult{Item: items[i].ID, Title: items[i].Title, Result: items[i].Result, Resolution: r}
		if err := ch.tx.Write.RecordResult(ctx, resultRow(items[i], r)); err != nil {
			return err
		}
	}
	ch.note("results", results)
	ch.decision = &decided{role: "resolve", cell: ch.c.Subject}
	until, err := ch.postNominees(ctx, items)
	if err != nil {
		return err
	}
	return ch.tx.Write.MarkMeetingResolved(ctx, db.MarkMeetingResolvedParams{
		CaseID: ch.c.ID, ResolvedOn: ch.now.today, VetUntil: until,
	})
}

// known refuses a ruling on something that is no item of the meeting.
func (r ResolveBody) known(items []db.AgendaItem) error {
	for _, m := range []map[gov.RowID]string{r.Conditions, r.Amendments} {
		for id := range m {
			if !slices.ContainsFunc(items, func(i db.AgendaItem) bool { return i.ID == id }) {
				return invalid("conditions", "이 회의의 안건이 아닙니다.", "this is no item of the meeting")
			}
		}
	}
	return nil
}

// result names the outcome of an item. Only what was passed can have been passed on a condition or with a change.
func (r ResolveBody) result(item db.AgendaItem, count policies.Resolution) (result, text string, err error) {
	condition, amendment := r.Conditions[item.ID], r.Amendments[item.ID]
	text = condition + amendment
	switch {
	case !count.Passed && text != "", condition != "" && amendment != "", len([]rune(text)) > 2000:
		return "", "", gov.Refusef(gov.CodeInvalid,
			"안건 「%s」: 가결된 안건에만 조건 또는 수정 내용 하나를 2,000자 이하로 붙일 수 있습니다.",
			"item %q: only a passed item carries one condition or amendment of at most 2,000 characters", item.Title)
	case count.Deferred:
		return "deferred", "", nil
	case !count.Passed:
		return "rejected", "", nil
	case condition != "":
		return "passed_with_conditions", text, nil
	case amendment != "":
		return "passed_amended", text, nil
	}
	return "passed_as_is", "", nil
}

func countBallots(ballots []db.Ballot, item gov.RowID) (b policies.Ballots, cast bool) {
	for _, v := range ballots {
		if v.ItemID != item {
			continue
		}
		cast = true
		switch v.Choice {
		case "yes":
			b.Yes++
		case "no":
			b.No++
		case "abstain":
			b.Abstain++
		case "recused":
			b.Recused++
		}
	}
	return b, cast
}

func resultRow(item db.AgendaItem, r policies.Resolution) db.RecordResultParams {
	n := func(i int) *int32 { v := int32(i); return &v }
	return db.RecordResultParams{
		ID: item.ID, Result: item.Result, Condition: item.Condition, Present: n(r.Present), Yes: n(r.Yes), No: n(r.No),
		Abstain: n(r.Abstain), Recused: n(r.Recused), Needed: n(r.Needed),
	}
}

func deref32(n *int32) int32 {
	if n == nil {
		return 0
	}
	return *n
}

// publishMinutes closes the meeting with its minutes, read and signed by members who were present; where a law keeps
// them closed, the reason is published instead (같은 조례 제10조의2).
func publishMinutes(ctx context.Context, ch *change) error {
	var body MinutesBody
	if err := ch.read(&body); err != nil {
		return err
	}
	rows, err := ch.tx.Read.AttendanceOf(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	present := map[string]bool{}
	for _, r := range rows {
		present[r.Member] = r.Present
	}
	if len(body.SignedBy) == 0 {
		return invalid("signed_by", "회의록에 서명한 출석위원을 적으십시오.", "name the members who signed the minutes")
	}
	for _, m := range body.SignedBy {
		if !present[m] {
			return gov.Refusef(gov.CodeInvalid, "signed_by: ‘%s’은(는) 출석위원이 아니거나 두 번 적혔습니다.",
				"signed_by: %q was not present or is named twice", m)
		}
		present[m] = false
	}
	s, err := ch.sitting(ctx)
	if err != nil {
		return err
	}
	by := ch.svc.rules.Calendar().CivilDays(s.HeldOn, max(s.body.PublishIn, 1))
	ch.note("late", ch.now.today.After(by.Legal))
	if err := ch.tx.Write.SignMinutes(ctx, db.SignMinutesParams{
		CaseID: ch.c.ID, SignedOn: ch.now.today, Members: body.SignedBy,
	}); err != nil {
		return err
	}
	return ch.tx.Write.MarkMinutes(ctx, db.MarkMinutesParams{
		CaseID: ch.c.ID, MinutesOn: ch.now.today, MinutesClosed: body.Closed,
	})
}
