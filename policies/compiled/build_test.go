package compiled_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/checks"
	"gyeol/policies/compiled"
)

func won(n int64) *int64 { return &n }

// plan is a small plan: three projects with an amount, one of them below half of the printed unit, and one without.
func plan() checks.Paper {
	part := &checks.Part{Year: 2026}
	data := func(national, city int64) json.RawMessage {
		const row = `{"content":"내용","chapter":"1","national_krw":%d,"city_krw":%d}`
		return fmt.Appendf(nil, row, national, city)
	}
	one, two := checks.Pillar{Number: "Ⅰ", Name: "첫째"}, checks.Pillar{Number: "Ⅱ", Name: "둘째"}
	part.Add(one, checks.Task{Number: "1", Name: "하나"}, checks.Project{
		ID: "a", Code: "Ⅰ-1-1", Name: "가", Classes: []string{"new"}, Reported: true, Budget: won(1_400_000),
		Data: data(0, 1_400_000),
	})
	part.Add(one, checks.Task{Number: "2", Name: "둘"}, checks.Project{
		ID: "b", Code: "Ⅰ-2-1", Name: "나", Classes: []string{"continued"}, Reported: true, Budget: won(1_400_000),
		Data: data(400_000, 1_000_000),
	})
	part.Add(two, checks.Task{Number: "1", Name: "셋"}, checks.Project{
		ID: "c", Code: "Ⅱ-1-1", Name: "다", Classes: []string{"new"}, Budget: won(1_400_000),
	})
	part.Add(two, checks.Task{Number: "1", Name: "셋"},
		checks.Project{ID: "d", Code: "Ⅱ-1-2", Name: "라", Classes: []string{"new"}})
	part.Tally()
	chapters := checks.Chapters(part, policies.CheckRules{})
	return checks.Paper{Title: "시행계획", Year: 2026, Plan: part, Chapters: chapters, Collections: []checks.Collection{
		{Title: "시행계획 자료 제출", Units: []checks.Unit{
			{Name: "평생교육과", State: gov.Accepted, Submitted: gov.MustDate("2026-02-04")},
			{Name: "송파구", State: gov.Missing},
		}},
		{Title: "전년도 추진실적 제출", Waived: "2025년 계획이 없음"},
	}}
}

func TestSumsAreOfStoredValuesAndRoundedAtThePrint(t *testing.T) {
	t.Parallel()
	d := compiled.Build(plan(), nil, compiled.Source{})
	amounts := tables(d, "시행계획 금액")[0]
	require.Equal(t, []string{
		"Ⅰ. 첫째 | 3 | 0 | 0 | 2", "Ⅱ. 둘째 | 1 | 0 | - | -", "합계 | 4 | 0 | 0 | 2",
	}, lines(amounts), "2.8, 1.4 and 4.2 million; 0.4 million is not nothing, and nothing known is not zero")
	require.Empty(t, amounts.Notes, "3 and 1 are 4")
	p := plan()
	p.Plan.Pillars[1].Tasks[0].Projects[0].Budget = won(1_800_000)
	amounts = tables(compiled.Build(p, nil, compiled.Source{}), "시행계획 금액")[0]
	require.Equal(t, "합계 | 5 | 0 | 0 | 2", lines(amounts)[2], "4.6 million")
	p.Plan.Pillars[1].Tasks[0].Projects[0].Budget = won(1_600_000)
	amounts = tables(compiled.Build(p, nil, compiled.Source{}), "시행계획 금액")[0]
	require.Equal(t, []string{"3", "2", "4"}, []string{
		amounts.Rows[0].Cells[1].Text, amounts.Rows[1].Cells[1].Text, amounts.Rows[2].Cells[1].Text,
	})
	require.Equal(t, []string{"단위 반올림으로 각 항목의 합이 합계와 다를 수 있음"}, amounts.Notes)
}

func TestNumbersFollowFromTheTree(t *testing.T) {
	t.Parallel()
	d := compiled.Build(plan(), nil, compiled.Source{})
	var got []string
	for _, c := range d.Chapters {
		got = append(got, c.Number+" "+c.Title)
		for _, s := range c.Sections {
			got = append(got, " "+s.Number+" "+s.Title)
			for _, i := range s.Items {
				got = append(got, "  "+i.Number+" "+i.Title+" 표 "+i.Tables[0].Number)
			}
		}
	}
	require.Equal(t, []string{
		"Ⅰ 2026년 시행계획", " 1 사업 수", " 2 금액", " 3 첫째", "  가 하나 표 Ⅰ-3-가", "  나 둘 표 Ⅰ-3-나", " 4 둘째",
		"  가 셋 표 Ⅰ-4-가", "Ⅱ 조례가 정한 항목", " 1 조례 제4조의 항목", "Ⅲ 제출 현황", " 1 시행계획 자료 제출",
		" 2 전년도 추진실적 제출", "Ⅳ 확인사항", " 1 확인사항과 처리",
	}, got)
}

func TestItemsBeyondTheFourteenthGoOn(t *testing.T) {
	t.Parallel()
	part := &checks.Part{Year: 2026}
	for i := range 30 {
		part.Add(checks.Pillar{Number: "Ⅰ"}, checks.Task{Number: fmt.Sprint(i)}, checks.Project{ID: fmt.Sprint(i)})
	}
	part.Tally()
	d := compiled.Build(checks.Paper{Plan: part}, nil, compiled.Source{})
	items := d.Chapters[0].Sections[2].Items
	require.Equal(t, []string{"가", "하", "거", "허", "고"}, []string{
		items[0].Number, items[13].Number, items[14].Number, items[27].Number, items[28].Number,
	})
}

func TestADecisionIsPrintedWithItsReasonAndItsName(t *testing.T) {
	t.Parallel()
	findings := []checks.Finding{
		{ID: "gaps/plan/d", Severity: checks.Fault, Place: "Ⅱ-1-2 라", Message: "없습니다.", Article: "조례", Assumed: true},
		{
			ID: "sums/printed/x", Source: "INV-x", About: "basic-plan", Severity: checks.Warning, Printed: "4.426",
			Computed: "4,426",
		},
		{ID: "source/y", Source: "y", About: "basic-plan", Severity: checks.Note, Printed: "17개"},
	}
	d := compiled.Build(plan(), findings, compiled.Source{
		By: "총괄담당", On: gov.MustDate("2026-02-10"),
		Decisions: []compiled.Decision{
			{Finding: "gaps/plan/d", Decision: "waive", Reason: "내년에 시작"},
			{Finding: "sums/printed/x", Decision: "accept"},
		},
	})
	require.Equal(t, []string{"오류 | Ⅱ-1-2 라 | 없습니다. | - | - | 조례 (현행 규정 기준) | 제외 | 내년에 시작"},
		lines(tables(d, "확인사항")[0]))
	require.Equal(t, []string{"INV-x | 기본계획 | - | 4.426 | 4,426 | - | 수용 | -"}, lines(tables(d, "계산으로 확인된 차이")[0]))
	require.Equal(t, []string{"y | 기본계획 | - | 17개 | - | - | - | -"}, lines(tables(d, "읽어서 확인된 차이")[0]))
	last := d.Chapters[len(d.Chapters)-2]
	require.Equal(t, []string{"처리한 사람: 총괄담당, 2026. 2. 10.(화)"}, last.Sections[0].Text)
}
