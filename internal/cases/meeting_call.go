package cases

import (
	"context"
	"fmt"
	"unicode/utf8"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// callMeeting sends every member in office the day, the place and the agenda, in time for the full notice of the body
// (서울특별시 각종 위원회의 설치ㆍ운영에 관한 조례 제10조제1항). A later call needs the reason why it is urgent.
func callMeeting(ctx context.Context, ch *change) error {
	var body CallBody
	if err := ch.read(&body); err != nil {
		return err
	}
	if n := utf8.RuneCountInString(body.Place); n == 0 || n > 200 {
		return invalid("place", "회의 장소를 1자 이상 200자 이하로 적으십시오.", "name the place in 1 to 200 characters")
	}
	s, err := ch.sitting(ctx)
	if err != nil {
		return err
	}
	from, until, ok := policies.Hours(&s.body, body.StartsAt, body.EndsAt)
	if !ok {
		return wrongHours()
	}
	arrives, late, err := ch.inTime(s, body.Urgent)
	if err != nil {
		return err
	}
	if !late {
		body.Urgent = ""
	}
	inOffice, err := ch.seatMembers(ctx, s.BodyID, arrives)
	if err != nil {
		return err
	}
	if err := ch.tx.Write.MarkCalled(ctx, db.MarkCalledParams{
		CaseID: ch.c.ID, CalledOn: ch.now.today, ArrivedOn: arrives, Place: body.Place, Urgent: body.Urgent,
		InOffice: &inOffice, StartsAt: from, EndsAt: until, ToldAt: &ch.now.at,
	}); err != nil {
		return err
	}
	if why, blocked := ch.svc.rules.Calendar().Blocked(s.HoldOn); blocked {
		ch.note("council_session", why)
	}
	ch.note("hold_on", s.HoldOn)
	ch.note("arrived_on", arrives)
	ch.note("members_in_office", inOffice)
	items, err := ch.agenda(ctx)
	if err != nil {
		return err
	}
	return ch.fixAgenda(ctx, items) // sent before the notices, which tell the agenda, are written
}

// inTime says when a call of today arrives and whether that breaks the notice period. A notice is posted on the
// e-document board and mailed on a working day, and is deemed to have arrived on it.
func (ch *change) inTime(s sitting, urgent string) (arrives gov.Date, late bool, err error) {
	arrives = ch.svc.rules.Calendar().NextWorkingDay(ch.now.today)
	late = arrives.After(s.CallBy)
	switch {
	case arrives.After(s.HoldOn):
		err = gov.Refusef(gov.CodeNoticeTooShort, "회의일(%s)이 지났습니다. 총괄부서에 회의일 변경을 요청하십시오.",
			"the day of the meeting (%s) has passed; ask the coordinator to move it", s.HoldOn)
	case late && urgent == "":
		err = gov.Refusef(gov.CodeNoticeTooShort,
			"소집통지 기한(%[1]s)이 지났습니다. 회의 %[2]d일 전까지 알려야 하며, 긴급하면 사유를 적으십시오.",
			"the notice was due on %[1]s, %[2]d days before the meeting; if it is urgent, say why", s.CallBy, s.body.NoticeDays)
	case len([]rune(urgent)) > 1000:
		err = invalid("urgent", "긴급 사유는 1,000자 이하로 적으십시오.", "at most 1,000 characters")
	}
	return arrives, late, err
}

// seatMembers writes who is in office and when the call reached them.
func (ch *change) seatMembers(ctx context.Context, body gov.BodyID, arrived gov.Date) (int32, error) {
	members, err := ch.tx.Read.MembersOf(ctx, db.MembersOfParams{BodyID: body, Day: ch.now.today})
	if err != nil {
		return 0, err
	}
	if len(members) == 0 {
		return 0, noRule("members", string(body))
	}
	called := ch.now.today
	if arrived.IsZero() {
		called = gov.Date{}
	}
	for _, m := range members {
		if err := ch.tx.Write.InsertAttendance(ctx, db.InsertAttendanceParams{
			CaseID: ch.c.ID, Member: m.Member, Role: m.Role, PersonID: m.PersonID, CalledOn: called, ArrivedOn: arrived,
		}); err != nil {
			return 0, err
		}
	}
	return int32(len(members)), nil
}

// answerCall keeps a member's answer to the call; it binds nobody, the secretary counts on the day.
func answerCall(ctx context.Context, ch *change) (given, error) {
	var body AttendBody
	if err := ch.read(&body); err != nil {
		return given{}, err
	}
	if body.Answer != "yes" && body.Answer != "no" {
		return given{}, invalid("answer", "참석 여부는 yes 또는 no로 답하십시오.", "answer yes or no")
	}
	if len([]rune(body.Reason)) > 1000 {
		return given{}, invalid("reason", "사유는 1,000자 이하로 적으십시오.", "at most 1,000 characters")
	}
	item := ch.task.Cell
	if ch.c.Round > 1 { // the meeting was moved: the earlier answer counts no more
		item = fmt.Sprintf("%s/%d", item, ch.c.Round)
	}
	return given{item: item, done: true}, ch.tx.Write.AnswerCall(ctx, db.AnswerCallParams{
		CaseID: ch.c.ID, Member: ch.task.Cell, Answer: body.Answer, Reason: body.Reason,
	})
}

// wrongHours refuses hours that are no hours.
func wrongHours() error {
	return invalid("starts_at", "시작과 종료 시각을 14:00과 같이 함께 적고, 종료를 시작보다 늦게 적으십시오.",
		"name both hours as 14:00, the end after the start")
}

// noticeMeeting is what the mail of a call tells: the body, the day, the place and the agenda.
func (ch *change) noticeMeeting(ctx context.Context) (*gov.NoticeMeeting, error) {
	s, err := ch.sitting(ctx)
	if err != nil {
		return nil, err
	}
	items, err := ch.tx.Read.AgendaOf(ctx, ch.c.ID)
	if err != nil {
		return nil, err
	}
	out := ch.invitation(s)
	for _, it := range items {
		out.Items = append(out.Items, it.Title)
	}
	return out, nil
}
