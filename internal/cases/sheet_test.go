package cases_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/intake"
	"gyeol/internal/sheets"
	"gyeol/internal/testkit"
	"gyeol/policies/pack"
)

// exportOf gives out the sheet of a submission.
func exportOf(t testing.TB, h *testkit.House, who string, id gov.CaseID, f sheets.Format) cases.SheetFile {
	t.Helper()
	file, err := h.Cases.ExportSheet(t.Context(), h.Actor(t, who), cases.ExportSheet{
		Case: id, Format: f, Key: "export-" + gov.NewRowID().String(),
	})
	require.NoError(t, err)
	return file
}

// typed writes values into cells of the rows of a workbook.
func typed(t testing.TB, data []byte, pairs ...any) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	require.NoError(t, err)
	for pair := range slices.Chunk(pairs, 2) {
		require.NoError(t, f.SetCellValue("작성", fmt.Sprint(pair[0]), pair[1]))
	}
	var out bytes.Buffer
	require.NoError(t, f.Write(&out))
	require.NoError(t, f.Close())
	return out.Bytes()
}

// cellOf finds the cell of a field in a line, by the heading.
func cellOf(t testing.TB, data []byte, heading string, line int) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	require.NoError(t, err)
	defer f.Close()
	rows, err := f.GetRows("작성")
	require.NoError(t, err)
	for x, text := range rows[0] {
		if text == heading {
			at, err := excelize.CoordinatesToCellName(x+1, line)
			require.NoError(t, err)
			return at
		}
	}
	require.Fail(t, "no heading", heading)
	return ""
}

// giveBack hands a file in.
func giveBack(t testing.TB, h *testkit.House, who, name string, data []byte) (cases.SheetImport, error) {
	t.Helper()
	return h.Cases.ImportSheet(t.Context(), h.Actor(t, who), cases.ImportSheet{
		Name: name, Data: data, Key: "import-" + gov.NewRowID().String(),
	})
}

// takeIn applies an import.
func takeIn(
	t testing.TB, h *testkit.House, who string, id gov.SheetImportID, choices ...cases.SheetChoice,
) (cases.SheetImport, error) {
	t.Helper()
	return h.Cases.ApplySheet(t.Context(), h.Actor(t, who), cases.ApplySheet{
		ID: id, Choices: choices, Key: "apply-" + gov.NewRowID().String(),
	})
}

func TestAFileThatNobodyTouchedChangesNothing(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := h.TaskOf(t, officer, gov.TaskFill)
	for _, r := range planRows(t, h, task.CaseID)[1:] {
		h.Act(t, officer, task.ID, save(r, "=수강생 확대"))
	}
	h.Exec(t, `update plan_row set last = '{"goal":"지난해 목표","budget_krw":4426000000}' where case_id = $1`, task.CaseID)
	saved := testkit.One[int](t, h, "select count(*) from contribution")
	for _, f := range []sheets.Format{sheets.XLSX, sheets.CSV} {
		file := exportOf(t, h, officer, task.CaseID, f)
		in, err := giveBack(t, h, officer, file.Name, file.Body)
		require.NoError(t, err)
		if f == sheets.XLSX {
			require.Equal(t, "E3", cellOf(t, file.Body, "지난해 추진목표", 3), "last year stands beside")
		}
		require.Empty(t, in.Changes)
		require.Zero(t, in.Rows)
		require.Equal(t, "proposed", in.State)
		done, err := takeIn(t, h, officer, in.ID)
		require.NoError(t, err)
		require.Equal(t, "applied", done.State)
	}
	require.Equal(t, saved, testkit.One[int](t, h, "select count(*) from contribution"))
}

