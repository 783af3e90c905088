package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/pack"
)

// ask turns the flags into the question; a flag that says something of no fact of the matter is a mistake.
func (c *policyExplainCmd) ask(p *pack.Pack, on gov.Date) (pack.Ask, error) {
	q := pack.Ask{Matter: c.Matter, Facts: map[string]any{}, Drafter: gov.PostID(c.Drafter), On: on}
	if _, ok := p.OfficeOn(on).Post(q.Drafter); !ok {
		return q, gov.Refusef(gov.CodeNotFound, "직위 ‘%s’이(가) %s의 직제에 없습니다.", "there is no post %q on %s", q.Drafter, on)
	}
	for name, raw := range c.Fact {
		var v any
		if err := json.Unmarshal([]byte(raw), &v); err != nil {
			return q, fmt.Errorf("fact %s: %w", name, err)
		}
		q.Facts[name] = v
	}
	c.flags(q.Facts)
	known := p.FactsOf(c.Matter)
	for name := range q.Facts {
		if !slices.ContainsFunc(known, func(f policies.FactRule) bool { return f.ID == name }) {
			return q, fmt.Errorf("업무 ‘%s’은(는) 사실 ‘%s’을(를) 모릅니다 (%s has no fact %s)", c.Matter, name, c.Matter, name)
		}
	}
	for _, id := range c.Touches {
		unit := gov.UnitID(id)
		if _, ok := p.OfficeOn(on).Unit(unit); !ok {
			return q, gov.Refusef(gov.CodeNotFound, "부서 ‘%s’이(가) %s의 직제에 없습니다.", "there is no unit %q on %s", id, on)
		}
		q.Touched = append(q.Touched, unit)
	}
	return q, nil
}

// flags writes the facts that have a flag of their own.
func (c *policyExplainCmd) flags(facts map[string]any) {
	if c.Amount != nil {
		facts["amount_krw"] = *c.Amount
	}
	if c.Change != "" {
		facts["change_class"] = c.Change
	}
	if c.PartnerKind != nil {
		facts["partner_kinds"] = c.PartnerKind
	}
}

// roleNames are the roles of cells as an official calls them.
var roleNames = map[policies.CellRole]string{
	policies.CellReview: "검토", policies.CellConcur: "협조", policies.CellAgree: "합의", policies.CellApprove: "결재",
}

// sayLine prints who signs, in which order and why.
func sayLine(g *Globals, l pack.Line) error {
	mark := ""
	if l.Assumed {
		mark = " [현행 규정 기준]"
	}
	last := l.Cells[len(l.Cells)-1]
	fmt.Fprintf(g.Out, "업무      %s (%s)\n", l.Row.Title, l.Row.Matter)
	fmt.Fprintf(g.Out, "기준일    %s\n", l.On.Korean())
	for _, f := range l.Facts {
		fmt.Fprintf(g.Out, "사실      %s: %s (%s)\n", f.Title, f.Text(), f.ID)
	}
	fmt.Fprintf(g.Out, "결재권자  %s%s\n", last.Title, delegated(last))
	fmt.Fprintf(g.Out, "근거      전결 규정 ‘%s’ — %s%s\n", l.Row.ID, strings.Join(l.Row.Article, ", "), mark)
	for _, note := range notes(l) {
		fmt.Fprintf(g.Out, "참고      %s\n", note)
	}
	fmt.Fprintln(g.Out)
	t := newTable("순서", "역할", "직위", "왜", "조문")
	for _, c := range l.Cells {
		t.add(fmt.Sprint(c.Step), roleNames[c.Role]+delegated(c), c.Title, c.Why+mark, strings.Join(c.Article, ", "))
	}
	return t.print(g.Out)
}

func delegated(c pack.Cell) string {
	if c.Delegated {
		return " 전결"
	}
	return ""
}

// notes are what else a row says about its matter.
func notes(l pack.Line) []string {
	var out []string
	row := l.Row
	if l.Series != "" {
		out = append(out, "방침번호: "+l.Series)
	}
	if row.Weighty {
		out = append(out, "중요한 업무: 대결하면 결재권자에게 사후 보고")
	}
	if row.Own {
		out = append(out, "위임할 수 없는 업무")
	}
	if row.Note != "" {
		out = append(out, row.Note)
	}
	return out
}
