package main

import (
	"cmp"
	"context"
	"fmt"

	"gyeol/client"
	"gyeol/gov"
)

// dayKindWords are the kinds of days that operators enter.
var dayKindWords = map[string]string{"designated": "임시공휴일", "local": "지방공휴일", "council_session": "시의회 회기"}

type calendarDesignateCmd struct {
	Day     gov.Date `arg:"" help:"YYYY-MM-DD, after today"`
	Name    string   `help:"as a wall calendar names it; default: the word of its kind"`
	Kind    string   `default:"designated" enum:"designated,local,council_session" help:"${enum}"`
	Article string   `help:"the article; default: the one that lets such days be"`
	Reason  string   `help:"who decided on it, when; needed unless --dry-run"`
	DryRun  bool     `help:"show what it would move; write nothing"`
	Key     string   `help:"idempotency key; repeat a command that broke under the same one"`
}

// Run enters the day and prints every deadline that moved, both faces before and after.
func (c *calendarDesignateCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	if c.DryRun {
		return printPreview(ctx, g, api, preview{c.Day, c.Kind, false})
	}
	out, err := api.DesignateDay(ctx, client.NewDay{
		Day: c.Day, Kind: c.Kind, Name: cmp.Or(c.Name, dayKindWords[c.Kind]), Article: c.Article,
		Reason: c.Reason, Key: c.Key,
	})
	if err != nil {
		return told(err)
	}
	return printChange(g, out)
}

type calendarWithdrawCmd struct {
	Day    gov.Date `arg:"" help:"YYYY-MM-DD, after today"`
	Kind   string   `default:"designated" enum:"designated,local,council_session" help:"${enum}"`
	Reason string   `help:"why; needed unless --dry-run"`
	DryRun bool     `help:"show what it would move; write nothing"`
	Key    string   `help:"idempotency key; repeat a command that broke under the same one"`
}

// Run takes the day back and prints every deadline that moved.
func (c *calendarWithdrawCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	if c.DryRun {
		return printPreview(ctx, g, api, preview{c.Day, c.Kind, true})
	}
	days, err := api.CalendarDays(ctx, client.DayFilter{Since: c.Day, Kind: c.Kind, Withdrawn: c.Key != ""})
	if err != nil {
		return told(err)
	}
	id := ""
	for _, d := range days {
		if d.Day == c.Day {
			id = d.ID // of several that were withdrawn the latest
		}
	}
	if id == "" {
		return fmt.Errorf("%s에 입력된 %s이(가) 없습니다 (no such day was entered)", c.Day.Korean(), dayKindWords[c.Kind])
	}
	out, err := api.WithdrawDay(ctx, id, client.ActOptions{Reason: c.Reason, Key: c.Key})
	if err != nil {
		return told(err)
	}
	return printChange(g, out)
}

// preview is a change of the calendar that is only asked about.
type preview struct {
	day      gov.Date
	kind     string
	withdraw bool
}

func printPreview(ctx context.Context, g *Globals, api *client.Client, p preview) error {
	out, err := api.PreviewDay(ctx, p.day, p.kind, p.withdraw)
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, out)
	}
	return printImpact(g, out)
}

func printChange(g *Globals, out client.CalendarChange) error {
	if g.JSON {
		return printJSON(g, out)
	}
	word := map[string]string{"designate": "입력", "withdraw": "취소"}[string(out.Change)]
	if _, err := fmt.Fprintf(g.Out, "%s %s(%s) %s — %s\n", out.Day.DayText, out.Day.Name, out.Day.KindText,
		word, out.Day.Article); err != nil {
		return err
	}
	return printImpact(g, out.Impact)
}

// printImpact prints what moves: tasks and stages with both faces, meetings with what is broken.
func printImpact(g *Globals, out client.CalendarImpact) error {
	t := newTable("구분", "대상", "이전 실무 기한", "이전 법정 만료일", "새 실무 기한", "새 법정 만료일")
	for _, m := range out.Tasks {
		t.add("과업", cmp.Or(m.Title, m.Key), m.Before.OperativeText, m.Before.LegalText,
			m.After.OperativeText, m.After.LegalText)
	}
	for _, s := range out.Stages {
		t.add("단계", s.Title, s.Before.Due.OperativeText, s.Before.Due.LegalText, s.After.Due.OperativeText,
			s.After.Due.LegalText)
	}
	for _, r := range out.Replies {
		t.add("회신", r.Unit, r.Before.OperativeText, r.Before.LegalText, r.After.OperativeText, r.After.LegalText)
	}
	for _, r := range out.Reviews {
		word := map[string]string{"vetting": "공개검증", "agreement": "협약 예고"}[string(r.Kind)]
		t.add(word, r.Title, r.Before.OperativeText, r.Before.LegalText, r.After.OperativeText, r.After.LegalText)
	}
	for _, m := range out.Meetings {
		t.add("회의", m.Title, m.Before.HoldText, "통지 "+m.Before.CallByText, m.After.HoldText,
			"통지 "+m.After.CallByText)
	}
	if err := t.print(g.Out); err != nil {
		return err
	}
	for _, m := range out.Meetings {
		if m.Broken == "" {
			continue
		}
		if _, err := fmt.Fprintf(g.Out, "! %s: %s\n", m.Title, m.Broken); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(g.Out, "기한이 바뀌는 과업 %d건 (open tasks with other dates)\n", out.TaskCount)
	return err
}

type calendarDaysCmd struct {
	Since     gov.Date `help:"not before this day; default: today"`
	AsOf      gov.Date `help:"as they were known on this day"`
	Kind      string   `enum:",designated,local,council_session" default:"" help:"only days of this kind"`
	Withdrawn bool     `help:"also those that were withdrawn"`
}

// Run prints the days that operators entered.
func (c *calendarDaysCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	days, err := api.CalendarDays(ctx, client.DayFilter{
		Since: c.Since, AsOf: c.AsOf, Kind: c.Kind,
		Withdrawn: c.Withdrawn,
	})
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, days)
	}
	t := newTable("날짜", "종류", "이름", "입력일", "취소일", "사유")
	for _, d := range days {
		t.add(d.DayText, d.KindText, d.Name, d.EnteredOn.Korean(), d.WithdrawnOn.Korean(), d.Reason)
	}
	return t.print(g.Out)
}
