package cases_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

const ministryOfficer = "ministry-of-education.officer"

// decidedPlan is an office on a day in February with the plan approved as document 평생교육과-7; no results of 2021.
func decidedPlan(t *testing.T, day string) *testkit.House {
	t.Helper()
	h := testkit.Seoul(t, day)
	h.OpenCycle(t, planCycle, 2022)
	approved(t, h, "decision", "평생교육과-7")
	h.Step(t, h.Stage(t, "results-report").Case, testkit.Do{Verb: gov.VerbWaive, Reason: "2021년 계획이 없음"})
	return h
}

// approved lets an approval stage have its document, as rows, and ends it.
func approved(t *testing.T, h *testkit.House, key, number string) {
	t.Helper()
	s := h.OpenStage(t, key)
	id := h.Case(t, s, "document").ID
	h.Exec(t, "update document set document_number = $2, approved_on = $3 where case_id = $1", id, number, h.Today(t))
	h.Exec(t, "update task set state = 'done', closed_on = $2 where case_id = $1", id, h.Today(t))
	h.Force(t, "update case_file set state = 'dispatched', content_hash = sha256($2), closed_on = $3 where id = $1",
		id, []byte(number), h.Today(t))
	h.Step(t, s.Case, testkit.Do{Verb: gov.VerbFinish})
}

type part struct {
	Part, Kind, Number, Sha256, Waived string
}

func packageOf(t *testing.T, h *testkit.House, id gov.CaseID) []part {
	t.Helper()
	var out []part
	require.NoError(t, json.Unmarshal(testkit.One[json.RawMessage](t, h,
		"select package from filing where case_id = $1", id), &out))
	return out
}

func TestAPackageGoesToTheMinistryAndItsReceiptComesBack(t *testing.T) {
	t.Parallel()
	h := decidedPlan(t, "2022-02-25")
	stage := h.OpenStage(t, "ministry")
	c := h.Case(t, stage, "filing")
	parts := packageOf(t, h, c.ID)
	require.Len(t, parts, 2)
	require.Equal(t, "평생교육과-7", parts[0].Number)
	require.Len(t, parts[0].Sha256, 64)
	require.Equal(t, part{Part: "results", Waived: "2021년 계획이 없음"}, parts[1])

	task := h.TaskOf(t, testkit.Coordinator, gov.TaskFile)
	require.Equal(t, "2022-02-28", task.DueLegal.String())
	out := h.Act(t, testkit.Coordinator, task.ID, testkit.Do{Verb: gov.VerbFile, Body: body{"note": "공문으로 제출"}})
	require.Equal(t, gov.HandedOver, out.State)
	require.Equal(t, false, out.Result["late"])
	first := h.Case(t, stage, "filing").ContentHash
	require.Len(t, first, 32)

	receive := h.TaskOf(t, ministryOfficer, gov.TaskReceive)
	_, err := h.Try(t, ministryOfficer, receive.ID,
		testkit.Do{Verb: gov.VerbRequestCorrect, Body: body{"text": "표지 누락"}})
	testkit.MustRefuse(t, gov.CodeReasonRequired, err)
	out = h.Act(t, ministryOfficer, receive.ID, testkit.Do{
		Verb: gov.VerbRequestCorrect, Reason: "서식 미비",
		Body: body{"text": "표지 누락"},
	})
	require.Equal(t, int32(2), out.Round)
	correct := h.TaskOf(t, testkit.Coordinator, gov.TaskCorrect)
	_, err = h.Try(t, testkit.Coordinator, correct.ID, testkit.Do{Verb: gov.VerbCorrect, Reason: "보완함"})
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	out = h.Act(t, testkit.Coordinator, correct.ID,
		testkit.Do{Verb: gov.VerbCorrect, Reason: "보완함", Body: body{"note": "표지 추가"}})
	require.Equal(t, gov.HandedOver, out.State)
	second := h.Case(t, stage, "filing").ContentHash
	require.NotEqual(t, first, second, "a correction has a hash of its own")
	require.Equal(t, second, testkit.One[[]byte](t, h,
		"select package_hash from filing_correction where case_id = $1 and ordinal = 1", c.ID))

	receive = h.TaskOf(t, ministryOfficer, gov.TaskReceive)
	_, err = h.Try(t, ministryOfficer, receive.ID, testkit.Do{Verb: gov.VerbReceipt, Body: body{"receipt_number": ""}})
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	_, err = h.Try(t, ministryOfficer, receive.ID,
		testkit.Do{Verb: gov.VerbReceipt, Body: body{"receipt_number": "1"}, Hash: first})
	testkit.MustRefuse(t, gov.CodeStale, err)
	out = h.Act(t, ministryOfficer, receive.ID, testkit.Do{
		Verb: gov.VerbReceipt,
		Body: body{"receipt_number": "교육부-2022-311"},
	})
	require.Equal(t, gov.Received, out.State)
	h.Step(t, stage.Case, testkit.Do{Verb: gov.VerbFinish})
}

func TestWhatIsHandedOverLateStaysVisiblyLate(t *testing.T) {
	t.Parallel()
	h := decidedPlan(t, "2022-02-25")
	stage := h.OpenStage(t, "city-council")
	h.SetToday(t, "2022-03-02")
	out := h.Act(t, testkit.Coordinator, h.TaskOf(t, testkit.Coordinator, gov.TaskFile).ID,
		testkit.Do{Verb: gov.VerbFile})
	require.Equal(t, true, out.Result["late"])
	require.True(t, testkit.One[bool](t, h, "select late from filing where case_id = $1",
		h.Case(t, stage, "filing").ID))
}

func TestNothingIsFiledBeforeItStands(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-02-25")
	h.OpenCycle(t, planCycle, 2022)
	_, err := h.TryStep(t, h.Stage(t, "ministry").Case, testkit.Do{Verb: gov.VerbOpen})
	testkit.MustRefuse(t, gov.CodeGateClosed, err)

	approved(t, h, "decision", "평생교육과-7")
	h.OpenStage(t, "city-council")
	_, err = h.OnCase(t, testkit.Coordinator, h.Stage(t, "decision").Case,
		testkit.Do{Verb: gov.VerbReopen, Reason: "변경계획"})
	require.NoError(t, err)
	_, err = h.Try(t, testkit.Coordinator, h.TaskOf(t, testkit.Coordinator, gov.TaskFile).ID,
		testkit.Do{Verb: gov.VerbFile})
	testkit.MustRefuse(t, gov.CodeGateClosed, err)
}

func TestTheEvaluationIsTheReportWithWhatWasCompiled(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2025-02-05")
	h.OpenCycle(t, "results-only", 2025)
	request(t, h)
	handIn(t, h, "results", body{"content": "추진함"})
	stage := h.OpenStage(t, "compilation")
	confirm(t, h, stage)
	approved(t, h, "results-report", "평생교육과-31")
	filing := h.OpenStage(t, "evaluation")
	parts := packageOf(t, h, h.Case(t, filing, "filing").ID)
	require.Len(t, parts, 2)
	require.Equal(t, "document", parts[0].Kind)
	require.Equal(t, "compilation", parts[1].Kind)
	require.Equal(t, "2025-06-02", h.TaskOf(t, testkit.Coordinator, gov.TaskFile).DueLegal.String(),
		"05-31 is a Saturday")
}
