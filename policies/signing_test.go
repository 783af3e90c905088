package policies_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"gyeol/gov"
	"gyeol/policies"
)

var (
	roles  = []policies.CellRole{policies.CellReview, policies.CellConcur, policies.CellAgree, policies.CellApprove}
	states = []policies.CellState{
		policies.CellWaiting, policies.CellCurrent, policies.CellSigned, policies.CellReturned, policies.CellVoid,
		policies.CellSkipped, policies.CellLifted,
	}
	lineVerbs = []gov.Verb{
		gov.VerbReview, gov.VerbConcur, gov.VerbAgree, gov.VerbApprove, gov.VerbReturn, gov.VerbHold, gov.VerbPassReview,
		gov.VerbEscalate, gov.VerbSubmit, gov.VerbWithdraw, gov.VerbRedraft, gov.VerbComment, "",
	}
)

// fourCells is a line with one cell of each role, of which one is in a state; those before it have signed.
func fourCells(role policies.CellRole, state policies.CellState) []policies.LineCell {
	posts := []gov.PostID{"learning.lead", "district.head", "planning.head", "bureau.head"}
	line := make([]policies.LineCell, len(roles))
	at := slices.Index(roles, role)
	for i, r := range roles {
		line[i] = policies.LineCell{
			Cell:     policies.Cell{Role: r, Step: i + 1, Post: posts[i], Row: "row", Article: []string{"제4조"}},
			Position: i + 1, State: policies.CellWaiting,
		}
		if i < at {
			line[i].State, line[i].Version = policies.CellSigned, 1
		}
	}
	line[at].State = state
	return line
}

// outcome is what an act makes of its cell and of the line.
type outcome struct {
	cell policies.CellState
	line gov.State
	next string // who is asked then
}

// transitions are all acts that a current cell takes. Whatever is not here is refused.
var transitions = map[policies.CellRole]map[gov.Verb]outcome{
	policies.CellReview: {
		gov.VerbReview:     {policies.CellSigned, gov.InApproval, "district.head"},
		gov.VerbPassReview: {policies.CellSkipped, gov.InApproval, "district.head"},
		gov.VerbHold:       {policies.CellCurrent, gov.InApproval, "learning.lead"},
		gov.VerbReturn:     {policies.CellReturned, gov.Returned, ""},
	},
	policies.CellConcur: {
		gov.VerbConcur: {policies.CellSigned, gov.InApproval, "planning.head"},
		gov.VerbHold:   {policies.CellCurrent, gov.InApproval, "district.head"},
		gov.VerbReturn: {policies.CellReturned, gov.Returned, ""},
	},
	policies.CellAgree: {
		gov.VerbAgree:  {policies.CellSigned, gov.InApproval, "bureau.head"},
		gov.VerbHold:   {policies.CellCurrent, gov.InApproval, "planning.head"},
		gov.VerbReturn: {policies.CellReturned, gov.Returned, ""},
	},
	policies.CellApprove: {
		gov.VerbApprove:  {policies.CellSigned, gov.Approved, ""},
		gov.VerbEscalate: {policies.CellLifted, gov.InApproval, "vice"},
		gov.VerbHold:     {policies.CellCurrent, gov.InApproval, "bureau.head"},
		gov.VerbReturn:   {policies.CellReturned, gov.Returned, ""},
	},
}

func TestEveryRoleVerbAndState(t *testing.T) {
	t.Parallel()
	for i, role := range roles {
		for _, verb := range lineVerbs {
			for _, state := range states {
				line := fourCells(role, state)
				s, err := policies.Sign(line, 1, policies.CellAct{Verb: verb, Position: i + 1, Agrees: true}, hall())
				want, taken := transitions[role][verb]
				if !taken || state != policies.CellCurrent {
					if gov.CodeOf(err) != gov.CodeActNotOpen || s.State != gov.InApproval || !cmp.Equal(s.Cells, line) {
						t.Errorf("%s a %s %s: %v", verb, state, role, err)
					}
					continue
				}
				if got := (outcome{s.Cells[i].State, s.State, asked(s.Cells)}); err != nil || got != want {
					t.Errorf("%s a current %s: %v, %v", verb, role, got, err)
				}
			}
		}
		for _, verb := range policies.CellVerbs(role) {
			if _, ok := transitions[role][verb]; !ok {
				t.Errorf("%s offers %s, of which no transition is known", role, verb)
			}
		}
	}
	if policies.CellVerbs("seal") != nil {
		t.Error("a role that does not exist offers acts")
	}
	if _, err := policies.Sign(fourCells(policies.CellReview, policies.CellCurrent), 1, policies.CellAct{Position: 9}, hall()); err == nil {
		t.Error("a cell that does not exist takes an act")
	}
}

