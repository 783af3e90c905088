package policies

import (
	"cmp"
	"slices"
	"strings"

	"gyeol/gov"
)

// MayLift reports whether a recorded special merit sets a ground of disqualification aside: only a ground that the
// year's award plan adds, never one of the ordinance itself (서울특별시 표창 조례 제6조).
func MayLift(rule EligibilityRule) bool { return rule.Liftable }

// Lift takes from the reasons of a verdict those that a special merit sets aside, and reports whether any remain.
// Reasons are told by the id of their rule, award/<programme>/<rule>.
func Lift(award AwardRule, reasons []gov.Reason) (left []gov.Reason) {
	for _, r := range reasons {
		id := strings.TrimPrefix(r.Rule, "award/"+award.ID+"/")
		i := slices.IndexFunc(award.Rules, func(rule EligibilityRule) bool { return rule.ID == id })
		if i < 0 || !MayLift(award.Rules[i]) {
			left = append(left, r)
		}
	}
	return left
}

// Average returns the mean of scores in tenths of a point, rounded half up; 0 for none.
func Average(tenths []int32) int32 {
	if len(tenths) == 0 {
		return 0
	}
	var sum int64
	for _, t := range tenths {
		sum += int64(t)
	}
	n := int64(len(tenths))
	return int32((2*sum + n) / (2 * n))
}

// Merit is what the order of nominees follows from.
type Merit struct {
	Case   gov.CaseID
	Total  int32 // mean of the scores, tenths
	Lowest int32 // the lowest single score, tenths
	Order  int64 // its place among the nominations by office date and unit, never by the hour
}

// Rank orders nominees by their total. Of two alike the one whose lowest score is higher comes first, then the one that
// was nominated first [확인 필요: 동점 처리는 해마다의 표창계획이 정함]. No two share a rank, so that a quota is never
// straddled.
func Rank(nominees []Merit) []gov.CaseID {
	sorted := slices.Clone(nominees)
	slices.SortStableFunc(sorted, func(a, b Merit) int {
		return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(b.Lowest, a.Lowest), cmp.Compare(a.Order, b.Order),
			strings.Compare(a.Case.String(), b.Case.String()))
	})
	out := make([]gov.CaseID, len(sorted))
	for i, m := range sorted {
		out[i] = m.Case
	}
	return out
}