func TestAFilledInWorkbookIsSeenBeforeItIsWritten(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := h.TaskOf(t, officer, gov.TaskFill)
	file := exportOf(t, h, officer, task.CaseID, sheets.XLSX)
	require.True(t, strings.HasSuffix(file.Name, "_2022.xlsx"), file.Name)
	data := typed(t, file.Body, cellOf(t, file.Body, "추진목표", 3), "수강생 1,200명", cellOf(t, file.Body, "소요예산", 3), 59_966)
	in, err := giveBack(t, h, officer, "보낸 파일.xlsx", data)
	require.NoError(t, err)
	require.Equal(t, 1, in.Rows)
	require.Len(t, in.Changes, 2)
	require.JSONEq(t, `59966000000`, string(in.Changes[1].New))
	require.JSONEq(t, `null`, string(in.Changes[1].Present))
	row := planRows(t, h, task.CaseID)[0]
	require.Zero(t, row.Revision, "nothing is written before it is applied")

	testkit.OneCommit(t, "apply", func(ctx context.Context) error {
		_, err := h.Cases.ApplySheet(ctx, h.Actor(t, officer), cases.ApplySheet{ID: in.ID, Key: "apply-once"})
		return err
	})
	require.Equal(t, int64(59_966_000_000),
		testkit.One[int64](t, h, "select budget_krw from plan_row where id = $1", row.ID))
	require.Equal(t, "수강생 1,200명", testkit.One[string](t, h, "select data ->> 'goal' from plan_row where id = $1", row.ID))
	again, err := h.Cases.ApplySheet(t.Context(), h.Actor(t, officer), cases.ApplySheet{ID: in.ID, Key: "apply-once"})
	require.NoError(t, err, "the same request under its key is answered and does nothing")
	require.Equal(t, "applied", again.State)
	require.Len(t, again.Changes, 2)
	require.Equal(t, int32(1), planRows(t, h, task.CaseID)[0].Revision)
	_, err = takeIn(t, h, officer, in.ID)
	testkit.MustRefuse(t, gov.CodeActNotOpen, err)
	require.Equal(t, in.SHA256, testkit.One[string](t, h, `select convert_from(b.body, 'UTF8')::jsonb ->> 'sha256'
		from audit_entry e join audit_body b on b.entry_id = e.id where e.subject_kind = 'sheet_apply'`))
	everythingIsAudited(t, h)
}

func TestOnlyWhatBothChangedNeedsAChoice(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := h.TaskOf(t, officer, gov.TaskFill)
	file := exportOf(t, h, officer, task.CaseID, sheets.XLSX)
	data := typed(t, file.Body, cellOf(t, file.Body, "추진목표", 3), "파일의 목표", cellOf(t, file.Body, "장소", 3), "도서관")
	in, err := giveBack(t, h, officer, file.Name, data)
	require.NoError(t, err)
	require.Zero(t, in.Conflicts)
	row := planRows(t, h, task.CaseID)[0]
	h.Act(t, officer, task.ID, save(row, "화면의 목표")) // a page was open meanwhile
	_, err = takeIn(t, h, officer, in.ID)
	refusal := testkit.MustRefuse(t, gov.CodeStale, err)
	require.Len(t, refusal.Reasons, 1)
	require.Contains(t, refusal.Reasons[0].Text, "추진목표")

	in, err = h.Cases.SheetImport(t.Context(), h.Actor(t, officer), in.ID)
	require.NoError(t, err)
	require.Equal(t, 1, in.Conflicts)
	choice := cases.SheetChoice{Row: row.ID, Field: "goal", Take: "present", Revision: 1}
	stale := choice
	stale.Revision = 0
	_, err = takeIn(t, h, officer, in.ID, stale)
	testkit.MustRefuse(t, gov.CodeStale, err)
	done, err := takeIn(t, h, officer, in.ID, choice)
	require.NoError(t, err)
	require.Len(t, done.Changes, 2)
	stored := testkit.One[json.RawMessage](t, h, "select data from plan_row where id = $1", row.ID)
	require.Contains(t, string(stored), "화면의 목표")
	require.Contains(t, string(stored), "도서관")
	require.Contains(t, string(stored), "시민 누구나 배운다", "what the old file leaves alone stays as it is now")
}

