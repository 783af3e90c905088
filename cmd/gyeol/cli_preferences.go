package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"gyeol/client"
	"gyeol/gov"
)

type noticePreferencesCmd struct {
	Set      map[string]string `help:"delivery of a kind of notice: immediate, digest, off, or default (informed=off)"`
	Language string            `enum:"ko,en," default:"" help:"of letters: ko or en"`
	Quiet    string            `help:"hours without mail: 19:00-08:00, none, or rule"`
	Key      string            `help:"idempotency key; repeat a command that broke under the same one"`
}

// Run prints the preferences, after the change if one was asked for. What is not named stays as it was.
func (c *noticePreferencesCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	now, err := api.NoticePreferences(ctx)
	if err != nil {
		return told(err)
	}
	if len(c.Set) > 0 || c.Language != "" || c.Quiet != "" {
		wish, err := c.changed(now)
		if err != nil {
			return err
		}
		if now, err = api.SetNoticePreferences(ctx, wish); err != nil {
			return told(err)
		}
	}
	if g.JSON {
		return printJSON(g, now)
	}
	return printPreferences(g, now)
}

// changed lays what was asked for over what was chosen before.
func (c *noticePreferencesCmd) changed(now client.NoticePreferences) (client.SetPreferences, error) {
	p := client.SetPreferences{
		Language: cmp.Or(c.Language, string(now.Language)), QuietHours: now.QuietHours, Kinds: map[string]gov.Delivery{},
		IfMatch: gov.ETag{Revision: now.Revision}.String(), Key: c.Key,
	}
	for _, k := range now.Kinds {
		if k.Chosen != "" {
			p.Kinds[k.Kind] = gov.Delivery(k.Chosen)
		}
	}
	for kind, delivery := range c.Set {
		p.Kinds[kind] = gov.Delivery(delivery)
		if delivery == "default" {
			delete(p.Kinds, kind)
		}
	}
	switch from, to, window := strings.Cut(c.Quiet, "-"); {
	case c.Quiet == "":
	case c.Quiet == "rule":
		p.QuietHours = client.QuietHours{}
	case c.Quiet == "none":
		p.QuietHours = client.QuietHours{From: "00:00", To: "00:00"}
	case window:
		p.QuietHours = client.QuietHours{From: from, To: to}
	default:
		return p, fmt.Errorf("--quiet에는 19:00-08:00, none, rule 가운데 하나를 적으십시오 (a window, none or rule): %q", c.Quiet)
	}
	return p, nil
}

// quietText says at which hours no mail leaves.
func quietText(p client.NoticePreferences) string {
	hours, whose := p.QuietHours, "직접 정함"
	if hours.From == "" {
		hours, whose = client.QuietHours{From: p.QuietHoursRule.From, To: p.QuietHoursRule.To}, "규정"
	}
	if hours.From == hours.To {
		return "없음"
	}
	return fmt.Sprintf("%s ~ %s (%s)", hours.From, hours.To, whose)
}

func printPreferences(g *Globals, p client.NoticePreferences) error {
	language := map[string]string{"ko": "한국어", "en": "영어"}[string(p.Language)]
	if _, err := fmt.Fprintf(g.Out, "언어: %s\n메일을 받지 않는 시간: %s\n\n", language, quietText(p)); err != nil {
		return err
	}
	t := newTable("알림", "종류", "받는 방식", "바꿀 수 있는 방식", "근거")
	for _, k := range p.Kinds {
		choices := make([]string, len(k.Choices))
		for i, c := range k.Choices {
			choices[i] = gov.Delivery(c).Korean()
		}
		may, article := cmp.Or(strings.Join(choices, ", "), "없음"), strings.Join(k.Article, ", ")
		t.add(k.Title, k.Kind, gov.Delivery(k.Delivery).Korean(), may, article)
	}
	return t.print(g.Out)
}
