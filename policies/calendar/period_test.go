package calendar_test

import (
	"testing"
	"time"

	"gyeol/gov"
	"gyeol/policies/calendar"
)

func TestPeriodsEndOnTheDayTheLawSays(t *testing.T) {
	t.Parallel()
	c, on := calendar.National(), gov.MustDate
	for _, v := range []struct {
		name             string
		got              calendar.Deadline
		operative, legal string
	}{
		{"end of February 2026 is a Saturday", c.LastDayOfMonth(2026, time.February), "2026-02-27", "2026-03-03"},
		{"end of February 2027 is a Sunday", c.LastDayOfMonth(2027, time.February), "2027-02-26", "2027-03-02"},
		{"end of May 2025 is a Saturday", c.LastDayOfMonth(2025, time.May), "2025-05-30", "2025-06-02"},
		{"end of May 2026 is a Sunday", c.LastDayOfMonth(2026, time.May), "2026-05-29", "2026-06-01"},
		{"end of December", c.LastDayOfMonth(2026, time.December), "2026-12-31", "2026-12-31"},
		{"a fixed date on a Saturday", c.FixedDate(on("2027-02-06")), "2027-02-05", "2027-02-10"},
		{"seven days end on Labour Day", c.CivilDays(on("2026-04-24"), 7), "2026-04-30", "2026-05-04"},
		{"ten days end in Chuseok", c.CivilDays(on("2026-09-14"), 10), "2026-09-23", "2026-09-28"},
		{"minutes signed in 7 days", c.CivilDays(on("2027-02-24"), 7), "2027-03-03", "2027-03-03"},
		{"minutes published in 10 days", c.CivilDays(on("2027-02-24"), 10), "2027-03-05", "2027-03-08"},
		{"a period without any working day", c.CivilDays(on("2027-02-05"), 3), "2027-02-10", "2027-02-10"},
		{"one year", c.CivilYears(on("2025-02-25"), 1), "2026-02-25", "2026-02-25"},
		{"one year from a leap day", c.CivilYears(on("2024-02-29"), 1), "2025-02-28", "2025-02-28"},
		{"two years ending on a Saturday", c.CivilYears(on("2025-02-27"), 2), "2027-02-26", "2027-03-02"},
		{"a month from a first day is that month", c.CivilMonths(on("2026-06-30"), 1), "2026-07-31", "2026-07-31"},
		{"a month that has no such day ends with it", c.CivilMonths(on("2026-01-30"), 1), "2026-02-27", "2026-03-03"},
		{"six months", c.CivilMonths(on("2026-10-02"), 6), "2027-04-02", "2027-04-02"},
		{"a restriction ends on a holiday", c.Restriction(on("2026-07-08"), 10), "2026-07-16", "2026-07-17"},
		{"disclosure in ten working days", c.WorkingDaysFOIA(on("2026-02-12"), 10), "2026-03-03", "2026-03-03"},
		{"disclosure asked for on a Sunday", c.WorkingDaysFOIA(on("2027-01-10"), 1), "2027-01-11", "2027-01-11"},
		{"meeting called 15 days before", c.Backward(on("2027-02-24"), 15), "2027-02-05", "2027-02-08"},
		{"meeting on the 19th called 7 days before", c.Backward(on("2026-11-19"), 7), "2026-11-11", "2026-11-11"},
	} {
		if v.got.Operative != on(v.operative) || v.got.Legal != on(v.legal) {
			t.Errorf("%s: plan for %s, lawful until %s; want %s and %s (%s; %s)",
				v.name, v.got.Operative, v.got.Legal, v.operative, v.legal, v.got.Rule, v.got.Article)
		}
	}
}

func TestADeadlineCitesItsRule(t *testing.T) {
	t.Parallel()
	c, d := calendar.National(), gov.MustDate("2027-02-24")
	for _, v := range []struct {
		got           calendar.Deadline
		rule, article string
	}{
		{c.CivilDays(d, 7), "7일(첫날 불산입)", "행정기본법 제6조 제1항, 민법 제157조·제159조·제161조"},
		{c.CivilMonths(d, 2), "2개월(첫날 불산입, 역에 따라 계산)", "행정기본법 제6조 제1항, 민법 제157조·제160조·제161조"},
		{c.CivilYears(d, 3), "3년(첫날 불산입, 역에 따라 계산)", "행정기본법 제6조 제1항, 민법 제157조·제160조·제161조"},
		{c.Restriction(d, 10), "10일(첫날 산입, 말일이 휴일이어도 만료)", "행정기본법 제6조 제2항"},
		{c.WorkingDaysFOIA(d, 10), "10일(첫날 산입, 토요일·공휴일 불산입)", "공공기관의 정보공개에 관한 법률 제29조 제2항"},
		{c.Backward(d, 15), "15일 전까지(당일 불산입, 사이에 15일)", "행정기본법 제6조 제1항, 민법 제157조·제159조"},
		{c.FixedDate(d), "2027. 2. 24.(수)까지", "행정기본법 제6조 제1항, 민법 제161조"},
		{c.LastDayOfMonth(2027, time.February), "2027년 2월 말일까지", "행정기본법 제6조 제1항, 민법 제161조"},
	} {
		if v.got.Rule != v.rule || v.got.Article != v.article {
			t.Errorf("got %q by %q, want %q by %q", v.got.Rule, v.got.Article, v.rule, v.article)
		}
	}
}

func TestAPeriodOfNothingIsNoDeadline(t *testing.T) {
	t.Parallel()
	c, d := calendar.National(), gov.MustDate("2027-02-24")
	for _, got := range []calendar.Deadline{
		c.CivilDays(d, 0), c.CivilMonths(d, 0), c.CivilYears(d, -1),
		c.Restriction(d, 0), c.WorkingDaysFOIA(d, 0), c.Backward(d, 0),
	} {
		if got != (calendar.Deadline{}) {
			t.Errorf("got %+v", got)
		}
	}
}
