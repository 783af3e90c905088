package pack

import (
	"maps"
	"slices"

	"gyeol/gov"
	"gyeol/policies"
)

// checksFileName is the file of what the checks measure with; a pack without one follows the default table.
const checksFileName = "checks.yaml"

type checksFile struct {
	Chapters []policies.ChapterSet `yaml:"chapters"`
	Checks   []policies.CheckRule  `yaml:"checks"`
}

// ChecksOn returns the rules of the checks as they are in force on a day.
func (p *Pack) ChecksOn(on gov.Date) policies.CheckRules {
	return policies.ChecksOn(p.Checks, p.Chapters, on)
}

// crossChecks proves that every rule names a check and what that check knows, that no day has two of them, and that
// every field it reads is on some form.
func (l *loader) crossChecks() {
	known := policies.ChecksOn(nil, nil, gov.Date{})
	fields := map[string]bool{}
	for _, f := range l.forms.Forms {
		for _, field := range f.Fields {
			fields[field.ID] = true
		}
	}
	for i, r := range l.checks.Checks {
		at := in(checksFileName, "checks", index(i)).at
		standard := known.Rule(r.ID)
		l.need(standard.ID != "", at("id"), "check", r.ID)
		l.needKeys(at("limits"), r.Limits, standard.Limits)
		l.needKeysOf(at("fields"), r.Fields, standard.Fields)
		l.needKeysOf(at("words"), r.Words, standard.Words)
		for role, ids := range r.Fields {
			for j, id := range ids {
				l.need(fields[id], at("fields", role, index(j)), "field", id)
			}
		}
		for _, before := range l.checks.Checks[:i] {
			if before.ID == r.ID && meet(before.Ruled, r.Ruled) {
				l.fault(at(), "check/overlap", "확인 규칙 ‘%s’이(가) 같은 날에 둘 이상입니다.", r.ID)
			}
		}
	}
	for i, c := range l.checks.Chapters {
		for _, before := range l.checks.Chapters[:i] {
			if meet(before.Ruled, c.Ruled) {
				l.fault(in(checksFileName, "chapters", index(i)), "check/overlap", "계획의 항목이 같은 날에 두 가지입니다.")
			}
		}
	}
}

// needKeys refuses a limit that its check does not know: a misspelt one would quietly leave the default in force.
func (l *loader) needKeys(where place, have, known map[string]int64) {
	for _, name := range slices.Sorted(maps.Keys(have)) {
		_, ok := known[name]
		l.need(ok, where.at(name), "check-word", name)
	}
}

func (l *loader) needKeysOf(where place, have, known map[string][]string) {
	for _, name := range slices.Sorted(maps.Keys(have)) {
		_, ok := known[name]
		l.need(ok, where.at(name), "check-word", name)
	}
}
