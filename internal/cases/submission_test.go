package cases_test

import (
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/api/contract"
	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// TestMain holds every act that a story of this package gets accepted against the OpenAPI document.
func TestMain(m *testing.M) {
	testkit.Accepted = func(t testing.TB, cmd cases.Command) {
		t.Helper()
		if faults := contract.Said(t.Context(), cmd); len(faults) > 0 {
			t.Errorf("%s %s is outside the contract: %v", cmd.Verb, cmd.Body, faults)
		}
	}
	testkit.Main(m)
}

const (
	institute   = "lifelong-education-institute"
	officer     = institute + ".officer"
	head        = institute + ".head"
	coordinator = testkit.Coordinator
)

// nothing is the submission of a unit that leads nothing.
var nothing = testkit.Do{Verb: gov.VerbSubmit, Body: map[string]any{"nothing_to_report": true}}

// asked lends an office in which every unit has been asked for its plan rows of 2022.
func asked(t *testing.T) (*testkit.House, testkit.Stage) {
	t.Helper()
	h := testkit.Seoul(t, "2022-01-07")
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	return h, h.OpenStage(t, "plans")
}

// planRow is a row of a submission as its officer finds it.
type planRow struct {
	ID       gov.RowID
	Revision int32
}

func planRows(t *testing.T, h *testkit.House, c gov.CaseID) []planRow {
	t.Helper()
	rows, err := h.Pool.Query(t.Context(), "select id, revision from plan_row where case_id = $1 order by ordinal", c)
	require.NoError(t, err)
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[planRow])
	require.NoError(t, err)
	return list
}

// save is the contribution that fills a row completely.
func save(r planRow, goal string) testkit.Do {
	return testkit.Do{Verb: gov.VerbSaveRow, Body: map[string]any{
		"row": r.ID, "revision": r.Revision,
		"data": map[string]any{
			"change": "continued", "goal": goal, "content": "시민 누구나 배운다", "chapter": "1", "budget_krw": 120_000_000,
		},
	}}
}

// submitted brings the institute's submission before the coordinator.
func submitted(t *testing.T, h *testkit.House, stage testkit.Stage) gov.CaseID {
	t.Helper()
	task := h.TaskOf(t, officer, gov.TaskFill)
	for _, r := range planRows(t, h, task.CaseID) {
		h.Act(t, officer, task.ID, save(r, "수강생 확대"))
	}
	h.Act(t, officer, task.ID, testkit.Do{Verb: gov.VerbSubmit})
	h.Act(t, head, h.TaskOf(t, head, gov.TaskApproveSub).ID, testkit.Do{Verb: gov.VerbApprove})
	require.Equal(t, gov.Submitted, h.Case(t, stage, institute).State)
	return task.CaseID
}

func TestASubmissionIsReturnedMendedAndAccepted(t *testing.T) {
	t.Parallel()
	h, stage := asked(t)
	id := submitted(t, h, stage)
	check := h.TaskOf(t, coordinator, gov.TaskCheck, institute)
	out := h.Act(t, coordinator, check.ID, testkit.Do{
		Verb: gov.VerbRequestRevision, Reason: "목표가 없습니다",
		Body: map[string]any{
			"due_on": "2022-01-14",
			"fields": []map[string]any{{"row": "BP-1-1-1", "field": "goal", "reason": "수치로 적어 주십시오"}},
		},
	})
	require.Equal(t, int32(2), out.Round)
	revise := h.TaskOf(t, officer, gov.TaskRevise)
	require.Equal(t, gov.MustDate("2022-01-14"), revise.DueLegal)
	first := planRows(t, h, id)[0]
	h.Act(t, officer, revise.ID, save(first, "수강생 1,200명"))
	before := h.Case(t, stage, institute).ContentHash
	h.Act(t, officer, revise.ID, testkit.Do{Verb: gov.VerbSubmit})
	require.NotEqual(t, before, h.Case(t, stage, institute).ContentHash, "approvals must bind to the new text")
	out = h.Act(t, head, h.TaskOf(t, head, gov.TaskApproveSub).ID, testkit.Do{Verb: gov.VerbApprove})
	require.Equal(t, gov.Resubmitted, out.State)
	out = h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskCheck, institute).ID, testkit.Do{Verb: gov.VerbAccept})
	require.Equal(t, gov.Accepted, out.State)
	require.Zero(t, testkit.One[int](t, h, "select count(*) from task where case_id = $1 and state = 'open'", id))
	require.Equal(t, []string{"submit", "approve", "request_revision", "submit", "approve", "accept"},
		testkit.One[[]string](t, h, "select array_agg(verb order by seq) from act where case_id = $1", id))
	require.Equal(t, 3, testkit.One[int](t, h, "select count(*) from decision where case_id = $1", id))
	everythingIsAudited(t, h)
}