func TestAFileGoesOnlyWhereItCameFrom(t *testing.T) {
	t.Parallel()
	h, stage := asked(t)
	task := h.TaskOf(t, officer, gov.TaskFill)
	file := exportOf(t, h, officer, task.CaseID, sheets.XLSX)
	other := h.Case(t, stage, "gangnam-gu").ID

	_, err := giveBack(t, h, "gangnam-gu.officer", file.Name, file.Body)
	refusal := testkit.MustRefuse(t, gov.CodeInvalid, err)
	require.NotContains(t, refusal.Detail, "진흥원", "whoever may not see a case learns nothing of it")
	_, err = h.Cases.ImportSheet(t.Context(), h.Actor(t, coordinator), cases.ImportSheet{
		Case: other, Name: file.Name, Data: file.Body, Key: "foreign-1",
	})
	refusal = testkit.MustRefuse(t, gov.CodeInvalid, err)
	require.Contains(t, refusal.Detail, "강남구")
	require.Contains(t, refusal.Detail, "진흥원")
	_, err = h.Cases.ExportSheet(t.Context(), h.Actor(t, "gangnam-gu.officer"), cases.ExportSheet{
		Case: task.CaseID, Format: sheets.XLSX, Key: "foreign-2",
	})
	testkit.MustRefuse(t, gov.CodeNotFound, err)

	for name, data := range map[string][]byte{
		"another unit": stamped(t, file.Body, "B8", "gangnam-gu"),
		"other rows":   stamped(t, file.Body, "B10", strings.Repeat("0", 64)),
		"no export":    stamped(t, file.Body, "B2", gov.NewRowID().String()),
	} {
		_, err = giveBack(t, h, officer, file.Name, data)
		refusal = testkit.MustRefuse(t, gov.CodeInvalid, err)
		require.Equal(t, "sheet/stamp", refusal.Reasons[0].Rule, name)
	}
	in, err := giveBack(t, h, coordinator, file.Name, typed(t, file.Body, cellOf(t, file.Body, "추진목표", 3), "대신"))
	require.NoError(t, err, "the coordinator sees the difference")
	_, err = takeIn(t, h, coordinator, in.ID)
	testkit.MustRefuse(t, gov.CodeNotYourTask, err)
}

// stamped forges a word of the stamp.
func stamped(t testing.TB, data []byte, cell, word string) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	require.NoError(t, err)
	require.NoError(t, f.SetCellStr("_gyeol", cell, word))
	var out bytes.Buffer
	require.NoError(t, f.Write(&out))
	require.NoError(t, f.Close())
	return out.Bytes()
}

func TestAFileIsTakenInOnlyWhileTheRowsAreOpen(t *testing.T) {
	t.Parallel()
	h, stage := asked(t)
	task := h.TaskOf(t, officer, gov.TaskFill)
	file := exportOf(t, h, officer, task.CaseID, sheets.XLSX)
	changed := typed(t, file.Body, cellOf(t, file.Body, "추진목표", 3), "늦은 목표")
	in, err := giveBack(t, h, officer, file.Name, changed)
	require.NoError(t, err)
	submitted(t, h, stage)
	_, err = takeIn(t, h, officer, in.ID)
	refusal := testkit.MustRefuse(t, gov.CodeActNotOpen, err)
	require.Equal(t, gov.Submitted, refusal.State)
	_, err = giveBack(t, h, officer, file.Name, changed)
	refusal = testkit.MustRefuse(t, gov.CodeActNotOpen, err)
	require.Equal(t, gov.Submitted, refusal.State)
	kept, err := h.Cases.SheetImport(t.Context(), h.Actor(t, officer), in.ID)
	require.NoError(t, err, "what was typed is kept")
	require.NotEmpty(t, kept.Changes)
}

