package policies

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/policies/calendar"
)

// PlannedStage is a stage of a year as a question is asked of it: its dates, what they wait for and what is behind
// it.
type PlannedStage struct {
	PathStage
	Title     string
	Dates     StageDates
	Opened    bool
	Statutory bool     // its due date is one that the law names (a last day), not one of the office
	Article   []string // of its rule
	Extends   []string // the articles by which its statutory date may be extended; none: it may not
}

// MovedDate is a date of a stage that somebody asks about: of a meeting its day, of any other its last day.
type MovedDate struct {
	Stage string   `json:"stage" example:"council"`
	Day   gov.Date `json:"day" example:"2027-02-24"`
}

// BreachKind says what of a year a moved date breaks or shifts.
type BreachKind string

// The kinds.
const (
	BreachNotice    BreachKind = "notice_period" // 소집통지 기한
	BreachDeadline  BreachKind = "deadline"      // a date of the office
	BreachStatutory BreachKind = "statutory"     // a date of the law
	BreachSession   BreachKind = "council_session"
	BreachHoliday   BreachKind = "holiday" // the day asked for is no working day
	BreachMinutes   BreachKind = "minutes" // the period of the minutes follows the meeting
	BreachPast      BreachKind = "past"    // the day asked for has passed
)

// Breach is one consequence. Broken says that it cannot stand; else it only moves.
type Breach struct {
	Kind       BreachKind `json:"kind" enum:"notice_period,deadline,statutory,council_session,holiday,minutes,past"`
	Stage      string     `json:"stage" example:"ministry"`
	Title      string     `json:"title"`
	Broken     bool       `json:"broken" doc:"It cannot stand; else it only moves"`
	Before     gov.Date   `json:"before,omitzero" doc:"As it is now"`
	BeforeText string     `json:"before_text,omitempty" example:"2027. 2. 26.(금)"`
	After      gov.Date   `json:"after,omitzero" doc:"As it would be"`
	AfterText  string     `json:"after_text,omitempty" example:"2027. 3. 2.(화)"`
	Text       string     `json:"text" doc:"What follows, in Korean"`
	Article    string     `json:"article,omitempty" example:"행정기본법 제6조 제1항, 민법 제161조"`
}

// WhatIfResult is what would follow from moved dates, in the order of the graph.
type WhatIfResult struct {
	Today    gov.Date    `json:"today"`
	Moves    []MovedDate `json:"moves" nullable:"false"`
	Breaches []Breach    `json:"breaches" nullable:"false"`
	Broken   int         `json:"broken" doc:"How many of them cannot stand"`
}

// noticeRule is the article on the notice of a meeting.
const noticeRule = "서울특별시 각종 위원회의 설치ㆍ운영에 관한 조례 제10조제1항"

// WhatIf answers what follows from moved dates: nothing is written. Every stage is walked as Critical walks it, once
// as the year is planned and once with the moves; what comes out later than it is due, is called too late, or falls
// on a day that is blocked, is named with its article.
func WhatIf(
	stages []PlannedStage, moves []MovedDate, today gov.Date, cal *calendar.Calendar,
) (WhatIfResult, error) {
	q := question{cal: cal, today: today, moved: map[string]gov.Date{}}
	out := WhatIfResult{Today: today, Moves: moves, Breaches: []Breach{}}
	after := slices.Clone(stages)
	for _, m := range moves {
		i := slices.IndexFunc(after, func(s PlannedStage) bool { return s.Stage == m.Stage })
		if i < 0 || after[i].Done {
			return out, gov.Refusef(gov.CodeInvalid, "move: 옮길 수 있는 단계 ‘%[1]s’이(가) 없습니다.",
				"move: there is no stage %[1]q left to move", m.Stage)
		}
		if q.moved[m.Stage] = m.Day; !q.move(&after[i], m.Day) {
			return out, gov.Refusef(gov.CodeInvalid, "move: 단계 ‘%[1]s’에는 기한도 회의일도 없습니다.",
				"move: stage %[1]q has neither a due date nor a meeting", m.Stage)
		}
	}
	first := cal.NextWorkingDay(today)
	was, now := newWalk(pathOf(stages), first, cal), newWalk(pathOf(after), first, cal)
	order := map[string]int{}
	for i, s := range now.order {
		order[s.Stage] = i
	}
	for i, s := range after {
		if s.Done {
			continue
		}
		q.day(stages[i], s)
		q.meeting(stages[i], s)
		q.decision(s, was.expected[s.Stage], now.expected[s.Stage])
	}
	out.Breaches = append(out.Breaches, q.found...)
	slices.SortStableFunc(out.Breaches, func(a, b Breach) int {
		return cmp.Compare(order[a.Stage], order[b.Stage])
	})
	for _, b := range out.Breaches {
		if b.Broken {
			out.Broken++
		}
	}
	return out, nil
}

