package calendar

import (
	"fmt"
	"time"

	"gyeol/gov"
)

// Deadline is the end of a period, seen twice: the day the office works towards and the last day the law allows.
type Deadline struct {
	Operative gov.Date `json:"operative"` // the working day to plan for; never after Legal
	Legal     gov.Date `json:"legal"`     // the last lawful day
	Rule      string   `json:"rule"`      // how it was counted, in Korean
	Article   string   `json:"article"`   // law and article, in Korean
}

const (
	civilArticle       = "행정기본법 제6조 제1항, 민법 제157조·제159조·제161조"
	civilMonthsArticle = "행정기본법 제6조 제1항, 민법 제157조·제160조·제161조"
	fixedArticle       = "행정기본법 제6조 제1항, 민법 제161조"
	backwardArticle    = "행정기본법 제6조 제1항, 민법 제157조·제159조"
	restrictionArticle = "행정기본법 제6조 제2항"
	foiaArticle        = "공공기관의 정보공개에 관한 법률 제29조 제2항"
)

// CivilDays counts n days from base (민법 제157조, 제159조, 제161조, by 행정기본법 제6조 제1항): base itself is not
// counted, and a period that would end on a Saturday or holiday ends on the next day that is neither. For a period
// that begins at 00:00 give the day before as base. With n < 1 there is no deadline.
func (c *Calendar) CivilDays(base gov.Date, n int) Deadline {
	if n < 1 {
		return Deadline{}
	}
	return c.civil(base, base.AddDays(n), fmt.Sprintf("%d일(첫날 불산입)", n), civilArticle)
}

// CivilMonths counts n months from base by the calendar (민법 제157조, 제160조, 제161조): the period starts on the day
// after base and ends on the day before the corresponding day, or on the last day of a month that has no such day.
// A Saturday or holiday at the end moves it on as in CivilDays. With n < 1 there is no deadline.
func (c *Calendar) CivilMonths(base gov.Date, n int) Deadline {
	if n < 1 {
		return Deadline{}
	}
	return c.civil(base, civilMonthEnd(base, n), fmt.Sprintf("%d개월(첫날 불산입, 역에 따라 계산)", n), civilMonthsArticle)
}

// CivilYears counts n years from base by the calendar, in the way of CivilMonths: one year from 2025-02-25 ends with
// 2026-02-25.
func (c *Calendar) CivilYears(base gov.Date, n int) Deadline {
	if n < 1 {
		return Deadline{}
	}
	return c.civil(base, civilMonthEnd(base, 12*n), fmt.Sprintf("%d년(첫날 불산입, 역에 따라 계산)", n), civilMonthsArticle)
}

// civilMonthEnd returns the last day of n months after base, before any move by 민법 제161조.
func civilMonthEnd(base gov.Date, n int) gov.Date {
	start := base.AddDays(1)
	corresponding := start.AddMonths(n)
	if corresponding.Day() != start.Day() {
		return corresponding // the month has no such day: its last day (제160조 제3항)
	}
	return corresponding.AddDays(-1)
}

// civil is the deadline of a period after base that nominally ends on end.
func (c *Calendar) civil(base, end gov.Date, rule, article string) Deadline {
	legal := walk(end, 1, c.endsPeriods)
	return Deadline{c.operative(base, end, legal), legal, rule, article}
}

// operative returns the working day at or before end. If the period has none, whoever acts must take the legal day.
func (c *Calendar) operative(base, end, legal gov.Date) gov.Date {
	if d := c.PrevWorkingDay(end); d.After(base) {
		return d
	}
	return legal
}

// Restriction counts a period of n days that restricts rights or imposes a duty (행정기본법 제6조 제2항): first is
// counted, and the period ends on its last day even if that is a Saturday or holiday. With n < 1 there is no deadline.
func (c *Calendar) Restriction(first gov.Date, n int) Deadline {
	if n < 1 {
		return Deadline{}
	}
	end := first.AddDays(n - 1)
	rule := fmt.Sprintf("%d일(첫날 산입, 말일이 휴일이어도 만료)", n)
	return Deadline{c.operative(first.AddDays(-1), end, end), end, rule, restrictionArticle}
}

// WorkingDaysFOIA counts n days for a decision on disclosure (공공기관의 정보공개에 관한 법률 제29조 제2항): only days
// that are neither Saturday nor national holiday count, and the first of them is the day of receipt if it is one. A
// local holiday is counted, so that it makes the deadline no later. With n < 1 there is no deadline.
func (c *Calendar) WorkingDaysFOIA(received gov.Date, n int) Deadline {
	if n < 1 {
		return Deadline{}
	}
	before := received.AddDays(-1)
	legal := addDays(before, n, c.endsPeriods)
	rule := fmt.Sprintf("%d일(첫날 산입, 토요일·공휴일 불산입)", n)
	return Deadline{c.operative(before, legal, legal), legal, rule, foiaArticle}
}

// Backward counts "n일 전까지" before event, such as the 15 days before a committee meeting (행정기본법 제6조 제1항,
// 민법 제157조, 제159조): event is not counted and n full days lie between, so the last lawful day is n+1 days before.
// The law does not say what a holiday there means; the legal day stays and the operative day is the working day
// before. With n < 1 there is no deadline.
func (c *Calendar) Backward(event gov.Date, n int) Deadline {
	if n < 1 {
		return Deadline{}
	}
	legal := event.AddDays(-(n + 1))
	rule := fmt.Sprintf("%d일 전까지(당일 불산입, 사이에 %d일)", n, n)
	return Deadline{c.PrevWorkingDay(legal), legal, rule, backwardArticle}
}

// FixedDate is a date the law names, such as 12월 31일까지: the office plans for the working day at or before it, and
// the next day that is neither Saturday nor holiday is the last lawful one (민법 제161조).
func (c *Calendar) FixedDate(d gov.Date) Deadline {
	legal := walk(d, 1, c.endsPeriods)
	return Deadline{c.PrevWorkingDay(d), legal, d.Korean() + "까지", fixedArticle}
}

// LastDayOfMonth is the date the law names as the end of a month, such as 2월 말일까지, in the way of FixedDate.
func (c *Calendar) LastDayOfMonth(year int, month time.Month) Deadline {
	d := c.FixedDate(gov.NewDate(year, month+1, 0))
	d.Rule = fmt.Sprintf("%d년 %d월 말일까지", year, int(month))
	return d
}
