package policies_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"gyeol/gov"
	"gyeol/policies"
)

// office is an organisation in memory.
type office struct {
	units map[gov.UnitID]policies.Unit
	posts []policies.Post
}

func (o office) Unit(id gov.UnitID) (policies.Unit, bool) { u, ok := o.units[id]; return u, ok }

func (o office) Post(id gov.PostID) (policies.Post, bool) {
	i := slices.IndexFunc(o.posts, func(p policies.Post) bool { return p.ID == id })
	if i < 0 {
		return policies.Post{}, false
	}
	return o.posts[i], true
}

func (o office) PostsOf(id gov.UnitID) []policies.Post {
	return slices.DeleteFunc(slices.Clone(o.posts), func(p policies.Post) bool { return p.Unit != id })
}

func (o *office) unit(id, parent gov.UnitID) {
	if o.units == nil {
		o.units = map[gov.UnitID]policies.Unit{}
	}
	o.units[id] = policies.Unit{ID: id, Parent: parent}
}

func (o *office) post(id gov.PostID, unit gov.UnitID, rank gov.Rank) {
	o.posts = append(o.posts, policies.Post{ID: id, Unit: unit, Rank: rank, Ordinal: len(o.posts) + 1, Title: string(id)})
}

// hall is a city with one bureau, two divisions, one of which has a team lead, and a district of its own.
func hall() office {
	var o office
	o.unit("city", "")
	o.unit("bureau", "city")
	o.unit("learning", "bureau")
	o.unit("planning", "city")
	o.unit("district", "")
	o.post("mayor", "city", gov.RankMayor)
	o.post("vice", "city", gov.RankViceMayor)
	o.post("bureau.head", "bureau", gov.RankBureauHead)
	o.post("learning.officer", "learning", gov.RankOfficer)
	o.post("learning.lead", "learning", gov.RankTeamLead)
	o.post("learning.head", "learning", gov.RankDivisionHead)
	o.post("planning.officer", "planning", gov.RankOfficer)
	o.post("planning.head", "planning", gov.RankBureauHead)
	o.post("district.officer", "district", gov.RankOfficer)
	o.post("district.head", "district", gov.RankDivisionHead)
	o.post("member", "district", gov.RankNone)
	return o
}

func TestLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		row     policies.AuthorityRow
		drafter gov.PostID
		want    string
		code    gov.Code
	}{
		{
			"AnOfficersDraftClimbsToTheDivisionHead",
			policies.AuthorityRow{Decides: gov.RankDivisionHead},
			"learning.officer",
			"review learning.lead, approve learning.head 전결", "",
		},
		{
			"AUnitWithoutTeamsHasNoTeamLead",
			policies.AuthorityRow{Decides: gov.RankDivisionHead},
			"district.officer",
			"approve district.head 전결", "",
		},
		{
			"ThoseWhoConcurAndAgreeStandBeforeTheApprover",
			policies.AuthorityRow{Decides: gov.RankViceMayor, Post: "vice", Concur: []gov.PostID{"district.head"}, Agree: []gov.PostID{"planning.head"}},
			"learning.officer",
			"review learning.lead, review learning.head, review bureau.head, concur district.head, agree planning.head, approve vice 전결", "",
		},
		{
			"WhoSignsAnywayIsNotAskedTwice",
			policies.AuthorityRow{Decides: gov.RankBureauHead, Concur: []gov.PostID{"learning.head", "learning.officer", "bureau.head"}},
			"learning.officer", "review learning.lead, review learning.head, approve bureau.head 전결", "",
		},
		{
			"TheMayorsDecisionIsNoDelegation",
			policies.AuthorityRow{Decides: gov.RankMayor},
			"bureau.head",
			"review vice, approve mayor", "",
		},
		{
			"NobodyDecidesOnHisOwnDraft",
			policies.AuthorityRow{Decides: gov.RankDivisionHead},
			"learning.head",
			"approve bureau.head 전결", "",
		},
		{"NorWhereHeIsNamed", policies.AuthorityRow{Decides: gov.RankViceMayor, Post: "vice"}, "vice", "approve mayor", ""},
		{"TheMayorHasNobodyAboveHim", policies.AuthorityRow{Decides: gov.RankMayor}, "mayor", "", gov.CodeNoRule},
		{"NoPostOfTheRankIsNotAPostAboveIt", policies.AuthorityRow{Decides: gov.RankDivisionHead}, "planning.officer", "", gov.CodeNoRule},
		{"AnAgencyDoesNotReachTheCity", policies.AuthorityRow{Decides: gov.RankBureauHead}, "district.officer", "", gov.CodeNoRule},
		{"APostThatIsGoneStops", policies.AuthorityRow{Decides: gov.RankViceMayor, Post: "vice-2"}, "learning.officer", "", gov.CodeNoRule},
		{
			"AConcurringPostThatIsGoneStops",
			policies.AuthorityRow{Decides: gov.RankDivisionHead, Concur: []gov.PostID{"ghost"}},
			"learning.officer", "", gov.CodeNoRule,
		},
		{"AMemberFromOutsideDraftsNothing", policies.AuthorityRow{Decides: gov.RankDivisionHead}, "member", "", gov.CodeNoRule},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := hall()
			drafter, _ := o.Post(c.drafter)
			cells, err := policies.Line(policies.LineRequest{Row: c.row, Drafter: drafter}, o)
			if gov.CodeOf(err) != c.code || words(cells) != c.want {
				t.Errorf("%q, %v", words(cells), err)
			}
		})
	}
}

