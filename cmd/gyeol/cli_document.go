package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"gyeol/client"
	"gyeol/client/oapi"
	"gyeol/gov"
	"gyeol/internal/papers"
	"gyeol/policies"
)

// DocumentCmd reads documents.
type DocumentCmd struct {
	Show       documentShowCmd       `cmd:"" help:"문서와 결재선 (show a document with its line)."`
	Block      documentBlockCmd      `cmd:"" help:"결재란 인쇄 (print the block)."`
	Print      documentPrintCmd      `cmd:"" help:"문서 전체 인쇄 (print the whole paper)."`
	Act        documentActCmd        `cmd:"" help:"회수·검토 생략·공람 (withdraw, skip_review or circulate: acts that need no task)."`
	Public     publicCopyCmd         `cmd:"" help:"공개본 (what everybody may read)."`
	Difference documentDifferenceCmd `cmd:"" help:"달라진 내용 (what changed, since I last opened it or between two versions)."`
}

type documentShowCmd struct {
	Case string `arg:"" help:"id of the document"`
}

// Run prints the record of a document, then its line.
func (c *documentShowCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	v, err := api.Document(ctx, c.Case)
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, v)
	}
	d := v.Context.Document
	facts := newTable("제목", d.Title)
	facts.add("상태", fmt.Sprintf("%s · %d차 %d판", v.State, v.Round, d.Version))
	facts.add("번호", strings.TrimSpace(d.DocumentNumber+" "+d.PolicyNumber))
	facts.add("전결", d.Matter+mark(d.Authority.Row != "", " → "+d.Authority.Row))
	for _, p := range d.Parts {
		facts.add("공개", strings.TrimSpace(p.Part+" "+disclosed(p)+" "+p.Reason))
	}
	facts.add("보존", string(d.Retention))
	for _, f := range d.Draft.Facts {
		facts.add("사실", strings.TrimSpace(f.Name+" "+f.Label+" ("+string(f.Kind)+mark(f.Unit != "", ", "+f.Unit)+") "+
			mark(f.Needed, "꼭 적음 ")+strings.Join(f.Values, "·")))
	}
	for _, f := range d.Draft.Fields {
		facts.add("필수", strings.TrimSpace(f.Field+" "+string(f.Form)+" "+strings.Join(f.Article, ", ")))
	}
	facts.add("시점", moments(d.Clock))
	if reply := replyLine(d); reply != "" {
		facts.add("회신 기한", reply)
	}
	facts.add("해시", v.ContentHash)
	if err := facts.print(g.Out); err != nil {
		return err
	}
	return lineTable(d.Line).print(g.Out)
}

// replyLine is the period for the answer as papers print it, and how a document goes that does not go by the system.
func replyLine(d oapi.DocumentContext) string {
	line := papers.ReplyLine{Period: policies.ReplyPeriod{From: policies.DueBasis(d.ReplyFrom), Days: int(d.ReplyDays)}}
	line.Operative, line.Legal = d.ReplyDue.DueOperative, d.ReplyDue.DueLegal
	way := map[string]string{"post": "우편", "hand": "인편"}[string(d.Delivery)]
	return strings.TrimSpace(line.String() + mark(way != "", " · "+way+"으로 보냄"))
}

// lineTable is a line in the order in which its cells are asked: one that was asked again stands in its step, not last.
func lineTable(cells []oapi.LineCell) *table {
	line := newTable("차수", "칸", "역할", "직위", "상태", "성명", "서명일", "경과", "근거", "비고")
	ordered := slices.Clone(cells)
	slices.SortStableFunc(ordered, func(a, b oapi.LineCell) int {
		return cmp.Or(cmp.Compare(a.Round, b.Round), cmp.Compare(a.Step, b.Step), cmp.Compare(a.Position, b.Position))
	})
	for _, l := range ordered {
		note := strings.TrimSpace(mark(l.ProxyTitle != "", l.ProxyTitle+" 대결 ") + mark(l.HoldReason != "", "보류 "+l.HoldReviewOn.Korean()+" ") +
			l.SkipReason + " " + l.Opinion)
		line.add(fmt.Sprint(l.Round), fmt.Sprint(l.Position), roleName(string(l.Role)), l.Title, signedState(l), l.Name,
			l.SignedOn.Korean(), fmt.Sprintf("%d근무일", l.AgeWorkingDays), strings.Join(l.Article, ", "), note)
	}
	return line
}

// signedState is the state of a cell with what its signer said: a refused agreement is none, and a differing opinion is
// marked as in print (행정업무의 운영 및 혁신에 관한 규정 제9조제3항).
func signedState(l oapi.LineCell) string {
	state := cellState(string(l.State))
	if l.State == "signed" && l.Dissent && l.Role == "agree" {
		state = "부동의"
	}
	return state + mark(l.Dissent, " (의견 있음)")
}

