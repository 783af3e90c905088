package policies

import (
	"cmp"
	"slices"
)

// Pair names two projects of one part, the smaller id first.
type Pair struct{ Part, A, B string }

// PairOf is the pair of two projects of a part, in either order.
func PairOf(part, a, b string) Pair {
	if b < a {
		a, b = b, a
	}
	return Pair{part, a, b}
}

// Key names the pair in lists and acts: results/R24-2-3-15/R24-3-1-6.
func (p Pair) Key() string { return p.Part + "/" + p.A + "/" + p.B }

// ScoredPair is a pair with its likeness and the cluster it belongs to.
type ScoredPair struct {
	Pair
	OverlapScore

	Cluster string // part and smallest id of its connected component
}

// Candidates are the pairs of projects worth comparing because they share a telling figure, a goal or an agency. What
// more than rule.Shared projects of a part have in common says nothing, so the work grows with the projects, not with
// their pairs. Pairs of like names are the database's to find.
func (r OverlapRule) Candidates(items []OverlapItem) []Pair {
	having := map[string][]string{}
	var order []string
	for _, i := range items {
		for _, k := range r.keys(i) {
			k = i.Part + "\x00" + k
			if having[k] == nil {
				order = append(order, k)
			}
			if !slices.Contains(having[k], i.ID) && len(having[k]) <= r.Shared {
				having[k] = append(having[k], i.ID)
			}
		}
	}
	seen := map[Pair]bool{}
	var out []Pair
	for _, k := range order {
		ids := having[k]
		if len(ids) > r.Shared {
			continue
		}
		part := k[:slices.Index([]byte(k), 0)]
		for n, a := range ids {
			for _, b := range ids[n+1:] {
				if p := PairOf(part, a, b); !seen[p] {
					seen[p] = true
					out = append(out, p)
				}
			}
		}
	}
	return out
}

func (r OverlapRule) keys(i OverlapItem) []string {
	var out []string
	for _, f := range i.Figures {
		if k := r.figureKey(f); k != "" {
			out = append(out, k)
		}
	}
	for _, a := range i.Agencies {
		out = append(out, "agency\x00"+a)
	}
	if goal := Plain(i.Goal); len([]rune(goal)) >= goalLeast {
		out = append(out, "goal\x00"+goal)
	}
	return out
}

// Shown are the pairs that the committee is shown: those alike enough, the likeliest first, with their clusters.
// similar gives the similarity of the names of each candidate in thousandths.
func (r OverlapRule) Shown(items []OverlapItem, similar map[Pair]int) []ScoredPair {
	by := map[[2]string]OverlapItem{}
	for _, i := range items {
		by[[2]string{i.Part, i.ID}] = i
	}
	var out []ScoredPair
	for p, name := range similar {
		a, b := by[[2]string{p.Part, p.A}], by[[2]string{p.Part, p.B}]
		if s := r.Score(a, b, name); s.Total >= r.Least {
			out = append(out, ScoredPair{Pair: p, OverlapScore: s})
		}
	}
	slices.SortFunc(out, func(x, y ScoredPair) int {
		return cmp.Or(cmp.Compare(y.Total, x.Total), cmp.Compare(y.Compared, x.Compared), cmp.Compare(x.Key(), y.Key()))
	})
	out = out[:min(len(out), r.Most)]
	cluster(out)
	return out
}

// cluster names the connected component of each pair by its smallest id: a project that joins a cluster leaves its name
// as it is, unless it comes before all others.
func cluster(pairs []ScoredPair) {
	root := map[string]string{}
	var find func(string) string
	find = func(x string) string {
		if up, ok := root[x]; ok && up != x {
			root[x] = find(up)
			return root[x]
		}
		root[x] = x
		return x
	}
	for _, p := range pairs {
		a, b := find(p.Part+"/"+p.A), find(p.Part+"/"+p.B)
		root[max(a, b)] = min(a, b)
	}
	for i, p := range pairs {
		pairs[i].Cluster = find(p.Part + "/" + p.A)
	}
}
