package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

const shelterOfficer = "youth-policy-division.officer"

// agreements is an office on a day with the agreements signed by then.
func agreements(t *testing.T, day string) *testkit.House {
	t.Helper()
	h := testkit.Seoul(t, day)
	_, err := h.Cases.OpenAgreements(t.Context())
	require.NoError(t, err)
	return h
}

func agreementCase(t *testing.T, h *testkit.House, id string) gov.CaseID {
	t.Helper()
	return testkit.One[gov.CaseID](t, h, "select case_id from agreement where id = $1", id)
}

func TestAgreementsAreFollowedFromTheirSigning(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2025-02-05")
	for day, want := range map[string]int{"2025-02-05": 0} {
		n, err := h.Cases.OpenAgreements(t.Context())
		require.NoError(t, err)
		require.Equal(t, want, n, day)
	}
	for _, at := range []struct {
		day  string
		want int
	}{{"2025-02-06", 1}, {"2025-02-06", 0}, {"2025-02-25", 1}, {"2025-03-01", 0}} {
		h.SetToday(t, at.day)
		n, err := h.Cases.OpenAgreements(t.Context())
		require.NoError(t, err)
		require.Equal(t, at.want, n, at.day)
	}
	require.Equal(t, 2, testkit.One[int](t, h, "select count(*) from process where workflow_id like 'agreement/AGR-%'"))
	require.Equal(t, 2,
		testkit.One[int](t, h,
			"select count(*) from audit_entry where subject_kind = 'agreement' and kind = 'opening'"))
	require.Equal(t, "2025-11-30", testkit.One[gov.Date](t, h,
		"select notice_by from agreement where id = 'AGR-SHELTER'").String())
	require.Equal(t, "2025-06-30", testkit.One[gov.Date](t, h,
		"select review_on from agreement where id = 'AGR-SHELTER'").String())
	require.Contains(t, testkit.One[string](t, h,
		"select terms->>'reading' from agreement where id = 'AGR-SHELTER'"), "2028-12-31")
}

func TestAlertsOpenAndRemindOfTheQuestionOfRenewal(t *testing.T) {
	t.Parallel()
	h := agreements(t, "2025-03-01")
	id := agreementCase(t, h, "AGR-SHELTER")
	_, err := h.TryStep(t, id, testkit.Do{Verb: gov.VerbOpen})
	testkit.MustRefuse(t, gov.CodeActNotOpen, err)
	h.SetToday(t, "2025-06-30")
	require.Equal(t, gov.RenewalWindow, h.Step(t, id, testkit.Do{Verb: gov.VerbOpen}).State)
	task := h.TaskOf(t, shelterOfficer, gov.TaskAgreement)
	require.Equal(t, "2025-11-28", task.DueOperative.String())
	require.Equal(t, "2025-11-30", task.DueLegal.String())
	seen := contextOf(t, h, id).Agreement
	require.Equal(t, "2025. 11. 28.(금)/2025. 11. 30.(일)", seen.NoticeDue.OperativeText+"/"+seen.NoticeDue.LegalText)
	require.Equal(t, "2025. 9. 30.(화)", seen.ReviewText)
	require.Equal(t, "2025-09-30", testkit.One[gov.Date](t, h, "select review_on from agreement where case_id = $1",
		id).String())
	h.SetToday(t, "2025-09-30")
	h.Step(t, id, testkit.Do{Verb: gov.VerbOpen})
	require.Equal(t, task.ID, h.TaskOf(t, shelterOfficer, gov.TaskAgreement).ID,
		"the task stays, a notice reminds of it")
	require.Equal(t, 2, testkit.One[int](t, h, "select count(*) from notice where task_id = $1", task.ID))
}

func TestAnAgreementIsEndedOnlyWithNoticeInTime(t *testing.T) {
	t.Parallel()
	h := agreements(t, "2025-06-30")
	id := agreementCase(t, h, "AGR-SHELTER")
	h.Step(t, id, testkit.Do{Verb: gov.VerbOpen})
	task := h.TaskOf(t, shelterOfficer, gov.TaskAgreement)
	end := testkit.Do{Verb: gov.VerbTerminate, Reason: "사업 종료"}
	h.SetToday(t, "2025-12-01")
	_, err := h.Try(t, shelterOfficer, task.ID, end)
	testkit.MustRefuse(t, gov.CodeNoticeTooShort, err)
	h.SetToday(t, "2025-11-28")
	_, err = h.Try(t, shelterOfficer, task.ID, testkit.Do{Verb: gov.VerbTerminate})
	testkit.MustRefuse(t, gov.CodeReasonRequired, err)
	require.Equal(t, gov.Terminated, h.Act(t, shelterOfficer, task.ID, end).State)
	look, err := h.Cases.Look(t.Context(), testkit.One[gov.ProcessID](t, h,
		"select process_id from case_file where id = $1", id))
	require.NoError(t, err)
	require.Equal(t, gov.Terminated, look.Is)
}

func TestATermRenewsItselfUpToTheLimitOfTheText(t *testing.T) {
	t.Parallel()
	h := agreements(t, "2025-06-30")
	id := agreementCase(t, h, "AGR-SHELTER")
	h.Step(t, id, testkit.Do{Verb: gov.VerbOpen})
	_, err := h.TryStep(t, id, testkit.Do{Verb: gov.VerbExpire})
	testkit.MustRefuse(t, gov.CodeActNotOpen, err)
	for i, day := range []string{"2026-01-01", "2027-01-01", "2028-01-01"} {
		h.SetToday(t, day)
		out := h.Step(t, id, testkit.Do{Verb: gov.VerbExpire})
		require.Equal(t, gov.InForce, out.State)
		require.Equal(t, int32(i+2), out.Round)
	}
	require.Empty(t, h.Tasks(t, shelterOfficer, gov.TaskAgreement), "the question of an old term is closed")
	require.Equal(t, "2028-12-31", testkit.One[gov.Date](t, h, "select term_to from agreement where case_id = $1",
		id).String())
	h.SetToday(t, "2028-12-29")
	h.Step(t, id, testkit.Do{Verb: gov.VerbOpen})
	_, err = h.Try(t, shelterOfficer, h.TaskOf(t, shelterOfficer, gov.TaskAgreement).ID,
		testkit.Do{Verb: gov.VerbRenew, Reason: "계속 필요"})
	testkit.MustRefuse(t, gov.CodeConflict, err)
	h.SetToday(t, "2029-01-01")
	require.Equal(t, gov.Expired, h.Step(t, id, testkit.Do{Verb: gov.VerbExpire}).State)
}

func TestARenewalBeginsTheNextTermOnAPersonsWord(t *testing.T) {
	t.Parallel()
	h := agreements(t, "2025-08-25")
	id := agreementCase(t, h, "AGR-GIMPO")
	h.Step(t, id, testkit.Do{Verb: gov.VerbOpen})
	officer := "education-support-policy-division.officer"
	out := h.Act(t, officer, h.TaskOf(t, officer, gov.TaskAgreement).ID,
		testkit.Do{Verb: gov.VerbRenew, Reason: "성과가 좋음"})
	require.Equal(t, gov.InForce, out.State)
	require.Equal(t, "2027-02-25", testkit.One[gov.Date](t, h, "select term_to from agreement where case_id = $1",
		id).String())
	require.Equal(t, "2026-08-25", testkit.One[gov.Date](t, h, "select review_on from agreement where case_id = $1",
		id).String())
}
