package cases_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

const division = "lifelong-education-division"

// overrules does an overruling act of the coordinator on a stage and expects it to be done.
func overrules(t *testing.T, h *testkit.House, s testkit.Stage, do testkit.Do) {
	t.Helper()
	if do.Reason == "" {
		do.Reason = "총괄부서 판단"
	}
	_, err := h.OnCase(t, coordinator, s.Case, do)
	require.NoError(t, err)
}

// handOver gives a task to a post as the coordinator.
func handOver(t *testing.T, h *testkit.House, who string, o cases.HandOver) error {
	t.Helper()
	if o.Key == "" {
		o.Key = uuid.NewString()
	}
	o.Reason = "담당자 출장"
	_, err := h.Cases.HandOver(t.Context(), h.Actor(t, who), o)
	return err
}

// draftedPlan is the fixed plan on its way to the vice mayor, every stage before it decided.
func draftedPlan(t *testing.T) (*testkit.House, testkit.Stage) {
	t.Helper()
	h := testkit.Seoul(t, "2022-02-24")
	h.OpenCycle(t, planCycle, 2022)
	s := h.OpenStage(t, "decision")
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskDraft).ID, testkit.Do{
		Verb: gov.VerbSubmit, Body: body{"title": "2022년 시행계획", "body": body{"text": "확정하고자 합니다."}},
	})
	return h, s
}

// signUntil signs the line up to the cell of a post, which is left to the caller.
func signUntil(t *testing.T, h *testkit.House, last string, posts ...string) {
	t.Helper()
	for _, who := range posts {
		task := h.TaskOf(t, who, gov.TaskSign)
		do := testkit.Do{Verb: gov.Verb(task.Verbs[0])}
		if do.Verb == gov.VerbAgree {
			do.Body = body{"agrees": true}
		}
		h.Act(t, who, task.ID, do)
	}
	h.TaskOf(t, last, gov.TaskSign)
}

const viceMayor = "vice-mayor-1"

var belowViceMayor = []string{division + ".team-lead", division + ".head", "lifelong-education-bureau.head", "planning-office.head"}

func TestASignatureAVoteAndAScoreNeverChangeHands(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	sign := h.TaskOf(t, division+".team-lead", gov.TaskSign)
	err := handOver(t, h, coordinator, cases.HandOver{Task: sign.ID, Post: division + ".officer-2"})
	refusal := testkit.MustRefuse(t, gov.CodeForbidden, err)
	require.Contains(t, refusal.Detail, "결재선의 현재 결재자")
	require.Equal(t, []string{division + ".team-lead"},
		testkit.One[[]string](t, h, "select array_agg(post_id) from task_actor where task_id = $1", sign.ID))
}

func TestWorkOfAnOutsideOfficeStaysThere(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-02-14")
	h.OpenCycle(t, planCycle, 2022)
	h.OpenStage(t, "superintendent")
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskAsk).ID, testkit.Do{Verb: gov.VerbAsk, Body: body{"text": "협의를 요청합니다."}})
	reply := testkit.One[gov.TaskID](t, h, "select id from task where kind = 'reply' and state = 'open'")
	err := handOver(t, h, coordinator, cases.HandOver{Task: reply, Post: division + ".officer-2"})
	require.Contains(t, testkit.MustRefuse(t, gov.CodeForbidden, err).Detail, "그 기관 안에서만")
}

func TestOnlyTheCoordinatorHandsOverAndOnlyOpenTasksToPostsInForce(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	fill := h.TaskOf(t, officer, gov.TaskFill)
	to := gov.PostID(institute + ".head")
	testkit.MustRefuse(t, gov.CodeForbidden, handOver(t, h, officer, cases.HandOver{Task: fill.ID, Post: to}))
	testkit.MustRefuse(t, gov.CodeInvalid, handOver(t, h, coordinator, cases.HandOver{Task: fill.ID, Post: "nobody.head"}))
	key := uuid.NewString()
	require.NoError(t, handOver(t, h, coordinator, cases.HandOver{Task: fill.ID, Post: to, Key: key}))
	require.NoError(t, handOver(t, h, coordinator, cases.HandOver{Task: fill.ID, Post: to, Key: key}), "the key answers again")
	testkit.MustRefuse(t, gov.CodeKeyReused, handOver(t, h, coordinator, cases.HandOver{Task: fill.ID, Post: gov.PostID(officer), Key: key}))
	require.Equal(t, 1, testkit.One[int](t, h, "select count(*) from act where verb = 'hand_over_task'"))
	h.Act(t, head, fill.ID, testkit.Do{Verb: gov.VerbComment, Body: body{"text": "인계받았습니다."}})
	overrulesCase(t, h, fill.CaseID, testkit.Do{Verb: gov.VerbWaive, Reason: "시험"})
	testkit.MustRefuse(t, gov.CodeTaskClosed, handOver(t, h, coordinator, cases.HandOver{Task: fill.ID, Post: gov.PostID(officer)}))
}

