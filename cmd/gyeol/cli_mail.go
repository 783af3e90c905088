package main

import (
	"context"
	"fmt"
	"strings"

	"gyeol/client"
	"gyeol/gov"
)

// MailCmd is about mail as it was received.
type MailCmd struct {
	List mailListCmd `cmd:"" help:"연습 설치가 받은 메일 (the mails that a rehearsal has received)."`
	Show mailShowCmd `cmd:"" help:"받은 메일 하나 (one mail)."`
}

type mailListCmd struct {
	Person string `help:"slug of the recipient"`
	Notice string `help:"id of the notice"`
	Most   int    `default:"50" help:"as many at the most; 0: all"`
}

// Run prints one line per mail.
func (c *mailListCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	list, err := api.Mails(ctx, client.MailFilter{Person: c.Person, Notice: c.Notice, Most: c.Most})
	if err != nil {
		return told(err)
	}
	if c.Most > 0 {
		list = list[:min(c.Most, len(list))]
	}
	if g.JSON {
		return printJSON(g, list)
	}
	t := newTable("메일", "받은 때", "받는 사람", "종류", "제목")
	for _, m := range list {
		t.add(m.ID, m.At.Format("2006-01-02 15:04:05"), strings.Join(m.To, ", "), gov.NoticeKind(m.Kind).Korean(), m.Subject)
	}
	return t.print(g.Out)
}

type mailShowCmd struct {
	ID      string `arg:"" help:"id of the mail"`
	HTML    bool   `help:"the page instead of the text"`
	Headers bool   `help:"all headers too"`
}

// Run prints a mail as its reader sees it.
func (c *mailShowCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	m, err := api.Mail(ctx, c.ID)
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, m)
	}
	var b strings.Builder
	if c.Headers {
		for _, h := range m.Headers {
			fmt.Fprintf(&b, "%s: %s\n", h.Name, h.Value)
		}
	} else {
		fmt.Fprintf(&b, "제목: %s\n보낸 곳: %s\n받는 사람: %s\n", m.Subject, m.From, strings.Join(m.To, ", "))
	}
	for _, f := range m.Files {
		fmt.Fprintf(&b, "첨부: %s (%s, %d바이트)\n", f.Name, f.Type, f.Size)
	}
	if m.Fault != "" {
		fmt.Fprintf(&b, "읽지 못한 부분: %s\n", m.Fault)
	}
	text := m.Text
	if c.HTML {
		text = m.HTML
	}
	_, err = fmt.Fprintf(g.Out, "%s\n%s\n", b.String(), strings.TrimRight(text, "\n"))
	return err
}
