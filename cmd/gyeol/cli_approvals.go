package main

import (
	"context"
	"fmt"
)

// ApprovalsCmd shows every approval line under way: who holds it, how old it is, until when.
type ApprovalsCmd struct{}

// Run prints one line per approval, soonest due first.
func (c *ApprovalsCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	list, err := api.Approvals(ctx)
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, list)
	}
	t := newTable("결재자", "성명", "역할", "경과", "기한", "부서", "문서")
	for _, l := range list {
		t.add(l.PostTitle, l.Name, string(l.Role), fmt.Sprintf("%d근무일", l.AgeWorkingDays), l.Due.OperativeText, l.UnitName, l.Title)
	}
	return t.print(g.Out)
}