// everythingIsAudited counts entries against what they tell of.
func everythingIsAudited(t *testing.T, h *testkit.House) {
	t.Helper()
	require.Zero(t, testkit.One[int](t, h, `select count(*) from act a full join audit_entry e
		on e.case_id = a.case_id and e.act_seq = a.seq
		where e.kind = 'act' and a.seq is null or a.seq is not null and e.id is null`))
	require.Zero(t, testkit.One[int](t, h, `select count(*) from contribution c
		left join audit_entry e on e.contribution_id = c.id where e.id is null`))
	require.Zero(t, testkit.One[int](t, h, `select count(*) from audit_entry e left join audit_body b on b.entry_id = e.id
		where b.entry_id is null or sha256(b.salt || b.body) <> e.body_hash`))
}

func TestTheLastCaseRingsTheStage(t *testing.T) {
	t.Parallel()
	h, stage := asked(t)
	id := submitted(t, h, stage)
	h.Exec(t, "update wake set done_at = now()")
	open := func() int {
		return testkit.One[int](t, h, "select open_cases from stage_counter where stage_id = $1", stage.ID)
	}
	wakes := func() int {
		return testkit.One[int](t, h,
			"select count(*) from wake where process_id = $1 and done_at is null", stage.Process)
	}
	all := open()
	require.Equal(t, 40, all)
	others := testkit.One[[]string](t, h, `select array_agg(subject) from case_file
		where stage_id = $1 and kind = 'submission' and subject <> $2`, stage.ID, institute)
	for _, unit := range others {
		_, err := h.OnCase(t, coordinator, h.Case(t, stage, unit).ID, testkit.Do{Verb: gov.VerbWaive, Reason: "시험"})
		require.NoError(t, err)
	}
	require.Equal(t, 1, open())
	require.Zero(t, wakes())
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskCheck, institute).ID, testkit.Do{Verb: gov.VerbAccept})
	require.Zero(t, open())
	require.Equal(t, 1, wakes(), "the last case that closes rings its stage once")

	_, err := h.OnCase(t, coordinator, id, testkit.Do{Verb: gov.VerbReopen, Reason: "금액 정정"})
	require.NoError(t, err)
	require.Equal(t, 1, open(), "a reopened case counts again")
	require.Equal(t, gov.Drafting, h.Case(t, stage, institute).State)
	h.TaskOf(t, officer, gov.TaskFill)
}

func TestAUnitThatLeadsNothingSaysSo(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := h.TaskOf(t, "jung-gu.officer", gov.TaskFill)
	_, err := h.Try(t, "jung-gu.officer", task.ID, testkit.Do{Verb: gov.VerbSubmit})
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	out := h.Act(t, "jung-gu.officer", task.ID, nothing)
	require.Equal(t, gov.InDepartment, out.State)
}

func TestAnUnfinishedRowIsNotSubmitted(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := h.TaskOf(t, officer, gov.TaskFill)
	_, err := h.Try(t, officer, task.ID, testkit.Do{Verb: gov.VerbSubmit})
	refusal := testkit.MustRefuse(t, gov.CodeInvalid, err)
	require.NotEmpty(t, refusal.Reasons)
	r := planRows(t, h, task.CaseID)[0]
	_, err = h.Try(t, officer, task.ID, testkit.Do{Verb: gov.VerbSaveRow, Body: map[string]any{
		"row": r.ID, "revision": r.Revision, "data": map[string]any{"budget_krw": 59.966},
	}})
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	require.Zero(t, testkit.One[int](t, h, "select count(*) from contribution"))
}

