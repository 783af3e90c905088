package main

import (
	"context"
	"fmt"

	"gyeol/client"
	"gyeol/gov"
)

// TransferCmd is about people who move to another post.
type TransferCmd struct {
	Move   transferMoveCmd   `cmd:"" help:"사람을 다른 직위로 옮깁니다 (move a person as of today)."`
	List   transferListCmd   `cmd:"" help:"인사이동 목록 (who moved)."`
	Show   transferShowCmd   `cmd:"" help:"인계인수서 (a transfer with its hand-over list)."`
	Resume transferResumeCmd `cmd:"" help:"끊긴 인계를 이어서 합니다 (go on with a transfer that was cut short)."`
}

type transferMoveCmd struct {
	Person string `arg:"" help:"slug of the person"`
	From   string `help:"post that the person leaves; none for who joins"`
	To     string `help:"post that the person comes to; none for who leaves"`
	Reason string `required:"" help:"why"`
	Key    string `help:"idempotency key; the same one goes on with what was cut short"`
}

// Run moves the person once and prints the hand-over list.
func (c *transferMoveCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	t, err := api.TransferPerson(ctx, client.Move{
		Person: c.Person, From: gov.PostID(c.From), To: gov.PostID(c.To), Reason: c.Reason, Key: c.Key,
	})
	return g.transfer(t, err)
}

type transferShowCmd struct {
	ID string `arg:"" help:"id of the transfer"`
}

// Run prints the hand-over list.
func (c *transferShowCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	t, err := api.Transfer(ctx, c.ID)
	return g.transfer(t, err)
}

type transferResumeCmd struct {
	ID string `arg:"" help:"id of the transfer"`
}

// Run goes on until all has moved.
func (c *transferResumeCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	t, err := api.ResumeTransfer(ctx, c.ID, "")
	return g.transfer(t, err)
}

func (g *Globals) transfer(tr client.Transfer, err error) error {
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, tr)
	}
	if _, err := fmt.Fprintf(g.Out, "인계인수서 %s\n%s: %s → %s (%s) %s%s\n", tr.ID, tr.Name, tr.FromTitle, tr.ToTitle,
		tr.On.Korean(), tr.Reason, mark(!tr.Done, " · 인계 진행 중")); err != nil {
		return err
	}
	how := map[string]string{"post": "직위 업무", "name": "이관", "stays": "본인 유지"}
	t := newTable("과업", "기한", "상태", "구분", "제목")
	for _, h := range tr.List {
		t.add(h.Task, faces(h.DueOperativeText, h.DueLegalText), string(h.State), how[string(h.How)], h.Title)
	}
	return t.print(g.Out)
}

type transferListCmd struct {
	Person     string `help:"slug"`
	Unfinished bool   `help:"only those whose tasks have not all moved"`
}

// Run prints one line per transfer, youngest first.
func (c *transferListCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	list, err := api.Transfers(ctx, c.Person, c.Unfinished)
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, list)
	}
	t := newTable("인사이동", "일자", "성명", "떠난 직위", "새 직위", "", "사유")
	for _, m := range list {
		t.add(m.ID, m.On.Korean(), m.Name, m.FromTitle, m.ToTitle, mark(!m.Done, "진행 중"), m.Reason)
	}
	return t.print(g.Out)
}
