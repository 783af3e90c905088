package main

import (
	"context"
	"fmt"

	"gyeol/client"
	"gyeol/gov"
)

// NoticesCmd is the ledger of notices.
type NoticesCmd struct {
	List   noticesListCmd   `cmd:"" help:"알림과 그 상태 (notices and their fate, latest first)."`
	Show   noticesShowCmd   `cmd:"" help:"알림 하나의 원인·서식·발송 기록 (one notice: cause, text, attempts)."`
	Resend noticesResendCmd `cmd:"" help:"알림을 사유와 함께 다시 보냅니다 (send a notice once more)."`

	Preferences noticePreferencesCmd `cmd:"" help:"알림을 받는 방식을 보고 바꿉니다 (how notices reach me; with options: choose)."`
}

type noticesListCmd struct {
	All    bool     `help:"of everybody; for coordinators, auditors, and owners of the case"`
	State  string   `enum:",queued,held,claimed,sent,unknown,failed,bounced,suppressed" default:"" help:"queued, held, claimed, sent, unknown, failed, bounced, suppressed"`
	Kind   string   `help:"kind, as in assigned"`
	Person string   `help:"slug of the recipient"`
	Post   string   `help:"post that the recipient held"`
	Case   string   `help:"id of the case"`
	Task   string   `help:"id of the task"`
	Day    gov.Date `help:"office date on which it was written"`
	Most   int      `default:"50" help:"as many at the most; 0: all"`
}

// Run prints one line per notice.
func (c *noticesListCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	list, err := api.NoticeLedger(ctx, client.NoticeFilter{
		All: c.All, State: c.State, Kind: c.Kind, Person: c.Person, Post: c.Post, Case: c.Case, Task: c.Task, Day: c.Day,
		Most: c.Most,
	})
	if err != nil {
		return told(err)
	}
	if c.Most > 0 {
		list = list[:min(c.Most, len(list))]
	}
	if g.JSON {
		return printJSON(g, list)
	}
	t := newTable("알림", "종류", "상태", "받는 사람", "작성일", "", "시도", "서식", "사유")
	for _, n := range list {
		t.add(n.ID, n.KindText, n.StateText, n.Name, n.OfficeDate.Korean(), mark(n.Legal, "법정"), fmt.Sprint(n.Attempts),
			n.Template, n.StateReason)
	}
	return t.print(g.Out)
}

type noticesShowCmd struct {
	ID string `arg:"" help:"id of the notice"`
}

// Run prints all that is known of a notice.
func (c *noticesShowCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	n, err := api.Notice(ctx, c.ID)
	return g.notice(n, err)
}

type noticesResendCmd struct {
	ID     string `arg:"" help:"id of the notice"`
	Reason string `required:"" help:"why"`
	Key    string `help:"idempotency key; repeat a command that broke under the same one"`
}

// Run sends the notice once more and prints the new one.
func (c *noticesResendCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	n, err := api.ResendNotice(ctx, c.ID, client.ActOptions{Reason: c.Reason, Key: c.Key})
	return g.notice(n, err)
}

func (g *Globals) notice(n client.NoticeDetail, err error) error {
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, n)
	}
	t := newTable("알림", n.ID)
	t.add("종류", n.KindText+mark(n.Legal, " (법정 통지)"))
	t.add("상태", n.StateText+mark(n.StateReason != "", " — "+n.StateReason))
	recipient := n.Name
	for _, p := range n.Posts {
		recipient += " · " + p.Title
	}
	t.add("받는 사람", recipient)
	t.add("원인", causeText(n))
	if n.CaseTitle != "" {
		t.add("사안", n.CaseTitle)
	}
	t.add("작성일 / 발송일", n.OfficeDate.Korean()+" / "+n.SentOn.Korean())
	t.add("서식", n.Template)
	t.add("본문 해시", n.BodyHash)
	t.add("Message-ID", n.MessageID)
	for _, a := range n.History {
		t.add(fmt.Sprintf("%d번째 시도", a.Ordinal), a.At.Format("2006-01-02 15:04:05")+" "+a.Reply)
	}
	if n.Resent.Reason != "" {
		t.add("다시 보냄", n.Resent.Reason+" ("+n.Resent.By+", "+n.ResentOf+")")
	}
	for _, id := range n.ResentAs {
		t.add("다시 보낸 알림", id)
	}
	if n.ToldIn != "" {
		t.add("모아 보낸 알림", n.ToldIn)
	}
	for _, of := range n.Tells {
		t.add("담은 알림", of.ID+" "+gov.NoticeKind(of.Kind).Korean())
	}
	return t.print(g.Out)
}

// causeText says what made the notice be written, with the rule behind it.
func causeText(n client.NoticeDetail) string {
	c := n.Cause
	switch string(c.By) {
	case "act":
		return fmt.Sprintf("처리 %d번 ‘%s’", c.Act, gov.Verb(c.Verb).Korean()) + mark(c.Post != "", " ("+c.Post+")")
	case "opening":
		return "단계 열림"
	case "rung":
		return fmt.Sprintf("독촉 단계 %s, 기한 %s — %s %s", c.Rung, faces(c.DueText, c.Deadline.LegalText), c.Rule, c.Article)
	case "hold":
		return "보류한 결정의 재검토일"
	case "alert":
		return "협약 만료 예고"
	case "digest", "bundle":
		return "알림 모음"
	case "delegation":
		return "대결 위임 " + c.Of
	case "stand_in":
		return "대리 시작"
	case "transfer":
		return "인사이동 " + c.Of
	case "calendar":
		return "달력 변경 " + c.Of
	case "failure":
		return "전달되지 않은 알림 " + c.Of
	case "period":
		return "어긴 통지 기간"
	case "resend":
		return "다시 보냄 " + c.Of
	}
	return "기타"
}
