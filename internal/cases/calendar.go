package cases

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/calendar"
)

// NewDay is a day to be entered in the office calendar: what the decree and the tables cannot know (관공서의 공휴일에
// 관한 규정 제2조 제11호, 지방자치단체의 공휴일에 관한 규정, 서울특별시 각종 위원회의 설치ㆍ운영에 관한 조례 제10조
// 제3항).
type NewDay struct {
	Day     gov.Date // after today
	Kind    string   // designated, local, council_session
	Name    string   // as a wall calendar names it
	Article string   // empty: the article that lets such days be
	Reason  string   // who decided on it, when
	Key     string   // idempotency key
	Source  string   // the network address of the caller, for the record of refusals
}

// DesignateDay enters a day. Every open date that it touches is counted again from what it was counted from, in the
// same transaction, and told to whoever holds it. It is for coordinators and for operators.
func (s *Service) DesignateDay(ctx context.Context, actor Actor, d NewDay) (CalendarChange, error) {
	id, err := s.arrange(ctx, arranging{
		actor: actor, kind: ledger.KindCalendar, subject: "calendar_designate", about: d.Day.String(),
		operation: "designate-day", key: d.Key, reason: d.Reason, source: d.Source,
		asked: []string{d.Day.String(), d.Kind, d.Name, d.Article},
	}, func(ctx context.Context, on *arrangement) (string, error) { return on.designate(ctx, d) })
	if err != nil {
		return CalendarChange{}, err
	}
	s.bell.Poke()
	return s.calendarChange(ctx, actor, id)
}

func (on *arrangement) designate(ctx context.Context, d NewDay) (string, error) {
	if err := on.keepsCalendar(); err != nil {
		return "", err
	}
	if err := d.check(on.now.today); err != nil {
		return "", err
	}
	if err := on.tx.Read.LockKey(ctx, calendarLock); err != nil {
		return "", err
	}
	entered, err := enteredDays(ctx, on.tx.Read)
	if err != nil {
		return "", err
	}
	r, err := on.svc.designation(d, entered)
	if err != nil {
		return "", err
	}
	id := gov.NewCalendarDayID()
	if err := on.tx.Write.InsertCalendarDay(ctx, db.InsertCalendarDayParams{
		ID: id, Day: d.Day, Kind: d.Kind, Name: d.Name, Article: d.Article, Reason: d.Reason,
		EnteredOn: on.now.today,
		EnteredBy: on.actor.Person,
	}); err != nil {
		return "", err
	}
	on.facts["day"], on.facts["kind"], on.facts["name"], on.facts["article"] = d.Day.String(), d.Kind,
		d.Name, d.Article
	return on.recount(ctx, r, db.InsertCalendarChangeParams{CalendarDay: id, Verb: "designate"}, d.Reason)
}

// calendarLock lets one change of the calendar wait for another.
const calendarLock = "calendar"

// designation is the recount of a day that is to be entered beside the others.
func (s *Service) designation(d NewDay, entered []calendar.Entered) (*recount, error) {
	r := &recount{day: d.Day, old: s.rules.withDays(entered)}
	if slices.ContainsFunc(entered, func(e calendar.Entered) bool { return e.Date == d.Day && e.Kind == d.Kind }) {
		return nil, gov.Refusef(gov.CodeConflict, "%[2]s은(는) 이미 입력된 날입니다(%[3]s).", "%[1]s is entered already",
			d.Day, d.Day.Korean(), dayKinds[d.Kind])
	}
	if d.Kind != calendar.EnteredSession && !r.old.IsWorkingDay(d.Day) {
		return nil, gov.Refusef(gov.CodeConflict, "%[2]s은(는) 이미 쉬는 날입니다(%[3]s).",
			"the offices are closed on %[1]s already",
			d.Day, d.Day.Korean(), closedBy(r.old, d.Day))
	}
	r.changed = s.rules.withDays(append(slices.Clone(entered), calendar.Entered{
		Date: d.Day, Kind: d.Kind, Name: d.Name, Article: d.Article,
	}))
	return r, nil
}

// closedBy names why the offices are closed on a day.
func closedBy(cal *calendar.Calendar, day gov.Date) string {
	if h, ok := cal.Holiday(day); ok {
		return h.Name
	}
	return "토요일"
}

