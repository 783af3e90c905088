package papers_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/papers"
	"gyeol/policies"
	"gyeol/policies/checks"
)

var update = flag.Bool("update", false, "write golden files anew")

// golden compares a paper with its file and looks whether a screen reader can follow it.
func golden(t *testing.T, name string, write func(io.Writer) error) string {
	t.Helper()
	var got bytes.Buffer
	require.NoError(t, write(&got))
	same(t, name+".golden.html", got.Bytes())
	readable(t, got.String())
	return got.String()
}

// goldenText compares a paper in text with its file.
func goldenText(t *testing.T, name string, write func(io.Writer) error) string {
	t.Helper()
	var got bytes.Buffer
	require.NoError(t, write(&got))
	same(t, name+".golden.txt", got.Bytes())
	return got.String()
}

func same(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, got, 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run with -update and look at the difference\n%s", path, got)
	}
}

func readable(t *testing.T, html string) {
	t.Helper()
	require.Contains(t, html, `<html lang="ko">`)
	require.Equal(t, 1, strings.Count(html, "<h1>"), "one main heading")
	require.Equal(t, strings.Count(html, "<table>"), strings.Count(html, "<caption>"), "every table says what it is")
	unscoped := regexp.MustCompile(`<th [^>]*scope="(col|row)"[^>]*>`).ReplaceAllString(html, "")
	require.NotRegexp(t, `<th[^e]`, unscoped, "every header has a scope")
	require.NotRegexp(t, `(src|href)="(https?:)?//`, html, "nothing is fetched from outside")
}

func won(n int64) *int64 { return &n }

func paper() papers.CompilationPage {
	plan := &checks.Part{Year: 2022}
	pillar, task := checks.Pillar{Number: "Ⅱ", Name: "디지털 역량 강화"}, checks.Task{Number: "3", Name: "시민 교육 강화"}
	plan.Add(pillar, task, checks.Project{
		ID: "BP-2-3-1", Code: "Ⅱ-3-1", Name: "세계시민교육", Lead: "평생교육과", Partners: []string{
			"교육청",
			"강남구",
		}, Classes: []string{"new"},
		Reported: true, Budget: won(1_500_000), Data: json.RawMessage(`{"content":"<강좌> & 상담","chapter":"4"}`),
	})
	plan.Add(pillar, task, checks.Project{
		ID: "BP-2-3-2", Code: "Ⅱ-3-2", Name: "시민안전교육", Lead: "안전과",
		Classes: []string{"continued"},
	})
	plan.Tally()
	return papers.CompilationPage{
		Agency: "서울특별시", Unit: "평생교육과", Hash: strings.Repeat("ab",
			32), Decided: map[string]string{"sums/printed/F4/2022": "accept"},
		Paper: checks.Paper{
			Title: "평생교육진흥 시행계획안", Year: 2022, Plan: plan, Chapters: checks.Chapters(plan),
			Collections: []checks.Collection{
				{Stage: "plans", Title: "시행계획 자료 제출", Year: 2022, Units: []checks.Unit{
					{ID: "a", Name: "평생교육과", State: gov.Accepted, Submitted: gov.MustDate("2022-02-04")},
					{ID: "b", Name: "강남구", State: gov.Accepted, Submitted: gov.MustDate("2022-02-08"), Late: true},
					{ID: "c", Name: "송파구", State: gov.Accepted, Submitted: gov.MustDate("2022-02-03"), Nothing: true},
				}},
				{Stage: "results", Title: "전년도 추진실적 제출", Year: 2021, Waived: "2021년 계획이 없음"},
			},
		},
		Findings: []checks.Finding{
			{
				ID: "gaps/plan/BP-2-3-2", Severity: checks.Fault, Place: "Ⅱ-3-2 시민안전교육", Message: "확정된 제출자료가 없습니다.",
				Article: "조례 제4조의2",
			},
			{
				ID: "sums/printed/F4/2022", Severity: checks.Warning, Place: "연차별 투자계획", Printed: "4.426",
				Computed: "4,426",
				Message:  "인쇄된 값이 다릅니다.", Article: "평생교육법 제11조제1항",
			},
		},
	}
}

func TestACompiledPlanIsReadable(t *testing.T) {
	t.Parallel()
	html := golden(t, "plan", func(w io.Writer) error { return papers.Compilation(w, paper()) })
	require.Contains(t, html, "&lt;강좌&gt; &amp; 상담", "what people wrote is text, never markup")
	require.Contains(t, html, `<td class="n">2</td>`, "1.5 million is rounded half up at the print")
}

