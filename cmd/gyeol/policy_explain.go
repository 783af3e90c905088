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
		next := near(c.Drafter, p.Org.Posts, func(o policies.Post) string { return string(o.ID) })
		return q, absent("직위", c.Drafter, on, next)
	}
	if matters := p.Matters(); !slices.Contains(matters, c.Matter) {
		return q, gov.Refusef(gov.CodeNotFound, "전결 규정에 업무 ‘%s’이(가) 없습니다. 비슷한 업무: %s",
			"there is no matter %q; next to it are %s",
			c.Matter, near(c.Matter, matters, func(m string) string { return m }))
	}
	if err := c.facts(p, q.Facts); err != nil {
		return q, err
	}
	for _, id := range c.Touches {
		unit := gov.UnitID(id)
		if _, ok := p.OfficeOn(on).Unit(unit); !ok {
			next := near(id, p.Org.Units, func(u policies.Unit) string { return string(u.ID) })
			return q, absent("부서", id, on, next)
		}
		q.Touched = append(q.Touched, unit)
	}
	return q, nil
}

// near are the names next to a mistyped one.
func near[T any](word string, there []T, name func(T) string) string {
	names := make([]string, len(there))
	for i, x := range there {
		names[i] = name(x)
	}
	return strings.Join(gov.Nearest(word, names, 5), ", ")
}

// absent refuses a post or unit that is not there on a day, with those next to it.
func absent(what, id string, on gov.Date, near string) error {
	return gov.Refusef(gov.CodeNotFound, "%[1]s ‘%[2]s’이(가) %[3]s의 직제에 없습니다. 비슷한 %[1]s: %[4]s",
		"there is no %[2]q on %[3]s; next to it are %[4]s", what, id, on, near)
}

// facts writes what the flags say of the matter, each fact in the type in which it was declared.
func (c *policyExplainCmd) facts(p *pack.Pack, into map[string]any) error {
	said := map[string]any{}
	for name, raw := range c.Fact {
		said[name] = raw
	}
	c.flags(said)
	known := p.FactsOf(c.Matter)
	for name, value := range said {
		i := slices.IndexFunc(known, func(f policies.FactRule) bool { return f.ID == name })
		if i < 0 {
			var ids []string
			for _, f := range known {
				ids = append(ids, f.ID)
			}
			return gov.Refusef(gov.CodeInvalid, "업무 ‘%[1]s’은(는) 사실 ‘%[2]s’을(를) 모릅니다. 아는 사실: %[3]s",
				"%[1]s has no fact %[2]s; it has %[3]s", c.Matter, name, strings.Join(ids, ", "))
		}
		if raw, ok := value.(string); ok {
			value = typed(known[i], raw)
		}
		settled, err := pack.Settle(known[i], value)
		if err != nil {
			return err
		}
		into[name] = settled
	}
	return nil
}

// typed reads a fact as it is typed: JSON where it is that, a word of a fact that is words as it stands, and words
// between commas as a list.
func typed(f policies.FactRule, raw string) any {
	var v any
	err := json.Unmarshal([]byte(raw), &v)
	_, isString := v.(string)
	switch {
	case err == nil && f.Type == "string" && !isString:
		return raw
	case err == nil && f.Type == "strings" && isString:
		return []any{v}
	case err == nil:
		return v
	case f.Type == "strings" && !strings.ContainsAny(raw[:min(1, len(raw))], `[{"`):
		return strings.Split(raw, ",")
	}
	return raw
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
func (c *policyExplainCmd) say(g *Globals, l pack.Line) error {
	mark := ""
	if l.Assumed {
		mark = " [현행 규정 기준]"
	}
	today := ""
	if c.On == "" {
		today = " — 이 컴퓨터의 오늘입니다. 연습의 날짜나 다른 날은 --on으로 정하십시오 (the date of this computer)"
	}
	last := l.Cells[len(l.Cells)-1]
	fmt.Fprintf(g.Out, "업무      %s (%s)\n", l.Row.Title, l.Row.Matter)
	fmt.Fprintf(g.Out, "기준일    %s%s\n", l.On.Korean(), today)
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
