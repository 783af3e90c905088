package cases_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/store/db"
	"gyeol/internal/testkit"
)

const reasonToExtend = "현장조사 결과를 반영하려면 시간이 더 필요함"

// asksFor asks for a later date for a task.
func asksFor(t *testing.T, h *testkit.House, who string, task gov.TaskID, day string) (cases.Outcome, error) {
	t.Helper()
	return h.Try(t, who, task, testkit.Do{
		Verb: gov.VerbAskExtension, Reason: reasonToExtend, Body: body{"until": day},
	})
}

// askedForMore is the institute's open task with an open request to a day, and the task to decide on it.
func askedForMore(t *testing.T, day string) (h *testkit.House, fill, review db.Task) {
	t.Helper()
	h, _ = asked(t)
	fill = h.TaskOf(t, officer, gov.TaskFill)
	_, err := asksFor(t, h, officer, fill.ID, day)
	require.NoError(t, err)
	return h, fill, h.TaskOf(t, coordinator, gov.TaskExtension)
}

// becameOf is the state of the only request, with why it fell away.
func becameOf(t *testing.T, h *testkit.House) string {
	t.Helper()
	return testkit.One[string](t, h, "select state || lapsed from extension")
}

// dangles counts tasks to decide on a request that is no longer open, and open requests without their tasks.
func dangles(t *testing.T, h *testkit.House) int {
	t.Helper()
	return testkit.One[int](t, h, `select count(*)::int from extension e
			join task t on t.id = e.task_id join task v on v.id = e.review_id
		where (v.state = 'open') <> (e.state = 'open') or e.state = 'open' and t.state <> 'open'`)
}

func TestARequestMovesNoDateAndAGrantMovesTheTaskAndItsCase(t *testing.T) {
	t.Parallel()
	h, fill, review := askedForMore(t, "2022-02-09") // due on Friday the 4th
	require.Equal(t, "2022-02-04/2022-02-07", dues(t, h, fill.ID))
	require.Contains(t, string(review.Reasons), reasonToExtend)
	require.Contains(t, string(review.Reasons), "2022. 2. 9.(수)까지만 연장할 수 있습니다", "who decides is told how far he may go")
	require.Equal(t, 1, testkit.One[int](t, h,
		"select count(*) from notice where kind = 'assigned' and task_id = $1", review.ID))

	h.SetToday(t, "2022-01-11")
	h.Act(t, coordinator, review.ID, testkit.Do{Verb: gov.VerbGrantExtension})
	require.Equal(t, "2022-02-09/2022-02-09", dues(t, h, fill.ID))
	require.Equal(t, "fixed 2022-02-09", testkit.One[string](t, h,
		"select due_rule || ' ' || due_from from task where id = $1", fill.ID))
	require.Equal(t, "granted", becameOf(t, h))
	require.Equal(t, "2022-02-04", testkit.One[string](t, h, "select due_operative::text from stage where key = 'plans'"),
		"the stage keeps its own last day")
	told := testkit.One[string](t, h,
		"select string_agg(distinct params ->> 'due_operative', ',') from notice where kind = 'extension_granted'")
	require.Equal(t, "2022-02-09", told)

	detail, err := h.Cases.Task(t.Context(), h.Actor(t, officer), fill.ID)
	require.NoError(t, err)
	require.Len(t, detail.Extensions, 1)
	e := detail.Extensions[0]
	require.Equal(t, []string{"granted", "2022. 2. 9.(수)", "2022. 2. 4.(금)", reasonToExtend},
		[]string{e.State, e.GrantDay, e.Before.OperativeText, e.Reason})
	require.NotEmpty(t, e.EndedAs)
	require.Zero(t, dangles(t, h))
	everythingIsAudited(t, h)
}

func TestWhatTheCaseAsksForNextHasTheGrantedDate(t *testing.T) {
	t.Parallel()
	h, stage := asked(t)
	fill := h.TaskOf(t, officer, gov.TaskFill)
	_, err := asksFor(t, h, officer, fill.ID, "2022-02-08")
	require.NoError(t, err)
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskExtension).ID, testkit.Do{Verb: gov.VerbGrantExtension})
	submitted(t, h, stage)
	sign := testkit.One[gov.TaskID](t, h,
		"select id from task where kind = 'approve_submission' and unit_id = $1", institute)
	require.Equal(t, "2022-02-08/2022-02-08", dues(t, h, sign))

	overrules(t, h, stage, testkit.Do{Verb: gov.VerbMoveDate, Body: body{"due_on": "2022-02-07"}})
	other := testkit.One[gov.TaskID](t, h,
		"select id from task where kind = 'fill' and state = 'open' order by id limit 1")
	require.Equal(t, "2022-02-07/2022-02-07", dues(t, h, other))
	require.Equal(t, "2022-02-08", testkit.One[string](t, h,
		"select extended_to::text from case_file where id = $1", fill.CaseID))

	p, err := h.Cases.Progress(t.Context(), h.Actor(t, coordinator), "lifelong-education-plan", 2022)
	require.NoError(t, err)
	for _, s := range p.Stages {
		if s.Stage == "plans" {
			require.Equal(t, int32(1), s.Extended)
		}
	}
}