func pathOf(stages []PlannedStage) []PathStage {
	out := make([]PathStage, len(stages))
	for i, s := range stages {
		out[i] = s.PathStage
	}
	return out
}

// question is a what-if under way.
type question struct {
	cal   *calendar.Calendar
	today gov.Date
	moved map[string]gov.Date
	found []Breach
}

func (q *question) add(s PlannedStage, b Breach) {
	b.Stage, b.Title, b.BeforeText, b.AfterText = s.Stage, s.Title, b.Before.Korean(), b.After.Korean()
	q.found = append(q.found, b)
}

// move gives a stage the day asked for, as moving its date would.
func (q *question) move(s *PlannedStage, day gov.Date) bool {
	switch {
	case !s.Dates.Hold.IsZero():
		s.Dates.Hold = q.cal.Hold(day)
		s.Dates.CallBy = CallBy(s.Dates.Hold, s.Body, q.cal)
		s.Called = false
	case !s.Dates.DueOperative.IsZero():
		by := q.cal.FixedDate(day)
		s.Dates.DueOperative, s.Dates.DueLegal = by.Operative, by.Legal
		if !s.Statutory {
			s.Legal = by.Legal
		}
	default:
		return false
	}
	s.Planned = s.Dates.Ends()
	return true
}

// day says what of the day itself that was asked for cannot be.
func (q *question) day(was, s PlannedStage) {
	day, asked := q.moved[s.Stage]
	if !asked {
		return
	}
	if day.Before(q.today) {
		q.add(s, Breach{Kind: BreachPast, Broken: true, Before: was.Planned, After: day, Text: "지난 날로는 옮길 수 없습니다."})
	}
	if !q.cal.IsWorkingDay(day) {
		q.add(s, Breach{
			Kind: BreachHoliday, Before: day, After: s.Planned, Article: q.closedArticle(day),
			Text: fmt.Sprintf("%s은 쉬는 날(%s)이어서 그 전 근무일로 합니다.", day.Korean(), q.closedBy(day)),
		})
	}
	if s.Statutory && !was.Legal.IsZero() && s.Dates.DueOperative.After(was.Legal) {
		q.add(s, Breach{
			Kind: BreachStatutory, Broken: true, Before: was.Legal, After: s.Dates.DueOperative,
			Article: articles(s),
			Text:    "법정 기한보다 뒤로 옮길 수 없습니다.",
		})
	}
}

func (q *question) closedBy(day gov.Date) string {
	if h, ok := q.cal.Holiday(day); ok {
		return h.Name
	}
	return "토요일"
}

func (q *question) closedArticle(day gov.Date) string {
	if h, ok := q.cal.Holiday(day); ok {
		return h.Article
	}
	return ""
}

