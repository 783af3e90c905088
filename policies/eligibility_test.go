package policies_test

import (
	"slices"
	"testing"

	"gyeol/gov"
	"gyeol/policies"
)

func TestOnlyAGroundOfTheYearsPlanIsLifted(t *testing.T) {
	t.Parallel()
	award := policies.AwardRule{ID: "merit", Rules: []policies.EligibilityRule{
		{ID: "conviction", Article: "서울특별시 표창 조례 제6조"},
		{ID: "repeat", Article: "서울특별시 표창 조례 제6조, 해당 연도 표창 운영계획", Liftable: true},
	}}
	conviction, repeat := gov.Reason{Rule: "award/merit/conviction"}, gov.Reason{Rule: "award/merit/repeat"}
	if left := policies.Lift(award, []gov.Reason{repeat}); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	if left := policies.Lift(award, []gov.Reason{conviction, repeat}); len(left) != 1 || left[0].Rule != conviction.Rule {
		t.Errorf("left: %v", left)
	}
	if left := policies.Lift(award, []gov.Reason{{Rule: "award/merit/unknown"}}); len(left) != 1 {
		t.Errorf("an unknown ground was lifted")
	}
}

func TestTheMeanIsRoundedHalfUp(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		tenths []int32
		want   int32
	}{
		{nil, 0},
		{[]int32{850}, 850},
		{[]int32{850, 851}, 851},
		{[]int32{100, 100, 101}, 100},
		{[]int32{100, 101, 101}, 101},
		{[]int32{1000, 1000, 1000}, 1000},
		{[]int32{0, 0, 0, 1}, 0},
	} {
		if got := policies.Average(c.tenths); got != c.want {
			t.Errorf("%v: %d, want %d", c.tenths, got, c.want)
		}
	}
}

func TestNomineesAreRankedByTotalThenByTheLowestScore(t *testing.T) {
	t.Parallel()
	a, b, c, d := gov.NewCaseID(), gov.NewCaseID(), gov.NewCaseID(), gov.NewCaseID()
	got := policies.Rank([]policies.Merit{
		{Case: d, Total: 800, Lowest: 700, Order: 4},
		{Case: c, Total: 800, Lowest: 700, Order: 3},
		{Case: b, Total: 800, Lowest: 750, Order: 9},
		{Case: a, Total: 900, Lowest: 100, Order: 8},
	})
	if !slices.Equal(got, []gov.CaseID{a, b, c, d}) {
		t.Errorf("%v", got)
	}
}

func TestNamesAreMasked(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"홍길동": "홍*동", "이준": "이*", "남궁민수": "남**수", "김": "*", "": "", "평생교육 유공 시민 12": "평**육 유* 시* 12",
	} {
		if got := policies.MaskName(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
