package policies

import (
	"fmt"

	"gyeol/gov"
	"gyeol/policies/calendar"
)

// YearPlan lays the stages of a cycle out for a plan year, round by round, as opening the year does; bodies answers
// which body meets. Stages that the year waives are behind it.
func YearPlan(c CycleRule, year int, bodies func(gov.BodyID) (BodyRule, bool),
	cal *calendar.Calendar,
) ([]PlannedStage, error) {
	var out []PlannedStage
	rounds := map[string][]string{}
	for _, rule := range c.Stages {
		for _, r := range Rounds(rule, year) {
			var body *BodyRule
			if b, ok := bodies(rule.Body); ok {
				body = &b
			}
			dates, err := Dates(r.Stage, year, body, cal)
			if err != nil {
				return nil, err
			}
			_, waived := Waived(rule, year)
			key := stageKey(rule.ID, r.No)
			rounds[rule.ID] = append(rounds[rule.ID], key)
			out = append(out, PlannedStage{
				PathStage: PathStage{
					Stage: key, Kind: rule.Kind, After: rule.After, Done: waived, Planned: dates.Ends(),
					Legal: dates.DueLegal,
					Body:  body, Need: c.Need(rule.Kind),
				},
				Title: rule.Title, Dates: dates, Statutory: Statutory(rule), Article: rule.Article,
				Extends: rule.Extends,
			})
		}
	}
	at := map[string]int{}
	for i, s := range out {
		rule := stageOf(c, s.Stage)
		out[i].After = gateKeys(rule, rounds, at[rule.ID])
		at[rule.ID]++
	}
	return out, nil
}

// Statutory reports whether the due date of a stage is one that the law names: the last day of a month.
func Statutory(rule StageRule) bool { return rule.Due != nil && rule.Due.LastDay > 0 }

func stageKey(id string, round int) string {
	if round == 1 {
		return id
	}
	return fmt.Sprintf("%s.%d", id, round)
}

// stageOf is the rule of a stage by its key, with or without a round.
func stageOf(c CycleRule, key string) StageRule {
	for _, s := range c.Stages {
		if key == s.ID || len(key) > len(s.ID) && key[:len(s.ID)+1] == s.ID+"." {
			return s
		}
	}
	return StageRule{}
}

// gateKeys are the rounds that a round waits for: the same round of a stage that repeats alike, else every round.
func gateKeys(rule StageRule, rounds map[string][]string, round int) []string {
	var out []string
	for _, after := range rule.After {
		if gates := rounds[after]; len(gates) == len(rounds[rule.ID]) {
			out = append(out, gates[round])
		} else {
			out = append(out, gates...)
		}
	}
	return out
}