func overrulesCase(t *testing.T, h *testkit.House, id gov.CaseID, do testkit.Do) {
	t.Helper()
	_, err := h.OnCase(t, coordinator, id, do)
	require.NoError(t, err)
}

func TestAStageCanBeClosedReopenedAndClosedAgain(t *testing.T) {
	t.Parallel()
	h, s := asked(t)
	for round := range 3 {
		overrules(t, h, s, testkit.Do{Verb: gov.VerbClose, Reason: "기한이 지남"})
		left, err := h.Cases.Sweep(t.Context(), s.Process)
		require.NoError(t, err)
		require.False(t, left)
		h.Step(t, s.Case, testkit.Do{Verb: gov.VerbFinish})
		require.Equal(t, gov.Missing, h.Case(t, s, institute).State, "round %d", round+1)
		require.Zero(t, testkit.One[int](t, h, "select open_cases from stage_counter where stage_id = $1", s.ID))
		overrules(t, h, s, testkit.Do{Verb: gov.VerbReopen, Body: body{"units": []string{institute}}})
		require.Equal(t, gov.Drafting, h.Case(t, s, institute).State)
		require.Equal(t, 1, testkit.One[int](t, h, "select open_cases from stage_counter where stage_id = $1", s.ID))
	}
}

func TestASubmissionOfAClosedStageComesBackOnlyWithItsStage(t *testing.T) {
	t.Parallel()
	h, s := asked(t)
	overrules(t, h, s, testkit.Do{Verb: gov.VerbClose})
	_, err := h.Cases.Sweep(t.Context(), s.Process)
	require.NoError(t, err)
	h.Step(t, s.Case, testkit.Do{Verb: gov.VerbFinish})
	id := h.Case(t, s, institute).ID
	_, err = h.OnCase(t, coordinator, id, testkit.Do{Verb: gov.VerbReopen, Reason: "다시"})
	testkit.MustRefuse(t, gov.CodeActNotOpen, err)
	require.Equal(t, gov.Missing, h.Case(t, s, institute).State)
}

func TestNobodyAcceptsWhatHeSubmittedHimself(t *testing.T) {
	t.Parallel()
	h, s := asked(t)
	task := h.TaskOf(t, coordinator, gov.TaskFill)
	for _, r := range planRows(t, h, task.CaseID) {
		h.Act(t, coordinator, task.ID, save(r, "수강생 확대"))
	}
	h.Act(t, coordinator, task.ID, testkit.Do{Verb: gov.VerbSubmit})
	h.Act(t, teamLead, h.TaskOf(t, teamLead, gov.TaskApproveSub).ID, testkit.Do{Verb: gov.VerbReview})
	h.Act(t, division+".head", h.TaskOf(t, division+".head", gov.TaskApproveSub).ID, testkit.Do{Verb: gov.VerbApprove})
	check := h.TaskOf(t, coordinator, gov.TaskCheck, division)
	_, err := h.Try(t, coordinator, check.ID, testkit.Do{Verb: gov.VerbAccept})
	testkit.MustRefuse(t, gov.CodeSelfApproval, err)
	h.Act(t, division+".officer-2", check.ID, testkit.Do{Verb: gov.VerbAccept, Reason: "관련 부서 회신 전"})
	require.Equal(t, gov.Accepted, h.Case(t, s, division).State)
}

