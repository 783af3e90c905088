package pack_test

import (
	"strings"
	"testing"

	"gyeol/gov"
	"gyeol/policies/pack"
)

func TestJudge(t *testing.T) {
	t.Parallel()
	p := load(t)
	coordinator := pack.Request{Post: "learning.officer", Unit: "learning", Rank: gov.RankOfficer, Cycle: "yearly", Owner: "learning"}
	with := func(change func(*pack.Request)) pack.Request { r := coordinator; change(&r); return r }
	for _, c := range []struct {
		name    string
		req     pack.Request
		allowed bool
		rule    string
	}{
		{"TheCoordinatorOverrulesHisOwnCycle", with(func(r *pack.Request) { r.Action = "skip" }), true, "access/coordinator-overrules"},
		{"NotTheCycleOfAnother", with(func(r *pack.Request) { r.Action, r.Owner = "skip", "culture" }), false, "access/default"},
		{"NotWithoutTheDuty", with(func(r *pack.Request) { r.Action, r.Post = "skip", "learning.head" }), false, "access/default"},
		{"HeSeesEveryProgress", with(func(r *pack.Request) { r.Action, r.Owner = "read_progress", "culture" }), true, "access/coordinator-sees-progress"},
		{"HeReadsNoAudit", with(func(r *pack.Request) { r.Action, r.Cycle = "read_audit", "" }), false, "access/default"},
		{"AnUnknownActionIsDenied", with(func(r *pack.Request) { r.Action = "delete_everything" }), false, "access/request"},
		{"AnActionOfTheInstallationOnACycleIsDenied", with(func(r *pack.Request) { r.Action = "step_clock" }), false, "access/request"},
		{"NobodyIsDenied", pack.Request{}, false, "access/request"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			allowed, reasons := p.Judge(c.req)
			if allowed != c.allowed || len(reasons) != 1 || reasons[0].Rule != c.rule || reasons[0].Text == "" {
				t.Errorf("%v %v", allowed, reasons)
			}
		})
	}
}

func TestARuleThatFailsDeniesEvenBesideAPermit(t *testing.T) {
	t.Parallel()
	files := small(t)
	files["access.cedarschema"] = []byte(strings.Replace(string(files["access.cedarschema"]), "rank: String", "rank: String, age: Long", 1))
	files["access.cedar"] = append(files["access.cedar"], `
@id("too-young")
@article("보기")
@reason("보기")
forbid (principal, action == Action::"skip", resource) when { principal.age < 10 };
`...)
	p, faults := pack.FromFiles(files)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	req := pack.Request{Post: "learning.officer", Unit: "learning", Rank: gov.RankOfficer, Action: "skip", Cycle: "yearly", Owner: "learning"}
	if allowed, reasons := p.Judge(req); allowed || reasons[0].Rule != "access/too-young" {
		t.Errorf("%v %v", allowed, reasons)
	}
}
