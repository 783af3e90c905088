package checks

import (
	"cmp"
	"slices"
)

// Severity says what a finding asks of the coordinator.
type Severity string

// The severities.
const (
	Fault   Severity = "error"   // the paper is not complete or not right
	Warning Severity = "warning" // two places disagree, or a thing may stand twice
	Note    Severity = "note"    // worth knowing; needs no decision
)

// Finding is one thing that a check saw.
type Finding struct {
	ID       string   `json:"id"`    // stable: check/what/where
	Check    string   `json:"check"` // sums, rates, counts, chapters, gaps, overlaps, execution, source
	Severity Severity `json:"severity"`
	Article  string   `json:"article"`
	Place    string   `json:"place"`
	Printed  string   `json:"printed,omitempty"`  // what stands there
	Computed string   `json:"computed,omitempty"` // what arithmetic or the other place gives
	Message  string   `json:"message"`            // Korean, one sentence
}

// NeedsDecision reports whether somebody must accept, mend or waive the finding before the paper is confirmed.
func (f Finding) NeedsDecision() bool { return f.Severity != Note }

// Inconsistency is a contradiction of the source papers that arithmetic shows, recorded at the import.
type Inconsistency struct {
	ID       string
	Kind     string
	Place    string
	Printed  string
	Computed string
}

// Input is what the checks read.
type Input struct {
	Paper      Paper
	Investment []Investment    // the table of the basic plan
	Source     []Inconsistency // of the results the paper is about
	Targets    []Target        // what the basic plan expects of the year
	Overlaps   []Overlap       // pairs that may stand twice, the likeliest first
	Unmeasured bool            // the pack has no rule by which they are found
}

const (
	ordinance4   = "서울특별시 평생교육진흥에 관한 조례 제4조"
	ordinance4p2 = "서울특별시 평생교육진흥에 관한 조례 제4조의2"
	ordinance4p3 = "서울특별시 평생교육진흥에 관한 조례 제4조의3"
	planArticle  = "평생교육법 제11조제1항"
	resultsRule  = "평생교육법 제11조제2항"
)

// suites are the checks behind each name that a compile stage may list.
var suites = map[string][]func(Input) []Finding{
	"sums":     {sums, rates, counts, execution, source},
	"chapters": {chapters},
	"gaps":     {gaps, planGaps},
	"overlaps": {overlaps},
}

// Run does the named checks and returns what they found, in a stable order. A name that is no check finds nothing;
// policy check refuses it before.
func Run(names []string, in Input) []Finding {
	out := []Finding{}
	for _, n := range names {
		for _, check := range suites[n] {
			out = append(out, check(in)...)
		}
	}
	slices.SortStableFunc(out, func(a, b Finding) int { return cmp.Compare(a.ID, b.ID) })
	return out
}
