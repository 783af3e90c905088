package cases_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

const jobs = "job-policy-division"

// view reads a submission as somebody sees it.
func view(t *testing.T, h *testkit.House, who string, id gov.CaseID) *cases.SubmissionContext {
	t.Helper()
	v, err := h.Cases.Case(t.Context(), h.Actor(t, who), id, gov.CaseSubmission)
	require.NoError(t, err)
	return v.Context.Submission
}

// filled writes every row of a unit completely and hands them to its line.
func filled(t *testing.T, h *testkit.House, who string, about ...string) gov.CaseID {
	t.Helper()
	task := h.TaskOf(t, who, gov.TaskFill, about...)
	for _, r := range planRows(t, h, task.CaseID) {
		h.Act(t, who, task.ID, save(r, "수강생 확대"))
	}
	h.Act(t, who, task.ID, testkit.Do{Verb: gov.VerbSubmit})
	return task.CaseID
}

func patch(r cases.Row, data body) testkit.Do {
	return testkit.Do{Verb: gov.VerbSaveRow, Body: body{"row": r.ID, "revision": r.Revision, "data": data}}
}

func TestASavedFieldLeavesTheOthersAlone(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := h.TaskOf(t, officer, gov.TaskFill)
	row := view(t, h, officer, task.CaseID).Rows[0]
	h.Act(t, officer, task.ID, patch(row, body{"goal": "수강생 1,200명", "budget_krw": 120_000_000}))
	row.Revision++
	h.Act(t, officer, task.ID, patch(row, body{"goal": "수강생 1,300명", "budget_krw": nil}))
	require.JSONEq(t, `{"change":"new","goal":"수강생 1,300명"}`, string(view(t, h, officer, task.CaseID).Rows[0].Data))
}

// TestWhatTheChecksFindIsToldWhileTypingAndHeldAtTheHandIn: sources that do not add up to the budget are an error,
// which is mended or stands with a reason and a name.
func TestWhatTheChecksFindIsToldWhileTypingAndHeldAtTheHandIn(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := h.TaskOf(t, officer, gov.TaskFill)
	for _, r := range planRows(t, h, task.CaseID) {
		h.Act(t, officer, task.ID, save(r, "수강생 확대"))
	}
	row := view(t, h, officer, task.CaseID).Rows[0]
	out := h.Act(t, officer, task.ID, patch(row, body{"city_krw": 50_000_000, "national_krw": 60_000_000}))
	require.NotEmpty(t, out.Result["findings"], "50 and 60 are not 120")
	found := view(t, h, officer, task.CaseID).Findings
	require.NotEmpty(t, found)
	var waivers []body
	for _, f := range found {
		if f.Severity == "error" {
			require.Equal(t, row.Item, f.Item)
			waivers = append(waivers, body{"finding": f.ID, "reason": "기금 10백만원은 별도 회계"})
		}
	}
	require.Len(t, waivers, 1)
	_, err := h.Try(t, officer, task.ID, testkit.Do{Verb: gov.VerbSubmit})
	e := testkit.MustRefuse(t, gov.CodeInvalid, err)
	require.Equal(t, waivers[0]["finding"], e.Reasons[0].Rule)
	for _, bad := range [][]body{
		{{"finding": "없음", "reason": "x"}, waivers[0]},
		{waivers[0], waivers[0]},
		{{"finding": waivers[0]["finding"], "reason": " "}},
	} {
		_, err = h.Try(t, officer, task.ID, testkit.Do{Verb: gov.VerbSubmit, Body: body{"waivers": bad}})
		testkit.MustRefuse(t, gov.CodeInvalid, err)
	}
	h.Act(t, officer, task.ID, testkit.Do{Verb: gov.VerbSubmit, Body: body{"waivers": waivers}})
	told := view(t, h, head, task.CaseID).Waivers
	require.Len(t, told, 1)
	require.NotEmpty(t, told[0].Person)
}

func TestOfTwoWhoWriteOneRowTheSecondIsToldFieldByField(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := h.TaskOf(t, coordinator, gov.TaskFill)
	row := view(t, h, coordinator, task.CaseID).Rows[0]
	h.Act(t, coordinator, task.ID, patch(row, body{"goal": "수강생 1,200명"}))
	_, err := h.Try(t, division+".officer-2", task.ID, patch(row, body{"goal": "수강생 900명", "place": "시청"}))
	e := testkit.MustRefuse(t, gov.CodeStale, err)
	require.Len(t, e.Changes, 2, "what was typed is given back beside what stands there: %v", e.Changes)
	require.Equal(t, int32(1), view(t, h, coordinator, task.CaseID).Rows[0].Revision)
}

