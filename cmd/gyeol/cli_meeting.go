package main

import (
	"context"
	"fmt"

	"gyeol/client"
	"gyeol/gov"
)

// MeetingCmd is about meetings of committees and councils.
type MeetingCmd struct {
	List   meetingListCmd   `cmd:"" help:"회의를 한 줄씩 보입니다 (list meetings)."`
	Public publicCopyCmd    `cmd:"" help:"회의록 공개본 (the minutes as everybody may read them)."`
	Move   meetingMoveCmd   `cmd:"" help:"소집한 회의의 날짜·시각·장소를 바꿉니다 (move a meeting; members are told)."`
	Cancel meetingCancelCmd `cmd:"" help:"소집을 취소합니다 (call a meeting off; members are told)."`
}

type meetingListCmd struct {
	Cycle string `help:"name and year"`
	Stage string `help:"key of the stage, e.g. council"`
	Body  string `help:"only of this body"`
	State string `help:"only those in this state"`
}

// Run prints one line for each meeting that one may see.
func (c *meetingListCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	list, err := api.Cases(ctx, "meetings", client.CaseFilter{
		Cycle: c.Cycle, Stage: c.Stage, Body: c.Body, State: c.State,
	})
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, list)
	}
	t := newTable("회의", "상태", "회의일", "회의체", "제목")
	for _, m := range list {
		t.add(m.ID, gov.State(m.State).Korean(), m.HoldOn.Korean(), m.Body, m.Title)
	}
	return t.print(g.Out)
}

type meetingMoveCmd struct {
	Meeting  string   `arg:"" help:"id of the meeting, as list shows it"`
	HoldOn   gov.Date `help:"another day: a working day, today or later; the full notice is kept anew"`
	StartsAt string   `help:"hour in Seoul, as 10:00, with --ends-at"`
	EndsAt   string   `help:"after --starts-at"`
	Place    string   `help:"another place"`
	Urgent   string   `help:"why it is urgent, where the notice of the new day would be too short"`
	Reason   string   `required:"" help:"why; members are told"`
	IfMatch  string   `help:"ETag of the meeting that was seen; refused if somebody was faster"`
	Key      string   `help:"idempotency key; repeat a command that broke under the same one"`
}

// Run moves the meeting, what is left out stays, and prints what was done with the new day of the notice.
func (c *meetingMoveCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	said := map[string]any{}
	for name, text := range map[string]string{
		"hold_on": c.HoldOn.String(), "starts_at": c.StartsAt, "ends_at": c.EndsAt, "place": c.Place, "urgent": c.Urgent,
	} {
		if text != "" {
			said[name] = text
		}
	}
	out, err := api.Overrule(ctx, c.Meeting, gov.VerbMoveMeeting, client.ActOptions{
		Key: c.Key, Reason: c.Reason, IfMatch: c.IfMatch, Body: said,
	})
	return g.meeting(out, err)
}

type meetingCancelCmd struct {
	Meeting string `arg:"" help:"id of the meeting, as list shows it"`
	Reason  string `required:"" help:"why; members are told"`
	IfMatch string `help:"ETag of the meeting that was seen; refused if somebody was faster"`
	Key     string `help:"idempotency key; repeat a command that broke under the same one"`
}

// Run calls the meeting off and prints what was done.
func (c *meetingCancelCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	out, err := api.Overrule(ctx, c.Meeting, gov.VerbCancelMeeting, client.ActOptions{
		Key: c.Key, Reason: c.Reason, IfMatch: c.IfMatch,
	})
	return g.meeting(out, err)
}

// meeting prints what an act did to a meeting and, where it is held on a day named since, that day and the last one of
// its notice.
func (g *Globals) meeting(out client.Outcome, err error) error {
	if err := g.outcome(out, err); err != nil || g.JSON {
		return err
	}
	for _, fact := range []struct{ name, title string }{{"hold_on", "회의일"}, {"call_by", "소집통지 기한"}} {
		text, _ := out.Result[fact.name].(string)
		day, err := gov.ParseDate(text)
		if err != nil {
			continue // the act names no such day: the meeting is called off
		}
		if _, err := fmt.Fprintf(g.Out, "%s: %s\n", fact.title, day.Korean()); err != nil {
			return err
		}
	}
	return nil
}
