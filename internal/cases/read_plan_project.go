package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store"
)

// PlanProject is one project with what it stands under, what the basic plan expects of it and its years.
type PlanProject struct {
	PlanItem
	Part     string
	Year     int
	Against  int
	Pillar   string // number and name
	Task     string
	Partners []string
	Targets  []PlanTarget
	Years    []PlanProjectYear // oldest first
}

// PlanTarget is a target of the basic plan with its points (S1 Ⅵ).
type PlanTarget struct {
	Label      string            `json:"label"`
	Printed    string            `json:"printed"`    // as the basic plan prints it
	Cumulative bool              `json:"cumulative"` // its values count since the beginning
	Points     []PlanTargetPoint `json:"points"`
}

// PlanTargetPoint is the value of a year.
type PlanTargetPoint struct {
	Year  int     `json:"year"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
}

// PlanProjectYear is a project in one year.
type PlanProjectYear struct {
	Year     int
	Item     PlanItem
	Progress string // state of the submission in words, "" where nobody was asked
}

// PlanProject reads one project of a year; gov.ErrNotFound where the year has none of that id.
func (s *Service) PlanProject(ctx context.Context, actor Actor, id string, f PlanFilter) (PlanProject, error) {
	r, err := s.readInside(ctx, actor)
	if err != nil {
		return PlanProject{}, err
	}
	years, err := r.planYear(ctx, PlanFilter{Year: f.Year, Against: f.Against})
	if err != nil {
		return PlanProject{}, store.Interpret(err)
	}
	for _, part := range []string{PlanPart, ResultsPart} {
		years.Part = part
		items, err := r.planItems(ctx, &years, id)
		if err != nil {
			return PlanProject{}, store.Interpret(err)
		}
		if len(items) == 1 && id != "" {
			return r.planProject(ctx, years, items[0])
		}
	}
	return PlanProject{}, gov.ErrNotFound
}

func (r reading) planProject(ctx context.Context, tree PlanTree, n node) (PlanProject, error) {
	out := PlanProject{
		PlanItem: n.PlanItem, Part: tree.Part, Year: tree.Year, Against: tree.Against,
		Pillar: n.pillar.Value + ". " + n.pillar.Title, Task: n.task.Value + ". " + n.task.Title, Partners: n.partners,
		Targets: []PlanTarget{}, Years: []PlanProjectYear{},
	}
	if len(n.targets) > 0 {
		if err := json.Unmarshal(n.targets, &out.Targets); err != nil {
			return out, fmt.Errorf("read the targets of %s: %w", n.ID, err)
		}
	}
	known := tree.Years
	if here := (PlanYear{tree.Year, tree.Part}); !slices.Contains(known, here) {
		known = append(slices.Clone(known), here)
	}
	for _, y := range known {
		if y.Part != tree.Part {
			continue
		}
		of := PlanTree{Year: y.Year, Part: y.Part, Against: y.Year - 1}
		items, err := r.planItems(ctx, &of, n.ID)
		if err != nil {
			return out, store.Interpret(err)
		}
		for _, i := range items {
			one := PlanProjectYear{Year: y.Year, Item: i.PlanItem}
			if !i.Case.IsZero() {
				one.Progress = i.State.Korean()
			}
			out.Years = append(out.Years, one)
		}
	}
	slices.SortFunc(out.Years, func(a, b PlanProjectYear) int { return a.Year - b.Year })
	return out, nil
}
