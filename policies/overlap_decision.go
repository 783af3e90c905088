package policies

import (
	"fmt"
	"slices"

	"gyeol/gov"
)

// The decisions on a pair (domain §2.2 stage 4).
const (
	OverlapKeep  = "keep"  // 유지: both go on as they are
	OverlapMerge = "merge" // 통합: one becomes part of the other
	OverlapMove  = "move"  // 이관: one goes to another unit
	OverlapDrop  = "drop"  // 제외: one is left out
)

// Who decides on a pair.
const (
	ByCoordinator = "coordinator" // 총괄부서
	ByCommittee   = "committee"   // 실무조정위원회
)

// OverlapDecision is what somebody wants to decide on a pair.
type OverlapDecision struct {
	Decision string
	Item     string     // the project that is merged, moved or dropped; empty where both are kept
	ToUnit   gov.UnitID // the unit a project moves to
}

// OverlapWord is the decision as the office writes it.
func OverlapWord(decision string) string {
	words := map[string]string{OverlapKeep: "유지", OverlapMerge: "통합", OverlapMove: "이관", OverlapDrop: "제외"}
	if w, ok := words[decision]; ok {
		return w
	}
	return decision
}

// Into is the project that goes on when the named one is merged; empty for every other decision.
func (d OverlapDecision) Into(p Pair) string {
	switch {
	case d.Decision != OverlapMerge:
		return ""
	case d.Item == p.A:
		return p.B
	}
	return p.A
}

// JudgeOverlap names what is wrong with a decision on a pair; none where it can be taken.
func JudgeOverlap(p Pair, d OverlapDecision) []gov.Reason {
	var out []gov.Reason
	say := func(field, text string) { out = append(out, gov.Reason{Rule: "overlap/" + field, Text: text}) }
	if !slices.Contains([]string{OverlapKeep, OverlapMerge, OverlapMove, OverlapDrop}, d.Decision) {
		say("decision", "유지(keep), 통합(merge), 이관(move), 제외(drop) 중 하나로 결정하십시오.")
		return out
	}
	named := d.Item == p.A || d.Item == p.B
	switch {
	case d.Decision == OverlapKeep && d.Item != "":
		say("row", "두 사업을 모두 유지할 때에는 사업을 지정하지 마십시오.")
	case d.Decision != OverlapKeep && !named:
		say("row", fmt.Sprintf("%s할 사업을 %s, %s 중에서 지정하십시오.", OverlapWord(d.Decision), p.A, p.B))
	}
	switch {
	case d.Decision == OverlapMove && d.ToUnit == "":
		say("to_unit", "이관받을 부서를 지정하십시오.")
	case d.Decision != OverlapMove && d.ToUnit != "":
		say("to_unit", "이관이 아닌 결정에는 부서를 지정하지 마십시오.")
	}
	return out
}
