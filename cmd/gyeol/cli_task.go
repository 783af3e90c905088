package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"strings"

	"gyeol/client"
	"gyeol/gov"
)

// TaskCmd is the inbox on the command line.
type TaskCmd struct {
	List taskListCmd `cmd:"" help:"할 일 목록 (list open tasks)."`
	Show taskShowCmd `cmd:"" help:"할 일 하나 (show a task with all that is needed to act on it)."`
	Act  taskActCmd  `cmd:"" help:"처리 (act on a task, or contribute to it)."`
	Hand taskHandCmd `cmd:"" help:"다른 직위에 넘김 (hand a task to another post)."`

	Extend taskExtendCmd `cmd:"" help:"기한 연장 요청 (ask for a later date, or take the request back)."`
}

type taskListCmd struct {
	Scope   string   `enum:"mine,unit,behalf" default:"mine" help:"mine, unit or behalf (of posts I stand in for, and of my units' posts that nobody holds)"`
	Cycle   string   `help:"name-year"`
	Stage   string   `help:"key of a stage"`
	Kind    string   `help:"task kind"`
	Unit    string   `help:"unit"`
	Query   string   `short:"q" help:"part of the title"`
	Before  gov.Date `help:"due before this day"`
	Overdue bool     `help:"only overdue tasks"`
	Most    int      `default:"50" help:"most tasks to list, 0 for all"`
}

// Run prints one line per task, soonest first.
func (c *taskListCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	list, err := api.Inbox(ctx, client.InboxFilter{
		Scope: c.Scope, Cycle: c.Cycle, Stage: c.Stage, Kind: c.Kind, Unit: c.Unit, Query: c.Query, DueBefore: c.Before,
		Overdue: c.Overdue, Most: c.Most,
	})
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, list)
	}
	t := newTable("과업", "기한", "", "종류", "부서", "제목")
	for _, task := range list {
		t.add(task.ID, faces(task.Due.OperativeText, task.Due.LegalText), mark(task.Overdue, "지남"), task.Kind,
			task.UnitName, task.Title)
	}
	return t.print(g.Out)
}

type taskShowCmd struct {
	Task string `arg:"" help:"id of the task"`
}

// Run prints the task, why it came, what may be done, and the rows of its case as JSON.
func (c *taskShowCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	t, err := api.Task(ctx, c.Task)
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, t)
	}
	facts := newTable("제목", t.Title)
	facts.add("식별", t.Key)
	facts.add("기한", faces(t.Due.OperativeText, t.Due.LegalText))
	facts.add("처리", strings.Join(t.Verbs, ", "))
	for _, r := range t.WhyNot {
		facts.add("처리 못 함", strings.TrimSpace(r.Text+" "+r.Article))
	}
	facts.add("사안", fmt.Sprintf("%s %s · %d차 · 개정 %d", t.File.Kind, t.File.State, t.File.Round, t.File.Revision))
	facts.add("ETag", t.File.Etag)
	facts.add("해시", t.File.ContentHash)
	if t.BehalfOf.Post != "" {
		facts.add("대리", t.BehalfOf.Title+" ("+behalfWords[string(t.BehalfOf.Kind)]+")")
	}
	for _, h := range t.Holders {
		facts.add("담당", h.Title+" "+holderNames([]client.Holder{h}))
	}
	for _, e := range t.Extensions {
		facts.add("연장 요청", extensionWords(e))
	}
	for _, r := range t.Reasons {
		facts.add("근거", strings.TrimSpace(r.Text+" "+r.Article))
	}
	if err := facts.print(g.Out); err != nil {
		return err
	}
	return printJSON(g, t.File.Context)
}

type taskActCmd struct {
	Task    string `arg:"" help:"id of the task"`
	Verb    string `arg:"" help:"one of the verbs of the task"`
	Reason  string `help:"why; mandatory for returns"`
	Seen    string `help:"content hash that was seen, or its first 8 characters or more; needed where content is decided"`
	IfMatch string `help:"ETag of the case that was seen; refused if somebody was faster"`
	Body    string `help:"JSON particular to the verb, or @file"`
	Key     string `help:"idempotency key; repeat a command that broke under the same one"`

	Opinion  string   `help:"의견: printed where it differs"`
	Dissent  bool     `help:"의견 있음: the opinion differs from the draft"`
	Agrees   string   `enum:",yes,no" default:"" help:"합의 yes, 부동의 no (agree)"`
	ReviewOn gov.Date `help:"보류: the day on which it is looked at again (hold)"`
	Position int      `help:"position of the cell that is passed over (skip_review)"`
	Posts    []string `help:"공람: posts that are to read it (circulate)"`
	Until    gov.Date `help:"연장 승인: another day than the one asked for (grant_extension)"`
}

