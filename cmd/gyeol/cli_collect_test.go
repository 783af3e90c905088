package main

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"gyeol/api"
	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/sheets"
	"gyeol/internal/testkit"
)

// collecting is an office that asks every unit for its plan rows.
func collecting(t *testing.T) seat {
	t.Helper()
	h := testkit.Seoul(t, "2022-01-10")
	srv := httptest.NewServer(api.New(api.Config{Cases: h.Cases, SignIn: auth.New(h.Pool)}))
	t.Cleanup(srv.Close)
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	h.OpenStage(t, "plans")
	return seat{t: t, url: srv.URL, h: h}
}

// sets writes a value into a cell of a workbook on disk.
func sets(t *testing.T, path, cell string, value any) {
	t.Helper()
	f, err := excelize.OpenFile(path)
	require.NoError(t, err)
	require.NoError(t, f.SetCellValue("작성", cell, value))
	require.NoError(t, f.Save())
	require.NoError(t, f.Close())
}

func TestAFolderOfWorkbooksComesBackInOneGo(t *testing.T) {
	t.Parallel()
	s, dir := collecting(t), t.TempDir()
	out := s.says(testkit.Coordinator, &collectExportCmd{Stage: "plans", Out: dir, Format: "xlsx"}, "평생교육진흥원")
	require.Len(t, strings.Split(strings.TrimSpace(out), "\n"), 41, "one line for each unit and a head")
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, 40)
	mine := filepath.Join(dir, "평생교육진흥원_시행계획 자료 제출_2022.xlsx")
	sets(t, mine, "D3", "수강생 1,200명")
	sets(t, filepath.Join(dir, "평생교육과_시행계획 자료 제출_2022.xlsx"), "C3", "모름")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "~$잠금.xlsx"), []byte("x"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "큰 파일.xlsx"), make([]byte, sheets.MaxFile+1), 0o600))

	out, err = s.types(testkit.Coordinator, &collectImportCmd{Paths: []string{dir}, Conflicts: "ask"})
	require.ErrorContains(t, err, "41개 중 2개")
	require.Contains(t, out, "추진목표: - → 수강생 1,200명")
	require.Contains(t, out, "‘작성’ C3: ‘모름’은(는)")
	require.Contains(t, out, "모두 41개")
	require.Zero(t, testkit.One[int](t, s.h, "select count(*) from contribution"), "only shown")

	s.says("lifelong-education-institute.officer", &collectImportCmd{Paths: []string{mine}, Apply: true, Conflicts: "ask"},
		"저장함", "저장 1, 거부 0")
	require.Equal(t, 1, testkit.One[int](t, s.h, "select count(*) from contribution"))
	out, err = s.types("gangnam-gu.officer", &collectImportCmd{Paths: []string{mine}, Apply: true, Conflicts: "ask"})
	require.Error(t, err)
	require.Contains(t, out, "받지 않음")
}

func TestAConflictOnTheCommandLineIsRefusedUnlessAChoiceIsMade(t *testing.T) {
	t.Parallel()
	const officer = "lifelong-education-institute.officer"
	s, dir := collecting(t), t.TempDir()
	s.says(officer, &collectExportCmd{
		Stage: "plans", Out: dir, Format: "csv", Unit: "lifelong-education-institute",
	}, ".csv")
	path := filepath.Join(dir, "평생교육진흥원_시행계획 자료 제출_2022.csv")
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	lines := strings.SplitN(string(raw), "\r\n", 5)
	lines[3] = strings.Replace(lines[3], ",,", ",파일의 목표,", 1)
	require.NoError(t, os.WriteFile(path, []byte(strings.Join(lines, "\r\n")), 0o600))
	task := s.h.TaskOf(t, officer, gov.TaskFill)
	row := testkit.One[gov.RowID](t, s.h, `select id from plan_row where case_id = $1 order by ordinal limit 1`,
		task.CaseID)
	s.h.Act(t, officer, task.ID, testkit.Do{Verb: gov.VerbSaveRow, Body: map[string]any{
		"row": row, "revision": 0, "data": map[string]any{"goal": "화면의 목표"},
	}})
	out, err := s.types(officer, &collectImportCmd{Paths: []string{path}, Apply: true, Conflicts: "ask"})
	require.Error(t, err)
	require.Contains(t, out, "추진목표")
	goal := func() string {
		return testkit.One[string](t, s.h, "select data ->> 'goal' from plan_row where id = $1", row)
	}
	require.Equal(t, "화면의 목표", goal())
	s.says(officer, &collectImportCmd{Paths: []string{path}, Apply: true, Conflicts: "present"}, "저장함")
	require.Equal(t, "화면의 목표", goal())
	s.says(officer, &collectImportCmd{Paths: []string{path}, Apply: true, Conflicts: "file"}, "저장함")
	require.Equal(t, "파일의 목표", goal())
	_, err = s.types(officer, &collectExportCmd{Stage: "no-such-stage", Out: dir, Format: "csv"})
	require.Error(t, err)
	_, err = s.types(officer, &collectImportCmd{Paths: []string{filepath.Join(dir, "none.xlsx")}, Conflicts: "ask"})
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestASubmissionIsReadAndGetsAFileOnTheCommandLine(t *testing.T) {
	t.Parallel()
	const officer = "lifelong-education-institute.officer"
	s := collecting(t)
	task := s.h.TaskOf(t, officer, gov.TaskFill)
	row := testkit.One[string](t, s.h, `select id::text from plan_row where case_id = $1 order by ordinal limit 1`,
		task.CaseID)
	s.says(officer, &collectListCmd{Stage: "plans"}, task.CaseID.String(), "요청됨", "평생교육진흥원")
	show := &collectShowCmd{Submission: task.CaseID.String()}
	s.says(officer, show, "행 7개", "구분: 신규", row)
	s.h.Act(t, officer, task.ID, testkit.Do{Verb: gov.VerbSaveRow, Body: map[string]any{
		"row": row, "revision": 0, "data": map[string]any{"goal": "수강생 1,200명", "change": "expanded", "budget_krw": 12_000_000},
	}})
	s.h.Act(t, officer, task.ID, testkit.Do{Verb: gov.VerbRecordEvent, Body: map[string]any{
		"row": row, "kind": "ended", "effective_on": "2022-07-01", "reason": "수요 감소",
	}})
	path := filepath.Join(t.TempDir(), "근거.pdf")
	require.NoError(t, os.WriteFile(path, []byte("%PDF-1.7\n%%EOF\n"), 0o600))
	s.says(officer, &collectAttachCmd{Task: task.ID.String(), File: path, Row: row}, "붙였습니다", "application/pdf")
	s.says(officer, show, "추진목표: 수강생 1,200명", "확대", "12,000,000원", "종료, 수요 감소", "붙임: 근거.pdf")
	_, err := s.types(officer, &collectShowCmd{Submission: s.h.Stage(t, "plans").Case.String()})
	require.Error(t, err)
}

func TestFilesOfOneNameAreKeptApart(t *testing.T) {
	t.Parallel()
	taken := map[string]bool{}
	require.Equal(t, "가.xlsx", apart("가.xlsx", "progress.1", taken))
	require.Equal(t, "가_progress.2.xlsx", apart("가.xlsx", "progress.2", taken))
	require.Equal(t, "가_progress.2_2.xlsx", apart("가.xlsx", "progress.2", taken))
}