// meeting says what becomes of the notice, the day and the minutes of a meeting that is moved.
func (q *question) meeting(was, s PlannedStage) {
	if s.Dates.Hold.IsZero() {
		return
	}
	if why, blocked := q.cal.Blocked(s.Dates.Hold); blocked {
		q.add(s, Breach{
			Kind: BreachSession, Broken: true, Before: was.Dates.Hold, After: s.Dates.Hold,
			Article: calendar.EnteredArticle(calendar.EnteredSession),
			Text:    "회의일에 시의회가 열립니다: " + why + ". 부득이한 경우가 아니면 회의를 열지 않습니다.",
		})
	}
	if s.Dates == was.Dates {
		return
	}
	if was.Called {
		q.add(s, Breach{
			Kind: BreachNotice, Broken: true, Before: was.Dates.Hold, After: s.Dates.Hold, Article: noticeRule,
			Text: "이미 소집통지한 회의입니다. 위원이 알고 있는 날을 옮길 수 없습니다.",
		})
	}
	notice := Breach{Kind: BreachNotice, Before: was.Dates.CallBy, After: s.Dates.CallBy, Article: noticeRule}
	notice.Text = "소집통지는 " + s.Dates.CallBy.Korean() + "까지 나가야 합니다."
	if s.Body != nil && s.Body.NoticeDays > 0 {
		notice.Text = fmt.Sprintf("회의 %d일 전까지 알려야 하므로 %s", s.Body.NoticeDays, notice.Text)
	}
	if notice.Broken = s.Dates.CallBy.Before(q.today); notice.Broken {
		notice.Text += " 이미 지난 날이어서 통지 기간을 지킬 수 없습니다."
	}
	q.add(s, notice)
	q.minutes(was, s)
}

// minutes move with their meeting: when they are to be signed, and when published.
func (q *question) minutes(was, s PlannedStage) {
	if s.Body == nil {
		return
	}
	for _, p := range []struct {
		days int
		what string
	}{{s.Body.MinutesIn, "서명을 받습니다"}, {s.Body.PublishIn, "공개합니다"}} {
		if p.days < 1 {
			continue
		}
		old, by := q.cal.CivilDays(was.Dates.Hold, p.days), q.cal.CivilDays(s.Dates.Hold, p.days)
		q.add(s, Breach{
			Kind: BreachMinutes, Before: old.Legal, After: by.Legal, Article: by.Article,
			Text: fmt.Sprintf("회의록은 회의일부터 %d일 안, %s까지 %s.", p.days, by.Legal.Korean(), p.what),
		})
	}
}

// decision compares when a stage can decide with when it must. Before an unmoved meeting that only comes too late for
// its own day, the walk looks for the first day whose notice is in time.
func (q *question) decision(s PlannedStage, was, now gov.Date) {
	late := !s.Planned.IsZero() && now.After(s.Planned)
	switch {
	case late && !s.Legal.IsZero() && now.After(s.Legal):
		kind := BreachDeadline
		if s.Statutory {
			kind = BreachStatutory
		}
		q.add(s, Breach{
			Kind: kind, Broken: true, Before: s.Legal, After: now, Article: articles(s),
			Text: fmt.Sprintf("빨라야 %s에 할 수 있어 마지막 날 %s을 지키지 못합니다.", now.Korean(), s.Legal.Korean()),
		})
	case late && s.Statutory:
		q.add(s, Breach{
			Kind: BreachStatutory, Before: s.Planned, After: now, Article: articles(s),
			Text: fmt.Sprintf("실무 기한 %s을 넘기지만 법정 만료일 %s 안입니다.", s.Planned.Korean(), s.Legal.Korean()),
		})
	case late:
		q.add(s, Breach{
			Kind: BreachDeadline, Broken: true, Before: s.Planned, After: now, Article: articles(s),
			Text: fmt.Sprintf("앞 단계를 기다려 빨라야 %s에 할 수 있습니다. 예정일은 %s입니다.", now.Korean(), s.Planned.Korean()),
		})
	case now != was:
		q.add(s, Breach{
			Kind: BreachDeadline, Before: was, After: now, Article: articles(s),
			Text: fmt.Sprintf("빨라야 %s에 끝납니다(지금은 %s).", now.Korean(), was.Korean()),
		})
	}
}

// articles are those of the rule of a stage and, of a last day, the one by which it moves.
func articles(s PlannedStage) string {
	if s.Statutory {
		return strings.Join(append(slices.Clone(s.Article), fixedDateArticle), ", ")
	}
	return strings.Join(s.Article, ", ")
}

// fixedDateArticle is how package calendar cites the end of a period that the law names.
const fixedDateArticle = "행정기본법 제6조 제1항, 민법 제161조"
