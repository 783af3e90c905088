package pack

import (
	"slices"
	"strconv"

	"gyeol/policies"
)

func index(i int) string { return strconv.Itoa(i) }

// unique returns the strings in order, each once.
func unique(in []string) []string {
	var out []string
	for _, s := range in {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// compile compiles conditions and access rules.
func (l *loader) compile() {
	l.p.authority = l.declare("authority.yaml", l.authority.Facts)
	l.p.awards = l.declare("awards.yaml", l.awards.Facts)
	if l.p.authority == nil || l.p.awards == nil {
		return
	}
	for i, row := range l.authority.Rows {
		if row.When != "" {
			l.condition(l.p.authority, row.ID, row.When, in("authority.yaml", "rows", index(i), "when"))
		}
	}
	for i, award := range l.awards.Programmes {
		for j, r := range award.Rules {
			where := in("awards.yaml", "programmes", index(i), "eligibility", index(j), "when")
			l.condition(l.p.awards, award.ID+"/"+r.ID, r.When, where)
		}
	}
	l.compileForms()
	l.compileAccess()
}

func (l *loader) declare(file string, facts []policies.FactRule) *conditions {
	c, err := newConditions(facts)
	if err != nil {
		l.fault(in(file, "facts"), "condition/facts", "사실의 선언이 올바르지 않습니다: %v.", err)
		return nil
	}
	return c
}

func (l *loader) condition(c *conditions, id, text string, where place) {
	if err := c.add(id, text); err != nil {
		l.fault(where, "condition/type", "조건 ‘%s’이(가) 올바르지 않습니다: %v.", text, err)
	}
}
