package pack

import (
	"fmt"

	"gyeol/gov"
	"gyeol/policies"
)

// OverlapOn returns the rule by which projects are compared on a day; false if the pack has none for it.
func (p *Pack) OverlapOn(day gov.Date) (policies.OverlapRule, bool) {
	for _, r := range p.Overlaps {
		if applies, _ := r.InForce(day); applies {
			return r, true
		}
	}
	return policies.OverlapRule{}, false
}

// crossOverlaps finds criteria and target groups that stand twice, words of a group that no name can hold, and two
// rules of one day.
func (l *loader) crossOverlaps() {
	const file = "overlaps.yaml"
	for i, r := range l.p.Overlaps {
		at := in(file, "overlaps", index(i)).at
		byID(l, at("criteria"), r.Criteria, func(c policies.OverlapCriterion) string { return c.ID })
		byID(l, at("targets"), r.Targets, func(g policies.TargetGroup) string { return g.ID })
		for j, g := range r.Targets {
			for k, w := range g.Words {
				if policies.Plain(w) != w {
					l.fault(in(file, "overlaps", index(i), "targets", index(j), "words", index(k)), "overlap/word",
						"‘%s’: 띄어쓰기와 문장부호 없이, 영문은 소문자로 적으십시오.", w)
				}
			}
		}
		for j, before := range l.p.Overlaps[:i] {
			if meet(before.Ruled, r.Ruled) {
				l.fault(in(file, "overlaps", index(i)), "overlap/twice", "%s",
					fmt.Sprintf("같은 날에 적용되는 중복 판단 기준이 둘 이상입니다(%d번, %d번).", j+1, i+1))
			}
		}
	}
}