// keepsCalendar refuses whoever is neither a coordinator nor an operator.
func (on *arrangement) keepsCalendar() error { return keepsCalendar(on.v, on.actor) }

// operatorScope is the scope of a token that runs the installation (internal/auth names it alike).
const operatorScope = "operator"

func keepsCalendar(v viewer, actor Actor) error {
	if v.may(policies.ActKeepCalendar) {
		return nil
	}
	e := gov.Refuse(gov.CodeForbidden, "업무일 달력은 총괄부서 담당이나 운영자만 바꿀 수 있습니다. 총괄부서에 요청하십시오.",
		"only coordinators and operators may change the office calendar")
	e.Reasons = []gov.Reason{lacksDuty("coordinator")}
	return e
}

func (d NewDay) check(today gov.Date) error {
	switch {
	case dayKinds[d.Kind] == "":
		return invalid("kind", "임시공휴일(designated), 지방공휴일(local), 시의회 회기(council_session) 가운데 고르십시오.",
			"no such kind of day")
	case d.Day.IsZero() || !calendar.National().Covers(d.Day):
		return invalid("day", fmt.Sprintf("%d년부터 %d년까지의 날을 적으십시오.", calendar.FirstYear, calendar.LastYear),
			"the table of holidays ends there")
	case !d.Day.After(today):
		return invalid("day", "오늘이나 지난 날은 바꿀 수 없습니다. 내일 이후의 날을 적으십시오.", "name a day after today")
	}
	for _, text := range []struct {
		field, value string
		least, most  int
	}{{"name", d.Name, 1, 200}, {"article", d.Article, 0, 300}, {"reason", d.Reason, 1, 2000}} {
		if err := between(text.field, text.value, text.least, text.most); err != nil {
			return err
		}
	}
	return nil
}

// recount counts the open dates again, writes them, and keeps what they were before.
func (on *arrangement) recount(
	ctx context.Context, r *recount, change db.InsertCalendarChangeParams, reason string,
) (string, error) {
	if err := on.svc.recounted(ctx, on.tx, on.now, r); err != nil {
		return "", err
	}
	change.ID, change.OfficeDate = gov.NewCalendarChangeID(), on.now.today
	how := recounting{cause: "calendar/" + change.ID.String(), reason: reason, clock: on.now}
	if err := r.apply(ctx, on.tx, how); err != nil {
		return "", err
	}
	moved, err := r.record(ctx, on.tx, how)
	if err != nil {
		return "", err
	}
	on.facts["moved"] = moved
	if change.Impact, err = json.Marshal(r.impact); err != nil {
		return "", fmt.Errorf("write what a change of the calendar moved: %w", err)
	}
	return change.ID.String(), on.tx.Write.InsertCalendarChange(ctx, change)
}

// WithdrawDay asks for an entered day to be taken back.
type WithdrawDay struct {
	ID     gov.CalendarDayID
	Reason string
	Key    string // idempotency key
	Source string // the network address of the caller, for the record of refusals
}

// WithdrawDay takes a day back that has not come. Open dates are counted again as if it had not been entered.
func (s *Service) WithdrawDay(ctx context.Context, actor Actor, d WithdrawDay) (CalendarChange, error) {
	id, err := s.arrange(ctx, arranging{
		actor: actor, kind: ledger.KindCalendar, subject: "calendar_withdraw", about: d.ID.String(),
		operation: "withdraw-day", key: d.Key, reason: d.Reason, source: d.Source, asked: []string{d.ID.String()},
	}, func(ctx context.Context, on *arrangement) (string, error) { return on.withdraw(ctx, d) })
	if err != nil {
		return CalendarChange{}, err
	}
	s.bell.Poke()
	return s.calendarChange(ctx, actor, id)
}