func asked(line []policies.LineCell) (out string) {
	for i, c := range policies.Current(line) {
		if i > 0 {
			out += ", "
		}
		out += string(c.Post)
	}
	return out
}

// start computes and begins the line of an officer of the learning division.
func start(t *testing.T, row policies.AuthorityRow, touched ...gov.UnitID) []policies.LineCell {
	t.Helper()
	o := hall()
	drafter, _ := o.Post("learning.officer")
	row.Touched = true
	cells, err := policies.Line(policies.LineRequest{Row: row, Drafter: drafter, Touched: touched}, o)
	if err != nil {
		t.Fatal(err)
	}
	return policies.Begin(cells)
}

// act signs for a post that is asked now.
func act(t *testing.T, s policies.Signing, post gov.PostID, a policies.CellAct) policies.Signing {
	t.Helper()
	i := slices.IndexFunc(s.Cells, func(c policies.LineCell) bool { return c.Post == post && c.State == policies.CellCurrent })
	if i < 0 {
		t.Fatalf("%s is not asked, but %s", post, asked(s.Cells))
	}
	a.Position = s.Cells[i].Position
	next, err := policies.Sign(s.Cells, s.Version, a, hall())
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func TestARefusedEscalationChangesNothing(t *testing.T) {
	t.Parallel()
	line := start(t, policies.AuthorityRow{Decides: gov.RankMayor})
	s := policies.Signing{Cells: line, Version: 1}
	for _, p := range []gov.PostID{"learning.lead", "learning.head", "bureau.head", "vice"} {
		s = act(t, s, p, policies.CellAct{Verb: gov.VerbReview})
	}
	after, err := policies.Sign(s.Cells, 1, policies.CellAct{Verb: gov.VerbEscalate, Position: 5}, hall())
	if gov.CodeOf(err) != gov.CodeNoRule || !cmp.Equal(after.Cells, s.Cells) || asked(after.Cells) != "mayor" {
		t.Errorf("%v: %s", err, asked(after.Cells))
	}
}

// The row may cite the article on disagreement itself; the first disagreement lifts the decision all the same, and a
// second one, over which the new decider stands, does not lift it again.
func TestADecisionIsLiftedOnceUnderArticle8(t *testing.T) {
	t.Parallel()
	s := policies.Signing{Version: 1, Cells: start(t, policies.AuthorityRow{
		Decides: gov.RankDivisionHead, Agree: []gov.PostID{"bureau.head", "planning.head"},
		Ruled: policies.Ruled{Article: []string{"서울특별시 사무전결처리 규칙 제8조제3항"}},
	})}
	s = act(t, s, "learning.lead", policies.CellAct{Verb: gov.VerbReview})
	s = act(t, s, "bureau.head", policies.CellAct{Verb: gov.VerbAgree})
	if !s.Lifted {
		t.Fatal("not lifted")
	}
	s = act(t, s, "planning.head", policies.CellAct{Verb: gov.VerbAgree})
	if s.Lifted || asked(s.Cells) != "learning.head" {
		t.Fatalf("lifted again, asks %s", asked(s.Cells))
	}
	s = act(t, s, "learning.head", policies.CellAct{Verb: gov.VerbReview})
	if asked(s.Cells) != "vice" {
		t.Fatalf("asks %s", asked(s.Cells))
	}
	if s = act(t, s, "vice", policies.CellAct{Verb: gov.VerbApprove}); s.State != gov.Approved {
		t.Error(s.State)
	}
}

func TestTouchedUnitsConcurOnlyWhereTheRowSaysSo(t *testing.T) {
	t.Parallel()
	o := hall()
	drafter, _ := o.Post("learning.officer")
	for touched, want := range map[bool]string{
		false: "review learning.lead, approve learning.head 전결",
		true:  "review learning.lead, concur planning.head, approve learning.head 전결",
	} {
		cells, err := policies.Line(policies.LineRequest{
			Row: policies.AuthorityRow{Decides: gov.RankDivisionHead, Touched: touched}, Drafter: drafter,
			Touched: []gov.UnitID{"planning", "planning", "learning", "district", "nowhere"},
		}, o)
		if err != nil || words(cells) != want {
			t.Errorf("%v: %s, %v", touched, words(cells), err)
		}
	}
}

// Whatever the organisation, the row and the acts: there is at most one final approval; at the approval whoever
// counts has signed the text that is approved; while the line runs somebody is asked who can act, and signing on ends
// it; and no cell ever stands on a post of whoever drafted it.
func TestAnyLineUnderAnyActs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		o := anyHall(t)
		if rapid.IntRange(0, 4).Draw(t, "wild") == 0 {
			o = anyOffice(t)
		}
		cells, mine := anyLine(t, o)
		if cells == nil {
			return
		}
		s := policies.Signing{Cells: policies.Begin(cells), Version: 1, State: gov.InApproval}
		proveRunning(t, s)
		for range rapid.IntRange(0, 25).Draw(t, "acts") {
			if s.State != gov.InApproval {
				break
			}
			act := anyAct(t, s)
			act.Barred = mine
			s = proveAct(t, s, act, o)
		}
		if rapid.Bool().Draw(t, "ends") && s.State == gov.InApproval {
			proveOver(t, policies.End(s.Cells), o)
			return
		}
		for range 100 { // no edits any more: signing on ends it
			if s.State != gov.InApproval {
				break
			}
			c := policies.Current(s.Cells)[0]
			s = proveAct(t, s, policies.CellAct{Verb: policies.CellVerbs(c.Role)[0], Position: c.Position, Agrees: true, Barred: mine}, o)
		}
		proveOver(t, s.Cells, o)
		proveEnd(t, s)
	})
}

