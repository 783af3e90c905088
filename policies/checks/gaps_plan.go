package checks

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Target is what the basic plan expects of a unit project in the year of the paper: a point of its targets, a
// milestone, or a cell of the roadmap.
type Target struct {
	Project string // id of the unit project
	Label   string // what is counted or reached
	Printed string // as the basic plan prints it
	Counted bool   // it is a number: the row of the year must give one
}

// planGaps holds the plan of the year against the basic plan: a project that ends although something is expected of it
// this year, an expected number for which the row gives none, and a target whose project is not in the paper. Projects
// that nobody answered for are named by gaps.
func planGaps(in Input) []Finding {
	if in.Paper.Plan == nil {
		return nil
	}
	expected := map[string][]Target{}
	var order []string
	for _, t := range in.Targets {
		if expected[t.Project] == nil {
			order = append(order, t.Project)
		}
		expected[t.Project] = append(expected[t.Project], t)
	}
	var out []Finding
	for _, p := range in.Paper.Plan.Projects() {
		if f, gap := planGap(p, expected[p.ID]); gap {
			out = append(out, f)
		}
		delete(expected, p.ID)
	}
	for _, id := range order {
		if targets := expected[id]; targets != nil {
			out = append(out, targetFinding("gaps/target/", id, targets, "목표가 적힌 단위사업이 올해 시행계획안에 없습니다."))
		}
	}
	return out
}

// planGap says what a row owes to the basic plan.
func planGap(p Project, targets []Target) (Finding, bool) {
	switch {
	case len(targets) == 0 || !p.Reported:
		return Finding{}, false
	case p.Text("change") == "ended":
		f := targetFinding("gaps/ended/", p.ID, targets, "기본계획에 올해 목표가 있는 사업을 종료로 제출하였습니다.")
		f.Place = p.Code + " " + p.Name
		return f, true
	case p.hasTarget():
		return Finding{}, false
	}
	var counted []Target
	for _, t := range targets {
		if t.Counted {
			counted = append(counted, t)
		}
	}
	if len(counted) == 0 {
		return Finding{}, false
	}
	f := targetFinding("gaps/target/", p.ID, counted, "기본계획의 올해 목표에 해당하는 목표값이 적혀 있지 않습니다.")
	f.Place = p.Code + " " + p.Name
	return f, true
}

func targetFinding(id, project string, targets []Target, text string) Finding {
	printed := make([]string, len(targets))
	for i, t := range targets {
		printed[i] = fmt.Sprintf("%s %s", t.Label, t.Printed)
	}
	return Finding{
		ID: id + project, Check: "gaps", Severity: Warning, Article: "평생교육법 제11조제1항", Place: project,
		Printed: strings.Join(printed, "; "), Message: text,
	}
}

// hasTarget reports whether the unit gave a number that it aims at, in whatever field its form has for it.
func (p Project) hasTarget() bool {
	var data fields
	if json.Unmarshal(p.Data, &data) != nil {
		return false
	}
	for name := range data {
		if name != "target" && name != "targets" && name != "indicators" && !strings.HasPrefix(name, "target_value") {
			continue
		}
		if text := data.text(name); text != "" && text != "[]" && text != "{}" {
			return true
		}
	}
	return false
}
