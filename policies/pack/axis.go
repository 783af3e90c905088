package pack

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"gyeol/policies"
)

// axis is one fact cut into classes: no condition tells two values of one class apart.
type axis struct {
	fact    policies.FactRule
	samples []any              // one value of each class
	say     func([]int) string // names a set of classes in order, in words an official can read
}

// maxWords bounds the words of one set whose every combination is tried.
const maxWords = 8

// axis cuts a fact. False if it has too many classes.
func (t *told) axis(f policies.FactRule) (axis, bool) {
	words := slices.Compact(slices.Sorted(slices.Values(t.words[f.ID])))
	switch f.Type {
	case "int":
		return intAxis(f, t.ints[f.ID]), true
	case "string":
		return wordAxis(f, words), true
	case "strings":
		if len(words) > maxWords {
			return axis{}, false
		}
		others := 1
		if n, sized := t.sizes[f.ID]; sized {
			others = int(max(n, 0)) + 1
		}
		return setAxis(f, words, others), true
	}
	return axis{f, []any{false, true}, func(set []int) string {
		return f.ID + " = " + strconv.FormatBool(set[0] == 1)
	}}, true
}

// span is a run of integers.
type span struct{ lo, hi int64 }

// intAxis cuts the integers at every value with which they are compared: each such value is a class, and so is what
// lies between two of them.
func intAxis(f policies.FactRule, cuts []int64) axis {
	lo, hi := int64(math.MinInt64), int64(math.MaxInt64)
	if money(f) {
		lo = 0
	}
	cuts = slices.Compact(slices.Sorted(slices.Values(cuts)))
	cuts = slices.DeleteFunc(cuts, func(n int64) bool { return n < lo })
	var spans []span
	next, over := lo, false
	for _, n := range cuts {
		if next < n {
			spans = append(spans, span{next, n - 1})
		}
		spans = append(spans, span{n, n})
		next, over = n+1, n == hi
	}
	if !over {
		spans = append(spans, span{next, hi})
	}
	a := axis{fact: f, say: func(set []int) string { return sayInts(f.ID, spans, set) }}
	for _, s := range spans {
		sample := s.lo
		if s.lo == math.MinInt64 {
			sample = s.hi
		}
		a.samples = append(a.samples, sample)
	}
	return a
}

// sayInts names runs of neighbouring spans by their bounds.
func sayInts(id string, spans []span, set []int) string {
	var runs []string
	for i := 0; i < len(set); {
		j := i
		for j+1 < len(set) && set[j+1] == set[j]+1 {
			j++
		}
		lo, hi := spans[set[i]].lo, spans[set[j]].hi
		first, last := set[i] == 0, set[j] == len(spans)-1
		switch {
		case lo == hi:
			runs = append(runs, fmt.Sprintf("%s = %d", id, lo))
		case first:
			runs = append(runs, fmt.Sprintf("%s ≤ %d", id, hi))
		case last:
			runs = append(runs, fmt.Sprintf("%s ≥ %d", id, lo))
		default:
			runs = append(runs, fmt.Sprintf("%d ≤ %s ≤ %d", lo, id, hi))
		}
		i = j + 1
	}
	return strings.Join(runs, " 또는 ")
}

// wordAxis cuts a word: each value with which it is compared, and everything else.
func wordAxis(f policies.FactRule, words []string) axis {
	names := slices.Clone(words)
	if rest := otherWords(f, words, 1); len(rest) > 0 {
		words, names = append(words, rest[0]), append(names, "그 밖의 값")
	}
	a := axis{fact: f, say: func(set []int) string { return f.ID + " = " + sayNames(names, set) }}
	for _, w := range words {
		a.samples = append(a.samples, w)
	}
	return a
}

// setAxis cuts a set of words: every combination of those it is asked for, with up to a number of others.
func setAxis(f policies.FactRule, words []string, others int) axis {
	rest := otherWords(f, words, others)
	var samples []any
	var names []string
	for mask := range 1 << len(words) {
		var in []string
		for i, w := range words {
			if mask&(1<<i) != 0 {
				in = append(in, w)
			}
		}
		for n := range len(rest) + 1 {
			samples = append(samples, append(append([]string{}, in...), rest[:n]...))
			names = append(names, sayWords(in, n))
		}
	}
	return axis{f, samples, func(set []int) string { return f.ID + " = " + sayNames(names, set) }}
}

func sayWords(in []string, others int) string {
	words := slices.Clone(in)
	if others > 0 {
		words = append(words, "그 밖 "+strconv.Itoa(others)+"가지")
	}
	return "[" + strings.Join(words, ", ") + "]"
}

// otherWords returns up to n values of a fact that no condition names.
func otherWords(f policies.FactRule, words []string, n int) []string {
	var out []string
	for _, v := range f.Values {
		if len(out) < n && !slices.Contains(words, v) {
			out = append(out, v)
		}
	}
	for i := 1; len(f.Values) == 0 && len(out) < n; i++ {
		if w := "그 밖의 값 " + strconv.Itoa(i); !slices.Contains(words, w) {
			out = append(out, w)
		}
	}
	return out
}

// maxNames bounds the values that one sentence lists.
const maxNames = 4

func sayNames(names []string, set []int) string {
	var out []string
	for _, i := range set[:min(len(set), maxNames)] {
		out = append(out, names[i])
	}
	text := strings.Join(out, " 또는 ")
	if more := len(set) - maxNames; more > 0 {
		text += fmt.Sprintf(" 등 %d가지", len(set))
	}
	return text
}
