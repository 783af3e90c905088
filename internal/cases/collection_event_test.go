package cases_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

func event(r cases.Row, kind string, more body) testkit.Do {
	do := body{"row": r.ID, "kind": kind, "effective_on": "2022-07-01", "reason": "사업 조정"}
	for k, v := range more {
		do[k] = v
	}
	return testkit.Do{Verb: gov.VerbRecordEvent, Body: do}
}

func TestATransferNeedsWhoeverTakesOver(t *testing.T) {
	t.Parallel()
	h, s := asked(t)
	task := h.TaskOf(t, jobs+".officer", gov.TaskFill)
	row := view(t, h, jobs+".officer", task.CaseID).Rows[0]
	_, err := h.Try(t, jobs+".officer", task.ID, event(row, "transferred", nil))
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	_, err = h.Try(t, jobs+".officer", task.ID, event(row, "transferred", body{"to_unit": jobs}))
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	_, err = h.Try(t, jobs+".officer", task.ID, event(row, "merged", body{"successors": []string{"BP-9-9-9"}}))
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	h.Act(t, jobs+".officer", task.ID, event(row, "transferred", body{"to_unit": institute}))
	_, err = h.Try(t, jobs+".officer", task.ID, event(row, "ended", nil))
	testkit.MustRefuse(t, gov.CodeConflict, err)
	filled(t, h, jobs+".officer")
	h.Act(t, jobs+".head", h.TaskOf(t, jobs+".head", gov.TaskApproveSub).ID, testkit.Do{Verb: gov.VerbApprove})
	check := h.TaskOf(t, coordinator, gov.TaskCheck, jobs)
	_, err = h.Try(t, coordinator, check.ID, testkit.Do{Verb: gov.VerbAccept, Reason: "급함"})
	testkit.MustRefuse(t, gov.CodeConflict, err)
	h.Act(t, officer, h.TaskOf(t, officer, gov.TaskAnswerRow).ID, testkit.Do{
		Verb: gov.VerbAnswerRow, Body: body{"rows": []body{{"row": row.Item, "agrees": true}}},
	})
	h.Act(t, coordinator, check.ID, testkit.Do{Verb: gov.VerbAccept, Reason: "협력기관 회신 전"})
	require.Equal(t, gov.Accepted, h.Case(t, s, jobs).State)
	require.Equal(t, institute, testkit.One[string](t, h,
		"select unit_id from unit_project_unit where unit_project_id = $1 and role = 'lead'", row.Item))
	require.Zero(t, testkit.One[int](t, h, "select count(*) from task where case_id = $1 and state = 'open'", task.CaseID))
}

func TestARefusedTransferGoesBackToTheUnit(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := h.TaskOf(t, jobs+".officer", gov.TaskFill)
	row := view(t, h, jobs+".officer", task.CaseID).Rows[0]
	out := h.Act(t, jobs+".officer", task.ID, event(row, "transferred", body{"to_unit": institute}))
	filled(t, h, jobs+".officer")
	h.Act(t, jobs+".head", h.TaskOf(t, jobs+".head", gov.TaskApproveSub).ID, testkit.Do{Verb: gov.VerbApprove})
	h.Act(t, officer, h.TaskOf(t, officer, gov.TaskAnswerRow).ID, testkit.Do{
		Verb: gov.VerbAnswerRow, Body: body{"agrees": false, "opinion": "예산이 없음"},
	})
	check := h.TaskOf(t, coordinator, gov.TaskCheck, jobs)
	_, err := h.Try(t, coordinator, check.ID, testkit.Do{Verb: gov.VerbAccept, Reason: "급함"})
	e := testkit.MustRefuse(t, gov.CodeConflict, err)
	require.Contains(t, e.Reasons[0].Text, "예산이 없음")
	h.Act(t, coordinator, check.ID, testkit.Do{Verb: gov.VerbRequestRevision, Reason: "이관 취소"})
	h.Act(t, jobs+".officer", h.TaskOf(t, jobs+".officer", gov.TaskRevise).ID, testkit.Do{
		Verb: gov.VerbWithdrawEvent, Body: body{"event": out.Result["event"]},
	})
	require.Empty(t, view(t, h, jobs+".officer", task.CaseID).Events)
	// Whoever refused can be asked anew, in a task of its own.
	revise := h.TaskOf(t, jobs+".officer", gov.TaskRevise)
	h.Act(t, jobs+".officer", revise.ID, event(row, "transferred", body{"to_unit": institute}))
	h.Act(t, officer, h.TaskOf(t, officer, gov.TaskAnswerRow).ID, testkit.Do{Verb: gov.VerbAnswerRow, Body: body{"agrees": true}})
}

