package main

import (
	"context"
	"fmt"

	"gyeol/client"
	"gyeol/gov"
)

// behalfWords say in whose place somebody sees a task.
var behalfWords = map[string]string{"delegation": "위임받은 직위", "acting": "직무대리", "vacant": "맡은 사람이 없는 직위"}

// LeaveCmd is about who is away.
type LeaveCmd struct {
	Rehearse leaveRehearseCmd `cmd:"" help:"부재 중 업무가 누구에게 가는지 봅니다 (what would go to whom; nothing is written)."`
	Record   leaveRecordCmd   `cmd:"" help:"부재를 등록합니다 (record an absence)."`
	Cancel   leaveCancelCmd   `cmd:"" help:"부재를 취소합니다 (cancel an absence)."`
	List     leaveListCmd     `cmd:"" help:"부재 목록 (who is away)."`
}

type leaveRehearseCmd struct {
	From   gov.Date `required:"" help:"first day"`
	To     gov.Date `required:"" help:"last day"`
	Person string   `help:"slug; default: oneself"`
}

var outcomeWords = map[string]string{
	"holder": "같은 직위의 다른 담당", "delegation": "대결(위임)", "acting": "직무대리", "away": "대리도 부재", "drafter": "대리가 기안자",
	"nobody": "대리 없음",
}

var staysWords = map[string]string{"undelegable": "위임 불가 업무", "in_person": "본인만 가능", "by_name": "본인에게 배정됨"}

// Run prints posts, items and what nobody may do instead, one line per span of days.
func (c *leaveRehearseCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	out, err := api.RehearseLeave(ctx, c.Person, c.From, c.To)
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, out)
	}
	t := newTable("구분", "기간", "처리", "대리", "성명", "내용")
	posts := map[string]string{} // of an item, where there are several
	for _, p := range out.Posts {
		posts[p.Post] = mark(len(out.Posts) > 1, " · "+p.Title)
		spanRows(t, "직위", p.Title, p.Days)
	}
	for _, i := range out.Items {
		kind := map[string]string{"task": "과업", "cell": "결재란"}[string(i.Kind)]
		if i.Stays != "" {
			t.add(kind, "", staysWords[string(i.Stays)], "", "", i.Title+posts[i.Post])
		}
		spanRows(t, kind, i.Title+posts[i.Post], i.Days)
	}
	for _, n := range out.Never {
		t.add(map[string]string{"matter": "업무", "seat": "위원"}[string(n.Kind)], "", "위임 불가", "", "",
			n.Title+mark(n.Article != "", " ("+n.Article+")"))
	}
	if err := t.print(g.Out); err != nil {
		return err
	}
	_, err = fmt.Fprintf(g.Out, "처리할 사람이 없는 항목 %d건 (nobody could see to %d of these)\n", out.Gaps, out.Gaps)
	return err
}

func spanRows(t *table, kind, title string, days []client.LeaveSpan) {
	for _, d := range days {
		t.add(kind, d.From.Korean()+" ~ "+d.To.Korean(), outcomeWords[string(d.Outcome)], d.Title, d.Name, title)
	}
}

type leaveRecordCmd struct {
	From   gov.Date `required:"" help:"first day"`
	To     gov.Date `required:"" help:"last day"`
	Reason string   `required:"" help:"why"`
	Person string   `help:"slug; default: oneself"`
	Key    string   `help:"idempotency key; repeat a command that broke under the same one"`
}

// Run records the absence once.
func (c *leaveRecordCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	a, err := api.RecordAbsence(ctx, client.NewAbsence{
		Person: c.Person, From: c.From, To: c.To, Reason: c.Reason, Key: c.Key,
	})
	return g.absences([]client.Absence{a}, err)
}

type leaveCancelCmd struct {
	ID     string `arg:"" help:"id of the absence"`
	Reason string `required:"" help:"why"`
	Key    string `help:"idempotency key; repeat a command that broke under the same one"`
}

// Run cancels the absence once.
func (c *leaveCancelCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	a, err := api.CancelAbsence(ctx, c.ID, client.ActOptions{Reason: c.Reason, Key: c.Key})
	return g.absences([]client.Absence{a}, err)
}

type leaveListCmd struct {
	Scope  string   `enum:"mine,unit" default:"mine" help:"mine, or unit (of everybody for coordinators)"`
	Person string   `help:"slug"`
	Since  gov.Date `help:"ends not before this day; default today"`
}

// Run prints one line per absence.
func (c *leaveListCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	list, err := api.Absences(ctx, client.AbsenceFilter{Scope: c.Scope, Person: c.Person, Since: c.Since})
	return g.absences(list, err)
}

func (g *Globals) absences(list []client.Absence, err error) error {
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, list)
	}
	t := newTable("부재", "성명", "부터", "까지", "", "사유")
	for _, a := range list {
		t.add(a.ID, a.Name, a.From.Korean(), a.To.Korean(), mark(!a.CancelledOn.IsZero(), "취소"), a.Reason)
	}
	return t.print(g.Out)
}