// Whoever holds a second post signs his own draft in none of them.
func TestNobodySignsHisOwnDraftInAnotherPost(t *testing.T) {
	t.Parallel()
	head := policies.AuthorityRow{Decides: gov.RankDivisionHead}
	beside := policies.AuthorityRow{Decides: gov.RankBureauHead, Concur: []gov.PostID{"planning.officer"}, Agree: []gov.PostID{"planning.head"}}
	for _, c := range []struct {
		name   string
		row    policies.AuthorityRow
		barred []gov.PostID
		want   string
		code   gov.Code
	}{
		{"ReviewingIsLeftOut", head, []gov.PostID{"learning.lead"}, "approve learning.head 전결", ""},
		{"DecidingGoesUp", head, []gov.PostID{"learning.head"}, "review learning.lead, approve bureau.head 전결", ""},
		{"AndUpAgain", head, []gov.PostID{"learning.head", "bureau.head"}, "review learning.lead, approve vice 전결", ""},
		{
			"WhereAPostIsNamed",
			policies.AuthorityRow{Decides: gov.RankViceMayor, Post: "vice"},
			[]gov.PostID{"vice"},
			"review learning.lead, review learning.head, review bureau.head, approve mayor", "",
		},
		{"AboveTheMayorStandsNobody", policies.AuthorityRow{Decides: gov.RankMayor}, []gov.PostID{"mayor"}, "", gov.CodeNoRule},
		{
			"ConcurringAndAgreeingGoUp", beside,
			[]gov.PostID{"planning.officer", "planning.head"},
			"review learning.lead, review learning.head, concur vice, approve bureau.head 전결", "",
		},
		{
			"NobodyIsAboveAnAgencysHead",
			policies.AuthorityRow{Decides: gov.RankDivisionHead, Agree: []gov.PostID{"district.head"}},
			[]gov.PostID{"district.head"},
			"", gov.CodeNoRule,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := hall()
			drafter, _ := o.Post("learning.officer")
			cells, err := policies.Line(policies.LineRequest{Row: c.row, Drafter: drafter, Barred: c.barred}, o)
			if gov.CodeOf(err) != c.code || words(cells) != c.want {
				t.Errorf("%q, %v", words(cells), err)
			}
		})
	}
}

func TestAUnitThatTheDrafterLeadsConcursThroughThePostAbove(t *testing.T) {
	t.Parallel()
	o := hall()
	drafter, _ := o.Post("learning.officer")
	cells, err := policies.Line(policies.LineRequest{
		Row: policies.AuthorityRow{Decides: gov.RankDivisionHead, Touched: true}, Drafter: drafter,
		Touched: []gov.UnitID{"planning"}, Barred: []gov.PostID{"planning.head"},
	}, o)
	if err != nil || words(cells) != "review learning.lead, concur vice, approve learning.head 전결" {
		t.Errorf("%q, %v", words(cells), err)
	}
}

func words(cells []policies.Cell) (out string) {
	for i, c := range cells {
		if i > 0 {
			out += ", "
		}
		out += fmt.Sprintf("%s %s", c.Role, c.Post)
		if c.Delegated {
			out += " 전결"
		}
	}
	return out
}