// TestAWaivedTransferIsAskedAboutAgain: what nobody answered before a waiver is no agreement after it.
func TestAWaivedTransferIsAskedAboutAgain(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := h.TaskOf(t, jobs+".officer", gov.TaskFill)
	row := view(t, h, jobs+".officer", task.CaseID).Rows[0]
	h.Act(t, jobs+".officer", task.ID, event(row, "transferred", body{"to_unit": institute}))
	_, err := h.OnCase(t, coordinator, task.CaseID, testkit.Do{Verb: gov.VerbWaive, Reason: "시험"})
	require.NoError(t, err)
	_, err = h.OnCase(t, coordinator, task.CaseID, testkit.Do{Verb: gov.VerbReopen, Reason: "다시"})
	require.NoError(t, err)
	filled(t, h, jobs+".officer")
	h.Act(t, jobs+".head", h.TaskOf(t, jobs+".head", gov.TaskApproveSub).ID, testkit.Do{Verb: gov.VerbApprove})
	check := h.TaskOf(t, coordinator, gov.TaskCheck, jobs)
	_, err = h.Try(t, coordinator, check.ID, testkit.Do{Verb: gov.VerbAccept, Reason: "급함"})
	testkit.MustRefuse(t, gov.CodeConflict, err)
	h.Act(t, officer, h.TaskOf(t, officer, gov.TaskAnswerRow).ID, testkit.Do{Verb: gov.VerbAnswerRow, Body: body{"agrees": true}})
	h.Act(t, coordinator, check.ID, testkit.Do{Verb: gov.VerbAccept, Reason: "협력기관 회신 전"})
	_, err = h.OnCase(t, coordinator, task.CaseID, testkit.Do{Verb: gov.VerbReopen, Reason: "이관 재검토"})
	require.NoError(t, err)
	require.Equal(t, jobs, testkit.One[string](t, h,
		"select unit_id from unit_project_unit where unit_project_id = $1 and role = 'lead'", row.Item))
}

func TestAnEndedProjectSaysSoAndIsNotAskedAboutAgain(t *testing.T) {
	t.Parallel()
	h, s := asked(t)
	task := h.TaskOf(t, officer, gov.TaskFill)
	rows := view(t, h, officer, task.CaseID).Rows
	for _, r := range planRows(t, h, task.CaseID) {
		h.Act(t, officer, task.ID, save(r, "수강생 확대"))
	}
	rows[0].Revision++
	h.Act(t, officer, task.ID, patch(rows[0], body{"change": "ended"}))
	_, err := h.Try(t, officer, task.ID, testkit.Do{Verb: gov.VerbSubmit})
	e := testkit.MustRefuse(t, gov.CodeInvalid, err)
	require.Contains(t, e.Reasons[0].Text, "사업 변동으로 기록해야 합니다")
	h.Act(t, officer, task.ID, event(rows[0], "ended", nil))
	h.Act(t, officer, task.ID, testkit.Do{Verb: gov.VerbSubmit})
	h.Act(t, head, h.TaskOf(t, head, gov.TaskApproveSub).ID, testkit.Do{Verb: gov.VerbApprove})
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskCheck, institute).ID, testkit.Do{Verb: gov.VerbAccept})
	require.Equal(t, gov.Accepted, h.Case(t, s, institute).State)

	h.SetToday(t, "2023-01-06")
	h.OpenCycle(t, "lifelong-education-plan", 2023)
	h.OpenStage(t, "plans")
	next := view(t, h, officer, h.TaskOf(t, officer, gov.TaskFill, "2023").CaseID).Rows
	require.Len(t, next, len(rows)-1)
	for _, r := range next {
		require.NotEqual(t, rows[0].Item, r.Item)
		require.NotEmpty(t, r.Last, "what was accepted last year stands beside")
		data := map[string]any{}
		require.NoError(t, json.Unmarshal(r.Data, &data))
		require.Equal(t, "continued", data["change"])
		require.Equal(t, "수강생 확대", data["goal"])
		require.InEpsilon(t, 120_000_000, data["budget_krw"], 0)
	}
	fill := h.TaskOf(t, officer, gov.TaskFill, "2023")
	h.Act(t, officer, fill.ID, patch(next[0], body{"change": "new"}))
	_, err = h.Try(t, officer, fill.ID, testkit.Do{Verb: gov.VerbSubmit})
	e = testkit.MustRefuse(t, gov.CodeInvalid, err)
	require.Contains(t, e.Reasons[0].Text, "신규로 적을 수 없습니다")
}
