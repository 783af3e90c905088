package cases_test

import (
	"encoding/json"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
	"gyeol/policies/calendar"
)

// tries enters a day in the office calendar.
func tries(t *testing.T, h *testkit.House, who, day, kind string) (cases.CalendarChange, error) {
	t.Helper()
	return h.Cases.DesignateDay(t.Context(), h.Actor(t, who), cases.NewDay{
		Day: gov.MustDate(day), Kind: kind, Name: "임시공휴일", Reason: "국무회의 의결", Key: uuid.NewString(),
	})
}

// designates enters a day as the coordinator.
func designates(t *testing.T, h *testkit.House, day, kind string) cases.CalendarChange {
	t.Helper()
	out, err := tries(t, h, coordinator, day, kind)
	require.NoError(t, err)
	return out
}

// dues are both faces of an open deadline.
func dues(t *testing.T, h *testkit.House, id gov.TaskID) string {
	t.Helper()
	return testkit.One[string](t, h, "select due_operative || '/' || due_legal from task where id = $1", id)
}

func TestADesignatedDayMovesEveryOpenDeadlineThatFallsOnIt(t *testing.T) {
	t.Parallel()
	h, s := asked(t) // plans, due on Friday 4 February, the last lawful day on Monday the 7th
	fill := h.TaskOf(t, officer, gov.TaskFill)
	require.Equal(t, "2022-02-04/2022-02-07", dues(t, h, fill.ID))
	preview, err := h.Cases.PreviewDay(t.Context(), h.Actor(t, coordinator), cases.NewDay{
		Day: gov.MustDate("2022-02-04"), Kind: "designated",
	}, false)
	require.NoError(t, err)
	require.NotZero(t, preview.TaskCount)
	require.Equal(t, "2022-02-04/2022-02-07", dues(t, h, fill.ID), "a preview writes nothing")
	out := designates(t, h, "2022-02-04", "designated")
	require.Equal(t, preview, out.Impact, "what was shown is what was done")
	require.Equal(t, "2022-02-03/2022-02-07", dues(t, h, fill.ID))
	require.Equal(t, "2022-02-03", testkit.One[gov.Date](t, h,
		"select due_operative from stage where id = $1", s.ID).String())
	require.Equal(t, "2022. 2. 3.(목)", out.Impact.Tasks[0].After.OperativeText)
	require.Equal(t, "2022. 2. 4.(금)", out.Impact.Tasks[0].Before.OperativeText)
	require.Equal(t, out.Impact.TaskCount,
		testkit.One[int](t, h,
			"select count(distinct task_id) from notice where kind = 'deadline_moved' and state = 'held'"),
		"who holds a task that is due in a month reads of it in the morning")
	designates(t, h, "2022-02-07", "designated")
	require.Equal(t, "2022-02-03/2022-02-08", dues(t, h, fill.ID))

	back, err := h.Cases.WithdrawDay(t.Context(), h.Actor(t, coordinator), cases.WithdrawDay{
		ID: out.Day.ID, Reason: "지정 취소", Key: uuid.NewString(),
	})
	require.NoError(t, err)
	require.Equal(t, out.Impact.TaskCount, back.Impact.TaskCount)
	require.Equal(t, "2022-02-04/2022-02-08", dues(t, h, fill.ID))
}

func TestEveryMovedDeadlineIsInTheLedgerBeforeAndAfter(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	fill := h.TaskOf(t, officer, gov.TaskFill)
	out := designates(t, h, "2022-02-04", "designated")
	var told struct{ Tasks [][]string }
	raw := testkit.One[[]byte](t, h, `select b.body from audit_entry e join audit_body b on b.entry_id = e.id
		where e.kind = 'calendar' and e.subject_kind = 'calendar_moves'`)
	require.NoError(t, json.Unmarshal(raw, &told))
	require.Len(t, told.Tasks, out.Impact.TaskCount)
	require.Contains(t, told.Tasks, []string{
		fill.ID.String(), "2022-02-04", "2022-02-07", "2022-02-03",
		"2022-02-07",
	})
	require.Equal(t, 1, testkit.One[int](t, h,
		"select count(*) from audit_entry where subject_kind = 'calendar_designate'"))
}

func TestADayThatComesSoonIsToldAtOnce(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	h.Exec(t, "update office_clock set today = '2022-02-02', last_opened = '2022-02-02'")
	designates(t, h, "2022-02-04", "designated")
	require.Zero(t, testkit.One[int](t, h,
		"select count(*) from notice where kind = 'deadline_moved' and state <> 'queued'"))
	require.NotZero(t, testkit.One[int](t, h, "select count(*) from notice where kind = 'deadline_moved'"))
}

