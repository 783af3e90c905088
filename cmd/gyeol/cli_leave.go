package main

import (
	"context"
	"fmt"
	"slices"

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
	if err := leaveTable(out).print(g.Out); err != nil {
		return err
	}
	return sayGaps(g, out)
}

func sayGaps(g *Globals, out client.LeaveRehearsal) error {
	_, err := fmt.Fprintf(g.Out, "처리할 사람이 없는 항목 %d건 (nobody could see to %d of these)\n", out.Gaps, out.Gaps)
	return err
}

// leaveTable is what would become of the work, one line per span of days.
func leaveTable(out client.LeaveRehearsal) *table {
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
	return t
}

// open leaves of a rehearsal what nobody can see to: days without anybody, and what is the person's own.
func open(out client.LeaveRehearsal) client.LeaveRehearsal {
	gap := func(days []client.LeaveSpan) []client.LeaveSpan {
		return slices.DeleteFunc(slices.Clone(days), func(d client.LeaveSpan) bool {
			return out.Gaps == 0 || d.Outcome != "away" && d.Outcome != "nobody" && d.Outcome != "drafter"
		})
	}
	out.Posts, out.Items, out.Never = slices.Clone(out.Posts), slices.Clone(out.Items), nil
	for i := range out.Posts {
		out.Posts[i].Days = gap(out.Posts[i].Days)
	}
	for i := range out.Items {
		out.Items[i].Days = gap(out.Items[i].Days)
	}
	return out
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
	if err := g.absences([]client.Absence{a}, err); err != nil || g.JSON {
		return err
	}
	return c.warn(ctx, g, api)
}

// warn says what nobody can see to while he is away: the best day to name a deputy is the one on which it is recorded.
func (c *leaveRecordCmd) warn(ctx context.Context, g *Globals, api *client.Client) error {
	out, err := api.RehearseLeave(ctx, c.Person, c.From, c.To)
	if err != nil {
		return told(err)
	}
	if t := leaveTable(open(out)); len(t.rows) > 1 {
		fmt.Fprintln(g.Out, "\n그동안 다른 사람이 처리할 수 없는 일이 있습니다. gyeol delegation give로 대결을 맡기거나 순서를 정하십시오.")
		if err := t.print(g.Out); err != nil {
			return err
		}
	}
	return sayGaps(g, out)
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
