package pack

import (
	"encoding/json"
	"math"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/policies"
)

// money reports whether a fact is an amount in won: it is then never below zero.
func money(f policies.FactRule) bool { return strings.HasSuffix(f.ID, "_krw") }

// typeNames says what a fact of a type must be.
var typeNames = map[string]string{
	"bool": "참·거짓", "int": "정수", "string": "글", "strings": "글의 목록",
}

// settle brings the value of a fact into the type in which conditions speak of it: numbers and lists come out of JSON
// in other types. The sentence says what is wrong with the value, and is empty if nothing is.
func settle(f policies.FactRule, value any) (settled any, wrong string) {
	switch f.Type {
	case "bool":
		if b, ok := value.(bool); ok {
			return b, ""
		}
	case "int":
		if n, ok := whole(value); ok && money(f) && n < 0 {
			return nil, "0원보다 작을 수 없습니다"
		} else if ok {
			return n, ""
		}
	case "string":
		if s, ok := value.(string); ok {
			return s, unknownWord(f, s)
		}
	case "strings":
		if words, ok := wordsOf(value); ok {
			return words, unknownWord(f, words...)
		}
	}
	unit := ""
	if money(f) {
		unit = "(원)"
	}
	return nil, typeNames[f.Type] + unit + "이어야 합니다"
}

// Settle is the value of a fact as conditions take it, or a refusal that says what is wrong with it and what it may be.
func Settle(f policies.FactRule, value any) (any, error) {
	settled, wrong := settle(f, value)
	if wrong != "" {
		return nil, gov.Refusef(gov.CodeInvalid, "사실 ‘%[1]s(%[2]s)’: %[3]s", "the fact %[2]q is not what it must be (%[4]s)",
			f.Title, f.ID, wrong, strings.Join(append([]string{f.Type}, f.Values...), ", "))
	}
	return settled, nil
}

func unknownWord(f policies.FactRule, words ...string) string {
	for _, w := range words {
		if len(f.Values) > 0 && !slices.Contains(f.Values, w) {
			return "‘" + w + "’은(는) 쓸 수 없는 값입니다. 쓸 수 있는 값: " + strings.Join(f.Values, ", ")
		}
	}
	return ""
}

// whole returns a number without fraction, whatever type it came in.
func whole(value any) (int64, bool) {
	const exact = 1 << 53 // beyond it a float64 no longer tells one from the next
	switch n := value.(type) {
	case int:
		return int64(n), true
	case int32:
		return int64(n), true
	case int64:
		return n, true
	case float64:
		return int64(n), n == math.Trunc(n) && math.Abs(n) <= exact
	case json.Number:
		i, err := n.Int64()
		return i, err == nil
	}
	return 0, false
}

// wordsOf returns a set of words in order, whatever type it came in.
func wordsOf(value any) ([]string, bool) {
	var words []string
	switch list := value.(type) {
	case []string:
		words = slices.Clone(list)
	case []any:
		for _, item := range list {
			s, ok := item.(string)
			if !ok {
				return nil, false
			}
			words = append(words, s)
		}
	default:
		return nil, false
	}
	slices.Sort(words)
	return append([]string{}, slices.Compact(words)...), true
}

// crossFacts checks the declarations of facts, and that no condition speaks of a fact of another matter.
func (l *loader) crossFacts() {
	const file = authorityFileName
	for i, f := range l.authority.Facts {
		at := in(file, "facts", index(i)).at
		if money(f) && f.Type != "int" {
			l.fault(at("type"), "fact/money", "금액 ‘%s’은(는) 원 단위의 정수(int)로 적어야 합니다.", f.ID)
		}
		if len(f.Values) > 0 && f.Type != "string" && f.Type != "strings" {
			l.fault(at("values"), "fact/values", "‘%s’의 값은 글이 아니므로 목록으로 정할 수 없습니다.", f.ID)
		}
		for j, m := range f.Matters {
			l.needMatter(m, at("matters", index(j)))
		}
	}
	for i, row := range l.authority.Rows {
		for _, f := range l.p.authority.uses(row.ID) {
			if len(f.Matters) > 0 && !slices.Contains(f.Matters, row.Matter) {
				l.fault(in(file, "rows", index(i), "when"), "fact/matter", "사실 ‘%s’(%s)은(는) 업무 ‘%s’의 사실이 아닙니다.",
					f.ID, f.Title, row.Matter)
			}
		}
	}
}