// body is the JSON of the act: what the flags say, laid over --body.
func (c *taskActCmd) body() (any, error) {
	given, err := bodyOf(c.Body)
	if err != nil {
		return nil, err
	}
	said := map[string]any{}
	for name, f := range map[string]struct {
		value any
		on    bool
	}{
		"opinion": {c.Opinion, c.Opinion != ""}, "dissent": {true, c.Dissent}, "agrees": {c.Agrees == "yes", c.Agrees != ""},
		"review_on": {c.ReviewOn, !c.ReviewOn.IsZero()}, "position": {c.Position, c.Position != 0},
		"posts": {c.Posts, len(c.Posts) > 0}, "until": {c.Until, !c.Until.IsZero()},
	} {
		if f.on {
			said[name] = f.value
		}
	}
	raw, ok := given.(json.RawMessage)
	switch {
	case len(said) == 0:
		return given, nil
	case !ok:
		return said, nil
	}
	var all map[string]any
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, fmt.Errorf("--body는 JSON 객체여야 합니다 (the body is no object): %w", err)
	}
	maps.Copy(all, said)
	return all, nil
}

// Run acts once and prints what was done.
func (c *taskActCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	o := client.ActOptions{Key: c.Key, Reason: c.Reason, IfMatch: c.IfMatch}
	if o.ContentHash, err = c.seen(ctx, api); err != nil {
		return told(err)
	}
	if o.Body, err = c.body(); err != nil {
		return err
	}
	out, err := api.Act(ctx, c.Task, gov.Verb(c.Verb), o)
	return g.outcome(out, err)
}

// seen completes a shortened hash; one that is no longer that of the content is sent as it is, to be refused.
func (c *taskActCmd) seen(ctx context.Context, api *client.Client) (string, error) {
	if c.Seen == "" || len(c.Seen) == 64 {
		return c.Seen, nil
	}
	t, err := api.Task(ctx, c.Task)
	if err != nil {
		return "", err
	}
	if len(c.Seen) < 8 || !strings.HasPrefix(t.File.ContentHash, c.Seen) {
		return "", c.outdated(ctx, api, t)
	}
	return t.File.ContentHash, nil
}

// outdated says that the content has another hash now, with what differs from the text that was named or, where no text
// has that hash, from the one last opened.
func (c *taskActCmd) outdated(ctx context.Context, api *client.Client, t client.TaskDetail) error {
	var b strings.Builder
	fmt.Fprintf(&b, "문서의 해시는 지금 %s입니다 (the content has another hash now)", t.File.ContentHash)
	from, d := "", t.File.Context.Document
	if d.LastSeen.Version > 0 {
		from = fmt.Sprintf("%d.%d", d.LastSeen.Round, d.LastSeen.Version)
	}
	for _, v := range d.Versions {
		if len(c.Seen) >= 8 && strings.HasPrefix(v.ContentHash, c.Seen) {
			from = fmt.Sprintf("%d.%d", v.Round, v.Version)
		}
	}
	if from == "" {
		return errors.New(b.String())
	}
	diff, err := api.Difference(ctx, t.Case, from, "")
	if err != nil {
		return err
	}
	for _, x := range diff.Changes {
		tellChanges(&b, []client.Change{{Path: x.Path, Before: x.Before, After: x.After, More: int(x.More)}})
	}
	return errors.New(b.String())
}

func bodyOf(text string) (any, error) {
	if text == "" {
		return nil, nil //nolint:nilnil // no body is an answer of its own
	}
	raw := []byte(text)
	if name, ok := strings.CutPrefix(text, "@"); ok {
		var err error
		if raw, err = os.ReadFile(name); err != nil {
			return nil, err
		}
	}
	if !json.Valid(raw) {
		return nil, fmt.Errorf("--body는 JSON이어야 합니다 (the body is no JSON)")
	}
	return json.RawMessage(raw), nil
}

type taskHandCmd struct {
	Task   string `arg:"" help:"id of the task"`
	Post   string `arg:"" help:"the post that is to do it"`
	Reason string `required:"" help:"why"`
	Key    string `help:"idempotency key"`
}

// Run hands the task over and prints what was done.
func (c *taskHandCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	out, err := api.HandOver(ctx, c.Task, gov.PostID(c.Post), client.ActOptions{Key: c.Key, Reason: c.Reason})
	return g.outcome(out, err)
}

// outcome prints what an act did.
func (g *Globals) outcome(out client.Outcome, err error) error {
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, out)
	}
	state := gov.State(out.State).Korean()
	if out.From != out.State { // some acts leave a case as it stands
		state = gov.State(out.From).Korean() + " → " + state
	}
	_, err = fmt.Fprintf(g.Out, "%s: %s (%s, %d번째 처리, %d차)%s%s\n", gov.Verb(out.Verb).Korean(), state,
		out.OfficeDate, out.Seq, out.Round,
		mark(out.DocumentNumber != "", " 문서번호 "+out.DocumentNumber),
		mark(out.Replayed, " — 이미 처리된 요청입니다")+heldUntil(out.Result))
	return err
}

// heldUntil says when a held decision is looked at again, and that another day was asked for, on which nobody works.
func heldUntil(result map[string]any) string {
	day := func(name string) string {
		text, _ := result[name].(string)
		d, err := gov.ParseDate(text)
		return mark(err == nil, d.Korean())
	}
	on, moved := day("review_on"), day("moved_from")
	return mark(on != "", " — 다시 검토하는 날 "+on) + mark(moved != "", " ("+moved+"은 근무일이 아니어서 옮김)")
}