func TestWhatIsClosedOrWasMovedByAPersonStays(t *testing.T) {
	t.Parallel()
	h, s := asked(t)
	fill := h.TaskOf(t, officer, gov.TaskFill)
	overrulesCase(t, h, fill.CaseID, testkit.Do{Verb: gov.VerbWaive, Reason: "대상 아님"})
	overrules(t, h, s, testkit.Do{Verb: gov.VerbMoveDate, Body: body{"due_on": "2022-02-11"}})
	out := designates(t, h, "2022-02-11", "designated")
	require.Equal(t, "2022-02-04/2022-02-07", dues(t, h, fill.ID), "a closed task keeps its dates")
	require.Equal(t, "2022-02-10", testkit.One[gov.Date](t, h,
		"select due_operative from stage where id = $1", s.ID).String(),
		"the day that the coordinator named is counted again, not that of the rule")
	require.NotZero(t, out.Impact.TaskCount)
}

func TestOnlyCoordinatorsAndOperatorsChangeTheCalendarAndNeverThePast(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-07")
	_, err := tries(t, h, officer, "2022-02-04", "designated")
	testkit.MustRefuse(t, gov.CodeForbidden, err)
	operator := h.Actor(t, officer)
	operator.Scopes = []string{"operator"}
	_, err = h.Cases.DesignateDay(t.Context(), operator, cases.NewDay{
		Day: gov.MustDate("2022-02-04"), Kind: "designated", Name: "임시공휴일", Reason: "국무회의 의결", Key: "op-1",
	})
	require.NoError(t, err)
	for day, code := range map[string]gov.Code{
		"2022-01-07": gov.CodeInvalid,  // today
		"2022-01-06": gov.CodeInvalid,  // past
		"2051-01-02": gov.CodeInvalid,  // beyond the table
		"2022-02-04": gov.CodeConflict, // entered already
		"2022-03-01": gov.CodeConflict, // 3·1절
		"2022-02-05": gov.CodeConflict, // a Saturday
	} {
		_, err := tries(t, h, coordinator, day, "designated")
		require.Equal(t, code, gov.CodeOf(err), day)
	}
	_, err = tries(t, h, coordinator, "2022-02-10", "party")
	testkit.MustRefuse(t, gov.CodeInvalid, err)
}

func TestTheSameRequestEntersOneDay(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	ask := cases.NewDay{Day: gov.MustDate("2022-02-04"), Kind: "local", Name: "지방공휴일", Reason: "조례", Key: "k-1"}
	first, err := h.Cases.DesignateDay(t.Context(), h.Actor(t, coordinator), ask)
	require.NoError(t, err)
	again, err := h.Cases.DesignateDay(t.Context(), h.Actor(t, coordinator), ask)
	require.NoError(t, err)
	require.Equal(t, first, again)
	ask.Name = "다른 이름"
	_, err = h.Cases.DesignateDay(t.Context(), h.Actor(t, coordinator), ask)
	testkit.MustRefuse(t, gov.CodeKeyReused, err)
	changes, err := h.Cases.DayChanges(t.Context(), h.Actor(t, coordinator), first.Day.ID)
	require.NoError(t, err)
	require.Equal(t, []cases.CalendarChange{first}, changes)
	for i := range first.Impact.Tasks {
		require.Equal(t, first.Impact.Tasks[i].Before.Legal, first.Impact.Tasks[i].After.Legal,
			"a local holiday lengthens no period")
	}
}

func TestAnotherProcessSeesADesignatedDayAtOnce(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-07")
	other := cases.New(cases.Config{Pool: h.Pool, Rules: cases.NewRulebook(), Rehearsal: true})
	day := gov.MustDate("2022-02-10")
	working, err := other.IsWorkingDay(t.Context(), day)
	require.NoError(t, err)
	require.True(t, working)
	out := designates(t, h, "2022-02-10", "designated")
	working, err = other.IsWorkingDay(t.Context(), day)
	require.NoError(t, err)
	require.False(t, working, "the office day and the mailroom of any process ask the rows")
	_, err = other.WithdrawDay(t.Context(), h.Actor(t, coordinator), cases.WithdrawDay{
		ID:     out.Day.ID,
		Reason: "취소", Key: "w-1",
	})
	require.NoError(t, err)
	working, err = h.Cases.IsWorkingDay(t.Context(), day)
	require.NoError(t, err)
	require.True(t, working)
	list, err := h.Cases.EnteredDays(t.Context(), h.Actor(t, coordinator), cases.DayFilter{
		Withdrawn: true,
		Limit:     10,
	})
	require.NoError(t, err)
	require.Len(t, list.Days, 1)
	require.Equal(t, "2022-01-07", list.Days[0].WithdrawnOn.String())
}

