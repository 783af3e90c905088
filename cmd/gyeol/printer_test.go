package main

import (
	"bytes"
	"flag"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"gyeol/api"
	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
)

var updateGolden = flag.Bool("update", false, "write golden files anew")

// decidedPlan is an office in which the plan of a year was decided along its line, at whose API people sit.
func decidedPlan(t *testing.T) (seat, gov.CaseID) {
	t.Helper()
	h := testkit.Seoul(t, "2022-02-24")
	srv := httptest.NewServer(api.New(api.Config{Cases: h.Cases, SignIn: auth.New(h.Pool), Papers: printer{}}))
	t.Cleanup(srv.Close)
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	for _, key := range []string{"request", "plans", "compilation", "coordination", "superintendent", "council"} {
		h.Exec(t, "update stage set decided_on = '2022-01-01' where key = $1", key)
	}
	h.OpenStage(t, "decision")
	task := h.TaskOf(t, testkit.Coordinator, gov.TaskDraft)
	h.Act(t, testkit.Coordinator, task.ID, testkit.Do{Verb: gov.VerbSubmit, Body: map[string]any{
		"title": "2022년 시행계획", "body": map[string]any{"text": "2022년 시행계획을 확정하고자 합니다."},
		"attachments": []map[string]any{{"title": "시행계획 1부", "sha256": string(bytes.Repeat([]byte("a"), 64)), "disclosure": "public"}},
	}})
	for _, who := range []string{
		"lifelong-education-division.team-lead", "lifelong-education-division.head", "lifelong-education-bureau.head",
		"planning-office.head", "vice-mayor-1",
	} {
		task := h.TaskOf(t, who, gov.TaskSign)
		do := testkit.Do{Verb: gov.Verb(task.Verbs[0])}
		if do.Verb == gov.VerbAgree {
			do.Body = map[string]any{"agrees": true}
		}
		h.Act(t, who, task.ID, do)
	}
	return seat{t: t, url: srv.URL, h: h}, task.CaseID
}

// same compares what was served with its golden file.
func same(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *updateGolden {
		require.NoError(t, os.MkdirAll("testdata", 0o750))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got, "run with -update and look at the difference")
}

func TestADecidedDocumentIsServedAsItIsPrinted(t *testing.T) {
	t.Parallel()
	s, id := decidedPlan(t)
	text := s.says(testkit.Coordinator, &documentPrintCmd{Case: id.String()}, "평생교육과-1", "행정1부시장 방침 제1호", "시행계획 1부. 끝.")
	same(t, "document.golden.txt", text)
	same(t, "document.golden.html", s.says(testkit.Coordinator, &documentPrintCmd{Case: id.String(), HTML: true}, `<html lang="ko">`))
	block := s.says(testkit.Coordinator, &documentBlockCmd{Case: id.String()}, "시민", "합의")
	require.NotContains(t, block, "확정하고자")
	s.says(testkit.Coordinator, &documentShowCmd{Case: id.String()}, "implementation-plan", "기획조정실장", "성립 2022. 2. 24.(목)")
	s.says(testkit.Coordinator, &documentDifferenceCmd{Case: id.String()}, "달라진 내용이 없습니다.")
	for _, c := range []command{
		&documentPrintCmd{Case: id.String()}, &documentBlockCmd{Case: id.String()}, &documentShowCmd{Case: id.String()},
	} {
		_, err := s.types("gangnam-gu.officer", c)
		require.ErrorContains(t, err, "not_found", "it was not sent to him")
	}
	_, err := s.types(testkit.Coordinator, &documentPrintCmd{Case: "x"})
	require.ErrorContains(t, err, "unknown_id")
	s.h.Exec(t, `update document set form = 'dispatch', telephone = '02-0000-0000', abstract = '시행계획 확정',
		keywords = '{평생교육,시행계획}' where case_id = $1`, id)
	s.says(testkit.Coordinator, &documentPrintCmd{Case: id.String()}, "전화 02-0000-0000",
		"문서요지  시행계획 확정", "키워드  평생교육, 시행계획")
	block = s.says(testkit.Coordinator, &documentBlockCmd{Case: id.String()}, "전화 02-0000-0000")
	require.NotContains(t, block, "문서요지", "the block tells nothing of the text")
}

func TestTheConformityReportNamesATamperedRoute(t *testing.T) {
	t.Parallel()
	s, id := decidedPlan(t)
	period := reportConformityCmd{From: gov.MustDate("2022-01-01"), To: gov.MustDate("2022-12-31")}
	s.says(testkit.Coordinator, &period, "적합", "행정1부시장")
	_, err := s.types("gangnam-gu.officer", &period)
	require.ErrorContains(t, err, "forbidden")

	book := period
	book.XLSX = filepath.Join(t.TempDir(), "conformity.xlsx")
	s.says("audit-committee.auditor", &book)
	f, err := excelize.OpenFile(book.XLSX)
	require.NoError(t, err)
	rows, err := f.GetRows("문서별")
	require.NoError(t, err)
	require.NoError(t, f.Close())
	require.Contains(t, rows[1], "평생교육과-1")
	require.Contains(t, rows[1], "적합")

	tamper := func(sql string) string {
		t.Helper()
		s.h.Force(t, sql, id)
		return s.says("audit-committee.auditor", &period)
	}
	out := tamper("update line_cell set post_id = 'lifelong-education-bureau.head', title = '국장' where case_id = $1 and role = 'approve'")
	require.Contains(t, out, "결재선 상이")
	require.Contains(t, out, "결재란이 결정 기록과 다릅니다")
	tamper("update line_cell set post_id = 'vice-mayor-1', title = '행정1부시장' where case_id = $1 and role = 'approve'")
	out = tamper("update line_cell set state = 'void' where case_id = $1 and role = 'agree'")
	require.Contains(t, out, "합의의 서명이 없습니다")
	tamper("update line_cell set state = 'signed' where case_id = $1 and role = 'agree'")
	out = tamper("update document set matter = 'collect.request' where case_id = $1")
	require.NotContains(t, out, "conforms", "decided under another matter than it says")
}

func TestTheFlagsOfAnActMakeItsBody(t *testing.T) {
	t.Parallel()
	c := taskActCmd{Agrees: "no", Opinion: "재원 대책이 없음", Body: `{"dissent":true,"opinion":"x"}`}
	got, err := c.body()
	require.NoError(t, err)
	require.Equal(t, map[string]any{"agrees": false, "opinion": "재원 대책이 없음", "dissent": true}, got)
	got, err = (&taskActCmd{}).body()
	require.NoError(t, err)
	require.Nil(t, got)
	_, err = (&taskActCmd{Dissent: true, Body: `[1]`}).body()
	require.Error(t, err)
	require.Empty(t, client.Block{}.Cells)
}
