package papers_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"gyeol/gov"
	"gyeol/internal/papers"
)

func conformity() papers.ConformityReport {
	return papers.ConformityReport{
		Agency: "서울특별시", Unit: "평생교육국", From: gov.MustDate("2026-01-01"), Until: gov.MustDate("2026-06-30"),
		MadeOn: gov.MustDate("2026-07-03"),
		Rows: []papers.ConformityRow{
			{
				Number: "평생교육과-101", Title: "시행계획 자료 취합", Matter: "시행계획 자료 취합", Row: "collection",
				DecidedOn: gov.MustDate("2026-02-27"), Computed: "평생교육과장", Actual: "평생교육과장",
				Verdict: papers.Conforms, Ages: []papers.ConcurAge{{Post: "예산담당관", Days: 3}, {Post: "법무담당관", Days: 1}},
			},
			{
				Number: "평생교육과-102", Title: "=HYPERLINK(\"x\")\u202e\x07", Matter: "업무협약", Row: "mou",
				DecidedOn: gov.MustDate("2026-03-03"), Computed: "행정1부시장", Actual: "평생교육국장",
				Verdict: papers.DecidedBelow, Why: "부시장 전결 사무를 국장이 결재하였습니다.",
				Skips:       []papers.ConformityNote{{Post: "평생교육과장", Reason: "국외 출장"}, {Post: "팀장"}},
				Proxies:     []papers.ConformityNote{{Post: "평생교육국장", Reason: "교육 파견"}},
				Escalations: []papers.ConformityNote{{Post: "평생교육과장", Reason: "여러 실·국에 영향"}},
				Doubles:     []papers.ConformityNote{{Post: "평생교육과장", Reason: "팀장에 서명한 사람이 다시 서명"}},
				Ages:        []papers.ConcurAge{{Post: "예산담당관", Days: 6, Open: true}},
			},
			{Number: "", Title: "초안", Verdict: papers.RowMissing},
		},
	}
}

func workbook(t *testing.T, r papers.ConformityReport) *excelize.File {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, papers.Conformance(&out, r))
	f, err := excelize.OpenReader(&out)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, f.Close()) })
	return f
}

func lines(t *testing.T, f *excelize.File, sheet string) []string {
	t.Helper()
	rows, err := f.GetRows(sheet)
	require.NoError(t, err)
	var out []string
	for _, r := range rows {
		out = append(out, strings.Join(r, "|"))
	}
	return out
}

func TestWhatIsNotConcurredWithYetAgesToo(t *testing.T) {
	t.Parallel()
	f := workbook(t, papers.ConformityReport{Open: []papers.ConcurAge{{Post: "예산담당관", Days: 4, Open: true}}})
	require.Contains(t, lines(t, f, "협조 소요일"), "예산담당관|1|1|4.0|4")
}

func TestTheConformityReportIsReadBack(t *testing.T) {
	t.Parallel()
	f := workbook(t, conformity())
	require.Equal(t, []string{"요약", "협조 소요일", "문서별"}, f.GetSheetList())
	require.Equal(t, []string{
		"기관|서울특별시", "점검 대상|평생교육국", "점검 기간|2026. 1. 1. ~ 2026. 6. 30.", "작성일|2026. 7. 3.",
		"근거|서울특별시 사무전결처리 규칙 제13조·제14조(기획조정실 연 1회 이상, 실·국 연 2회 이상 점검하고 마친 날부터 7일 이내 보고), " +
			"행정업무의 운영 및 혁신에 관한 규정 제67조", "",
		"구분|건수|비율", "전체|3|100.0%", "적합|1|33.3%", "상위 결재|0|0.0%", "하위 결재|1|33.3%", "결재선 상이|0|0.0%", "규정 없음|1|33.3%", "사유 미비|0|0.0%",
		"검토 생략이 있는 문서|1|33.3%", "대결이 있는 문서|1|33.3%", "상위결재로 올린 문서|1|33.3%",
		"한 사람이 두 칸에 서명한 문서|1|33.3%",
	}, lines(t, f, "요약"))
	require.Equal(t, []string{
		"직위|협조·합의 건수|미처리|평균(업무일)|최장(업무일)", "예산담당관|2|1|4.5|6", "법무담당관|1|0|1.0|1",
	}, lines(t, f, "협조 소요일"))
	detail := lines(t, f, "문서별")
	require.Equal(t, "평생교육과-101|시행계획 자료 취합|시행계획 자료 취합|collection|2026. 2. 27.|평생교육과장|평생교육과장|-|-|-|-|"+
		"예산담당관 3일, 법무담당관 1일|적합", detail[1])
	require.Equal(t, "평생교육과-102|=HYPERLINK(\"x\")|업무협약|mou|2026. 3. 3.|행정1부시장|평생교육국장|"+
		"평생교육과장(국외 출장), 팀장(사유 없음)|평생교육국장(교육 파견)|평생교육과장(여러 실·국에 영향)|평생교육과장(팀장에 서명한 사람이 다시 서명)|예산담당관 6일(미처리)|하위 결재|"+
		"부시장 전결 사무를 국장이 결재하였습니다.", detail[2])
	require.Equal(t, "|초안|||-|||-|-|-|-|-|규정 없음", detail[3])
}

func TestTheWorkbookCountsInNumbersAndHoldsNoFormula(t *testing.T) {
	t.Parallel()
	f := workbook(t, conformity())
	for cell, want := range map[string]string{"요약!B8": "3", "협조 소요일!D2": "4.5", "문서별!E2": "46080"} {
		sheet, at, _ := strings.Cut(cell, "!")
		raw, err := f.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
		require.NoError(t, err)
		require.Equal(t, want, raw, cell)
	}
	formula, err := f.GetCellFormula("문서별", "B3")
	require.NoError(t, err)
	require.Empty(t, formula)
	for sheet, top := range map[string]string{"요약": "A8", "협조 소요일": "A2", "문서별": "A2"} {
		panes, err := f.GetPanes(sheet)
		require.NoError(t, err)
		require.True(t, panes.Freeze)
		require.Equal(t, top, panes.TopLeftCell, sheet)
	}
}

func TestTheSameReportIsTheSameWorkbook(t *testing.T) {
	t.Parallel()
	var a, b bytes.Buffer
	require.NoError(t, papers.Conformance(&a, conformity()))
	require.NoError(t, papers.Conformance(&b, conformity()))
	require.Equal(t, a.Bytes(), b.Bytes())
}

func TestAnEmptyReportHasNoRates(t *testing.T) {
	t.Parallel()
	f := workbook(t, papers.ConformityReport{Agency: "서울특별시"})
	require.Contains(t, lines(t, f, "요약"), "전체|0|-")
	require.Len(t, lines(t, f, "문서별"), 1)
	require.ErrorContains(t, papers.Conformance(brokenPipe{}, conformity()), "write workbook")
	require.NoError(t, papers.Conformance(io.Discard, conformity()))
}
