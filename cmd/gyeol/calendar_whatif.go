package main

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/pack"
)

type calendarWhatIfCmd struct {
	Move  []string `required:"" sep:"none" help:"stage=YYYY-MM-DD: of a meeting its day, of any other stage its last day; may be repeated"`
	Cycle string   `help:"name-year of a running year, e.g. lifelong-education-plan-2027: asks the server"`
	Year  int      `help:"plan year, without a server; default: that of the first date"`
	Plan  string   `default:"lifelong-education-plan" help:"cycle of the pack, without a server"`
	Pack  string   `help:"folder of the pack, without a server; empty: Seoul's, as built in"`
	Today gov.Date `help:"the day on which it is asked, without a server; default: the day on which the year is opened"`
}

// Run prints every notice period, deadline and blocked day that the moved dates break or shift.
func (c *calendarWhatIfCmd) Run(ctx context.Context, g *Globals) error {
	if c.Cycle != "" {
		return c.ask(ctx, g)
	}
	out, err := c.work()
	if err != nil {
		return err
	}
	if g.JSON {
		return printJSON(g, out)
	}
	t := newTable(breachHead()...)
	for _, b := range out.Breaches {
		t.add(breachMark(b.Broken), breachWords[string(b.Kind)], b.Title, b.BeforeText, b.AfterText, b.Text,
			b.Article)
	}
	return sayBreaches(g, t, out.Broken)
}

// ask has the server answer for a running year.
func (c *calendarWhatIfCmd) ask(ctx context.Context, g *Globals) error {
	i := strings.LastIndex(c.Cycle, "-")
	year, err := strconv.Atoi(c.Cycle[i+1:])
	if i < 1 || err != nil {
		return fmt.Errorf("--cycle은 이름-연도 꼴로 적으십시오 (name-year): %s", c.Cycle)
	}
	api, err := g.client()
	if err != nil {
		return err
	}
	out, err := api.WhatIf(ctx, c.Cycle[:i], year, c.Move)
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, out)
	}
	t := newTable(breachHead()...)
	for _, b := range out.Breaches {
		t.add(breachMark(b.Broken), breachWords[string(b.Kind)], b.Title, b.BeforeText, b.AfterText, b.Text,
			b.Article)
	}
	return sayBreaches(g, t, int(out.Broken))
}

// work answers from the files of a pack alone.
func (c *calendarWhatIfCmd) work() (policies.WhatIfResult, error) {
	var none policies.WhatIfResult
	moves := make([]policies.MovedDate, len(c.Move))
	for i, m := range c.Move {
		stage, day, _ := strings.Cut(m, "=")
		parsed, err := gov.ParseDate(day)
		if err != nil || stage == "" {
			return none, fmt.Errorf("--move는 단계=YYYY-MM-DD 꼴로 적으십시오 (stage=YYYY-MM-DD): %s", m)
		}
		moves[i] = policies.MovedDate{Stage: stage, Day: parsed}
	}
	p, faults := pack.Load(packFS(c.Pack))
	if err := faults.Err(); err != nil {
		return none, err
	}
	rule, ok := p.Cycle(c.Plan)
	if !ok {
		return none, fmt.Errorf("규정 묶음에 절차 %s이(가) 없습니다 (the pack has no such cycle)", c.Plan)
	}
	cal, err := p.Calendar()
	if err != nil {
		return none, err
	}
	year := cmp.Or(c.Year, moves[0].Day.Year())
	stages, err := policies.YearPlan(rule, year, p.Body, cal)
	if err != nil {
		return none, err
	}
	today := c.Today
	if today.IsZero() && rule.Opens != nil {
		if today, err = rule.Opens.Day(year, cal); err != nil {
			return none, err
		}
	}
	return policies.WhatIf(stages, moves, today, cal)
}

// breachWords say what is broken or moved.
var breachWords = map[string]string{
	"notice_period": "소집통지 기한", "deadline": "예정일", "statutory": "법정 기한", "council_session": "시의회 회기",
	"holiday": "휴일",
	"minutes": "회의록", "past": "지난 날",
}

func breachHead() []string {
	return []string{"", "구분", "단계", "지금", "옮기면", "내용", "근거"}
}

func breachMark(broken bool) string {
	if broken {
		return "어긋남"
	}
	return "이동"
}

func sayBreaches(g *Globals, t *table, broken int) error {
	if err := t.print(g.Out); err != nil {
		return err
	}
	_, err := fmt.Fprintf(g.Out, "지킬 수 없는 것 %d건 (cannot stand)\n", broken)
	return err
}