// anyHall draws a city of bureaus, divisions and posts such as there are, some of them vacant.
func anyHall(t *rapid.T) office {
	var o office
	o.unit("a", "")
	o.post("mayor", "a", gov.RankMayor)
	for i := range rapid.IntRange(1, 2).Draw(t, "vice mayors") {
		o.post(gov.PostID(fmt.Sprintf("vice.%d", i)), "a", gov.RankViceMayor)
	}
	for unit, parent := range map[gov.UnitID]gov.UnitID{"b": "a", "c": "b", "d": "b", "e": "a"} {
		o.unit(unit, parent)
	}
	o.post("b.head", "b", gov.RankBureauHead)
	for _, unit := range []gov.UnitID{"c", "d", "e"} {
		o.post(gov.PostID(unit+".officer"), unit, gov.RankOfficer)
		if rapid.Bool().Draw(t, "team in "+string(unit)) {
			o.post(gov.PostID(unit+".lead"), unit, gov.RankTeamLead)
		}
		if rapid.IntRange(0, 4).Draw(t, "head of "+string(unit)) > 0 {
			o.post(gov.PostID(unit+".head"), unit, gov.RankDivisionHead)
		}
	}
	return o
}

// anyLine draws a row and computes its line for a drafter of some posts; nil where the organisation has nobody who
// decides.
func anyLine(t *rapid.T, o office) (cells []policies.Cell, mine []gov.PostID) {
	ids := make([]gov.PostID, len(o.posts))
	for i, p := range o.posts {
		ids[i] = p.ID
	}
	row := policies.AuthorityRow{
		Ruled: policies.Ruled{Article: []string{"제4조"}}, ID: "row", Touched: true, Serial: rapid.Bool().Draw(t, "serial"),
		Decides: rapid.SampledFrom(signing).Draw(t, "decides"),
		Concur:  rapid.SliceOfN(rapid.SampledFrom(ids), 0, 3).Draw(t, "concur"),
		Agree:   rapid.SliceOfN(rapid.SampledFrom(ids), 0, 3).Draw(t, "agree"),
	}
	drafter := rapid.SampledFrom(o.posts).Draw(t, "drafter")
	mine = append(rapid.SliceOfN(rapid.SampledFrom(ids), 0, 2).Draw(t, "barred"), drafter.ID)
	cells, err := policies.Line(policies.LineRequest{
		Row: row, Drafter: drafter, Barred: mine,
		Touched: rapid.SliceOfN(rapid.SampledFrom([]gov.UnitID{"a", "b", "c", "d", "e"}), 0, 3).Draw(t, "touched"),
	}, o)
	if err != nil {
		return nil, nil
	}
	return cells, mine
}

// anyAct draws an act of a current cell, or now and then one that nobody may do.
func anyAct(t *rapid.T, s policies.Signing) policies.CellAct {
	c := rapid.SampledFrom(policies.Current(s.Cells)).Draw(t, "cell")
	open := slices.DeleteFunc(policies.CellVerbs(c.Role), func(v gov.Verb) bool {
		return v == gov.VerbReturn && rapid.IntRange(0, 9).Draw(t, "returns") > 0
	})
	a := policies.CellAct{
		Verb: rapid.SampledFrom(open).Draw(t, "verb"), Position: c.Position,
		Edited: rapid.Bool().Draw(t, "edited"), Agrees: rapid.Bool().Draw(t, "agrees"),
	}
	if rapid.IntRange(0, 9).Draw(t, "wrong") == 0 {
		a.Verb, a.Position = rapid.SampledFrom(lineVerbs).Draw(t, "any verb"), rapid.IntRange(0, len(s.Cells)+1).Draw(t, "any cell")
	}
	return a
}

