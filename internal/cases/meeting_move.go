package cases

import (
	"context"
	"slices"
	"unicode/utf8"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// moveMeeting gives a meeting that was called another day, other hours or another place, and tells every member.
// Another day asks for the full notice anew, by the same rule as the call (서울특별시 각종 위원회의 설치ㆍ운영에 관한
// 조례 제10조제1항); members answer again.
func moveMeeting(ctx context.Context, ch *change) error {
	var body MoveMeetingBody
	if err := ch.read(&body); err != nil {
		return err
	}
	s, err := ch.sitting(ctx)
	if err != nil {
		return err
	}
	if err := ch.mayClerk(ctx, s.body.Secretary); err != nil {
		return err
	}
	to, err := ch.movedTo(s, body)
	if err != nil {
		return err
	}
	ch.was = &gov.NoticeWhen{HoldOn: s.HoldOn, StartsAt: s.StartsAt, EndsAt: s.EndsAt, Place: s.Place}
	if err := ch.callMoved(ctx, s, &to); err != nil {
		return err
	}
	if err := ch.tx.Write.MarkMoved(ctx, to); err != nil {
		return err
	}
	if to.HoldOn != s.HoldOn {
		if err := ch.holdStage(ctx, attempt{hold: to.HoldOn, callBy: to.CallBy}); err != nil {
			return err
		}
		if why, blocked := ch.svc.rules.Calendar().Blocked(to.HoldOn); blocked {
			ch.note("council_session", why)
		}
		ch.note("members_in_office", *to.InOffice)
	}
	ch.note("hold_on", to.HoldOn)
	ch.note("call_by", to.CallBy)
	ch.note("arrived_on", to.ArrivedOn)
	ch.note("sequence", to.Sequence)
	return ch.tx.Flush(ctx) // sent before the notices, which tell the new day, are written
}

// movedTo is the meeting as it is to be: what was named in place of what was.
func (ch *change) movedTo(s sitting, body MoveMeetingBody) (db.MarkMovedParams, error) {
	to := db.MarkMovedParams{
		CaseID: ch.c.ID, HoldOn: s.HoldOn, CallBy: s.CallBy, CalledOn: s.CalledOn, ArrivedOn: s.ArrivedOn, Urgent: s.Urgent,
		Place: s.Place, InOffice: s.InOffice, StartsAt: s.StartsAt, EndsAt: s.EndsAt, Sequence: s.Sequence + 1,
		ToldAt: &ch.now.at,
	}
	if body.StartsAt != "" || body.EndsAt != "" {
		var ok bool
		if to.StartsAt, to.EndsAt, ok = policies.Hours(&s.body, body.StartsAt, body.EndsAt); !ok {
			return to, wrongHours()
		}
	}
	if body.Place != "" {
		to.Place = body.Place
	}
	if utf8.RuneCountInString(to.Place) > 200 {
		return to, invalid("place", "회의 장소를 200자 이하로 적으십시오.", "name the place in at most 200 characters")
	}
	if !body.HoldOn.IsZero() && body.HoldOn != s.HoldOn {
		return to, ch.movedDay(s, &to, body)
	}
	if to.StartsAt == s.StartsAt && to.EndsAt == s.EndsAt && to.Place == s.Place {
		return to, invalid("hold_on", "바뀌는 것이 없습니다. 새 회의일, 시각 또는 장소를 적으십시오.",
			"nothing changes; name another day, hour or place")
	}
	return to, nil
}

// movedDay puts the meeting on another day, where its notice is in time or the reason is given why it is urgent.
func (ch *change) movedDay(s sitting, to *db.MarkMovedParams, body MoveMeetingBody) error {
	cal := ch.svc.rules.Calendar()
	switch {
	case body.HoldOn.Before(ch.now.today):
		return invalid("hold_on", "지난 날짜로는 옮길 수 없습니다.", "a meeting can only be moved to today or later")
	case !cal.IsWorkingDay(body.HoldOn):
		return invalid("hold_on", "휴무일입니다. 근무일을 회의일로 적으십시오.", "this is no working day")
	}
	s.HoldOn, s.CallBy = body.HoldOn, policies.CallBy(body.HoldOn, &s.body, cal)
	arrives, late, err := ch.inTime(s, body.Urgent)
	if err != nil {
		return err
	}
	to.HoldOn, to.CallBy, to.CalledOn, to.ArrivedOn, to.Urgent = s.HoldOn, s.CallBy, ch.now.today, arrives, ""
	if late {
		to.Urgent = body.Urgent
	}
	return nil
}

// callMoved calls the members in office anew: on another day all of them, else only those who came since the call.
func (ch *change) callMoved(ctx context.Context, s sitting, to *db.MarkMovedParams) error {
	seats, err := ch.seatsNow(ctx, s)
	if err != nil {
		return err
	}
	inOffice := int32(len(seats.now))
	if to.InOffice = &inOffice; inOffice == 0 {
		return noRule("members", string(s.BodyID))
	}
	if err := ch.takeSeats(ctx, seats); err != nil {
		return err
	}
	if to.HoldOn == s.HoldOn {
		err = ch.tx.Write.ForgetAnswers(ctx, ch.c.ID)
	} else {
		err = ch.tx.Write.CallAgain(ctx, db.CallAgainParams{CaseID: ch.c.ID, CalledOn: to.CalledOn, ArrivedOn: to.ArrivedOn})
	}
	if err != nil {
		return err
	}
	s.Sequence = to.Sequence
	return ch.tellNotHeld(ctx, s, seats.gone)
}

// mayClerk refuses whoever neither holds the post of the secretary nor stands in for it today.
func (ch *change) mayClerk(ctx context.Context, secretary gov.PostID) error {
	if slices.Contains(ch.actor.posts, secretary) {
		ch.post = secretary
		return nil
	}
	stands, err := ch.tx.Read.StandsIn(ctx, db.StandsInParams{
		PersonID: ch.actor.Person, Day: ch.now.today, Barred: []pgtype.UUID{},
	})
	if err != nil {
		return err
	}
	for _, p := range stands {
		if p.PostID == secretary && p.Kind != "next" && len(p.Matters) == 0 {
			ch.post, ch.proxy = secretary, proxy{post: gov.PostID(p.DeputyPost), kind: p.Kind}
			return nil
		}
	}
	e := gov.Refuse(gov.CodeForbidden, "이 위원회의 간사만 할 수 있는 처리입니다. 간사에게 요청하십시오.",
		"only the secretary of this body may do this")
	e.Reasons = []gov.Reason{{
		Rule: "body/secretary", Article: "서울특별시 각종 위원회의 설치ㆍ운영에 관한 조례 제10조",
		Text: "회의의 소집과 그 변경은 위원회 간사가 통지합니다.",
	}}
	e.State = ch.c.State
	return e
}
