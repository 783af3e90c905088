package policies

import "slices"

// UnitLine computes the line of what a unit hands in (부서 제출자료): those between whoever submits and the head of the
// unit review, the lowest first, and the head decides. Where the head himself submits, the next post above decides:
// nobody signs his own draft. Above the head of an agency of its own stands nobody; there the cell stays his, and it is
// signed by whoever else holds his post or stands in for him. A unit without a head is refused with CodeNoRule.
func UnitLine(row AuthorityRow, drafter, head Post, org Org) ([]Cell, error) {
	if head.ID == "" {
		return nil, noDecider(row)
	}
	decider := head
	if above, ok := Superior(head, org); ok && head.ID == drafter.ID {
		decider = above
	}
	l := liner{LineRequest: LineRequest{Row: row, Drafter: drafter}, org: org}
	for _, p := range between(drafter, decider, org) {
		l.step++
		l.add(p, CellReview, "제출자의 지휘계통에서 부서장에 앞서 검토합니다.")
	}
	l.step++
	l.add(decider, CellApprove, "부서(기관)의 장으로서 제출자료를 결재합니다.")
	return l.cells, nil
}

// between are the posts of the drafter's unit that stand above him and under the decider.
func between(drafter, decider Post, org Org) []Post {
	var out []Post
	at := drafter
	for range maxDepth {
		next, ok := Superior(at, org)
		if !ok || next.ID == decider.ID || next.Unit != drafter.Unit || !Above(decider.Rank, next.Rank) {
			return out
		}
		if slices.ContainsFunc(out, func(p Post) bool { return p.ID == next.ID }) {
			return out
		}
		out, at = append(out, next), next
	}
	return out
}
