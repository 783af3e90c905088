package cases

import (
	"slices"
	"strings"

	"gyeol/policies/checks"
)

// lay puts the projects that a filter leaves under their pillars and tasks and adds them up.
func (t *PlanTree) lay(items []node, f PlanFilter) {
	for _, n := range items {
		t.Choices.add(n)
		if !f.takes(n) {
			continue
		}
		if at := len(t.Pillars); at == 0 || t.Pillars[at-1].Number != n.pillar.Value {
			t.Pillars = append(t.Pillars, PlanPillar{Number: n.pillar.Value, Name: n.pillar.Title})
		}
		p := &t.Pillars[len(t.Pillars)-1]
		if at := len(p.Tasks); at == 0 || p.Tasks[at-1].Number != n.task.Value {
			p.Tasks = append(p.Tasks, PlanTask{Number: n.task.Value, Name: n.task.Title})
		}
		task := &p.Tasks[len(p.Tasks)-1]
		task.Items = append(task.Items, n.PlanItem)
		for _, sum := range []*PlanSum{&t.Sum, &p.Sum, &task.Sum} {
			sum.add(n.PlanItem)
		}
	}
	slices.SortFunc(t.Choices.Units, func(a, b PlanChoice) int { return strings.Compare(a.Title, b.Title) })
}

// add notes what a project could be found by.
func (c *PlanChoices) add(n node) {
	if !slices.Contains(c.Pillars, n.pillar) {
		c.Pillars = append(c.Pillars, n.pillar)
	}
	if unit := (PlanChoice{string(n.Unit), n.UnitName}); !slices.Contains(c.Units, unit) {
		c.Units = append(c.Units, unit)
	}
}

func (f PlanFilter) takes(n node) bool {
	query := strings.ToLower(strings.TrimSpace(f.Query))
	switch {
	case f.Pillar != "" && f.Pillar != n.pillar.Value, f.Unit != "" && f.Unit != n.Unit:
		return false
	case f.Change == PlanNew && !n.New, f.Change == PlanEnded && !n.Ended,
		f.Change == PlanChanged && len(n.Changes) == 0:
		return false
	}
	return strings.Contains(strings.ToLower(n.Code+" "+n.Name+" "+n.Indicator.Name), query)
}

func (s *PlanSum) add(i PlanItem) {
	s.Projects++
	if !i.Case.IsZero() && !i.Seen {
		s.Unread++
	}
	s.Budget, s.Last, s.Executed = plus(s.Budget, i.Budget), plus(s.Last, i.Last), plus(s.Executed, i.Executed)
}

// plus adds an amount to a total. What nobody gave adds nothing, not zero.
func plus(t checks.Total, krw *int64) checks.Total {
	t.Of++
	if krw == nil {
		return t
	}
	t.Known++
	sum := *krw
	if t.KRW != nil {
		sum += *t.KRW
	}
	t.KRW = &sum
	return t
}
