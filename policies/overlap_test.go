package policies_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/pack"
	"gyeol/policies/seoul"
)

// overlapRule is Seoul's measure.
func overlapRule(t *testing.T) policies.OverlapRule {
	t.Helper()
	p, faults := pack.Load(seoul.FS)
	require.NoError(t, faults.Err())
	r, ok := p.OverlapOn(gov.MustDate("2025-02-05"))
	require.True(t, ok)
	return r
}

func won(n int64) *int64 { return &n }

func figures(of ...string) (out []policies.OverlapFigure) {
	for f := range slices.Chunk(of, 3) {
		out = append(out, policies.OverlapFigure{Label: f[0], Value: f[1], Unit: f[2]})
	}
	return out
}

// TestEachCriterionSaysWhatItComparedAndWhy: the value in thousandths, nil where nothing could be compared, and words.
func TestEachCriterionSaysWhatItComparedAndWhy(t *testing.T) {
	t.Parallel()
	type item = policies.OverlapItem
	day := gov.MustDate
	none := -1
	for name, c := range map[string]struct {
		criterion string
		a, b      item
		value     int
		text      string
	}{
		"names":                {"name", item{}, item{}, 620, "사업명 유사도 0.62"},
		"one goal":             {"goal", item{Goal: "시민의 평생학습 참여를 넓힌다"}, item{Goal: "시민의 평생학습, 참여를 넓힌다."}, 1000, "추진목표가 같음"},
		"a goal of few words":  {"goal", item{Goal: "참여 확대"}, item{Goal: "참여 확대"}, none, "비교할 자료 없음"},
		"groups of the names":  {"target", item{Name: "여성 장애인 교육"}, item{Name: "장애인 교육"}, 666, "같은 대상: 장애인"},
		"a group of the field": {"target", item{Name: "청년 교육", Target: "어르신"}, item{Name: "어르신 교육"}, 1000, "같은 대상: 어르신"},
		"other groups":         {"target", item{Name: "청년 교육"}, item{Name: "어르신 교육"}, 0, "대상 다름: 청년 / 어르신"},
		"no group":             {"target", item{Name: "시민 교육"}, item{Name: "청년 교육"}, none, "비교할 자료 없음"},
		"places":               {"place", item{Place: "은평구 평생학습관"}, item{Place: "은평구"}, 666, "같은 장소: 은평구"},
		"a place alone":        {"place", item{Place: "은평구"}, item{}, none, "비교할 자료 없음"},
		"periods": {
			"period",
			item{From: day("2025-03-01"), To: day("2025-03-10")},
			item{From: day("2025-03-06"), To: day("2025-03-20")},
			250, "기간이 5일 겹침",
		},
		"periods apart": {
			"period",
			item{From: day("2025-03-01"), To: day("2025-03-10")},
			item{From: day("2025-04-06"), To: day("2025-04-20")},
			0, "기간이 겹치지 않음",
		},
		"a period without end": {"period", item{From: day("2025-03-01")}, item{From: day("2025-03-01")}, none, "비교할 자료 없음"},
		"budgets":              {"budget", item{Budget: won(500_000)}, item{Budget: won(1_000_000)}, 500, "예산 500,000원 / 1,000,000원"},
		"no budget":            {"budget", item{Budget: won(500_000)}, item{}, none, "비교할 자료 없음"},
		"nought is no budget":  {"budget", item{Budget: won(500_000)}, item{Budget: won(0)}, none, "비교할 자료 없음"},
		"a telling figure": {
			"indicator",
			item{Figures: figures("지원", "1321", "명")},
			item{Figures: figures("상담", "1321", "명")},
			900,
			"같은 지표 1,321명(지원 / 상담)",
		},
		"two small ones under one label": {
			"indicator",
			item{Figures: figures("이해", "97", "%", "개선", "77", "%")},
			item{Figures: figures("이해", "97", "%", "개선", "77", "%")},
			840, "같은 지표 97%(이해), 77%(개선)",
		},
		"a small one under two labels": {
			"indicator", item{Figures: figures("강좌", "12", "개")}, item{Figures: figures("센터", "12", "개")}, 0, "같은 수치 없음",
		},
		"other units": {
			"indicator", item{Figures: figures("참여", "500", "명")}, item{Figures: figures("시설", "500", "개소")}, none, "비교할 자료 없음",
		},
		"agencies":  {"agencies", item{Agencies: []string{"시민대학"}}, item{Agencies: []string{"시민대학"}}, 1000, "같은 협력기관: 시민대학"},
		"no agency": {"agencies", item{}, item{Agencies: []string{"시민대학"}}, none, "비교할 자료 없음"},
	} {
		for _, p := range overlapRule(t).Score(c.a, c.b, 620).Parts {
			if p.Criterion != c.criterion {
				continue
			}
			require.Equal(t, c.text, p.Text, name)
			require.Equal(t, c.value == none, p.Value == nil, name)
			require.True(t, p.Value == nil || *p.Value == c.value, "%s: %v", name, p.Value)
		}
	}
}