func TestAUnitSplitsItsRowsAndSeesWhoHasWhat(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := h.TaskOf(t, coordinator, gov.TaskFill)
	rows := view(t, h, coordinator, task.CaseID).Rows
	assign := func(post string) testkit.Do {
		return testkit.Do{Verb: gov.VerbAssignRows, Body: body{"rows": []gov.RowID{rows[0].ID, rows[1].ID}, "post": post}}
	}
	h.Act(t, coordinator, task.ID, assign(division+".officer-3"))
	now := view(t, h, coordinator, task.CaseID).Rows
	require.Equal(t, gov.PostID(division+".officer-3"), now[0].Assigned)
	require.Equal(t, now[0].Assigned, now[1].Assigned)
	require.NotEqual(t, now[0].Assigned, now[2].Assigned)
	_, err := h.Try(t, coordinator, task.ID, assign("jung-gu.officer"))
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	_, err = h.Try(t, coordinator, task.ID, testkit.Do{
		Verb: gov.VerbAssignRows, Body: body{"rows": []gov.RowID{gov.NewRowID()}, "post": division + ".officer-3"},
	})
	testkit.MustRefuse(t, gov.CodeNotFound, err)
}

func TestWhatWasHandedInAnewShowsItsDifference(t *testing.T) {
	t.Parallel()
	h, s := asked(t)
	id := submitted(t, h, s)
	require.Empty(t, view(t, h, coordinator, id).Changes)
	row := view(t, h, officer, id).Rows[0]
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskCheck, institute).ID, testkit.Do{
		Verb: gov.VerbRequestRevision, Reason: "목표",
		Body: body{"fields": []body{{"row": row.Item, "field": "goal", "reason": "수치로"}}},
	})
	revise := h.TaskOf(t, officer, gov.TaskRevise)
	h.Act(t, officer, revise.ID, patch(row, body{"goal": "수강생 1,200명"}))
	h.Act(t, officer, revise.ID, testkit.Do{Verb: gov.VerbSubmit})
	h.Act(t, head, h.TaskOf(t, head, gov.TaskApproveSub).ID, testkit.Do{Verb: gov.VerbApprove})
	changes := view(t, h, coordinator, id).Changes
	require.Len(t, changes, 1)
	require.Contains(t, string(mustJSON(t, changes[0])), "수강생 1,200명")
}

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	raw, err := json.Marshal(v)
	require.NoError(t, err)
	return raw
}

func TestARevisionNamesRowsAndFieldsThatAreThere(t *testing.T) {
	t.Parallel()
	h, s := asked(t)
	id := submitted(t, h, s)
	item := view(t, h, officer, id).Rows[0].Item
	for _, f := range []body{
		{"row": "BP-9-9-9", "reason": "없는 행"}, {"row": item, "field": "colour", "reason": "없는 항목"}, {"row": item, "reason": ""},
	} {
		_, err := h.Try(t, coordinator, h.TaskOf(t, coordinator, gov.TaskCheck, institute).ID, testkit.Do{
			Verb: gov.VerbRequestRevision, Reason: "보완", Body: body{"fields": []body{f}},
		})
		testkit.MustRefuse(t, gov.CodeInvalid, err)
	}
}

func TestARemarkStandsAtItsField(t *testing.T) {
	t.Parallel()
	h, s := asked(t)
	id := submitted(t, h, s)
	item := view(t, h, officer, id).Rows[0].Item
	check := h.TaskOf(t, coordinator, gov.TaskCheck, institute)
	h.Act(t, coordinator, check.ID, testkit.Do{Verb: gov.VerbComment, Body: body{"text": "단위를 확인", "row": item, "field": "target"}})
	said := view(t, h, officer, id).Comments
	require.Len(t, said, 1)
	require.Equal(t, []string{"단위를 확인", item, "target"}, []string{said[0].Text, said[0].Row, said[0].Field})
	_, err := h.Try(t, coordinator, check.ID, testkit.Do{Verb: gov.VerbComment, Body: body{"text": "x", "row": "없음"}})
	testkit.MustRefuse(t, gov.CodeInvalid, err)
}