func TestAnExtensionIsBoundedByTheStagesThatFollowAndTheLaw(t *testing.T) {
	t.Parallel()
	h, fill, review := askedForMore(t, "2022-02-14")
	_, err := h.Try(t, coordinator, review.ID, testkit.Do{Verb: gov.VerbGrantExtension})
	refusal := testkit.MustRefuse(t, gov.CodeGateClosed, err)
	require.Contains(t, refusal.Detail, "시행계획안 취합")
	require.Equal(t, "extension/compilation", refusal.Reasons[0].Rule)
	require.Equal(t, "서울특별시 평생교육진흥에 관한 조례 제4조", refusal.Reasons[0].Article)
	require.Equal(t, "2022-02-04/2022-02-07", dues(t, h, fill.ID), "a refusal moves nothing")
	require.Equal(t, "open", becameOf(t, h))

	_, err = h.Try(t, coordinator, review.ID, testkit.Do{
		Verb: gov.VerbGrantExtension, Body: body{"until": "2022-02-08"},
	})
	testkit.MustRefuse(t, gov.CodeReasonRequired, err)
	h.Act(t, coordinator, review.ID, testkit.Do{
		Verb: gov.VerbGrantExtension, Body: body{"until": "2022-02-08"}, Reason: "취합 일정에 맞춤",
	})
	require.Equal(t, "2022-02-08/2022-02-08", dues(t, h, fill.ID))
	require.Equal(t, "2022-02-14", testkit.One[string](t, h,
		"select params ->> 'wished' from notice where kind = 'extension_granted' limit 1"))
}

func TestAnExtensionIsAskedForOnceAndOnlyToALaterWorkingDay(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	fill := h.TaskOf(t, officer, gov.TaskFill)
	for _, day := range []string{"2022-02-04", "2022-02-05", "2021-12-31", "2024-02-09"} { // the 5th is a Saturday
		_, err := asksFor(t, h, officer, fill.ID, day)
		require.Contains(t, testkit.MustRefuse(t, gov.CodeInvalid, err).Detail, "until", day)
	}
	_, err := h.Try(t, officer, fill.ID, testkit.Do{Verb: gov.VerbAskExtension, Body: body{"until": "2022-02-08"}})
	testkit.MustRefuse(t, gov.CodeReasonRequired, err)
	do := testkit.Do{
		Verb: gov.VerbAskExtension, Reason: reasonToExtend, Body: body{"until": "2022-02-12"}, Key: uuid.NewString(),
	}
	h.Act(t, officer, fill.ID, do)
	require.True(t, h.Act(t, officer, fill.ID, do).Replayed)
	require.Equal(t, "2022-02-11", testkit.One[string](t, h, "select wished::text from extension"),
		"of a Saturday the working day before")
	_, err = asksFor(t, h, officer, fill.ID, "2022-02-08")
	require.Contains(t, testkit.MustRefuse(t, gov.CodeConflict, err).Detail, "2022. 2. 11.(금)")

	h.Act(t, officer, fill.ID, testkit.Do{Verb: gov.VerbDropExtension})
	require.Equal(t, "withdrawn", becameOf(t, h))
	require.Zero(t, dangles(t, h))
	_, err = h.Try(t, officer, fill.ID, testkit.Do{Verb: gov.VerbDropExtension})
	testkit.MustRefuse(t, gov.CodeActNotOpen, err)
	_, err = asksFor(t, h, officer, fill.ID, "2022-02-08")
	require.NoError(t, err, "what was taken back may be asked for again")
	_, err = asksFor(t, h, head, fill.ID, "2022-02-08")
	testkit.MustRefuse(t, gov.CodeNotYourTask, err)
}