func TestAMeetingThatADayBreaksIsShownToItsSecretary(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-07")
	h.OpenCycle(t, planCycle, 2022)
	s := h.Stage(t, "council")
	hold := testkit.One[gov.Date](t, h, "select hold_on from stage where id = $1", s.ID)
	out := designates(t, h, hold.String(), "designated")
	require.NotEmpty(t, out.Impact.Stages)
	moved := testkit.One[gov.Date](t, h, "select hold_on from stage where id = $1", s.ID)
	require.Equal(t, calendar.National().PrevWorkingDay(hold.AddDays(-1)), moved,
		"a meeting that nobody was called to is held on the working day before")
	h.OpenStage(t, "council")
	session, err := tries(t, h, coordinator, moved.String(), "council_session")
	require.NoError(t, err)
	require.Len(t, session.Impact.Meetings, 1)
	require.Contains(t, session.Impact.Meetings[0].Broken, "시의회")
	require.Equal(t, 1, testkit.One[int](t, h,
		"select count(*) from notice where kind = 'informed' and dedup like 'calendar/%/meeting/%'"))
}

func TestATaskOpenedUnderTheOldCalendarIsCountedAgainOnTheNextOfficeDay(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	fill := h.TaskOf(t, officer, gov.TaskFill)
	designates(t, h, "2022-02-04", "designated")
	h.Exec(t, `update task set due_rule = 'fixed', due_from = '2022-02-04', due_operative = '2022-02-04', due_legal = '2022-02-04'
		where id = $1`, fill.ID) // as an act wrote it that had read the calendar before
	require.NoError(t, h.Cases.OpenDay(t.Context(), gov.MustDate("2022-01-10")))
	require.Equal(t, "2022-02-03/2022-02-07", dues(t, h, fill.ID))
}

func TestAnEnteredDayCanOnlyBeWithdrawn(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-07")
	out := designates(t, h, "2022-02-10", "designated")
	for _, sql := range []string{
		"update calendar_day set day = '2022-02-11' where id = $1",
		"update calendar_day set name = 'x' where id = $1",
		"update calendar_day set withdrawn_on = null, reason = 'x' where id = $1",
	} {
		_, err := h.Pool.Exec(t.Context(), sql, out.Day.ID)
		require.ErrorContains(t, err, "never changes", sql)
	}
	_, err := h.Cases.WithdrawDay(t.Context(), h.Actor(t, coordinator), cases.WithdrawDay{
		ID:  out.Day.ID,
		Key: "w-1",
	})
	testkit.MustRefuse(t, gov.CodeReasonRequired, err)
	_, err = h.Cases.WithdrawDay(t.Context(), h.Actor(t, coordinator), cases.WithdrawDay{
		ID:     out.Day.ID,
		Reason: "취소", Key: "w-2",
	})
	require.NoError(t, err)
	_, err = h.Cases.WithdrawDay(t.Context(), h.Actor(t, coordinator), cases.WithdrawDay{
		ID:     out.Day.ID,
		Reason: "취소", Key: "w-3",
	})
	testkit.MustRefuse(t, gov.CodeActNotOpen, err)
}

func TestWhatIfADateOfARunningYearIsMoved(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-07")
	h.OpenCycle(t, planCycle, 2022)
	year := cases.YearOf{Name: planCycle, Year: 2022}
	before := testkit.One[int](t, h, "select count(*) from audit_entry")
	out, err := h.Cases.WhatIf(t.Context(), h.Actor(t, coordinator), year, []string{"council=2022-03-10"})
	require.NoError(t, err)
	require.Positive(t, out.Broken)
	require.Equal(t, before, testkit.One[int](t, h, "select count(*) from audit_entry"), "nothing is written")
	for _, moves := range [][]string{nil, {"council"}, {"nothing=2022-03-10"}} {
		_, err := h.Cases.WhatIf(t.Context(), h.Actor(t, coordinator), year, moves)
		testkit.MustRefuse(t, gov.CodeInvalid, err)
	}
}
