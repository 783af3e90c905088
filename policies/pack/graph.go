package pack

import (
	"slices"

	"gyeol/gov"
	"gyeol/policies"
)

// crossCycle proves one cycle: its stages exist once, name what exists and have no circle.
func (l *loader) crossCycle(c cycleFile) {
	l.needPost(c.rule.Owner, in(c.name, "owner"))
	seen := map[string]bool{}
	for i, s := range c.rule.Stages {
		if seen[s.ID] {
			l.fault(in(c.name, "stages", index(i), "id"), "id/duplicate", "단계 ‘%s’이(가) 두 번 정의되어 있습니다.", s.ID)
		}
		seen[s.ID] = true
	}
	for i, s := range c.rule.Stages {
		l.crossStage(in(c.name, "stages", index(i)), s, seen)
	}
	if circle := circleIn(c.rule.Stages); circle != "" {
		i := slices.IndexFunc(c.rule.Stages, func(s policies.StageRule) bool { return s.ID == circle })
		l.fault(in(c.name, "stages", index(i), "after"), "graph/circle", "단계 ‘%s’은(는) 돌고 돌아 자기 자신을 기다립니다.", circle)
	}
}

func (l *loader) crossStage(where place, s policies.StageRule, stages map[string]bool) {
	at := where.at
	for j, id := range s.After {
		l.need(stages[id], at("after", index(j)), "stage", id)
	}
	for j, g := range s.Each {
		l.needGroup(g, at("each", index(j)))
	}
	for j, to := range s.To {
		if s.Kind == gov.StageFile {
			l.needUnit(gov.UnitID(to), at("to", index(j)))
		} else {
			l.needGroup(to, at("to", index(j)))
		}
	}
	l.needUnit(s.From, at("from"))
	l.needUnit(s.With, at("with"))
	l.needMatter(s.Matter, at("matter"))
	_, ok := l.p.Bodies[s.Body]
	l.need(ok || s.Body == "", at("body"), "body", string(s.Body))
	_, ok = l.p.Bodies[s.Panel]
	l.need(ok || s.Panel == "", at("panel"), "panel", string(s.Panel))
	_, ok = l.p.Forms[s.Form]
	l.need(ok || s.Form == "", at("form"), "form", s.Form)
	_, ok = l.p.Ladders[s.Ladder]
	l.need(ok || s.Ladder == "", at("ladder"), "ladder", s.Ladder)
	_, ok = l.p.Awards[s.Programme]
	l.need(ok || s.Programme == "", at("programme"), "programme", s.Programme)
}

// circleIn returns the id of a stage that waits for itself, empty if there is none.
func circleIn(stages []policies.StageRule) string {
	after := map[string][]string{}
	for _, s := range stages {
		after[s.ID] = s.After
	}
	done := map[string]bool{}
	var walk func(id string, on []string) string
	walk = func(id string, on []string) string {
		if slices.Contains(on, id) {
			return id
		}
		if done[id] {
			return ""
		}
		for _, before := range after[id] {
			if circle := walk(before, append(on, id)); circle != "" {
				return circle
			}
		}
		done[id] = true
		return ""
	}
	for _, s := range stages {
		if circle := walk(s.ID, nil); circle != "" {
			return circle
		}
	}
	return ""
}