func TestARefusalNeedsItsReasonAndTellsIt(t *testing.T) {
	t.Parallel()
	h, fill, review := askedForMore(t, "2022-02-09")
	_, err := h.Try(t, coordinator, review.ID, testkit.Do{Verb: gov.VerbRefuseExtension})
	testkit.MustRefuse(t, gov.CodeReasonRequired, err)
	h.Act(t, coordinator, review.ID, testkit.Do{Verb: gov.VerbRefuseExtension, Reason: "취합 일정이 촉박함"})
	require.Equal(t, "refused", becameOf(t, h))
	require.Equal(t, "2022-02-04/2022-02-07", dues(t, h, fill.ID))
	require.Equal(t, "취합 일정이 촉박함", testkit.One[string](t, h,
		"select params ->> 'reason' from notice where kind = 'extension_refused' limit 1"))
	h.Act(t, officer, fill.ID, testkit.Do{Verb: gov.VerbComment, Body: body{"text": "알겠습니다."}})
}

func TestARequestFallsAwayWithItsTask(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		does func(*testing.T, *testkit.House, testkit.Stage, db.Task)
		why  string
	}{
		"handed in": {func(t *testing.T, h *testkit.House, s testkit.Stage, _ db.Task) {
			t.Helper()
			submitted(t, h, s)
		}, "lapseddone"},
		"handed over": {func(t *testing.T, h *testkit.House, _ testkit.Stage, fill db.Task) {
			t.Helper()
			require.NoError(t, handOver(t, h, coordinator, cases.HandOver{Task: fill.ID, Post: gov.PostID(head)}))
		}, "lapsedhanded_over"},
		"waived": {func(t *testing.T, h *testkit.House, _ testkit.Stage, fill db.Task) {
			t.Helper()
			overrulesCase(t, h, fill.CaseID, testkit.Do{Verb: gov.VerbWaive, Reason: "시험"})
		}, "lapsedcancelled"},
		"its stage closed": {func(t *testing.T, h *testkit.House, s testkit.Stage, _ db.Task) {
			t.Helper()
			overrules(t, h, s, testkit.Do{Verb: gov.VerbClose, Reason: "기한이 지남"})
			_, err := h.Cases.Sweep(t.Context(), s.Process)
			require.NoError(t, err)
		}, "lapsedcancelled"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, stage := asked(t)
			fill := h.TaskOf(t, officer, gov.TaskFill)
			_, err := asksFor(t, h, officer, fill.ID, "2022-02-09")
			require.NoError(t, err)
			review := h.TaskOf(t, coordinator, gov.TaskExtension)
			c.does(t, h, stage, fill)
			require.Equal(t, c.why, becameOf(t, h))
			require.Zero(t, dangles(t, h))
			_, err = h.Try(t, coordinator, review.ID, testkit.Do{Verb: gov.VerbGrantExtension})
			testkit.MustRefuse(t, gov.CodeTaskClosed, err)
			detail, err := h.Cases.Task(t.Context(), h.Actor(t, coordinator), fill.ID)
			require.NoError(t, err)
			require.NotEmpty(t, detail.Extensions[0].Lapsed)
		})
	}
}

func TestNobodyDecidesOnHisOwnRequest(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-02-07")
	h.OpenCycle(t, planCycle, 2022)
	h.OpenStage(t, "guideline")
	register := h.TaskOf(t, coordinator, gov.TaskRegister)
	h.Exec(t, "update task set due_operative = '2022-02-10', due_legal = '2022-02-10' where id = $1", register.ID)
	h.Exec(t, "update stage set due_operative = '2022-02-10', due_legal = '2022-02-10' where key = 'guideline'")
	_, err := asksFor(t, h, coordinator, register.ID, "2022-02-11")
	require.NoError(t, err)
	require.Equal(t, division+".head", testkit.One[string](t, h, `select a.post_id from extension e
		join task_actor a on a.task_id = e.review_id`), "what the coordinator asks for, the head above him decides")

	// While the head is away the coordinator may stand in for him, but not in this.
	review := testkit.One[gov.TaskID](t, h, "select review_id from extension")
	h.Exec(t, "update task_actor set post_id = $2 where task_id = $1", review, coordinator)
	_, err = h.Try(t, coordinator, review, testkit.Do{Verb: gov.VerbGrantExtension})
	testkit.MustRefuse(t, gov.CodeSelfApproval, err)
	detail, err := h.Cases.Task(t.Context(), h.Actor(t, coordinator), review)
	require.NoError(t, err)
	require.False(t, detail.Mine)
	require.Equal(t, "extension/own_request", detail.WhyNot[0].Rule)
	require.Empty(t, detail.Verbs)
}

