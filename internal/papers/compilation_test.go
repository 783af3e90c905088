package papers_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"gyeol/gov"
	"gyeol/internal/papers"
	"gyeol/policies"
	"gyeol/policies/checks"
	"gyeol/policies/compiled"
)

func won(n int64) *int64 { return &n }

// planDocument is a plan of two projects, one of which nobody answered for.
func planDocument() compiled.Paper {
	part := &checks.Part{Year: 2022}
	pillar, task := checks.Pillar{Number: "Ⅱ", Name: "디지털 역량 강화"}, checks.Task{Number: "3", Name: "시민 교육 강화"}
	part.Add(pillar, task, checks.Project{
		ID: "BP-2-3-1", Code: "Ⅱ-3-1", Name: "세계시민교육", Lead: "평생교육과", Partners: []string{"교육청", "강남구"},
		Classes: []string{"new"}, Reported: true, Budget: won(1_500_000),
		Data: json.RawMessage(`{"content":"=1+1 <강좌> & 상담","chapter":"4","city_krw":1500000}`),
	})
	part.Add(pillar, task, checks.Project{
		ID: "BP-2-3-2", Code: "Ⅱ-3-2", Name: "시민안전교육", Lead: "안전과", Classes: []string{"continued"},
	})
	part.Tally()
	paper := checks.Paper{
		Title: "평생교육진흥 시행계획안", Year: 2022, Basis: []string{"평생교육법 제11조"}, Plan: part,
		Chapters: checks.Chapters(part, policies.CheckRules{}), Collections: []checks.Collection{
			{Stage: "plans", Title: "시행계획 자료 제출", Year: 2022, Units: []checks.Unit{
				{ID: "a", Name: "평생교육과", State: gov.Accepted, Submitted: gov.MustDate("2022-02-04")},
				{ID: "b", Name: "강남구", State: gov.Accepted, Submitted: gov.MustDate("2022-02-08"), Late: true},
				{ID: "c", Name: "송파구", State: gov.Accepted, Submitted: gov.MustDate("2022-02-03"), Nothing: true},
			}},
			{Stage: "results", Title: "전년도 추진실적 제출", Year: 2021, Waived: "2021년 계획이 없음"},
		},
	}
	findings := []checks.Finding{
		{
			ID: "gaps/plan/BP-2-3-2", Severity: checks.Fault, Place: "Ⅱ-3-2 시민안전교육", Message: "확정된 제출자료가 없습니다.",
			Article: "조례 제4조의2",
		},
		{
			ID: "sums/printed/F4/2022", Source: "INV-F4-2022", About: "basic-plan", Severity: checks.Warning,
			Place: "연차별 투자계획", Printed: "4.426", Computed: "4,426", Message: "인쇄된 값이 다릅니다.", Article: "평생교육법 제11조제1항",
		},
	}
	return compiled.Build(paper, findings, compiled.Source{
		Agency: "서울특별시", Unit: "평생교육과", Hash: strings.Repeat("ab", 32), By: "총괄담당", On: gov.MustDate("2022-02-09"),
		Decisions: []compiled.Decision{{Finding: "gaps/plan/BP-2-3-2", Decision: "waive", Reason: "하반기에 제출"}},
	})
}