func TestAKeyMeansOneAct(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	who := "jung-gu.officer"
	task := h.TaskOf(t, who, gov.TaskFill)
	do := nothing
	do.Key = "once"
	first := h.Act(t, who, task.ID, do)
	do.Hash = []byte{}
	again := h.Act(t, who, task.ID, do)
	require.True(t, again.Replayed)
	again.Replayed = false
	require.Equal(t, first, again)
	require.Equal(t, 1, testkit.One[int](t, h, "select count(*) from act where key = 'once'"))
	do.Reason = "다른 본문"
	_, err := h.Try(t, who, task.ID, do)
	testkit.MustRefuse(t, gov.CodeKeyReused, err)
}

func TestAKeySentTwiceAtOnceMeansOneSave(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := h.TaskOf(t, officer, gov.TaskFill)
	do := save(planRows(t, h, task.CaseID)[0], "두 번 누름")
	do.Key = "double-click"
	errs := atOnce(4, func(int) error {
		_, err := h.Try(t, officer, task.ID, do)
		return err
	})
	for _, err := range errs {
		require.NoError(t, err)
	}
	require.Equal(t, 1, testkit.One[int](t, h, "select count(*) from contribution"))
}

func TestTwoOfficersSaveOneRow(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	unit := "lifelong-education-division"
	posts := []string{unit + ".officer", unit + ".officer-2"}
	task := h.TaskOf(t, posts[0], gov.TaskFill)
	require.Equal(t, task.ID, h.TaskOf(t, posts[1], gov.TaskFill).ID, "the officers of a unit share its task")
	row := planRows(t, h, task.CaseID)[0]
	errs := atOnce(len(posts), func(i int) error {
		_, err := h.Try(t, posts[i], task.ID, save(row, posts[i]))
		return err
	})
	lost := 0
	for _, err := range errs {
		if err != nil {
			testkit.MustRefuse(t, gov.CodeStale, err)
			lost++
		}
	}
	require.Equal(t, 1, lost, "one save is kept, the other is told")
	require.Equal(t, row.Revision+1, planRows(t, h, task.CaseID)[0].Revision)
}

// atOnce runs f n times at the same moment.
func atOnce(n int, f func(i int) error) []error {
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { errs[i] = f(i) })
	}
	all.Wait()
	return errs
}

func TestOnlyThePostsOfATaskMayAct(t *testing.T) {
	t.Parallel()
	h, stage := asked(t)
	task := h.TaskOf(t, officer, gov.TaskFill)
	_, err := h.Try(t, "jung-gu.officer", task.ID, testkit.Do{Verb: gov.VerbSubmit})
	require.ErrorIs(t, err, gov.ErrNotFound, "he may not see the case either")
	require.Equal(t, 1, testkit.One[int](t, h, `select count(*) from audit_entry
		where kind = 'refusal' and subject_kind = 'task' and subject_id = $1`, task.ID.String()))
	_, err = h.Try(t, officer, task.ID, testkit.Do{Verb: gov.VerbAccept})
	testkit.MustRefuse(t, gov.CodeActNotOpen, err)
	_, err = h.OnCase(t, officer, h.Case(t, stage, institute).ID, testkit.Do{Verb: gov.VerbWaive, Reason: "바쁨"})
	testkit.MustRefuse(t, gov.CodeForbidden, err)
	_, err = h.OnCase(t, coordinator, h.Case(t, stage, institute).ID, testkit.Do{Verb: gov.VerbWaive})
	testkit.MustRefuse(t, gov.CodeReasonRequired, err)
	_, err = h.OnCase(t, officer, h.Case(t, stage, institute).ID, testkit.Do{Verb: gov.VerbSubmit})
	testkit.MustRefuse(t, gov.CodeForbidden, err)
	_, err = h.OnCase(t, officer, gov.NewCaseID(), testkit.Do{Verb: gov.VerbSubmit})
	testkit.MustRefuse(t, gov.CodeNotFound, err)
	_, err = h.Try(t, officer, task.ID, testkit.Do{Verb: gov.VerbLapse, Reason: "마감"})
	testkit.MustRefuse(t, gov.CodeActNotOpen, err)
}