func TestAFileStandsBesideARow(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := h.TaskOf(t, officer, gov.TaskFill)
	row := view(t, h, officer, task.CaseID).Rows[0]
	pdf := append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("가"), 700_000)...) // two pieces
	file, err := h.Cases.StoreFile(t.Context(), h.Actor(t, officer), cases.Upload{Data: pdf})
	require.NoError(t, err)
	again, err := h.Cases.StoreFile(t.Context(), h.Actor(t, officer), cases.Upload{Data: pdf})
	require.NoError(t, err)
	require.Equal(t, file, again)
	put := func(name string) testkit.Do {
		return testkit.Do{Verb: gov.VerbAttach, Body: body{"sha256": file.SHA256, "name": name, "row": row.ID}}
	}
	stranger := h.TaskOf(t, "jung-gu.officer", gov.TaskFill)
	_, err = h.Try(t, "jung-gu.officer", stranger.ID, testkit.Do{
		Verb: gov.VerbAttach, Body: body{"sha256": file.SHA256, "name": "남의 파일.pdf"},
	})
	testkit.MustRefuse(t, gov.CodeNotFound, err)
	_, err = h.Try(t, officer, task.ID, put("세부계획.exe"))
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	_, err = h.Try(t, officer, task.ID, put("../세부계획.pdf"))
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	out := h.Act(t, officer, task.ID, put("\u1100\u1161 계획.pdf"))
	files := view(t, h, officer, task.CaseID).Attachments
	require.Len(t, files, 1)
	require.Equal(t, "가 계획.pdf", files[0].Name, "a name from a Mac is composed")
	read, err := h.Cases.File(t.Context(), h.Actor(t, officer), task.CaseID, files[0].ID)
	require.NoError(t, err)
	require.True(t, bytes.Equal(pdf, read.Bytes))
	views := "select count(*)::int from personal_view where subject_kind = 'file'"
	require.Zero(t, testkit.One[int](t, h, views), "it is his unit's own")
	taker := h.Actor(t, coordinator)
	taker.Visit = cases.Visit{Operation: "get-submission-file", Export: true}
	_, err = h.Cases.File(t.Context(), taker, task.CaseID, files[0].ID)
	testkit.MustRefuse(t, gov.CodeReasonRequired, err)
	taker.Visit.Reason = "취합 검토"
	_, err = h.Cases.File(t.Context(), taker, task.CaseID, files[0].ID)
	require.NoError(t, err)
	require.Equal(t, 1, testkit.One[int](t, h, views))
	_, err = h.Cases.File(t.Context(), h.Actor(t, "jung-gu.officer"), task.CaseID, files[0].ID)
	testkit.MustRefuse(t, gov.CodeNotFound, err)
	h.Act(t, officer, task.ID, testkit.Do{Verb: gov.VerbDetach, Body: body{"attachment": out.Result["attachment"]}})
	require.Empty(t, view(t, h, officer, task.CaseID).Attachments)
	for name, data := range map[string]string{
		"a program": "MZ\x90\x00\x03", "a page": "<html><script>x</script></html>", "nothing": "",
		"a workbook with macros": "PK\x03\x04 xl/vbaProject.bin",
	} {
		_, err := h.Cases.StoreFile(t.Context(), h.Actor(t, officer), cases.Upload{Data: []byte(data)})
		require.Equal(t, gov.CodeInvalid, gov.CodeOf(err), name)
	}
	require.Equal(t, 4, testkit.One[int](t, h, "select count(*) from audit_entry where kind = 'refusal' and subject_kind = 'file'"))
}