func TestAFileOfAnAbolishedUnitIsRefusedByItsName(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := h.TaskOf(t, officer, gov.TaskFill)
	file := exportOf(t, h, officer, task.CaseID, sheets.XLSX)
	in, err := giveBack(t, h, officer, file.Name, typed(t, file.Body, cellOf(t, file.Body, "추진목표", 3), "목표"))
	require.NoError(t, err)
	h.Exec(t, "update unit set valid_to = '2022-01-06' where id = $1", institute)
	for _, try := range []func() error{
		func() error { _, err := giveBack(t, h, officer, file.Name, file.Body); return err },
		func() error { _, err := takeIn(t, h, officer, in.ID); return err },
	} {
		refusal := testkit.MustRefuse(t, gov.CodeActNotOpen, try())
		require.Contains(t, refusal.Detail, "2022. 1. 6.")
	}
}

func TestAFaultyFileWritesNothingAndTheRecordRepeatsNothing(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := h.TaskOf(t, officer, gov.TaskFill)
	file := exportOf(t, h, officer, task.CaseID, sheets.XLSX)
	budget := cellOf(t, file.Body, "소요예산", 3)
	faulty := typed(t, file.Body, budget, 59.966, cellOf(t, file.Body, "목표값", 3), "비밀스런 말")
	_, err := giveBack(t, h, officer, file.Name, faulty)
	refusal := testkit.MustRefuse(t, gov.CodeInvalid, err)
	require.Len(t, refusal.Reasons, 2)
	require.Contains(t, refusal.Reasons[0].Text, "‘작성’ "+budget)
	require.Zero(t, testkit.One[int](t, h, "select count(*) from sheet_import"))
	require.NotContains(t, testkit.One[string](t, h, `select string_agg(convert_from(b.body, 'UTF8'), ' ')
		from audit_body b join audit_entry e on e.id = b.entry_id where e.kind = 'refusal'`), "비밀스런")
	_, err = giveBack(t, h, officer, file.Name, make([]byte, sheets.MaxFile+1))
	testkit.MustRefuse(t, gov.CodeTooLarge, err)
}

func TestTheSameRequestGivesTheSameFile(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := h.TaskOf(t, officer, gov.TaskFill)
	ask := cases.ExportSheet{Case: task.CaseID, Format: sheets.XLSX, Key: "export-once"}
	first, err := h.Cases.ExportSheet(t.Context(), h.Actor(t, officer), ask)
	require.NoError(t, err)
	h.Act(t, officer, task.ID, save(planRows(t, h, task.CaseID)[0], "목표"))
	again, err := h.Cases.ExportSheet(t.Context(), h.Actor(t, officer), ask)
	require.NoError(t, err)
	require.Equal(t, first, again)
	ask.Format = sheets.CSV
	_, err = h.Cases.ExportSheet(t.Context(), h.Actor(t, officer), ask)
	testkit.MustRefuse(t, gov.CodeKeyReused, err)
}

func TestRowsAreAddedWhereTheFormGrows(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-04-01")
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	h.OpenStage(t, "agency-plans")
	task := h.TaskOf(t, "gangnam-gu.officer", gov.TaskFill)
	file := exportOf(t, h, "gangnam-gu.officer", task.CaseID, sheets.XLSX)
	title := func(line int) string { return cellOf(t, file.Body, "사업명", line) }
	written := typed(t, file.Body, title(3), "동네배움터", title(4), "학습동아리", cellOf(t, file.Body, "소요예산", 4), 30)
	in, err := giveBack(t, h, "gangnam-gu.officer", file.Name, written)
	require.NoError(t, err)
	require.Len(t, in.Added, 1)
	require.Equal(t, 2, in.Rows)
	done, err := takeIn(t, h, "gangnam-gu.officer", in.ID)
	require.NoError(t, err)
	require.Equal(t, "학습동아리", testkit.One[string](t, h, "select title from form_row where id = $1", done.Added[0].Row))
	require.Equal(t, int64(30_000_000), testkit.One[int64](t, h,
		"select (data ->> 'budget_krw')::bigint from form_row where id = $1 and added", done.Added[0].Row))
	again, err := giveBack(t, h, "gangnam-gu.officer", file.Name, written)
	require.NoError(t, err)
	_, err = takeIn(t, h, "gangnam-gu.officer", again.ID)
	testkit.MustRefuse(t, gov.CodeActNotOpen, err)
	next := exportOf(t, h, "gangnam-gu.officer", task.CaseID, sheets.XLSX)
	in, err = giveBack(t, h, "gangnam-gu.officer", next.Name, next.Body)
	require.NoError(t, err)
	require.Zero(t, in.Rows)
	everythingIsAudited(t, h)
}

