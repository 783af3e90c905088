package main

import (
	"fmt"

	"gyeol/gov"
	"gyeol/policies/calendar"
)

// calendarCmd needs neither server nor database for what follows from the decree and a pack; the days that operators
// enter and the feed are those of a server.
type calendarCmd struct {
	Year   calendarYearCmd   `cmd:"" help:"그해의 공휴일과 근무일 수 (holidays and working days of a year)."`
	Period calendarPeriodCmd `cmd:"" help:"기간의 만료일과 실무 기한 (the end of a period, operative and legal)."`

	Feed      calendarFeedCmd      `cmd:"" help:"내 기한과 회의를 달력 프로그램에서 읽는 주소 (the address of my calendar)."`
	WhatIf    calendarWhatIfCmd    `cmd:"" name:"what-if" help:"날짜를 옮기면 무엇이 어긋나는지 봅니다 (what a moved date breaks downstream)."`
	Designate calendarDesignateCmd `cmd:"" help:"임시공휴일·지방공휴일·시의회 회기를 입력합니다 (enter a day; open deadlines follow)."`
	Withdraw  calendarWithdrawCmd  `cmd:"" help:"입력한 날을 취소합니다 (withdraw an entered day)."`
	Days      calendarDaysCmd      `cmd:"" help:"입력된 날의 목록 (the days that were entered)."`
}

type calendarYearCmd struct {
	Year int `arg:"" help:"2020 to 2050"`
}

// Run prints the holidays with weekday and article.
func (c *calendarYearCmd) Run(g *Globals) error {
	cal := calendar.National()
	for _, h := range cal.HolidaysOf(c.Year) {
		fmt.Fprintf(g.Out, "%s  %s  %s\n", h.Date.Korean(), h.Name, h.Article)
	}
	t := cal.TotalsOf(c.Year)
	fmt.Fprintf(g.Out, "공휴일 %d일, 휴무일 %d일, 근무일 %d일\n", t.Holidays, t.NonWorking, t.Working)
	return nil
}

type calendarPeriodCmd struct {
	Rule string   `required:"" enum:"civil,working,restrict,backward" help:"${enum}: 민법, 정보공개법 제29조제2항(첫날 산입), 행정기본법 제6조제2항, N일 전까지"`
	From gov.Date `required:"" help:"YYYY-MM-DD"`
	Days int      `required:"" help:"length of the period, from 1"`
	AsOf gov.Date `help:"count by the decree in force and the days announced on this day; default: all that is known"`
}

// periodAnswer is a counted period, as JSON.
type periodAnswer struct {
	Operative     gov.Date `json:"operative"`
	OperativeText string   `json:"operative_text"`
	Legal         gov.Date `json:"legal"`
	LegalText     string   `json:"legal_text"`
	Rule          string   `json:"rule"`
	Article       string   `json:"article"`
	Decree        gov.Date `json:"decree"` // first day of the wording of the decree by which it was counted
	AsOf          gov.Date `json:"as_of,omitzero"`
	Assumed       bool     `json:"assumed,omitempty"`
}

// mostPeriodDays bounds what is counted: ten years.
const mostPeriodDays = 3660

// Run prints both faces of the deadline with its article.
func (c *calendarPeriodCmd) Run(g *Globals) error {
	if c.Days < 1 || c.Days > mostPeriodDays {
		return fmt.Errorf("기간은 1일 이상 %d일 이하로 적으십시오 (--days must be 1 to %d)", mostPeriodDays, mostPeriodDays)
	}
	cal := calendar.AsOf(c.AsOf)
	var d calendar.Deadline
	switch c.Rule {
	case "civil":
		d = cal.CivilDays(c.From, c.Days)
	case "working":
		d = cal.WorkingDaysFOIA(c.From, c.Days)
	case "restrict":
		d = cal.Restriction(c.From, c.Days)
	case "backward":
		d = cal.Backward(c.From, c.Days)
	}
	if !cal.Covers(d.Operative) || !cal.Covers(d.Legal) || !cal.Covers(c.From) {
		return fmt.Errorf("공휴일 표는 %d년부터 %d년까지입니다 (the table of holidays ends there)",
			calendar.FirstYear, calendar.LastYear)
	}
	decree := calendar.VersionOn(c.wording(d))
	if g.JSON {
		return printJSON(g, periodAnswer{
			Operative: d.Operative, OperativeText: d.Operative.Korean(), Legal: d.Legal,
			LegalText: d.Legal.Korean(),
			Rule:      d.Rule, Article: d.Article, Decree: decree.From, AsOf: c.AsOf, Assumed: decree.Assumed,
		})
	}
	_, err := fmt.Fprintf(g.Out, "실무 기한 %s, 법정 만료일 %s — %s (%s; 관공서의 공휴일에 관한 규정 %s 시행)\n",
		d.Operative.Korean(), d.Legal.Korean(), d.Rule, d.Article, decree.From.Korean())
	return err
}

// wording is the day whose wording of the decree was applied: that of --as-of, else of the end of the period.
func (c *calendarPeriodCmd) wording(d calendar.Deadline) gov.Date {
	if !c.AsOf.IsZero() && c.AsOf.Before(d.Legal) {
		return c.AsOf
	}
	return d.Legal
}