// TestAFormThatChangesIsOfferedAndNeverForced walks a change of a form through a running collection: accepted rows are
// frozen, what was handed in stays, a draft moves when its unit says so, and nothing typed is lost.
func TestAFormThatChangesIsOfferedAndNeverForced(t *testing.T) {
	t.Parallel()
	h, s := asked(t)
	done := submitted(t, h, s)
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskCheck, institute).ID, testkit.Do{Verb: gov.VerbAccept})
	task := h.TaskOf(t, jobs+".officer", gov.TaskFill)
	row := view(t, h, jobs+".officer", task.CaseID).Rows[0]
	h.Act(t, jobs+".officer", task.ID, patch(row, body{"place": "일자리센터", "target": 500, "goal": "구직자"}))
	propose := testkit.Do{Verb: gov.VerbProposeForm, Reason: "지침 개정"}
	_, err := h.OnCase(t, coordinator, s.Case, propose)
	testkit.MustRefuse(t, gov.CodeConflict, err)
	_, err = h.Try(t, jobs+".officer", task.ID, testkit.Do{Verb: gov.VerbAdoptForm})
	testkit.MustRefuse(t, gov.CodeConflict, err)

	otherFile(t, h.Pool, "forms.yaml", func(forms string) string {
		forms = strings.Replace(forms, "      - {id: place, title: 장소, type: text, required: false, max_length: 200, prefill: place}\n", "", 1)
		return replaceOnce(t, forms, "      - id: target\n        title: 목표값\n        type: integer\n        required: false\n        prefill: target\n",
			"      - {id: target, title: 목표값, type: integer, required: false, prefill: target, max: 400}\n"+
				"      - {id: risk, title: 위험 요인, type: text, required: false, max_length: 200}\n")
	})
	require.Nil(t, view(t, h, jobs+".officer", task.CaseID).Proposed, "nobody has offered it yet")
	_, err = h.OnCase(t, coordinator, s.Case, propose)
	require.NoError(t, err)
	sub := view(t, h, jobs+".officer", task.CaseID)
	require.Equal(t, []string{"risk"}, sub.Proposed.Added)
	require.Equal(t, []string{"place"}, sub.Proposed.Removed)
	require.Equal(t, []string{"target"}, sub.Proposed.Changed)
	require.Nil(t, view(t, h, officer, done).Proposed, "what was accepted is frozen")

	h.Act(t, jobs+".officer", task.ID, testkit.Do{Verb: gov.VerbAdoptForm})
	sub = view(t, h, jobs+".officer", task.CaseID)
	require.Nil(t, sub.Proposed)
	require.JSONEq(t, `{"place":"일자리센터","target":500}`, string(sub.Rows[0].LeftOver))
	require.JSONEq(t, `{"change":"expanded","goal":"구직자"}`, string(sub.Rows[0].Data))
	h.Act(t, jobs+".officer", task.ID, patch(sub.Rows[0], body{"risk": "경기 침체"}))
	_, err = h.Try(t, jobs+".officer", task.ID, patch(row, body{"place": "시청"}))
	testkit.MustRefuse(t, gov.CodeStale, err)
}

// TestAUnitThatEndsInMidCollectionLeavesItsWorkToAnother: its officers are refused with the reason, nothing they typed
// is lost, and whoever the coordinator gives the task hands it in under his own head.
func TestAUnitThatEndsInMidCollectionLeavesItsWorkToAnother(t *testing.T) {
	t.Parallel()
	h, s := asked(t)
	task := h.TaskOf(t, jobs+".officer", gov.TaskFill)
	for _, r := range planRows(t, h, task.CaseID) {
		h.Act(t, jobs+".officer", task.ID, save(r, "구직자 500명"))
	}
	h.Exec(t, "update unit set valid_to = '2022-01-09' where id = $1", jobs)
	h.Exec(t, "update post set valid_to = '2022-01-09' where unit_id = $1", jobs)
	h.Exec(t, "update holding set valid_to = '2022-01-09' where post_id like $1", jobs+".%")
	former := h.Actor(t, jobs+".officer")
	h.SetToday(t, "2022-01-10")
	_, err := h.Cases.Act(t.Context(), former, cases.Command{Task: task.ID, Verb: gov.VerbSubmit, Key: "after the end"})
	e := testkit.MustRefuse(t, gov.CodeNotYourTask, err)
	require.NotEmpty(t, e.Reasons)
	heir := institute
	_, err = h.Cases.HandOver(t.Context(), h.Actor(t, coordinator), cases.HandOver{
		Task: task.ID, Post: gov.PostID(heir + ".officer"), Reason: "조직 개편", Key: "hand over",
	})
	require.NoError(t, err)
	h.Act(t, heir+".officer", task.ID, testkit.Do{Verb: gov.VerbSubmit})
	h.Act(t, heir+".head", h.TaskOf(t, heir+".head", gov.TaskApproveSub).ID, testkit.Do{Verb: gov.VerbApprove})
	require.Equal(t, gov.Submitted, h.Case(t, s, jobs).State)
	require.Contains(t, string(view(t, h, coordinator, task.CaseID).Rows[0].Data), "구직자 500명")
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskCheck, jobs).ID,
		testkit.Do{Verb: gov.VerbRequestRevision, Reason: "목표"})
	h.TaskOf(t, heir+".officer", gov.TaskRevise)
}