func TestACompiledReportShowsTheCityTotalApart(t *testing.T) {
	t.Parallel()
	results := &checks.Part{Year: 2024}
	results.Add(checks.Pillar{Number: "1", Name: "평생직업"}, checks.Task{Number: "2", Name: "직업교육"}, checks.Project{
		ID: "R24-1-2-7", Code: "R24-1-2-7", Name: "플랜B", Lead: "평생교육과", Classes: []string{
			"merged",
			"low-execution",
		}, Reported: true,
	})
	results.Tally()
	cited := []checks.Cited{
		{What: "budget", Year: 2024, Value: 220_795_000_000, Printed: "220,795백만원", Source: "총평"},
		{What: "executed", Year: 2024, Value: 214_000_000_000, Printed: "2,140억원", Source: "총평"},
		{What: "execution_rate_tenths", Year: 2024, Value: 969, Printed: "96.9%", Source: "총평"},
	}
	golden(t, "report", func(w io.Writer) error {
		return papers.Compilation(w, papers.CompilationPage{
			Agency: "서울특별시", Unit: "평생교육과", Hash: strings.Repeat("cd", 32),
			Paper: checks.Paper{
				Title: "추진실적", Year: 2025, Results: results, Cited: cited,
				Rates: checks.Rates(cited, 2024),
			},
		})
	})
}

// document is a plan with an agreement that carries an opinion.
func document() papers.DocumentPage {
	b := seedBlock()
	b.Round = 2
	b.Cells = append(b.Cells, papers.BlockCell{
		Role: policies.CellAgree, Post: "기획조정실장", Sign: "(서명)", On: b.ApprovedOn, Opinion: "재원 확보 필요",
	})
	return papers.DocumentPage{
		Block: b, Hash: strings.Repeat("ef", 32),
		Sections:    []papers.Section{{Title: "추진 배경", Text: []string{"평생교육법 제11조", "제5차 기본계획"}}},
		Attachments: []string{"연차별 투자계획 1부", "로드맵 1부."},
	}
}

func TestADocumentShowsItsBlock(t *testing.T) {
	t.Parallel()
	html := golden(t, "document", func(w io.Writer) error { return papers.Document(w, document()) })
	require.Contains(t, html, `<td><time datetime="2021-12-22">12/22</time> (서명)</td>`,
		"the final cell carries the date")
	require.Contains(t, html, "<li>로드맵 1부. 끝.</li>")
	goldenText(t, "document", func(w io.Writer) error { return papers.DocumentText(w, document()) })
}

func TestADocumentOnItsWayShowsWhoSigned(t *testing.T) {
	t.Parallel()
	d := document()
	d.Block.Number, d.Block.PolicyNumber, d.Block.ApprovedOn, d.Attachments, d.Block.Round = "", "", gov.Date{}, nil, 1
	d.Block.Style, d.Hash, d.Block.Cells = papers.BlockStyle{}, "", d.Block.Cells[:3]
	html := golden(t, "document-waiting", func(w io.Writer) error { return papers.Document(w, d) })
	require.NotContains(t, html, "행정1부시장", "who has not signed has no cell")
	require.Contains(t, html, "<p>제5차 기본계획 끝.</p>")
}

func TestAMeetingShowsItsVotes(t *testing.T) {
	t.Parallel()
	m := papers.MeetingPage{
		Body: "서울특별시 평생교육협의회", HoldOn: gov.MustDate("2022-02-24"), CalledOn: gov.MustDate("2022-02-08"),
		InOffice: 20, Present: 14, Quorum: 11,
		Items: []papers.MeetingItem{
			{
				Title: "2022년 시행계획안", Result: "passed_with_conditions", Yes: 12, No: 1, Abstain: 1, Needed: 8,
				Condition: "취약계층 사업 보완",
			},
			{Title: "위원 구성", Result: "deferred", Yes: 5, No: 9, Needed: 8},
		},
	}
	golden(t, "meeting", func(w io.Writer) error { return papers.Meeting(w, m) })
	m.NoQuorum, m.Present, m.Items = true, 9, nil
	golden(t, "meeting-no-quorum", func(w io.Writer) error { return papers.Meeting(w, m) })
}

func TestMoneyIsPrintedAsTheOfficeDoes(t *testing.T) {
	t.Parallel()
	for want, krw := range map[string]*int64{
		"-": nil, "0": won(0), "1": won(500_000), "220,795": won(220_795_000_000), "△1": won(-1_499_999),
	} {
		require.Equal(t, want, papers.Millions(krw))
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("gone") }

func TestAPaperThatCannotBeWrittenSaysSo(t *testing.T) {
	t.Parallel()
	require.ErrorContains(t, papers.Meeting(brokenPipe{}, papers.MeetingPage{}), "write meeting")
}
