package policies

import (
	"maps"
	"slices"
	"sync"

	"gyeol/gov"
)

// CheckRule is one check of rows, tables and papers as data: how much it weighs, by which article, from when, and the
// limits it measures with. What it computes is code of package checks; a city writes only what it sees otherwise.
type CheckRule struct {
	Ruled    `yaml:",inline"`
	ID       string              `yaml:"id" json:"id"` // stable: the first part of the id of each finding
	Title    string              `yaml:"title" json:"title,omitempty"`
	Severity string              `yaml:"severity" json:"severity,omitempty"` // error, warning, note
	Message  string              `yaml:"message" json:"message,omitempty"`   // Korean, what is wrong and what to do
	Limits   map[string]int64    `yaml:"limits" json:"limits,omitempty"`     // in the unit that the name ends with
	Fields   map[string][]string `yaml:"fields" json:"fields,omitempty"`     // of forms, by their role in the check
	Words    map[string][]string `yaml:"words" json:"words,omitempty"`       // that it tells apart, such as units
}

// ChapterSet is the list of chapters that a plan must have, as one wording of its article has it.
type ChapterSet struct {
	Ruled  `yaml:",inline"`
	Titles []ChapterTitle `yaml:"titles" json:"titles"`
}

// ChapterTitle is one chapter of a plan.
type ChapterTitle struct {
	Number string `yaml:"number" json:"number"` // as rows name it
	Title  string `yaml:"title" json:"title"`
}

// CheckRules are the rules of one day.
type CheckRules struct {
	rules    map[string]CheckRule
	assumed  map[string]bool
	chapters ChapterSet
}

// ChecksOn lays what a city says over the default table, rule by rule, as it is in force on a day. Of a rule that the
// city dates, what is not yet or no more in force leaves the default. What a rule of the city leaves out, its default
// says.
func ChecksOn(city []CheckRule, chapters []ChapterSet, on gov.Date) CheckRules {
	out := CheckRules{rules: maps.Clone(defaults()), assumed: map[string]bool{}, chapters: defaultChapters()}
	for _, r := range city {
		if applies, assumed := r.InForce(on); applies {
			out.rules[r.ID], out.assumed[r.ID] = r.over(out.rules[r.ID]), assumed
		}
	}
	for _, c := range chapters {
		if applies, assumed := c.InForce(on); applies {
			out.chapters, out.assumed[ChapterCheck] = c, assumed
		}
	}
	return out
}

// over fills what the rule leaves out from the rule below it.
func (r CheckRule) over(below CheckRule) CheckRule {
	if r.Title == "" {
		r.Title = below.Title
	}
	if r.Severity == "" {
		r.Severity = below.Severity
	}
	if r.Message == "" {
		r.Message = below.Message
	}
	r.Limits = overlay(below.Limits, r.Limits)
	r.Fields = overlay(below.Fields, r.Fields)
	r.Words = overlay(below.Words, r.Words)
	return r
}

func overlay[V any](below, above map[string]V) map[string]V {
	out := make(map[string]V, len(below)+len(above))
	maps.Copy(out, below)
	maps.Copy(out, above)
	return out
}

// Rule returns a check by its id. Rules that nobody laid out are the default table.
func (c CheckRules) Rule(id string) CheckRule {
	if c.rules == nil {
		return defaults()[id]
	}
	return c.rules[id]
}

// defaults is the default table by id.
var defaults = sync.OnceValue(func() map[string]CheckRule {
	out := map[string]CheckRule{}
	for _, r := range DefaultChecks() {
		out[r.ID] = r
	}
	return out
})

// Assumed reports whether the wording that the rule follows on this day was not read (현행 규정 기준).
func (c CheckRules) Assumed(id string) bool { return c.assumed[id] }

// Chapters are the chapters that a plan must have.
func (c CheckRules) Chapters() ChapterSet {
	if c.rules == nil {
		return defaultChapters()
	}
	return c.chapters
}

// FieldOf is the field of a form that plays a role in the check: the first of those it names that the form has.
func (r CheckRule) FieldOf(form FormRule, role string) (FieldRule, bool) {
	for _, id := range r.Fields[role] {
		i := slices.IndexFunc(form.Fields, func(f FieldRule) bool { return f.ID == id })
		if i >= 0 {
			return form.Fields[i], true
		}
	}
	return FieldRule{}, false
}
