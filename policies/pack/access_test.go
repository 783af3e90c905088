package pack_test

import (
	"strings"
	"testing"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/pack"
)

func TestJudge(t *testing.T) {
	t.Parallel()
	p := load(t)
	coordinator := pack.Viewer{Posts: []gov.PostID{"learning.officer"}, Units: []gov.UnitID{"learning"}}
	head := pack.Viewer{Posts: []gov.PostID{"learning.head"}}
	paper := func(class gov.Disclosure, ties policies.Tie) *pack.File {
		return &pack.File{Kind: gov.CaseDocument, State: gov.InApproval, Disclosure: class, Ties: ties}
	}
	for _, c := range []struct {
		name    string
		req     pack.Request
		allowed bool
		rule    string
	}{
		{
			"TheCoordinatorOverrules",
			pack.Request{Viewer: coordinator, Action: "overrule"},
			true,
			"access/coordinator-overrules",
		},
		{"NotWithoutTheDuty", pack.Request{Viewer: head, Action: "overrule"}, false, "access/default"},
		{"NotWhenHeWasInvited", pack.Request{
			Viewer: pack.Viewer{Posts: coordinator.Posts, Invited: true}, Action: "overrule",
		}, false, "access/default"},
		{"HeReadsNoAudit", pack.Request{Viewer: coordinator, Action: "read_audit"}, false, "access/default"},
		{
			"TheUnitSeesItsPaper",
			pack.Request{Viewer: head, Action: "see", File: paper(gov.Secret, policies.OwnUnit)},
			true,
			"access/unit-sees-its-work",
		},
		{
			"NobodyElseDoes",
			pack.Request{Viewer: coordinator, Action: "see", File: paper(gov.Public, policies.Sent)},
			false,
			"access/default",
		},
		{
			"AForbidWins",
			pack.Request{Viewer: head, Action: "follow", File: paper(gov.Secret, policies.OwnUnit)},
			false,
			"access/nobody-follows-what-is-closed",
		},
		{"AnUnknownActionIsDenied", pack.Request{Viewer: coordinator, Action: "delete_everything"}, false, "access/request"},
		{"AnActionOnACaseNeedsACase", pack.Request{Viewer: coordinator, Action: "see"}, false, "access/request"},
		{"AnActionOfTheInstallationIsAboutNoCase", pack.Request{
			Viewer: coordinator, Action: "overrule", File: paper(gov.Public, 0),
		}, false, "access/request"},
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

// TestTheCellsOfAListAreWhatTheJudgeSays: whatever the ties, the kind, the state and the class of a case are, the bit
// by which a list is filtered is the answer that the case itself would get.
func TestTheCellsOfAListAreWhatTheJudgeSays(t *testing.T) {
	t.Parallel()
	p := load(t)
	for _, v := range []pack.Viewer{{}, {Inside: true}, {Invited: true}} {
		for _, action := range []string{"see", "follow", "read_votes"} {
			c := p.Cells(v, action)
			n := 0
			for i, key := range c.Keys {
				part := strings.Split(key, "/")
				f := pack.File{Kind: gov.CaseKind(part[0]), State: gov.State(part[1]), Disclosure: gov.Disclosure(part[2])}
				// some of every tie, and many combinations
				for f.Ties = 0; f.Ties < policies.Tie(len(c.Bits[i])*8); f.Ties += 7 {
					allowed, _ := p.Judge(pack.Request{Viewer: v, Action: action, File: &f})
					if bit := c.Bits[i][f.Ties/8]&(1<<(f.Ties%8)) != 0; bit != allowed {
						t.Fatalf("%v %s %s %v: the list says %v", v, action, key, f.Ties.Names(), bit)
					}
					n++
				}
			}
			if n < 10_000 {
				t.Fatalf("%d cells", n)
			}
		}
	}
}

// TestARuleMayAskForTheState: a rule that hangs on the state of a case reaches lists, too.
func TestARuleMayAskForTheState(t *testing.T) {
	t.Parallel()
	files := small(t)
	files["access.cedar"] = append(files["access.cedar"], `
@id("draft-is-the-drafters")
@article("보기")
@reason("보기")
forbid (principal, action == Action::"see", resource is Case) when { resource.state == "drafting" };
`...)
	p, faults := pack.FromFiles(files)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	c := p.Cells(pack.Viewer{}, "see", gov.CaseDocument)
	for i, key := range c.Keys {
		seen := c.Bits[i][policies.OwnUnit/8]&(1<<(policies.OwnUnit%8)) != 0
		if seen == strings.Contains(key, "/drafting/") {
			t.Errorf("%s: %v", key, seen)
		}
	}
}

func TestARuleThatFailsDeniesEvenBesideAPermit(t *testing.T) {
	t.Parallel()
	files := small(t)
	files["access.cedarschema"] = []byte(strings.Replace(string(files["access.cedarschema"]), "inside: Bool,",
		"inside: Bool, age: Long,", 1))
	files["access.cedar"] = append(files["access.cedar"], `
@id("too-young")
@article("보기")
@reason("보기")
forbid (principal, action == Action::"overrule", resource) when { principal.age < 10 };
`...)
	p, faults := pack.FromFiles(files)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	req := pack.Request{Viewer: pack.Viewer{Posts: []gov.PostID{"learning.officer"}}, Action: "overrule"}
	if allowed, reasons := p.Judge(req); allowed || reasons[0].Rule != "access/too-young" {
		t.Errorf("%v %v", allowed, reasons)
	}
}

// BenchmarkCells works out what a list of every kind is filtered by, as the first list of a class of viewers does.
func BenchmarkCells(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		p := load(b)
		b.StartTimer()
		p.Cells(pack.Viewer{}, "see")
	}
}

// BenchmarkJudge asks about one case.
func BenchmarkJudge(b *testing.B) {
	p := load(b)
	f := pack.File{Kind: gov.CaseDocument, State: gov.InApproval, Disclosure: gov.Public, Ties: policies.OwnUnit}
	for b.Loop() {
		p.Judge(pack.Request{Action: "see", File: &f})
	}
}
