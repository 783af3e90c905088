package checks

import (
	"encoding/json"
	"fmt"
	"strings"

	"gyeol/gov"
	"gyeol/policies"
)

// Overlap is a pair of projects that may be one, with what was decided on it.
type Overlap struct {
	policies.ScoredPair

	Names   [2]string // of the two projects
	Settled *Settled  // nil: nobody has decided on the pair as it stands
}

// Settled is what was decided on a pair, as it is carried into the rows of both projects.
type Settled struct {
	Pair     string     `json:"pair"`
	Decision string     `json:"decision"`
	Item     string     `json:"row,omitempty"`  // the project that is merged, moved or dropped
	Into     string     `json:"into,omitempty"` // the project that takes the merged one in
	ToUnit   gov.UnitID `json:"to_unit,omitempty"`
	By       string     `json:"by"`
	On       gov.Date   `json:"decided_on"`
	Reason   string     `json:"reason"`
}

// String says the decision in words.
func (s Settled) String() string {
	text := policies.OverlapWord(s.Decision)
	switch s.Decision {
	case policies.OverlapMerge:
		text = fmt.Sprintf("%s(%s → %s)", text, s.Item, s.Into)
	case policies.OverlapMove:
		text = fmt.Sprintf("%s(%s → %s)", text, s.Item, s.ToUnit)
	case policies.OverlapDrop:
		text = fmt.Sprintf("%s(%s)", text, s.Item)
	}
	return text + ": " + s.Reason
}

// overlaps tells of every pair that may stand twice; a pair on which somebody has decided needs no further answer.
func overlaps(in Input) []Finding {
	if in.Unmeasured {
		return []Finding{{
			ID: "overlaps/rule", Check: "overlaps", Severity: Note, Article: ordinance4, Place: in.Paper.Title,
			Message: "규정 묶음에 이 날 적용되는 중복 판단 기준이 없어 비교하지 않았습니다.",
		}}
	}
	var out []Finding
	for _, o := range in.Overlaps {
		f := Finding{
			ID: OverlapFinding(o.Pair), Check: "overlaps", Severity: Warning, Article: ordinance4,
			Place:   fmt.Sprintf("%s %s / %s %s", o.A, o.Names[0], o.B, o.Names[1]),
			Printed: policies.Thousandths(o.Total), Message: "중복이 의심됩니다. 통합·조정할 것인지 검토하십시오. " + why(o.OverlapScore),
		}
		if o.Settled != nil {
			f.Severity, f.Computed = Note, o.Settled.String()
			f.Message = "중복 여부를 검토하여 결정하였습니다. " + why(o.OverlapScore)
		}
		out = append(out, f)
	}
	return out
}

// OverlapFinding is the id of the finding on a pair.
func OverlapFinding(p policies.Pair) string { return "overlaps/" + p.Key() }

// why are the reasons of a score in one line: what could be compared, with what it says.
func why(s policies.OverlapScore) string {
	var parts []string
	for _, p := range s.Parts {
		if p.Value != nil {
			parts = append(parts, p.Text)
		}
	}
	return "(" + strings.Join(parts, "; ") + ")"
}

// OverlapItems are the projects of a paper as a rule compares them, in the order of the paper.
func OverlapItems(paper Paper, r policies.OverlapRule) []policies.OverlapItem {
	var out []policies.OverlapItem
	for _, part := range []struct {
		name string
		of   *Part
	}{{policies.OverlapPlan, paper.Plan}, {policies.OverlapResults, paper.Results}} {
		for _, p := range part.of.Projects() {
			out = append(out, overlapItem(part.name, p, r))
		}
	}
	return out
}

func overlapItem(part string, p Project, r policies.OverlapRule) policies.OverlapItem {
	var data fields
	if json.Unmarshal(p.Data, &data) != nil {
		data = fields{} // a row that was left blank says nothing
	}
	i := policies.OverlapItem{
		Part: part, ID: p.ID, Name: p.Name, Goal: data.first(r.Fields(policies.ByGoal)),
		Target: data.first(r.Fields(policies.ByTarget)), Place: data.first(r.Fields(policies.ByPlace)),
		Budget: p.Budget, Agencies: p.Partners,
	}
	if days := r.Fields(policies.ByPeriod); len(days) == 2 {
		i.From, i.To = data.day(days[0]), data.day(days[1])
	}
	for _, f := range p.Figures {
		i.Figures = append(i.Figures, policies.OverlapFigure{Label: f.Label, Value: f.Value.String(), Unit: f.Unit})
	}
	if of := r.Fields(policies.ByIndicator); len(of) == 2 && data.text(of[0]) != "" {
		i.Figures = append(i.Figures, policies.OverlapFigure{Value: data.text(of[0]), Unit: data.text(of[1])})
	}
	return i
}

// fields are what a unit typed into a row.
type fields map[string]json.RawMessage

// text is a field as it was typed, "" where it was left blank.
func (f fields) text(name string) string {
	var s string
	if json.Unmarshal(f[name], &s) == nil {
		return s
	}
	if raw := string(f[name]); raw != "null" {
		return raw
	}
	return ""
}

func (f fields) first(names []string) string {
	for _, n := range names {
		if s := f.text(n); s != "" {
			return s
		}
	}
	return ""
}

// day is a field that names a day, zero where it names none.
func (f fields) day(name string) gov.Date {
	d, err := gov.ParseDate(f.text(name))
	if err != nil {
		return gov.Date{}
	}
	return d
}
