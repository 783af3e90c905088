package cases

import (
	"context"

	"gyeol/policies/checks"
)

// gatherTargets reads what the basic plan expects of each unit project in the year of the paper.
func (ch *change) gatherTargets(ctx context.Context, in *checks.Input) error {
	if in.Paper.Plan == nil {
		return nil
	}
	p, err := ch.pack(ctx)
	if err != nil {
		return err
	}
	for _, t := range p.Plan.TargetsOf(in.Paper.Plan.Year) {
		in.Targets = append(in.Targets, checks.Target{
			Project: t.Project, Label: t.Label, Printed: t.Printed, Counted: t.Counted,
		})
	}
	return nil
}
