package checks

import (
	"slices"

	"gyeol/policies"
)

// statusOf is the status that an event gives a sub-project.
var statusOf = map[string]string{
	"ended": "terminated", "merged": "merged", "split": "merged", "transferred": "transferred",
}

// Judge gives a sub-project the statuses that follow from what its unit told: what became of it, and how little was
// spent. What the source says of it stays.
func (p *Project) Judge(rules policies.CheckRules) {
	classes := slices.Clone(p.Classes)
	add := func(status string) {
		if status != "" && !slices.Contains(classes, status) {
			classes = append(classes, status)
		}
	}
	for _, e := range p.Events {
		add(statusOf[e.Kind])
	}
	below := rules.Rule(policies.ExecutionCheck).Limits["below_tenths"]
	if p.Budget != nil && p.Executed != nil && *p.Budget > 0 && tenths(*p.Executed, *p.Budget) < below {
		add("low-execution")
	}
	if len(classes) > 1 {
		classes = slices.DeleteFunc(classes, func(c string) bool { return c == "normal" })
	}
	p.Classes = classes
}
