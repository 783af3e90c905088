package cases

import (
	"context"
	"fmt"
	"strings"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// mostMoves bounds how many dates one question moves.
const mostMoves = 20

// WhatIf answers what would follow if dates of a running year were moved: stage=YYYY-MM-DD, of a meeting its day, of
// any other stage its last day. Nothing is written.
func (s *Service) WhatIf(ctx context.Context, actor Actor, year YearOf,
	moves []string,
) (policies.WhatIfResult, error) {
	var out policies.WhatIfResult
	r, err := s.readInside(ctx, actor)
	if err != nil {
		return out, err
	}
	asked, err := readMoves(moves)
	if err != nil {
		return out, err
	}
	c, err := r.findCycle(ctx, year.Name, year.Year)
	if err != nil {
		return out, err
	}
	stages, err := r.plannedStages(ctx, c)
	if err != nil {
		return out, err
	}
	return policies.WhatIf(stages, asked, r.v.today, s.rules.Calendar())
}

// YearOf is a cycle and its plan year.
type YearOf struct {
	Name string
	Year int
}

func readMoves(moves []string) ([]policies.MovedDate, error) {
	if len(moves) == 0 || len(moves) > mostMoves {
		return nil, invalid("move", fmt.Sprintf("옮길 날짜를 1개 이상 %d개 이하로 적으십시오.", mostMoves),
			fmt.Sprintf("name 1 to %d dates to move", mostMoves))
	}
	out := make([]policies.MovedDate, len(moves))
	for i, m := range moves {
		stage, day, _ := strings.Cut(m, "=")
		parsed, err := gov.ParseDate(day)
		if err != nil || stage == "" {
			return nil, invalid("move", "단계=YYYY-MM-DD 꼴로 적으십시오.", "write stage=YYYY-MM-DD")
		}
		out[i] = policies.MovedDate{Stage: stage, Day: parsed}
	}
	return out, nil
}

// plannedStages reads the graph of a year as it is today, each stage by the rule of its pack.
func (r reading) plannedStages(ctx context.Context, c db.ViewCyclesRow) ([]policies.PlannedStage, error) {
	rows, err := r.q.ViewPlannedStages(ctx, c.ID)
	if err != nil {
		return nil, store.Interpret(err)
	}
	out := make([]policies.PlannedStage, len(rows))
	for i, s := range rows {
		p, err := r.s.rules.Of(ctx, r.q, s.PackHash)
		if err != nil {
			return nil, err
		}
		cycle, _ := p.Cycle(c.Name) // a stage without its rule needs nothing and meets under no body
		rule, _ := p.Stage(c.Name, s.Key)
		dates := policies.StageDates{
			Opens: s.OpensOn, DueOperative: s.DueOperative, DueLegal: s.DueLegal, Hold: s.HoldOn, CallBy: s.CallBy,
		}
		out[i] = policies.PlannedStage{
			PathStage: policies.PathStage{
				Stage: roundKey(s.Key, s.Round), Kind: s.Kind, After: s.AfterKeys, Planned: dates.Ends(),
				Legal:  s.DueLegal,
				Called: s.Called, Need: cycle.Need(s.Kind), Body: meetingBody(p, rule),
				Done: !s.DecidedOn.IsZero() || !s.ClosedOn.IsZero() || s.State == gov.Waived ||
					s.State == gov.Skipped,
			},
			Title: s.Title, Dates: dates, Opened: !s.OpenedOn.IsZero(), Statutory: policies.Statutory(rule),
			Article: rule.Article, Extends: rule.Extends,
		}
	}
	return out, nil
}
