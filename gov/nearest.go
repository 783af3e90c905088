package gov

import (
	"cmp"
	"slices"
	"strings"
)

// Nearest are at most n of the words that exist which come next to one that does not: those with which it shares a part
// first, then those that are fewest letters away.
func Nearest[T ~string](word T, known []T, n int) []T {
	out := slices.Clone(known)
	slices.SortStableFunc(out, func(a, b T) int {
		return cmp.Compare(apart(string(word), string(a)), apart(string(word), string(b)))
	})
	return out[:min(n, len(out))]
}

// apart is how many letters of one word are to be changed, added or taken away to make the other (Levenshtein); a word
// within the other is no further than one.
func apart(a, b string) int {
	if a != "" && b != "" && (strings.Contains(a, b) || strings.Contains(b, a)) {
		return 1
	}
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range to {
			change := diagonal
			if x != y {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(to)]
}