func TestADecisionBindsToWhatWasSeen(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	who := "jung-gu.officer"
	h.Act(t, who, h.TaskOf(t, who, gov.TaskFill).ID, nothing)
	sign := h.TaskOf(t, "jung-gu.head", gov.TaskApproveSub)
	_, err := h.Try(t, "jung-gu.head", sign.ID, testkit.Do{Verb: gov.VerbApprove, Hash: make([]byte, 32)})
	require.Equal(t, gov.InDepartment, testkit.MustRefuse(t, gov.CodeStale, err).State)
	_, err = h.Try(t, "jung-gu.head", sign.ID, testkit.Do{Verb: gov.VerbApprove, Hash: []byte{}})
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	h.Act(t, "jung-gu.head", sign.ID, testkit.Do{Verb: gov.VerbApprove})
	_, err = h.Try(t, "jung-gu.head", sign.ID, testkit.Do{Verb: gov.VerbApprove})
	testkit.MustRefuse(t, gov.CodeTaskClosed, err)
}

func TestNobodyApprovesHisOwnDraft(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	who := "jung-gu.officer"
	h.Exec(t, "insert into holding select id, 'jung-gu.head', '2022-01-01' from person where slug = $1", who)
	h.Act(t, who, h.TaskOf(t, who, gov.TaskFill).ID, nothing)
	_, err := h.Try(t, who, h.TaskOf(t, who, gov.TaskApproveSub).ID, testkit.Do{Verb: gov.VerbApprove})
	testkit.MustRefuse(t, gov.CodeSelfApproval, err)
	sign := h.TaskOf(t, "jung-gu.head", gov.TaskApproveSub)
	h.Act(t, "jung-gu.head", sign.ID, testkit.Do{Verb: gov.VerbReturn, Reason: "다시"})
	h.TaskOf(t, who, gov.TaskFill)
}

func TestARestartedServerStillKnowsWhoMayOverrule(t *testing.T) {
	t.Parallel()
	h, stage := asked(t)
	h.Cases = cases.New(cases.Config{Pool: h.Pool, Rules: cases.NewRulebook(), Rehearsal: true})
	do := testkit.Do{Verb: gov.VerbWaive, Reason: "자치구 요청"}
	_, err := h.OnCase(t, coordinator, h.Case(t, stage, "jung-gu").ID, do)
	require.NoError(t, err)
}

func TestOpeningAYearAgainIsTold(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2021-12-20")
	open := cases.OpenCycle{Name: "lifelong-education-plan", Year: 2022, Key: "year"}
	first, err := h.Cases.Open(t.Context(), h.Actor(t, coordinator), open)
	require.NoError(t, err)
	again, err := h.Cases.Open(t.Context(), h.Actor(t, coordinator), open)
	require.NoError(t, err)
	require.Equal(t, first.Case, again.Case)
	require.True(t, again.Replayed)
	open.Key = "another"
	_, err = h.Cases.Open(t.Context(), h.Actor(t, coordinator), open)
	testkit.MustRefuse(t, gov.CodeConflict, err)
	open.Key, open.Year = "third", 2023
	_, err = h.Cases.Open(t.Context(), h.Actor(t, officer), open)
	testkit.MustRefuse(t, gov.CodeForbidden, err)
	open.Key = ""
	_, err = h.Cases.Open(t.Context(), h.Actor(t, coordinator), open)
	testkit.MustRefuse(t, gov.CodeIdempotencyNeeded, err)
	require.Equal(t, 1, testkit.One[int](t, h, "select count(*) from cycle"))
}
