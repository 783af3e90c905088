package main

import (
	"fmt"

	"gyeol/gov"
	"gyeol/policies/calendar"
)

// calendarCmd needs neither server nor database, but for the feed, which asks the server.
type calendarCmd struct {
	Year   calendarYearCmd   `cmd:"" help:"그해의 공휴일과 근무일 수 (holidays and working days of a year)."`
	Period calendarPeriodCmd `cmd:"" help:"기간의 만료일과 실무 기한 (the end of a period, operative and legal)."`

	Feed calendarFeedCmd `cmd:"" help:"내 기한과 회의를 달력 프로그램에서 읽는 주소 (the address of my calendar)."`
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
	Rule string `required:"" enum:"civil,working,restrict,backward" help:"civil (민법), working (정보공개법 제29조제2항), restrict (행정기본법 제6조제2항), backward (N일 전까지)"`
	From string `required:"" help:"YYYY-MM-DD"`
	Days int    `required:"" help:"length of the period"`
}

// Run prints both faces of the deadline with its article.
func (c *calendarPeriodCmd) Run(g *Globals) error {
	from, err := gov.ParseDate(c.From)
	if err != nil {
		return err
	}
	cal := calendar.National()
	var d calendar.Deadline
	switch c.Rule {
	case "civil":
		d = cal.CivilDays(from, c.Days)
	case "working":
		d = cal.WorkingDaysFOIA(from, c.Days)
	case "restrict":
		d = cal.Restriction(from, c.Days)
	case "backward":
		d = cal.Backward(from, c.Days)
	}
	if g.JSON {
		return printJSON(g, map[string]any{"operative": d.Operative, "legal": d.Legal, "rule": d.Rule, "article": d.Article})
	}
	fmt.Fprintf(g.Out, "실무 기한 %s, 법정 만료일 %s (%s)\n", d.Operative.Korean(), d.Legal.Korean(), d.Article)
	return nil
}
