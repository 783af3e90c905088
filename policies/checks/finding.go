package checks

import (
	"cmp"
	"slices"

	"gyeol/policies"
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
	Check    string   `json:"check"` // id of its rule: sums, rates, execution …
	Severity Severity `json:"severity"`
	Article  string   `json:"article"`
	Place    string   `json:"place"`
	Printed  string   `json:"printed,omitempty"`  // what stands there
	Computed string   `json:"computed,omitempty"` // what arithmetic or the other place gives
	Message  string   `json:"message"`            // Korean: what is wrong and what to do
	// Item is the unit project, sub-project or item that it is about, Row and Field the place on its form. They are
	// empty where it is about the paper.
	Item  string `json:"item,omitempty"`
	Row   string `json:"row,omitempty"`
	Field string `json:"field,omitempty"`
	// About is the source paper that disagrees with itself: basic-plan, results-2024. It is empty for a finding about
	// the compiled paper.
	About string `json:"about,omitempty"`
	// Source is the id under which the recorded list of contradictions knows it, where it does.
	Source string `json:"source,omitempty"`
	// Assumed says that the wording of the rule on that day was not read (현행 규정 기준).
	Assumed bool `json:"assumed,omitempty"`
}

// NeedsDecision reports whether somebody must accept, mend or waive the finding before the paper is confirmed.
func (f Finding) NeedsDecision() bool { return f.Severity != Note }

// Inconsistency is a contradiction of the source papers that a person found by reading and no arithmetic shows.
type Inconsistency struct {
	ID       string
	About    string
	Place    string
	Printed  string
	Computed string // what the other place says; "" where nothing does
	Note     string
}

// Input is what the checks read.
type Input struct {
	Paper      Paper
	Investment []Investment // the table of the basic plan
	Claims     []Claim      // of the source papers that the paper is about
	Recorded   []Inconsistency
	Forms      []FormRows          // the accepted rows, by form and wording
	Rules      policies.CheckRules // the zero value is the default table
	Targets    []Target            // what the basic plan expects of the year
	Overlaps   []Overlap           // pairs that may stand twice, the likeliest first
	Unmeasured bool                // the pack has no rule by which they are found
}

// FormRows are the accepted rows of one wording of a form.
type FormRows struct {
	Form policies.FormRule
	Rows []Row
}

const ordinance4 = "서울특별시 평생교육진흥에 관한 조례 제4조"

// suites are the checks behind each name that a compile stage may list.
var suites = map[string][]func(Input) []Finding{
	"sums":     {sums, rates, counts, acceptedRows, references, recorded},
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
	sortFindings(out)
	return out
}

// sortFindings puts findings in the order of their ids.
func sortFindings(list []Finding) {
	slices.SortStableFunc(list, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Row, b.Row))
	})
}