func (on *arrangement) withdraw(ctx context.Context, d WithdrawDay) (string, error) {
	if err := on.keepsCalendar(); err != nil {
		return "", err
	}
	if err := between("reason", d.Reason, 1, 2000); err != nil {
		return "", err
	}
	if err := on.tx.Read.LockKey(ctx, calendarLock); err != nil {
		return "", err
	}
	row, err := on.tx.Read.ViewCalendarDay(ctx, d.ID)
	if err != nil {
		return "", err
	}
	entered, err := enteredDays(ctx, on.tx.Read)
	if err != nil {
		return "", err
	}
	r, err := on.svc.withdrawal(row, entered, on.now.today)
	if err != nil {
		return "", err
	}
	if err := on.tx.Write.WithdrawCalendarDay(ctx, db.WithdrawCalendarDayParams{
		ID: d.ID, WithdrawnOn: on.now.today, WithdrawnBy: on.actor.Person, WithdrawnReason: d.Reason,
	}); err != nil {
		return "", err
	}
	on.facts["day"], on.facts["kind"], on.facts["entry"] = row.Day.String(), row.Kind, d.ID.String()
	return on.recount(ctx, r, db.InsertCalendarChangeParams{CalendarDay: d.ID, Verb: "withdraw"}, d.Reason)
}

// withdrawal is the recount of a day that is to be taken back.
func (s *Service) withdrawal(row db.ViewCalendarDayRow, entered []calendar.Entered,
	today gov.Date,
) (*recount, error) {
	if !row.WithdrawnOn.IsZero() {
		return nil, gov.Refuse(gov.CodeActNotOpen, "이미 취소된 날입니다.", "the day was withdrawn before")
	}
	if !row.Day.After(today) {
		return nil, gov.Refuse(gov.CodeActNotOpen, "오늘이나 지난 날은 취소할 수 없습니다.",
			"only a day after today can be withdrawn")
	}
	left := without(entered, row.Day, row.Kind)
	return &recount{day: row.Day, old: s.rules.withDays(entered), changed: s.rules.withDays(left)}, nil
}

func without(entered []calendar.Entered, day gov.Date, kind string) []calendar.Entered {
	return slices.DeleteFunc(slices.Clone(entered), func(e calendar.Entered) bool {
		return e.Date == day &&
			e.Kind == kind
	})
}

// PreviewDay shows what entering a day, or withdrawing it, would move; nothing is written.
func (s *Service) PreviewDay(ctx context.Context, actor Actor, d NewDay, withdraw bool) (CalendarImpact, error) {
	v, err := s.read(ctx, actor)
	if err != nil {
		return CalendarImpact{}, err
	}
	if err := keepsCalendar(v.v, actor); err != nil {
		return CalendarImpact{}, err
	}
	entered, err := enteredDays(ctx, v.q)
	if err != nil {
		return CalendarImpact{}, store.Interpret(err)
	}
	var r *recount
	if withdraw {
		r, err = s.previewWithdrawal(ctx, v.q, d, entered)
	} else {
		d.Name, d.Reason = cmp.Or(d.Name, dayKinds[d.Kind], "-"), "-" // they move nothing
		if err = d.check(v.v.today); err == nil {
			r, err = s.designation(d, entered)
		}
	}
	if err != nil {
		return CalendarImpact{}, err
	}
	r.s, r.q, r.today = s, v.q, v.v.today
	if err := r.look(ctx); err != nil {
		return CalendarImpact{}, store.Interpret(err)
	}
	return r.impact.shownTo(v.v), nil
}

func (s *Service) previewWithdrawal(
	ctx context.Context, q *db.Queries, d NewDay, entered []calendar.Entered,
) (*recount, error) {
	rows, err := q.EnteredOn(ctx, d.Day)
	if err != nil {
		return nil, store.Interpret(err)
	}
	i := slices.IndexFunc(rows, func(e db.EnteredOnRow) bool { return e.Kind == d.Kind })
	if i < 0 {
		return nil, gov.Refuse(gov.CodeNotFound, "그 날에 그런 종류로 입력된 날이 없습니다.", "no such day was entered")
	}
	row, err := q.ViewCalendarDay(ctx, rows[i].ID)
	if err != nil {
		return nil, store.Interpret(err)
	}
	today, err := s.Today(ctx)
	if err != nil {
		return nil, err
	}
	return s.withdrawal(row, entered, today)
}

// shownTo leaves titles out for whoever may not see every case.
func (i CalendarImpact) shownTo(v viewer) CalendarImpact {
	if v.may(policies.ActReadNames) {
		return i
	}
	i.Tasks = slices.Clone(i.Tasks)
	for n := range i.Tasks {
		i.Tasks[n].Title = ""
	}
	return i
}