// reportDocument is a report with one project, whose money is known for the whole city alone.
func reportDocument() compiled.Paper {
	results := &checks.Part{Year: 2024}
	results.Add(checks.Pillar{Number: "1", Name: "평생직업"}, checks.Task{Number: "2", Name: "직업교육"}, checks.Project{
		ID: "R24-1-2-7", Code: "R24-1-2-7", Name: "플랜B", Lead: "평생교육과", Classes: []string{"merged", "low-execution"},
		Reported: true, Figures: []checks.Figure{{Label: "방문", Value: "2045", Unit: "천명"}},
		Events: []checks.Event{{Kind: "merged", Into: "인생디자인학교"}},
	})
	results.Tally()
	cited := []checks.Cited{
		{What: "budget", Year: 2023, Value: 164_133_000_000, Printed: "164,133백만원", Source: "총평"},
		{What: "budget", Year: 2024, Value: 220_795_000_000, Printed: "220,795백만원", Source: "총평"},
		{What: "executed", Year: 2024, Value: 214_000_000_000, Printed: "2,140억원", Source: "총평"},
		{What: "execution_rate_tenths", Year: 2024, Value: 969, Printed: "96.9%", Source: "총평"},
		{What: "participation_rate_tenths", Year: 2023, Value: 323, Printed: "32.3%", Source: "총평"},
		{What: "participation_rate_tenths", Year: 2024, Value: 331, Printed: "33.1%", Source: "총평"},
	}
	return compiled.Build(checks.Paper{
		Title: "추진실적", Year: 2025, Results: results, Cited: cited, Rates: checks.Rates(cited, 2024),
	}, nil, compiled.Source{Agency: "서울특별시", Unit: "평생교육과", Hash: strings.Repeat("cd", 32)})
}

func TestACompiledPlanIsReadable(t *testing.T) {
	t.Parallel()
	html := golden(t, "plan", func(w io.Writer) error { return papers.Compilation(w, planDocument()) })
	require.Contains(t, html, "&lt;강좌&gt; &amp; 상담", "what people wrote is text, never markup")
	require.Contains(t, html, `<td class="n">2</td>`, "1.5 million is rounded half up at the print")
}

func TestACompiledReportShowsTheCityTotalApart(t *testing.T) {
	t.Parallel()
	html := golden(t, "report", func(w io.Writer) error { return papers.Compilation(w, reportDocument()) })
	require.Contains(t, html, `<td class="n">0.8%p</td><td class="n">2.5%</td>`, "points and percent are told apart")
}

// dumped is a workbook as text: every cell as it is shown, and of numbers the stored value too.
func dumped(t *testing.T, raw []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	var out strings.Builder
	for _, name := range f.GetSheetList() {
		fmt.Fprintf(&out, "# %s\n", name)
		shown, err := f.GetRows(name)
		require.NoError(t, err)
		stored, err := f.GetRows(name, excelize.Options{RawCellValue: true})
		require.NoError(t, err)
		for i, row := range shown {
			for j, cell := range row {
				if j > 0 {
					out.WriteString(" | ")
				}
				out.WriteString(cell)
				if stored[i][j] != cell {
					out.WriteString(" [" + stored[i][j] + "]")
				}
			}
			out.WriteString("\n")
		}
	}
	return out.String()
}

func TestACompiledPaperIsAWorkbookWithTheStoredValues(t *testing.T) {
	t.Parallel()
	for name, d := range map[string]compiled.Paper{"plan-book": planDocument(), "report-book": reportDocument()} {
		var first, second bytes.Buffer
		require.NoError(t, papers.CompilationBook(&first, d))
		require.NoError(t, papers.CompilationBook(&second, d))
		require.Equal(t, first.Bytes(), second.Bytes(), "the same rows give the same bytes")
		same(t, name+".golden.txt", []byte(dumped(t, first.Bytes())))
	}
}

func TestWhatLooksLikeAFormulaStaysText(t *testing.T) {
	t.Parallel()
	var raw bytes.Buffer
	require.NoError(t, papers.CompilationBook(&raw, planDocument()))
	f, err := excelize.OpenReader(bytes.NewReader(raw.Bytes()))
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	rows, err := f.GetRows("시행계획")
	require.NoError(t, err)
	found := 0
	for i, row := range rows {
		for j, cell := range row {
			if !strings.HasPrefix(cell, "=1+1") {
				continue
			}
			found++
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			require.NoError(t, err)
			formula, err := f.GetCellFormula("시행계획", at)
			require.NoError(t, err)
			require.Empty(t, formula)
		}
	}
	require.Equal(t, 1, found)
}