func TestADecisionOnADateIsNotHandedOver(t *testing.T) {
	t.Parallel()
	h, _, review := askedForMore(t, "2022-02-09")
	err := handOver(t, h, coordinator, cases.HandOver{Task: review.ID, Post: gov.PostID(division + ".officer-2")})
	testkit.MustRefuse(t, gov.CodeForbidden, err)
}

func TestAGrantedDateIsCountedAgainWithTheCalendar(t *testing.T) {
	t.Parallel()
	h, fill, review := askedForMore(t, "2022-02-09")
	h.Act(t, coordinator, review.ID, testkit.Do{Verb: gov.VerbGrantExtension})
	designates(t, h, "2022-02-04", "designated")
	require.Equal(t, "2022-02-09/2022-02-09", dues(t, h, fill.ID), "the stage's last day moved, the granted one did not")
	designates(t, h, "2022-02-09", "designated")
	require.Equal(t, "2022-02-08/2022-02-10", dues(t, h, fill.ID))
}

func TestAMeetingsDatesAreNotExtended(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-10")
	h.OpenCycle(t, planCycle, 2022)
	h.OpenStage(t, "council")
	call := testkit.One[gov.TaskID](t, h, "select id from task where kind = 'call_meeting' and state = 'open'")
	who := testkit.One[string](t, h, "select post_id from task_actor where task_id = $1", call)
	_, err := asksFor(t, h, who, call, "2022-02-23")
	refusal := testkit.MustRefuse(t, gov.CodeActNotOpen, err)
	require.Contains(t, refusal.Detail, "회의일 변경")
	require.NotEmpty(t, refusal.Reasons[0].Article)
}

func TestAGrantAndWhatEndsTheRequestAtOnceAreOneOfThem(t *testing.T) {
	t.Parallel()
	h, stage := asked(t)
	units := testkit.One[[]string](t, h, `select array_agg(subject order by subject) from case_file
		where kind = 'submission' and stage_id = $1 and unit_id <> $2
			and not exists (select from plan_row r where r.case_id = case_file.id)`, stage.ID, division)
	granted, ended := 0, 0
	for i, unit := range units[:min(len(units), 24)] {
		task := testkit.One[gov.TaskID](t, h,
			"select id from task where kind = 'fill' and unit_id = $1 and stage_id = $2", unit, stage.ID)
		who := testkit.One[string](t, h, "select min(post_id) from task_actor where task_id = $1", task)
		_, err := asksFor(t, h, who, task, "2022-02-09")
		require.NoError(t, err, unit)
		review := testkit.One[gov.TaskID](t, h, "select review_id from extension where task_id = $1", task)
		file := testkit.One[gov.CaseID](t, h, "select case_id from task where id = $1", task)
		grant := func() error {
			_, err := h.Try(t, coordinator, review, testkit.Do{Verb: gov.VerbGrantExtension})
			return err
		}
		against := []func() error{
			func() error { _, err := h.Try(t, who, task, testkit.Do{Verb: gov.VerbDropExtension}); return err },
			func() error {
				_, err := h.Try(t, coordinator, review, testkit.Do{Verb: gov.VerbRefuseExtension, Reason: "불가"})
				return err
			},
			func() error {
				_, err := h.OnCase(t, coordinator, file, testkit.Do{Verb: gov.VerbWaive, Reason: "면제"})
				return err
			},
			func() error {
				_, err := h.Try(t, who, task, testkit.Do{Verb: gov.VerbSubmit, Body: body{"nothing_to_report": true}})
				return err
			},
		}[i%4]
		var one, other error
		sideBySide(i/4, func() { one = grant() }, func() { other = against() })
		if one == nil {
			granted++
		} else {
			ended++
			testkit.MustRefuse(t, gov.CodeTaskClosed, one)
		}
		if i%4 < 2 {
			require.NotEqual(t, one == nil, other == nil, "one of them: %v, %v", one, other)
		} else {
			require.NoError(t, other, "a waiver and a hand-in come before or after")
		}
		want := "2022-02-04"
		if one == nil {
			want = "2022-02-09"
		}
		require.Equal(t, want, testkit.One[string](t, h, "select due_operative::text from task where id = $1", task))
	}
	require.GreaterOrEqual(t, len(units), 24)
	require.Positive(t, granted)
	t.Logf("granted %d, ended before %d", granted, ended)
	require.Zero(t, dangles(t, h))
	everythingIsAudited(t, h)
}