func TestWhatCannotBeComparedLeavesTheDenominator(t *testing.T) {
	t.Parallel()
	r := overlapRule(t)
	alone := r.Score(policies.OverlapItem{}, policies.OverlapItem{}, 500)
	require.Equal(t, 500, alone.Total, "the name alone was compared")
	require.Equal(t, 4*1000/17, alone.Compared, "4 of the weight of 17")
	with := r.Score(policies.OverlapItem{Budget: won(1)}, policies.OverlapItem{Budget: won(1)}, 500)
	require.Equal(t, (4*500+1000+2)/5, with.Total)
	require.Len(t, alone.Parts, len(r.Criteria), "every criterion says something")
}

func TestCandidatesShareAFigureAGoalOrAnAgency(t *testing.T) {
	t.Parallel()
	r := overlapRule(t)
	items := []policies.OverlapItem{
		{Part: "results", ID: "d", Figures: figures("참여", "1321", "명")},
		{Part: "results", ID: "a", Figures: figures("지원", "1321", "명")},
		{Part: "results", ID: "b", Agencies: []string{"시민대학"}},
		{Part: "results", ID: "c", Agencies: []string{"시민대학"}, Figures: figures("강좌", "12", "개")},
		{Part: "plan", ID: "e", Figures: figures("지원", "1321", "명")},
	}
	require.ElementsMatch(t, []policies.Pair{{Part: "results", A: "a", B: "d"}, {Part: "results", A: "b", B: "c"}},
		r.Candidates(items), "the plan is not compared with the results")
	for i := range r.Shared + 1 {
		items = append(items, policies.OverlapItem{Part: "results", ID: fmt.Sprintf("x%02d", i), Agencies: []string{"시민대학"}})
	}
	require.Len(t, r.Candidates(items), 1, "what many share says nothing")
}

func TestAClusterIsNamedAfterItsSmallestProject(t *testing.T) {
	t.Parallel()
	r := overlapRule(t)
	var items []policies.OverlapItem
	for _, id := range []string{"a", "b", "c", "x", "y"} {
		items = append(items, policies.OverlapItem{Part: "plan", ID: id})
	}
	like := map[policies.Pair]int{
		policies.PairOf("plan", "c", "b"): 900, policies.PairOf("plan", "b", "a"): 800, policies.PairOf("plan", "x", "y"): 700,
		policies.PairOf("plan", "a", "x"): r.Least - 1,
	}
	var got []string
	for _, p := range r.Shown(items, like) {
		got = append(got, p.Key()+" in "+p.Cluster)
	}
	require.Equal(t, []string{"plan/b/c in plan/a", "plan/a/b in plan/a", "plan/x/y in plan/x"}, got)
	r.Most = 1
	require.Len(t, r.Shown(items, like), 1)
}

func TestAMergedProjectGoesIntoTheOther(t *testing.T) {
	t.Parallel()
	p := policies.PairOf("plan", "b", "a")
	require.Equal(t, "b", policies.OverlapDecision{Decision: "merge", Item: "a"}.Into(p))
	require.Equal(t, "a", policies.OverlapDecision{Decision: "merge", Item: "b"}.Into(p))
	require.Empty(t, policies.OverlapDecision{Decision: "drop", Item: "b"}.Into(p))
	require.Empty(t, policies.JudgeOverlap(p, policies.OverlapDecision{Decision: "move", Item: "b", ToUnit: "u"}))
	require.Len(t, policies.JudgeOverlap(p, policies.OverlapDecision{Decision: "move"}), 2, "all that is wrong is told")
	require.Equal(t, "통합 이관 제외 유지 x", policies.OverlapWord("merge")+" "+policies.OverlapWord("move")+" "+
		policies.OverlapWord("drop")+" "+policies.OverlapWord("keep")+" "+policies.OverlapWord("x"))
}
