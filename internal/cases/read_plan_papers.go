package cases

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/policies"
)

// PlanPapers are the compiled papers of a year that the reader may follow, youngest first.
func (s *Service) PlanPapers(ctx context.Context, actor Actor, year int) ([]PlanPaper, error) {
	r, err := s.readInside(ctx, actor)
	if err != nil {
		return nil, err
	}
	list, err := r.q.CompilationsOfYear(ctx, int32(year))
	out := []PlanPaper{}
	for _, c := range list {
		one, err := r.followed(ctx, c.ID)
		if errors.Is(err, gov.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, PlanPaper{
			Case: c.ID, Title: c.Title, Cycle: fmt.Sprintf("%s-%d", c.Name, c.Year), CycleTitle: c.CycleTitle, State: c.State,
			Overlaps: slices.Contains(policies.MachineOf(gov.CaseCompilation).Open(one.State), gov.VerbAdjustOverlap),
		})
	}
	return out, store.Interpret(err)
}

// PlanPaper is a compiled paper.
type PlanPaper struct {
	Case       gov.CaseID
	Title      string
	Cycle      string // name-year
	CycleTitle string
	State      gov.State
	Overlaps   bool // its pairs can be decided on in this state
}

// PlanUnits are the units that exist today, by name: those to which a project can be moved.
func (s *Service) PlanUnits(ctx context.Context, actor Actor) ([]PlanChoice, error) {
	r, err := s.readInside(ctx, actor)
	if err != nil {
		return nil, err
	}
	units, err := r.q.UnitsOn(ctx, r.v.today)
	out := []PlanChoice{}
	for _, u := range units {
		if inside(u.Kind) {
			out = append(out, PlanChoice{string(u.ID), u.Name})
		}
	}
	slices.SortFunc(out, func(a, b PlanChoice) int {
		return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.Value, b.Value))
	})
	return out, store.Interpret(err)
}
