package cases

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// Path walks a year back from the filings that are due next, and names the units for which the chain waits.
func (s *Service) Path(ctx context.Context, actor Actor, name string, year int) (CyclePath, error) {
	r, err := s.readInside(ctx, actor)
	if err != nil {
		return CyclePath{}, err
	}
	c, err := r.findCycle(ctx, name, year)
	if err != nil {
		return CyclePath{}, err
	}
	out := CyclePath{Cycle: fmt.Sprintf("%s-%d", c.Name, c.Year), Today: r.v.today, Waiting: []PathWait{}}
	stages, err := r.pathStages(ctx, c)
	if err != nil {
		return out, err
	}
	if out.Path = policies.Critical(stages, r.v.today, s.rules.Calendar()); out.Path == nil {
		return out, nil
	}
	m, err := r.matrix(ctx, c, "")
	if err != nil {
		return out, err
	}
	out.Waiting = waiting(m, out.Path.Chain)
	return out, nil
}

// pathStages reads the graph of a year as it is today. The rule of a meeting's body is that of its stage's pack.
func (r reading) pathStages(ctx context.Context, c db.ViewCyclesRow) ([]policies.PathStage, error) {
	rows, err := r.q.ViewCyclePath(ctx, c.ID)
	if err != nil {
		return nil, store.Interpret(err)
	}
	out := make([]policies.PathStage, len(rows))
	for i, s := range rows {
		p, err := r.s.rules.Of(ctx, r.q, s.PackHash)
		if err != nil {
			return nil, err
		}
		cycle, _ := p.Cycle(c.Name) // a stage without its rule needs nothing and meets under no body
		dates := policies.StageDates{DueOperative: s.DueOperative, Hold: s.HoldOn}
		out[i] = policies.PathStage{
			Stage: roundKey(s.Key, s.Round), Kind: s.Kind, After: s.AfterKeys, Planned: dates.Ends(), Legal: s.DueLegal,
			Called: s.Called, Need: cycle.Need(s.Kind),
			Done: !s.DecidedOn.IsZero() || !s.ClosedOn.IsZero() || s.State == gov.Waived || s.State == gov.Skipped,
		}
		if rule, ok := p.Stage(c.Name, s.Key); ok && s.Kind == gov.StageDeliberate {
			out[i].Body = bodyOf(p, rule)
		}
	}
	return out, nil
}

// waitsMost bounds the list of units that are waited for.
const waitsMost = 50

// waiting are the units with open tasks in the stages of a chain: those whose oldest task is open longest first.
func waiting(m CycleMatrix, chain []string) []PathWait {
	out := []PathWait{}
	for _, u := range m.Units {
		for _, c := range u.Cells {
			if c.Open == 0 || len(c.Holders) == 0 || !slices.Contains(chain, c.Stage) {
				continue
			}
			oldest := c.Holders[0]
			out = append(out, PathWait{
				Unit: u.Unit, UnitName: u.UnitName, Stage: c.Stage, Open: c.Open, Since: oldest.Since, Age: oldest.Age,
				Late: c.Late, Holders: c.Holders,
			})
		}
	}
	slices.SortStableFunc(out, func(a, b PathWait) int {
		return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Stage, b.Stage))
	})
	return out[:min(len(out), waitsMost)]
}