// TestAFileOfAnOlderFormIsRefusedByBothVersions: the case was opened anew under another wording while the file was out.
func TestAFileOfAnOlderFormIsRefusedByBothVersions(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := h.TaskOf(t, officer, gov.TaskFill)
	file := exportOf(t, h, officer, task.CaseID, sheets.XLSX)
	in, err := giveBack(t, h, officer, file.Name, typed(t, file.Body, cellOf(t, file.Body, "추진목표", 3), "목표"))
	require.NoError(t, err)
	was := formPack(t, h, task.CaseID)
	reworded(t, h, "title: 추진목표, type: text, required: true, max_length: 1000",
		"title: 올해의 목표, type: text, required: true, max_length: 900")
	takesNewForm(t, h, task.CaseID)
	is := formPack(t, h, task.CaseID)
	require.NotEqual(t, was, is)
	for _, try := range []func() error{
		func() error { _, err := giveBack(t, h, officer, file.Name, file.Body); return err },
		func() error { _, err := takeIn(t, h, officer, in.ID); return err },
	} {
		refusal := testkit.MustRefuse(t, gov.CodeInvalid, try())
		require.Contains(t, refusal.Detail, was[:8])
		require.Contains(t, refusal.Detail, is[:8])
		require.Contains(t, refusal.Detail, "달라진 항목 1개")
	}
	kept, err := h.Cases.SheetImport(t.Context(), h.Actor(t, officer), in.ID)
	require.NoError(t, err, "what was typed can still be read")
	require.JSONEq(t, `"목표"`, string(kept.Changes[0].New))
}

// TestAFileOfAFormThatSaysTheSameIsTakenIn: another pack is no other form.
func TestAFileOfAFormThatSaysTheSameIsTakenIn(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := h.TaskOf(t, officer, gov.TaskFill)
	file := exportOf(t, h, officer, task.CaseID, sheets.XLSX)
	reworded(t, h, "title: 추진실적 서식", "title: 추진실적을 적는 서식")
	takesNewForm(t, h, task.CaseID)
	in, err := giveBack(t, h, officer, file.Name, typed(t, file.Body, cellOf(t, file.Body, "추진목표", 3), "목표"))
	require.NoError(t, err)
	_, err = takeIn(t, h, officer, in.ID)
	require.NoError(t, err)
}

// takesNewForm lets a submission follow the form of the pack that came last.
func takesNewForm(t *testing.T, h *testkit.House, id gov.CaseID) {
	t.Helper()
	h.Exec(t, `update submission set form_pack = (select hash from policy_pack order by stored_at desc limit 1)
		where case_id = $1`, id)
}

// formPack is the pack whose form a submission follows, in hex.
func formPack(t *testing.T, h *testkit.House, id gov.CaseID) string {
	t.Helper()
	return testkit.One[string](t, h, `select encode(coalesce(s.form_pack, c.pack_hash), 'hex')
		from submission s join case_file c on c.id = s.case_id where c.id = $1`, id)
}

// reworded stores a pack whose forms say something else.
func reworded(t *testing.T, h *testkit.House, old, now string) {
	t.Helper()
	files := testkit.SeoulPack(t).Files()
	files["forms.yaml"] = []byte(replaceOnce(t, string(files["forms.yaml"]), old, now))
	p, faults := pack.FromFiles(files)
	require.NoError(t, faults.Err())
	_, err := intake.Import(t.Context(), h.Pool, p, intake.Options{})
	require.NoError(t, err)
}