func TestAResubmissionDuringAcceptanceIsSeen(t *testing.T) {
	t.Parallel()
	h, s := asked(t)
	id := submitted(t, h, s)
	check := h.TaskOf(t, coordinator, gov.TaskCheck, institute)
	seen := h.Case(t, s, institute).ContentHash
	h.Act(t, coordinator, check.ID, testkit.Do{Verb: gov.VerbRequestRevision, Reason: "목표"})
	h.Act(t, officer, h.TaskOf(t, officer, gov.TaskRevise).ID, patch(view(t, h, officer, id).Rows[0], body{"goal": "1,200명"}))
	h.Act(t, officer, h.TaskOf(t, officer, gov.TaskRevise).ID, testkit.Do{Verb: gov.VerbSubmit})
	h.Act(t, head, h.TaskOf(t, head, gov.TaskApproveSub).ID, testkit.Do{Verb: gov.VerbApprove})
	_, err := h.Try(t, coordinator, check.ID, testkit.Do{Verb: gov.VerbAccept, Hash: seen})
	testkit.MustRefuse(t, gov.CodeTaskClosed, err)
	again := h.TaskOf(t, coordinator, gov.TaskCheck, institute)
	_, err = h.Try(t, coordinator, again.ID, testkit.Do{Verb: gov.VerbAccept, Hash: seen})
	testkit.MustRefuse(t, gov.CodeStale, err)
	h.Act(t, coordinator, again.ID, testkit.Do{Verb: gov.VerbAccept})
}

// TestACampaignBesideThePlanGrowsRowByRow: a demand survey has a form of its own, to which units add rows; indicators
// are asked for one by one.
func TestACampaignBesideThePlanGrowsRowByRow(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-08-25")
	h.OpenCycle(t, "lifelong-education-survey", 2022)
	h.OpenStage(t, "demand")
	task := h.TaskOf(t, "jung-gu.officer", gov.TaskFill)
	sub := view(t, h, "jung-gu.officer", task.CaseID)
	require.True(t, sub.Grows)
	first := body{"title": "디지털 문해", "target_group": "노년층", "priority": "high", "people": 120}
	out := h.Act(t, "jung-gu.officer", task.ID, testkit.Do{Verb: gov.VerbAddRow, Body: body{"title": "디지털 문해", "data": first}})
	_, err := h.Try(t, "jung-gu.officer", task.ID, testkit.Do{Verb: gov.VerbAddRow, Body: body{"title": "x", "data": body{"people": "많음"}}})
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	second := h.Act(t, "jung-gu.officer", task.ID, testkit.Do{Verb: gov.VerbAddRow, Body: body{"title": "잘못 더한 행"}})
	h.Act(t, "jung-gu.officer", task.ID, testkit.Do{
		Verb: gov.VerbRemoveRow, Body: body{"row": second.Result["row"], "revision": 0},
	})
	given := view(t, h, "jung-gu.officer", task.CaseID).Rows[0]
	_, err = h.Try(t, "jung-gu.officer", task.ID, testkit.Do{
		Verb: gov.VerbRemoveRow, Body: body{"row": given.ID, "revision": given.Revision},
	})
	testkit.MustRefuse(t, gov.CodeForbidden, err)
	h.Act(t, "jung-gu.officer", task.ID, patch(given, body{
		"title": "진로 상담", "target_group": "청년", "priority": "middle",
	}))
	rows := view(t, h, "jung-gu.officer", task.CaseID).Rows
	require.Len(t, rows, 2)
	require.Equal(t, out.Result["row"], rows[1].ID)
	h.Act(t, "jung-gu.officer", task.ID, testkit.Do{Verb: gov.VerbSubmit})

	h.SetToday(t, "2022-11-01")
	h.OpenStage(t, "kpis")
	kpis := view(t, h, officer, h.TaskOf(t, officer, gov.TaskFill, "/kpis/").CaseID)
	require.Len(t, kpis.Rows, 5)
	ask := h.TaskOf(t, officer, gov.TaskFill, "/kpis/")
	for _, r := range kpis.Rows {
		h.Act(t, officer, ask.ID, patch(r, body{
			"actual": json.Number("49.60"), "unit_word": "%", "measured_on": "2022-10-31", "source": "평생학습 실태조사",
		}))
	}
	require.Contains(t, string(view(t, h, officer, ask.CaseID).Rows[0].Data), "49.6")
	h.Act(t, officer, ask.ID, testkit.Do{Verb: gov.VerbSubmit})
}
