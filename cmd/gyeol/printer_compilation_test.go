package main

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"gyeol/api"
	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
)

// compiledResults is an office in which the results of 2024 were handed in, as rows, and compiled.
func compiledResults(t *testing.T) (seat, gov.CaseID) {
	t.Helper()
	h := testkit.Seoul(t, "2025-02-05")
	srv := httptest.NewServer(api.New(api.Config{Cases: h.Cases, SignIn: auth.New(h.Pool), Papers: printer{}}))
	t.Cleanup(srv.Close)
	h.OpenCycle(t, "results-only", 2025)
	ended := h.OpenStage(t, "request")
	h.Exec(t, "update task set state = 'cancelled', closed_on = opened_on where stage_id = $1", ended.ID)
	h.Exec(t, `update case_file set state = 'missing', closed_on = opened_on
		where stage_id = $1 and kind = 'document'`, ended.ID)
	h.Step(t, ended.Case, testkit.Do{Verb: gov.VerbFinish})
	asked, today := h.OpenStage(t, "results"), h.Today(t)
	h.Exec(t, `update submission set submitted_on = $2, accepted_on = $2
		where case_id in (select id from case_file where stage_id = $1)`, asked.ID, today)
	h.Exec(t, `update result_row set data = '{"content":"추진함"}'
		where case_id in (select id from case_file where stage_id = $1)`, asked.ID)
	h.Exec(t, "update task set state = 'done', closed_on = $2 where stage_id = $1", asked.ID, today)
	h.Force(t, `update case_file set state = 'accepted', closed_on = $2
		where stage_id = $1 and kind = 'submission'`, asked.ID, today)
	h.Step(t, asked.Case, testkit.Do{Verb: gov.VerbFinish})
	c := h.Case(t, h.OpenStage(t, "compilation"), "compilation")
	h.Step(t, c.ID, testkit.Do{Verb: gov.VerbCompile})
	return seat{t: t, url: srv.URL, h: h}, c.ID
}

func TestACompilationIsServedAsDocumentPageAndWorkbook(t *testing.T) {
	t.Parallel()
	s, id := compiledResults(t)
	out := s.says(testkit.Coordinator, &reportCompilationCmd{Case: id.String()},
		"표 Ⅰ-2 2023년과 2024년의 합계", "220,795", "9.8%", "정상 107개, 종료 2개, 통합 2개, 이관 1개, 집행 부진 1개",
		"메타버스 서울 앱 운영 종료", "‘인생디자인학교 운영’(으)로 통합", "정원도시국(으)로 이관", "R24-X-LOWEXEC")
	require.Equal(t, out, s.says(testkit.Coordinator, &reportCompilationCmd{Case: id.String()}))

	dir := t.TempDir()
	read := func(name string) string {
		t.Helper()
		c := reportCompilationCmd{Case: id.String()}
		if filepath.Ext(name) == ".xlsx" {
			c.XLSX = filepath.Join(dir, name)
		} else {
			c.HTML = filepath.Join(dir, name)
		}
		s.says(testkit.Coordinator, &c)
		raw, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		return string(raw)
	}
	require.Contains(t, read("a.html"), `<html lang="ko">`)
	require.Equal(t, read("a.html"), read("b.html"))
	require.Equal(t, read("a.xlsx"), read("b.xlsx"), "the same rows give the same bytes")
	first := read("a.xlsx")
	const body = "select body from compilation where case_id = $1"
	before := testkit.One[json.RawMessage](t, s.h, body, id)
	s.h.Step(t, id, testkit.Do{Verb: gov.VerbCompile})
	require.JSONEq(t, string(before), string(testkit.One[json.RawMessage](t, s.h, body, id)))
	require.Equal(t, first, read("c.xlsx"), "also when it is compiled again")

	f, err := excelize.OpenFile(filepath.Join(dir, "a.xlsx"))
	require.NoError(t, err)
	rows, err := f.GetRows("추진실적")
	require.NoError(t, err)
	require.NoError(t, f.Close())
	require.Len(t, rows, 5+112, "facts, a blank line, the head and every project")

	for _, c := range []reportCompilationCmd{
		{Case: id.String()},
		{Case: id.String(), HTML: filepath.Join(dir, "no.html")},
		{Case: id.String(), XLSX: filepath.Join(dir, "no.xlsx")},
	} {
		_, err := s.types("gangnam-gu.officer", &c)
		require.ErrorContains(t, err, "not_found")
	}
}
