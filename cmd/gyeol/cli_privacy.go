package main

import (
	"context"
	"fmt"
	"strings"

	"gyeol/client"
	"gyeol/gov"
)

// PrivacyCmd is about personal data.
type PrivacyCmd struct {
	Views privacyViewsCmd `cmd:"" help:"개인정보 열람 기록 (who read personal data of others, latest first)."`
	Check privacyCheckCmd `cmd:"" help:"열람 기록의 월별 점검 (who read how much, and outside which hours)."`
}

type privacyViewsCmd struct {
	Reader  string   `help:"slug of whoever read"`
	Subject string   `help:"id of the nomination or person whose data it was"`
	Day     gov.Date `help:"office date"`
	Exports bool     `help:"only what left the house as a file or on paper"`
	Most    int      `default:"50" help:"as many at the most; 0: all"`
}

// Run prints one line per entry.
func (c *privacyViewsCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	list, err := api.PersonalViews(ctx, client.PersonalViewFilter{
		Reader: c.Reader, Subject: c.Subject, Day: c.Day, Exports: c.Exports, Most: c.Most,
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
	t := newTable("업무일", "시각", "열람자", "접속지", "조회", "대상", "항목", "", "사유")
	for _, v := range list {
		t.add(v.OfficeDate.Korean(), v.At.Format("2006-01-02 15:04:05"), v.Name, v.From, v.Operation,
			fmt.Sprintf("%s %d명", subjectWords[string(v.Of)], len(v.Subjects)), strings.Join(v.Fields, ", "),
			mark(v.Export, "반출"), v.Reason)
	}
	return t.print(g.Out)
}

var subjectWords = map[string]string{"nomination": "추천 대상자", "person": "구성원"}

type privacyCheckCmd struct {
	Since gov.Date `required:"" help:"first office day"`
	Until gov.Date `required:"" help:"last office day"`
}

// Run prints one line per reader, then how often anybody was refused.
func (c *privacyCheckCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	out, err := api.CheckReading(ctx, c.Since, c.Until)
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, out)
	}
	t := newTable("열람자", "성명", "열람", "대상", "반출", "시간 외")
	for _, r := range out.Readers {
		t.add(r.Reader, r.Name, fmt.Sprint(r.Views), fmt.Sprint(r.Subjects), fmt.Sprint(r.Exports), fmt.Sprint(r.OutOfHours))
	}
	if err := t.print(g.Out); err != nil {
		return err
	}
	_, err = fmt.Fprintf(g.Out, "거부된 요청 %d건 (refusals %d)\n", out.Refusals, out.Refusals)
	return err
}
