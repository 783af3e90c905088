package main

import (
	"context"
	"fmt"

	"gyeol/client"
	"gyeol/gov"
)

// InviteCmd is about members from outside, who come in by a link and a number.
type InviteCmd struct {
	Member inviteMemberCmd `cmd:"" help:"외부 위원을 초대합니다. 링크와 확인 번호를 한 번만 보여 줍니다 (link and number, shown once)."`
	List   inviteListCmd   `cmd:"" help:"초대 목록 (the invitations to a body)."`
	End    inviteEndCmd    `cmd:"" help:"초대를 거둡니다 (take one back; its sessions end)."`
	Mobile inviteMobileCmd `cmd:"" help:"위원의 휴대전화 번호를 등록하거나 지웁니다 (the number for codes; kept sealed)."`
	Reset  inviteResetCmd  `cmd:"" help:"위원의 인증 앱을 초기화합니다 (take a lost authenticator away)."`
}

type inviteMemberCmd struct {
	Body   string `arg:"" help:"slug of the body"`
	Person string `arg:"" help:"slug of the member"`
	Days   int    `default:"14" help:"days until the link ends, at most 60"`
	Mail   bool   `help:"링크를 메일로 보냅니다. 아무에게도 보여 주지 않습니다 (send the link by mail)"`
	Factor string `enum:"pin,totp,sms,mailed_code" default:"pin" help:"what the link asks for besides: ${enum}"`
	Only   string `help:"id of one meeting, or of the stage of one round"`
	Key    string `help:"idempotency key; default: a fresh one"`
}

// Run prints what goes by mail and what must not.
func (c *inviteMemberCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	i, err := api.InviteMember(ctx, client.Invite{
		Body: c.Body, Person: c.Person, Days: c.Days, Mail: c.Mail, Factor: c.Factor, Only: c.Only, Key: c.Key,
	})
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, i)
	}
	if i.Link == "" && !c.Mail {
		return fmt.Errorf("초대 %s은(는) 이미 만들었고 다시 보여 줄 수 없습니다. 새로 초대하십시오 (made before; invite anew)", i.ID)
	}
	lines := [][2]string{{"링크(본인에게만)", i.Link}, {"확인 번호(전화·대면으로)", i.Number}, {"마지막 시각", minute(i.EndsAt)}}
	if c.Mail {
		lines[0][1] = "메일로 보냅니다 (sent by mail)"
	}
	for _, l := range lines {
		if l[1] == "" {
			continue
		}
		if _, err = fmt.Fprintf(g.Out, "%s  %s\n", l[0], l[1]); err != nil {
			return err
		}
	}
	return nil
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
	t := newTable("식별자", "위원", "초대", "만료", "확인 수단", "범위", "틀린 번호", "상태")
	for _, i := range list {
		state := "대기"
		switch {
		case !i.RevokedAt.IsZero():
			state = "거둠"
		case !i.UsedAt.IsZero():
			state = "들어옴 " + minute(i.UsedAt)
		}
		t.add(i.ID, i.Name, minute(i.InvitedAt), minute(i.EndsAt), gov.Factor(i.Factor).Korean(), i.OnlyTitle,
			fmt.Sprint(i.Tries), state)
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

type inviteMobileCmd struct {
	Body   string `arg:"" help:"slug of the body"`
	Person string `arg:"" help:"slug of the member"`
	Number string `help:"the number; left out: it is forgotten"`
}

// Run prints the number as it is kept.
func (c *inviteMobileCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	said := "번호를 지웠습니다 (the number is forgotten)"
	if c.Number == "" {
		err = api.DropMobile(ctx, c.Body, c.Person)
	} else {
		var masked string
		masked, err = api.SetMobile(ctx, c.Body, c.Person, c.Number)
		said = "번호를 등록했습니다: " + masked
	}
	if err != nil {
		return told(err)
	}
	_, err = fmt.Fprintln(g.Out, said)
	return err
}

type inviteResetCmd struct {
	Body   string `arg:"" help:"slug of the body"`
	Person string `arg:"" help:"slug of the member"`
	Key    string `help:"idempotency key; default: a fresh one"`
}

// Run takes the authenticator away.
func (c *inviteResetCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	if err := api.ResetTOTP(ctx, c.Body, c.Person, c.Key); err != nil {
		return told(err)
	}
	_, err = fmt.Fprintln(g.Out, "인증 앱을 초기화했습니다. 확인 번호로 다시 초대하십시오 (reset; invite by a number)")
	return err
}