// disclosed is the disclosure of a part as it is printed: its class and the items of the law.
func disclosed(p oapi.DisclosedPart) string {
	d := policies.PartDisclosure{Class: gov.Disclosure(p.Disclosure)}
	for _, n := range p.FoiaItems {
		d.Items = append(d.Items, int(n))
	}
	return d.Label("")
}

// moments are the days of the legal clock that have come.
func moments(k oapi.DocumentClock) string {
	var out []string
	for _, m := range []struct {
		name string
		on   gov.Date
	}{
		{"기안", k.Drafted}, {"성립", k.Established}, {"시행", k.Dispatched}, {"도달", k.Arrived}, {"효력", k.Effective},
	} {
		if !m.on.IsZero() {
			out = append(out, m.name+" "+m.on.Korean())
		}
	}
	return strings.Join(out, " · ")
}

func cellState(state string) string {
	word, ok := map[string]string{
		"waiting": "대기", "current": "차례", "signed": "서명", "returned": "반려", "void": "무효", "skipped": "생략", "lifted": "상위로",
	}[state]
	if !ok {
		return state
	}
	return word
}

type documentActCmd struct {
	Case     string   `arg:"" help:"id of the document"`
	Verb     string   `arg:"" enum:"withdraw,skip_review,circulate" help:"withdraw, skip_review or circulate"`
	Reason   string   `help:"why; mandatory for withdraw and skip_review"`
	Position int      `help:"칸: cell of the absent reviewer (skip_review)"`
	Posts    []string `help:"posts that are to read it (circulate)"`
	IfMatch  string   `help:"ETag of the case that was seen; refused if somebody was faster"`
	Key      string   `help:"idempotency key; repeat a command that broke under the same one"`
}

// Run acts on the document itself and prints what was done.
func (c *documentActCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	body, err := (&taskActCmd{Position: c.Position, Posts: c.Posts}).body()
	if err != nil {
		return err
	}
	v, err := api.Document(ctx, c.Case)
	if err != nil {
		return told(err)
	}
	out, err := api.Overrule(ctx, c.Case, gov.Verb(c.Verb), client.ActOptions{
		Key: c.Key, Reason: c.Reason, IfMatch: c.IfMatch, ContentHash: v.ContentHash, Body: body,
	})
	return g.outcome(out, err)
}

type documentBlockCmd struct {
	Case string `arg:"" help:"id of the document"`
	HTML bool   `help:"as HTML"`
}

// Run prints the block.
func (c *documentBlockCmd) Run(ctx context.Context, g *Globals) error {
	return printPaper(ctx, g, c.Case, client.PrintOptions{Part: "block", Format: formatName(c.HTML)})
}

type documentPrintCmd struct {
	Case   string `arg:"" help:"id of the document"`
	HTML   bool   `help:"as HTML"`
	Reason string `help:"개인정보가 든 문서를 인쇄하는 사유 (why; needed of a paper that holds personal data)"`
}

// Run prints the paper.
func (c *documentPrintCmd) Run(ctx context.Context, g *Globals) error {
	o := client.PrintOptions{Part: "whole", Format: formatName(c.HTML), Reason: c.Reason}
	return printPaper(ctx, g, c.Case, o)
}

func formatName(html bool) string {
	if html {
		return "html"
	}
	return "text"
}

// printPaper prints a document or a part of it.
func printPaper(ctx context.Context, g *Globals, id string, o client.PrintOptions) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	if g.JSON {
		b, err := api.Block(ctx, id)
		if err != nil {
			return told(err)
		}
		return printJSON(g, b)
	}
	raw, err := api.Print(ctx, id, o)
	if err != nil {
		return told(err)
	}
	_, err = g.Out.Write(raw)
	return err
}

type documentDifferenceCmd struct {
	Case string `arg:"" help:"id of the document"`
	From string `help:"ROUND.VERSION; default: what I saw when I last opened it"`
	To   string `help:"ROUND.VERSION; default: the present text"`
}

// Run prints one line per value that differs.
func (c *documentDifferenceCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	d, err := api.Difference(ctx, c.Case, c.From, c.To)
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, d)
	}
	t := newTable("위치", "전", "후")
	for _, x := range d.Changes {
		t.add(x.Path, string(x.Before), string(x.After))
	}
	if len(d.Changes) == 0 {
		_, err := fmt.Fprintln(g.Out, "달라진 내용이 없습니다.")
		return err
	}
	return t.print(g.Out)
}
