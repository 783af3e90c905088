package office

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/url"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// calendarCases are what the pages of the office calendar ask for.
type calendarCases interface {
	DesignateDay(ctx context.Context, actor cases.Actor, d cases.NewDay) (cases.CalendarChange, error)
	WithdrawDay(ctx context.Context, actor cases.Actor, d cases.WithdrawDay) (cases.CalendarChange, error)
	PreviewDay(ctx context.Context, actor cases.Actor, d cases.NewDay, withdraw bool) (cases.CalendarImpact, error)
	EnteredDays(ctx context.Context, actor cases.Actor, f cases.DayFilter) (cases.EnteredDayPage, error)
	DayChanges(ctx context.Context, actor cases.Actor, id gov.CalendarDayID) ([]cases.CalendarChange, error)
}

// calendarPage lists the days that were entered, with the form for another. What a day would move is shown before it
// is designated.
type calendarPage struct {
	Days    []cases.EnteredDay
	Kinds   []option
	Past    bool
	Next    string
	May     bool
	Fields  []field
	Key     string
	Preview *cases.CalendarImpact // nil: none was asked for
}

// kindsOfDays are what a day can be entered as.
var kindsOfDays = []option{
	{Value: "designated", Text: "임시공휴일"}, {Value: "local", Text: "지방공휴일"}, {Value: "council_session", Text: "시의회 회기"},
}

func dayFields() []field {
	kind := field{Name: "kind", Label: "종류", As: "select", Needed: true, ID: "d-kind", Options: kindsOfDays}
	return []field{
		{Name: "day", Label: "날", As: "date", Needed: true, ID: "d-day", Hint: "내일 이후의 날을 적습니다."},
		kind,
		{Name: "name", Label: "이름", As: "text", Needed: true, Most: 200, ID: "d-name", Hint: "달력에 적히는 이름"},
		{Name: "article", Label: "근거 조문", As: "text", Most: 300, ID: "d-article", Hint: "비워 두면 종류에 맞는 조문을 적습니다."},
		{Name: "reason", Label: "사유", As: "area", Needed: true, Most: 2000, ID: "d-reason", Hint: "누가 언제 정하였는지 적습니다."},
	}
}

// calendar lists the entered days; a day that is asked about in the address is shown with all that it would move.
func (s *server) calendar(r *http.Request, v visitor) (page, error) {
	if !v.Oversees && !v.Calendars {
		return page{}, gov.ErrNotFound
	}
	q := r.URL.Query()
	of := calendarPage{Past: q.Get("past") != "", May: v.Calendars, Key: rand.Text()}
	f := cases.DayFilter{After: q.Get("after"), Withdrawn: of.Past, Limit: perPage}
	if of.Past {
		f.Since = gov.NewDate(2000, 1, 1)
	}
	found, err := s.Cases.EnteredDays(r.Context(), v.actor, f)
	if err != nil {
		return page{}, err
	}
	of.Days = found.Days
	if found.Next != "" {
		q.Set("after", found.Next)
		of.Next = "/admin/calendar?" + q.Encode()
	}
	of.Fields = dayFields()
	p := page{view: "calendar", title: "업무일", at: "/admin", crumbs: []link{adminCrumb, {"", "업무일"}}}
	if q.Get("preview") != "" {
		of.Fields = typedIntoQuery(of.Fields, r)
		d, err := newDay(q)
		if err == nil {
			of.Preview, err = s.preview(r, v, d)
		}
		if err != nil {
			e := s.refusal(r, err)
			if !refusable(e) {
				return page{}, err
			}
			markNamed(of.Fields, e)
			p.note, p.status = spoken(of.Fields, e), statusOf(e.Code)
		}
	}
	p.of = of
	return p, nil
}

func (s *server) preview(r *http.Request, v visitor, d cases.NewDay) (*cases.CalendarImpact, error) {
	impact, err := s.Cases.PreviewDay(r.Context(), v.actor, d, false)
	if err != nil {
		return nil, err
	}
	return &impact, nil
}

// typedIntoQuery keeps what was typed into a form that only asks.
func typedIntoQuery(fields []field, r *http.Request) []field {
	r.PostForm = r.URL.Query()
	return fill(fields, r)
}