// Whatever the organisation and the row: a line that is computed ends with its only approval, its reviewers rise
// strictly towards the decider, and whoever drafts stands nowhere in it, in none of his posts. His further posts never
// make a dead end: where the line stops for them alone, nobody stands above what he holds.
func TestLineRisesToOneApproval(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		o := anyOffice(t)
		ids := make([]gov.PostID, len(o.posts))
		for i, p := range o.posts {
			ids[i] = p.ID
		}
		drafter := rapid.SampledFrom(o.posts).Draw(t, "drafter")
		row := policies.AuthorityRow{
			ID:      "row",
			Decides: rapid.SampledFrom(signing).Draw(t, "decides"),
			Concur:  rapid.SliceOfN(rapid.SampledFrom(ids), 0, 4).Draw(t, "concur"),
			Agree:   rapid.SliceOfN(rapid.SampledFrom(ids), 0, 2).Draw(t, "agree"),
		}
		if rapid.Bool().Draw(t, "named") {
			row.Post = rapid.SampledFrom(ids).Draw(t, "post")
		}
		r := policies.LineRequest{
			Row: row, Drafter: drafter, Barred: rapid.SliceOfN(rapid.SampledFrom(ids), 0, 3).Draw(t, "barred"),
		}
		cells, err := policies.Line(r, o)
		if err != nil {
			if gov.CodeOf(err) != gov.CodeNoRule || cells != nil {
				t.Fatalf("%v with %d cells", err, len(cells))
			}
			proveStop(t, r, o)
			return
		}
		proveLine(t, r, cells)
	})
}

// proveStop proves that a line which only the drafter's further posts stop has one of them with nobody above but him.
func proveStop(t *rapid.T, r policies.LineRequest, o office) {
	plain := r
	plain.Barred = nil
	cells, err := policies.Line(plain, o)
	if err != nil {
		return
	}
	mine := append([]gov.PostID{r.Drafter.ID}, r.Barred...)
	for _, c := range cells {
		at, ok := o.Post(c.Post)
		for ok && slices.Contains(mine, at.ID) {
			at, ok = policies.Superior(at, o)
		}
		if !ok {
			return
		}
	}
	t.Fatalf("%s stops although somebody stands above", words(cells))
}

func proveLine(t *rapid.T, r policies.LineRequest, cells []policies.Cell) {
	row, drafter := r.Row, r.Drafter
	last := cells[len(cells)-1]
	rank, beside := drafter.Rank, false
	seen := map[gov.PostID]bool{drafter.ID: true}
	for _, id := range r.Barred {
		seen[id] = true
	}
	for i, c := range cells {
		if seen[c.Post] {
			t.Fatalf("%s stands twice", c.Post)
		}
		seen[c.Post] = true
		if (c.Role == policies.CellApprove) != (i == len(cells)-1) {
			t.Fatalf("cell %d of %d is %s", i+1, len(cells), c.Role)
		}
		switch c.Role {
		case policies.CellReview, policies.CellApprove:
			if !policies.Above(c.Rank, rank) || (beside && c.Role == policies.CellReview) {
				t.Fatalf("%s after %s", c.Rank, rank)
			}
			rank = c.Rank
		case policies.CellConcur, policies.CellAgree:
			beside = true
		}
	}
	own := drafter.Rank == row.Decides || policies.Above(drafter.Rank, row.Decides)
	if lifted := len(r.Barred) > 0 && policies.Above(last.Rank, row.Decides); lifted {
		return
	}
	if !own && last.Rank != row.Decides {
		t.Fatalf("%s decides what is delegated to %s", last.Rank, row.Decides)
	}
	if !own && row.Post != "" && last.Post != row.Post {
		t.Fatalf("%s decides instead of %s", last.Post, row.Post)
	}
	if last.Delegated != (last.Rank != gov.RankMayor) {
		t.Fatalf("delegated %v at %s", last.Delegated, last.Rank)
	}
}

var signing = []gov.Rank{
	gov.RankOfficer, gov.RankTeamLead, gov.RankDivisionHead, gov.RankBureauHead, gov.RankViceMayor, gov.RankMayor,
}

// anyOffice draws a tree of units, or a circle of them, with posts of any rank anywhere.
func anyOffice(t *rapid.T) office {
	var o office
	names := []gov.UnitID{"a", "b", "c", "d", "e"}
	for _, u := range names {
		o.unit(u, rapid.SampledFrom(append([]gov.UnitID{""}, names...)).Draw(t, "parent of "+string(u)))
	}
	for i := range rapid.IntRange(1, 14).Draw(t, "posts") {
		unit := rapid.SampledFrom(names).Draw(t, "unit")
		o.post(gov.PostID(fmt.Sprintf("%s.%d", unit, i)), unit, rapid.SampledFrom(append(signing, gov.RankNone)).Draw(t, "rank"))
	}
	return o
}