// proveAct does one act and proves what must hold after it.
func proveAct(t *rapid.T, before policies.Signing, a policies.CellAct, o office) policies.Signing {
	kept := slices.Clone(before.Cells)
	after, err := policies.Sign(before.Cells, before.Version, a, o)
	if !cmp.Equal(kept, before.Cells) {
		t.Fatalf("%+v wrote into the line it was given", a)
	}
	if err != nil {
		if !cmp.Equal(after.Cells, before.Cells) || after.Version != before.Version || after.State != gov.InApproval {
			t.Fatalf("%+v was refused and changed the line", a)
		}
		return before
	}
	if edits := a.Verb == gov.VerbReview && a.Edited; (after.Version > before.Version) != edits {
		t.Fatalf("%+v: version %d became %d", a, before.Version, after.Version)
	}
	if after.Lifted {
		proveLifted(t, before.Cells, after.Cells, o)
	}
	for _, c := range after.Cells {
		if slices.Contains(a.Barred, c.Post) {
			t.Fatalf("%s signs what he drafted", c.Post)
		}
	}
	proveRunning(t, after)
	return after
}

// proveLifted proves that the new decider stands above the former one.
func proveLifted(t *rapid.T, before, after []policies.LineCell, o office) {
	was, is := decider(before), decider(after)
	if !commands(is.Post, was.Post, o) || !policies.Above(is.Rank, was.Rank) || is.Step <= was.Step {
		t.Fatalf("%s (%s) decides instead of %s (%s)", is.Post, is.Rank, was.Post, was.Rank)
	}
}

// decider is the cell that decides or has decided.
func decider(line []policies.LineCell) (out policies.LineCell) {
	for _, c := range line {
		if c.Role == policies.CellApprove && c.State != policies.CellLifted && c.State != policies.CellVoid {
			out = c
		}
	}
	return out
}

func commands(over, under gov.PostID, o office) bool {
	at, ok := o.Post(under)
	for ok {
		if at, ok = policies.Superior(at, o); ok && at.ID == over {
			return true
		}
	}
	return false
}

// proveRunning proves what holds of any line at any time.
func proveRunning(t *rapid.T, s policies.Signing) {
	positions, signs := map[int]bool{}, map[string]bool{}
	approvals, open, step := 0, 0, 0
	for _, c := range s.Cells {
		if positions[c.Position] || c.Position < 1 {
			t.Fatalf("position %d twice", c.Position)
		}
		positions[c.Position] = true
		key := fmt.Sprint(c.Role, c.Post)
		if c.State != policies.CellVoid && signs[key] {
			t.Fatalf("%s stands twice as %s", c.Post, c.Role)
		}
		signs[key] = signs[key] || c.State != policies.CellVoid
		if c.Role == policies.CellApprove && c.State == policies.CellSigned {
			approvals++
		}
		if c.State == policies.CellSigned && c.Version != s.Version {
			t.Fatalf("%s signed version %d and counts for version %d", c.Post, c.Version, s.Version)
		}
		if c.State == policies.CellCurrent {
			if open++; step != 0 && step != c.Step {
				t.Fatalf("steps %d and %d at once", step, c.Step)
			}
			step = c.Step
		}
	}
	for _, c := range s.Cells {
		if c.State == policies.CellWaiting && step > 0 && c.Step < step {
			t.Fatalf("%s of step %d waits while step %d is asked", c.Post, c.Step, step)
		}
	}
	running := s.State == gov.InApproval
	if running != (open > 0) || (approvals == 1) != (s.State == gov.Approved) || approvals > 1 {
		t.Fatalf("%s with %d open cells and %d approvals", s.State, open, approvals)
	}
	for _, c := range policies.Current(s.Cells) {
		if len(policies.CellVerbs(c.Role)) == 0 {
			t.Fatalf("%s is asked and can do nothing", c.Post)
		}
	}
}

// proveEnd proves that a line that was signed on to its end was approved or returned, on a text that everybody saw.
func proveEnd(t *rapid.T, s policies.Signing) {
	if s.State != gov.Approved && s.State != gov.Returned {
		t.Fatalf("it never ends: %s", s.State)
	}
	if last := decider(s.Cells); s.State == gov.Approved && last.Version != s.Version {
		t.Fatalf("version %d approved, version %d is the text", last.Version, s.Version)
	}
}

// proveOver proves that a line that is over asks nobody and takes nothing.
func proveOver(t *rapid.T, line []policies.LineCell, o office) {
	for _, c := range line {
		if c.State == policies.CellCurrent || c.State == policies.CellWaiting {
			t.Fatalf("%s is still %s", c.Post, c.State)
		}
		for _, verb := range lineVerbs {
			if _, err := policies.Sign(line, 1, policies.CellAct{Verb: verb, Position: c.Position}, o); err == nil {
				t.Fatalf("%s takes %s after the end", c.Post, verb)
			}
		}
	}
}
