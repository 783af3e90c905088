package main

import (
	"context"
	"fmt"
	"strings"

	"gyeol/client"
	"gyeol/gov"
)

// ApprovalsCmd follows the approval lines under way.
type ApprovalsCmd struct {
	List    approvalsListCmd    `cmd:"" default:"withargs" help:"진행 중인 결재 목록 (list the lines under way)."`
	Watch   approvalsWatchCmd   `cmd:"" help:"문서의 결재를 지켜봄 (be told of every act on a document)."`
	Unwatch approvalsUnwatchCmd `cmd:"" help:"지켜보기를 그만둠 (be told no more)."`
}

type approvalsListCmd struct {
	Cycle   string   `help:"name-year"`
	Stage   string   `help:"key of a stage"`
	Body    string   `help:"council or committee before which it comes"`
	Unit    string   `help:"unit"`
	Matter  string   `help:"matter of the delegation table"`
	Holder  string   `help:"post, or slug of a person, whose turn it is"`
	Query   string   `short:"q" help:"part of the title"`
	Before  gov.Date `help:"due before this day"`
	Overdue bool     `help:"only overdue lines"`
	Watched bool     `help:"only what I watch"`
}

// Run prints one line per cell that is asked now, soonest due first.
func (c *approvalsListCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	list, err := api.Approvals(ctx, client.ApprovalFilter{
		Cycle: c.Cycle, Stage: c.Stage, Body: c.Body, Unit: c.Unit, Matter: c.Matter, Holder: c.Holder, Query: c.Query,
		DueBefore: c.Before, Overdue: c.Overdue, Watched: c.Watched,
	})
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, list)
	}
	t := newTable("결재자", "성명", "역할", "경과", "기한", "차수", "반려", "보류", "다음", "부서", "문서", "사안")
	for _, l := range list {
		for _, cell := range l.Cells {
			t.add(cell.Title, holderNames(cell.Holders), roleName(string(cell.Role)), fmt.Sprintf("%d근무일", cell.AgeWorkingDays),
				faces(cell.Due.OperativeText, cell.Due.LegalText), fmt.Sprintf("%d차", l.Round),
				fmt.Sprintf("%d회", l.Returns), cell.HeldUntil.Korean(),
				nextTitles(l.Next), l.UnitName, mark(l.Watched, "◎ ")+l.Title, l.Case)
		}
	}
	return t.print(g.Out)
}

// holderNames are those whose turn it is today: who is away and which post is vacant is marked, and who stands in.
func holderNames(list []client.Holder) string {
	var names []string
	for _, h := range list {
		name := h.Name + mark(h.Away, "(부재)")
		if h.Name == "" {
			name = "공석"
		}
		names = append(names, name+map[string]string{"delegation": "(대결)", "acting": "(직무대리)"}[string(h.StandsIn)])
	}
	return strings.Join(names, ", ")
}

// nextTitles are the posts of the step after the present one.
func nextTitles(list []client.NextCell) string {
	var titles []string
	for _, n := range list {
		if n.Step == list[0].Step {
			titles = append(titles, n.Title)
		}
	}
	return strings.Join(titles, ", ")
}

// roleName names the role of a cell as the office does.
func roleName(role string) string {
	switch role {
	case "review":
		return "검토"
	case "concur":
		return "협조"
	case "agree":
		return "합의"
	case "approve":
		return "결재"
	}
	return role
}

type approvalsWatchCmd struct {
	Case string `arg:"" help:"id of the document"`
}

// Run watches a document.
func (c *approvalsWatchCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	if err := api.Watch(ctx, c.Case); err != nil {
		return told(err)
	}
	_, err = fmt.Fprintln(g.Out, "이 문서의 처리마다 알려 드립니다. 그만두려면 gyeol approvals unwatch", c.Case)
	return err
}

type approvalsUnwatchCmd struct {
	Case string `arg:"" help:"id of the document"`
}

// Run ends the watching of a document.
func (c *approvalsUnwatchCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	if err := api.Unwatch(ctx, c.Case); err != nil {
		return told(err)
	}
	_, err = fmt.Fprintln(g.Out, "이 문서의 처리를 더는 알리지 않습니다.")
	return err
}
