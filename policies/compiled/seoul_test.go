package compiled_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/policies/checks"
	"gyeol/policies/compiled"
	"gyeol/policies/pack"
	"gyeol/policies/seoul"
)

var update = flag.Bool("update", false, "write golden files anew")

func seoulPack(t *testing.T) *pack.Pack {
	t.Helper()
	p, faults := pack.Load(seoul.FS)
	require.NoError(t, faults.Err())
	return p
}

// results2024 is what the compilation of 2025 gathers: every project reported, with the figures of the source.
func results2024(t *testing.T) (checks.Paper, []checks.Finding) {
	t.Helper()
	p := seoulPack(t)
	names := map[string]string{}
	for _, s := range p.Results.SubProjects() {
		names[s.ID] = s.Name
	}
	unit := func(id gov.UnitID) string {
		u, ok := p.Org.Unit(id)
		if !ok {
			return ""
		}
		return u.Name
	}
	form, _ := p.Form("result-row")
	part, rows := &checks.Part{Year: 2024}, checks.FormRows{Form: form}
	for _, pillar := range p.Results.Pillars {
		for _, g := range pillar.Groups {
			for _, s := range g.SubProjects {
				x := checks.Project{
					ID: s.ID, Code: s.ID, Name: s.Name, Lead: unit(s.Lead), Classes: s.Status, Reported: true,
					Data: json.RawMessage(`{"content":"추진함"}`),
				}
				for _, f := range s.Figures {
					x.Figures = append(x.Figures, checks.Figure{
						Label: f.Label, Value: json.Number(fmt.Sprint(f.Value)), Unit: f.Unit,
					})
				}
				switch {
				case s.Ended != "":
					x.Events = []checks.Event{{Kind: "ended", Month: s.Ended, Reason: s.Reason}}
				case s.MergedInto != "":
					x.Events = []checks.Event{{Kind: "merged", Into: names[s.MergedInto]}}
				case s.TransferredTo != "":
					x.Events = []checks.Event{{Kind: "transferred", To: unit(s.TransferredTo)}}
				}
				rows.Rows = append(rows.Rows, checks.Row{
					ID: s.ID, Item: s.ID, Title: s.Name, Figures: x.Figures, Status: s.Status,
				})
				part.Add(checks.Pillar{Number: strconv.Itoa(pillar.Number), Name: pillar.Name},
					checks.Task{Number: strconv.Itoa(g.Number), Name: g.Name}, x)
			}
		}
	}
	part.Tally()
	paper := checks.Paper{
		Title: "평생교육진흥 시행계획 추진실적", Year: 2025, Results: part, Cited: p.Cited(),
		Rates: checks.Rates(p.Cited(), 2024), Basis: []string{"평생교육법 제11조"},
	}
	in := checks.Input{
		Paper: paper, Claims: p.ClaimsAbout("results-2024"), Forms: []checks.FormRows{rows},
		Rules: p.ChecksOn(gov.MustDate("2025-02-10")),
	}
	for _, i := range p.Inconsistencies {
		if i.About == "results-2024" && !i.Checked {
			in.Recorded = append(in.Recorded, checks.Inconsistency{
				ID: i.ID, About: i.About, Place: i.Where, Printed: i.Printed, Computed: i.Computed, Note: i.Note,
			})
		}
	}
	return paper, checks.Run([]string{"sums", "chapters", "overlaps", "gaps"}, in)
}

func report(t *testing.T) compiled.Paper {
	t.Helper()
	paper, findings := results2024(t)
	return compiled.Build(paper, findings, compiled.Source{
		Agency: "서울특별시", Unit: "평생교육과", Hash: strings.Repeat("ab", 32), By: "총괄담당", On: gov.MustDate("2025-02-10"),
		Decisions: []compiled.Decision{
			{Finding: "execution/R24-1-2-7/low_execution_reason", Decision: "waive", Reason: "진흥원 내부 조정"},
		},
	})
}

// tables are the tables of a sheet.
func tables(d compiled.Paper, name string) []compiled.PaperTable {
	var out []compiled.PaperTable
	take := func(list []compiled.PaperTable) {
		for _, t := range list {
			if t.Sheet == name {
				out = append(out, t)
			}
		}
	}
	for _, c := range d.Chapters {
		for _, s := range c.Sections {
			take(s.Tables)
			for _, i := range s.Items {
				take(i.Tables)
			}
		}
	}
	return out
}

func lines(t compiled.PaperTable) []string {
	out := make([]string, len(t.Rows))
	for i, r := range t.Rows {
		cells := make([]string, len(r.Cells))
		for j, c := range r.Cells {
			cells[j] = c.Text
		}
		out[i] = strings.Join(cells, " | ")
	}
	return out
}