// newDay is a day as it was typed.
func newDay(typed url.Values) (cases.NewDay, error) {
	d := cases.NewDay{
		Kind: typed.Get("kind"), Name: typed.Get("name"), Article: typed.Get("article"), Reason: typed.Get("reason"),
	}
	day, err := gov.ParseDate(typed.Get("day"))
	if err != nil {
		return d, gov.Refuse(gov.CodeInvalid, "day: 날짜는 2027-05-04와 같이 적으십시오.", "day: no such day")
	}
	d.Day = day
	return d, nil
}

// designate enters a day, and leads to what it moved.
func (s *server) designate(r *http.Request, v visitor) (page, error) {
	d, err := newDay(r.PostForm)
	if err == nil {
		d.Key, d.Source = r.PostForm.Get("key"), r.RemoteAddr
		var made cases.CalendarChange
		if made, err = s.Cases.DesignateDay(r.Context(), v.actor, d); err == nil {
			return page{to: "/admin/calendar/" + made.Day.ID.String() + "?did=designate"}, nil
		}
	}
	e := s.refusal(r, err)
	p, again := s.calendar(r, v)
	of, ok := p.of.(calendarPage)
	if again != nil || !ok || !refusable(e) {
		return page{}, err
	}
	of.Fields = fill(of.Fields, r)
	markNamed(of.Fields, e)
	p.of, p.note, p.status = of, spoken(of.Fields, e), statusOf(e.Code)
	return p, nil
}

// dayPage is one entered day with all that it moved.
type dayPage struct {
	cases.EnteredDay

	Changes []cases.CalendarChange
	Key     string
	Reason  *field // nil: it is not to be withdrawn, or not by this reader
}

// calendarDay shows what entering a day moved, and withdrawing it.
func (s *server) calendarDay(r *http.Request, v visitor) (page, error) {
	var id gov.CalendarDayID
	if err := idFrom(r.PathValue("id"), &id); err != nil {
		return page{}, err
	}
	list, err := s.Cases.DayChanges(r.Context(), v.actor, id)
	if err != nil {
		return page{}, err
	}
	if len(list) == 0 {
		return page{}, gov.ErrNotFound
	}
	of := dayPage{EnteredDay: list[len(list)-1].Day, Changes: list, Key: rand.Text()}
	if of.WithdrawnOn.IsZero() && of.Day.After(v.Today) {
		of.Reason = &field{Name: "reason", Label: "취소하는 사유", As: "area", Needed: true, Most: 2000, ID: "w-reason"}
	}
	title := of.DayText + " " + of.Name
	p := page{
		view: "calendarday", title: title, at: "/admin", of: of,
		crumbs: []link{adminCrumb, {"/admin/calendar", "업무일"}, {"", title}},
	}
	if did := r.Form.Get("did"); did == "designate" || did == "withdraw" {
		p.note = &note{Kind: "good", Text: map[string]string{
			"designate": "지정했습니다. 아래는 이 날로 움직인 기한입니다.", "withdraw": "취소했습니다. 아래는 되돌린 기한입니다.",
		}[did]}
	}
	return p, nil
}

// withdraw takes an entered day out of the calendar again.
func (s *server) withdraw(r *http.Request, v visitor) (page, error) {
	var id gov.CalendarDayID
	if err := idFrom(r.PathValue("id"), &id); err != nil {
		return page{}, err
	}
	_, err := s.Cases.WithdrawDay(r.Context(), v.actor, cases.WithdrawDay{
		ID: id, Reason: r.PostForm.Get("reason"), Key: r.PostForm.Get("key"), Source: r.RemoteAddr,
	})
	if err == nil {
		return page{to: "/admin/calendar/" + id.String() + "?did=withdraw"}, nil
	}
	e := s.refusal(r, err)
	p, again := s.calendarDay(r, v)
	of, ok := p.of.(dayPage)
	if again != nil || !ok || of.Reason == nil || !refusable(e) {
		return page{}, err
	}
	of.Reason.Value, of.Reason.Wrong = r.PostForm.Get("reason"), e.Detail
	p.status, p.note = statusOf(e.Code), spoken([]field{*of.Reason}, e)
	return p, nil
}