func TestTheFinalSignatureWaitsForAStageTakenUpAgain(t *testing.T) {
	t.Parallel()
	h, s := draftedPlan(t)
	signUntil(t, h, viceMayor, belowViceMayor...)
	h.Exec(t, "update stage set decided_on = null where key = 'council'")
	sign := h.TaskOf(t, viceMayor, gov.TaskSign)
	_, err := h.Try(t, viceMayor, sign.ID, testkit.Do{Verb: gov.VerbApprove})
	testkit.MustRefuse(t, gov.CodeGateClosed, err)
	h.Exec(t, "update stage set decided_on = '2022-02-24' where key = 'council'")
	h.Exec(t, "update stage set input_stale = true where id = $1", s.ID)
	_, err = h.Try(t, viceMayor, sign.ID, testkit.Do{Verb: gov.VerbApprove})
	testkit.MustRefuse(t, gov.CodeStale, err)
	require.Nil(t, testkit.One[*string](t, h, "select document_number from document"), "no number is lost on a refusal")

	h.Act(t, viceMayor, sign.ID, testkit.Do{Verb: gov.VerbReturn, Reason: "협의회 의결 반영"})
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskRedraft).ID, testkit.Do{
		Verb: gov.VerbRedraft, Reason: "의결 반영", Body: body{"title": "2022년 시행계획", "body": body{"text": "의결을 반영하여 확정합니다."}},
	})
	signUntil(t, h, viceMayor, belowViceMayor...)
	out := h.Act(t, viceMayor, h.TaskOf(t, viceMayor, gov.TaskSign).ID, testkit.Do{Verb: gov.VerbApprove})
	require.NotEmpty(t, out.DocumentNumber)
}

func TestClosingAStageSendsOutWhatWasApproved(t *testing.T) {
	t.Parallel()
	h, s := draftedPlan(t)
	signUntil(t, h, viceMayor, belowViceMayor...)
	h.Act(t, viceMayor, h.TaskOf(t, viceMayor, gov.TaskSign).ID, testkit.Do{Verb: gov.VerbApprove})
	overrules(t, h, s, testkit.Do{Verb: gov.VerbClose})
	_, err := h.Cases.Sweep(t.Context(), s.Process)
	require.NoError(t, err)
	require.Equal(t, gov.Dispatched, h.Case(t, s, "document").State)
}

func TestAReopenedApprovalIsANewPaper(t *testing.T) {
	t.Parallel()
	h, s := draftedPlan(t)
	signUntil(t, h, viceMayor, belowViceMayor...)
	h.Act(t, viceMayor, h.TaskOf(t, viceMayor, gov.TaskSign).ID, testkit.Do{Verb: gov.VerbApprove})
	h.Step(t, h.Case(t, s, "document").ID, testkit.Do{Verb: gov.VerbDispatch})
	h.Step(t, s.Case, testkit.Do{Verb: gov.VerbFinish})
	h.Exec(t, `update case_file set state = 'closed' where kind = 'cycle'`)
	overrules(t, h, s, testkit.Do{Verb: gov.VerbReopen, Reason: "예산 변경"})
	require.Equal(t, gov.Dispatched, h.Case(t, s, "document").State, "what was approved stays")
	require.Equal(t, gov.Drafting, h.Case(t, s, "document-2").State)
	require.Equal(t, gov.Open, testkit.One[gov.State](t, h, "select state from case_file where kind = 'cycle'"), "the year goes on")
	_, err := h.TryStep(t, testkit.One[gov.CaseID](t, h, "select id from case_file where kind = 'cycle'"), testkit.Do{Verb: gov.VerbClose})
	testkit.MustRefuse(t, gov.CodeActNotOpen, err)
}

func TestAStoppedStageThatIsClosedLeavesNoTaskBehind(t *testing.T) {
	t.Parallel()
	h, s := asked(t)
	require.NoError(t, h.Cases.Stop(t.Context(), gov.Halt{Process: s.Process, Code: gov.CodeNoRule, Text: "규칙이 없음"}))
	require.Equal(t, 1, testkit.One[int](t, h, "select count(*) from task where kind = 'stopped' and state = 'open'"))
	overrules(t, h, s, testkit.Do{Verb: gov.VerbClose})
	require.Zero(t, testkit.One[int](t, h, "select count(*) from task where kind = 'stopped' and state = 'open'"))
	require.Equal(t, "running", testkit.One[string](t, h, "select state from process where id = $1", s.Process))
}

func TestADateIsNotMovedIntoThePast(t *testing.T) {
	t.Parallel()
	h, s := asked(t)
	_, err := h.OnCase(t, coordinator, s.Case, testkit.Do{Verb: gov.VerbMoveDate, Reason: "시험", Body: body{"due_on": "2022-01-06"}})
	testkit.MustRefuse(t, gov.CodeInvalid, err)
}
