package main

import (
	"context"
	"fmt"

	"gyeol/client"
)

// InviteCmd is about members from outside, who come in by a link and a number.
type InviteCmd struct {
	Member inviteMemberCmd `cmd:"" help:"외부 위원을 초대합니다. 링크와 확인 번호를 한 번만 보여 줍니다 (link and number, shown once)."`
	List   inviteListCmd   `cmd:"" help:"초대 목록 (the invitations to a body)."`
	End    inviteEndCmd    `cmd:"" help:"초대를 거둡니다 (take one back; its sessions end)."`
}

type inviteMemberCmd struct {
	Body   string `arg:"" help:"slug of the body"`
	Person string `arg:"" help:"slug of the member"`
	Days   int    `default:"14" help:"days until the link ends, at most 60"`
	Key    string `help:"idempotency key; default: a fresh one"`
}

// Run prints what goes by mail and what must not.
func (c *inviteMemberCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	i, err := api.InviteMember(ctx, client.Invite{Body: c.Body, Person: c.Person, Days: c.Days, Key: c.Key})
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, i)
	}
	if i.Link == "" {
		return fmt.Errorf("초대 %s은(는) 이미 만들었고 다시 보여 줄 수 없습니다. 새로 초대하십시오 (made before; invite anew)", i.ID)
	}
	_, err = fmt.Fprintf(g.Out, "링크(메일로)              %s\n확인 번호(전화·대면으로)  %s\n%s까지\n", i.Link, i.Number,
		minute(i.EndsAt))
	return err
}

type inviteListCmd struct {
	Body string `arg:"" help:"slug of the body"`
}

// Run prints one line for each invitation.
func (c *inviteListCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	list, err := api.Invitations(ctx, c.Body)
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, list)
	}
	t := newTable("식별자", "위원", "초대", "만료", "틀린 번호", "상태")
	for _, i := range list {
		state := "대기"
		switch {
		case !i.RevokedAt.IsZero():
			state = "거둠"
		case !i.UsedAt.IsZero():
			state = "들어옴 " + minute(i.UsedAt)
		}
		t.add(i.ID, i.Name, minute(i.InvitedAt), minute(i.EndsAt), fmt.Sprint(i.Tries), state)
	}
	return t.print(g.Out)
}

type inviteEndCmd struct {
	ID  string `arg:"" help:"id of the invitation"`
	Key string `help:"idempotency key; default: a fresh one"`
}

// Run takes an invitation back.
func (c *inviteEndCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	if err := api.EndInvitation(ctx, c.ID, c.Key); err != nil {
		return told(err)
	}
	_, err = fmt.Fprintln(g.Out, "초대를 거두었습니다 (the invitation is taken back)")
	return err
}