// The tables that the results of 2024 print themselves, figure by figure; money only for the whole city.
func TestTheReportOf2024AgreesWithItsPaper(t *testing.T) {
	t.Parallel()
	d := report(t)
	require.Equal(t, []string{
		"사업 수(개) | 102 | 112 | 10 | 9.8%",
		"예산현액(백만원) | 164,133 | 220,795 | 56,662 | 34.5%",
		"예산현액(억원) | 1,641 | 2,208 | 567 | 34.5%",
		"집행액(억원) | - | 2,140 | - | -",
		"집행률 | - | 96.9% | - | -",
		"평생학습 참여율 | 32.3% | 33.1% | 0.8%p | 2.5%",
	}, lines(tables(d, "총괄")[0]))
	var pillars []string
	for _, r := range tables(d, "추진실적 사업 수")[0].Rows {
		pillars = append(pillars, r.Cells[1].Text)
	}
	require.Equal(t, []string{"32", "42", "24", "14", "112"}, pillars)
	require.Equal(t, "합계 | - | - | - | - | -", lines(tables(d, "추진실적 금액")[0])[4], "no project carries an amount")

	rows := map[string]string{}
	for _, table := range tables(d, "추진실적") {
		for _, line := range lines(table) {
			id, _, _ := strings.Cut(line, " ")
			rows[id] = line
		}
	}
	require.Len(t, rows, 112)
	figures := 0
	for _, s := range seoulPack(t).Results.SubProjects() {
		for _, f := range s.Figures {
			figures++
			printed := checks.Figure{Value: json.Number(fmt.Sprint(f.Value)), Unit: f.Unit}.Print()
			require.Contains(t, rows[s.ID], f.Label+" "+printed, s.ID)
		}
	}
	require.Equal(t, 257, figures)
}

// The figures of the paper's own summary, as they are printed there, stand in the table of their project.
func TestEveryHighlightButTwoIsInItsTable(t *testing.T) {
	t.Parallel()
	p := seoulPack(t)
	var wrong []string
	for _, f := range checks.OfClaims(p.ClaimsAbout("results-2024"), p.ChecksOn(gov.MustDate("2025-02-10"))) {
		if f.Check == "summary" {
			wrong = append(wrong, f.Source+" "+f.Printed+" → "+f.Computed)
		}
	}
	require.Len(t, p.Results.Highlights, 29)
	require.Equal(t, []string{"HL-1-7 8개소 → 20", "HL-3-9 2,859명 → 877"}, wrong)
}

func TestStatusGroupsTellTheirReasons(t *testing.T) {
	t.Parallel()
	var got []string
	for _, table := range tables(report(t), "상태별 사업") {
		for _, line := range lines(table) {
			got = append(got, table.Number+" "+line)
		}
	}
	require.Equal(t, []string{
		"Ⅱ-3-가 R24-4-1-2 아바타 가상상담실 운영 | 평생교육과 | 2024-10 | 메타버스 서울 앱 운영 종료 | -",
		"Ⅱ-3-가 R24-4-1-3 시민대학 메타버스 캠퍼스 구축‧운영 | 평생교육과 | 2024-10 | 메타버스 서울 앱 운영 종료 | -",
		"Ⅱ-3-나 R24-1-2-6 슬기로운 직업생활 N잡러 프로시민 발굴 지원 | 평생교육과 | - | ‘인생디자인학교 운영’(으)로 통합 | -",
		"Ⅱ-3-나 R24-1-2-7 슬기로운 직업생활 플랜B 지원 사업 | 평생교육과 | - | ‘인생디자인학교 운영’(으)로 통합 | -",
		"Ⅱ-3-다 R24-4-1-6 중장년 “활력+행복 타운” 조성 | 평생교육과 | - | 정원도시국(으)로 이관 | -",
		"Ⅱ-3-라 R24-1-2-7 슬기로운 직업생활 플랜B 지원 사업 | 평생교육과 | - | 취합 검토에서 제외: 진흥원 내부 조정 | -",
	}, got)
}

func TestTheReportOf2024IsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	raw, err := json.MarshalIndent(report(t), "", " ")
	require.NoError(t, err)
	again, err := json.MarshalIndent(report(t), "", " ")
	require.NoError(t, err)
	require.Equal(t, string(raw), string(again))
}

// The list of differences is that of the data's description, and what the checks prove beyond it.
func TestTheListOfDifferences(t *testing.T) {
	t.Parallel()
	d := report(t)
	var got strings.Builder
	for _, sheet := range []string{"계산으로 확인된 차이", "읽어서 확인된 차이", "확인사항"} {
		fmt.Fprintf(&got, "# %s\n", sheet)
		for _, table := range tables(d, sheet) {
			got.WriteString(strings.Join(lines(table), "\n") + "\n")
		}
	}
	const golden = "testdata/differences-2024.golden"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(got.String()), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), got.String())
}
