package main

import (
	"context"
	"fmt"

	"gyeol/client"
	"gyeol/gov"
)

// ApprovalsCmd shows every approval line under way: who holds it, how old it is, until when.
type ApprovalsCmd struct {
	Cycle   string   `help:"name-year"`
	Stage   string   `help:"key of a stage"`
	Unit    string   `help:"unit"`
	Matter  string   `help:"matter of the delegation table"`
	Holder  string   `help:"post, or slug of a person, whose turn it is"`
	Query   string   `short:"q" help:"part of the title"`
	Before  gov.Date `help:"due before this day"`
	Overdue bool     `help:"only overdue lines"`
}

// Run prints one line per approval, soonest due first.
func (c *ApprovalsCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	list, err := api.Approvals(ctx, client.ApprovalFilter{
		Cycle: c.Cycle, Stage: c.Stage, Unit: c.Unit, Matter: c.Matter, Holder: c.Holder, Query: c.Query,
		DueBefore: c.Before, Overdue: c.Overdue,
	})
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, list)
	}
	t := newTable("결재자", "성명", "역할", "경과", "기한", "부서", "문서")
	for _, l := range list {
		t.add(l.PostTitle, l.Name, string(l.Role), fmt.Sprintf("%d근무일", l.AgeWorkingDays), l.Due.OperativeText,
			l.UnitName, l.Title)
	}
	return t.print(g.Out)
}
