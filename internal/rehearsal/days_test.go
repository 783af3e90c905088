package rehearsal

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
)

// taskOf is a task in a situation of its own.
func taskOf(kind gov.TaskKind, unit string) situation {
	return situation{lots: 2022, place: place{rank: 10, of: 30}, task: client.TaskItem{
		Key:   fmt.Sprintf("lifelong-education-plan-2022/agency-plans/%s/%s/%s", unit, kind, unit),
		Cycle: "lifelong-education-plan-2022", Stage: "agency-plans", Unit: unit, Kind: string(kind), Round: 1,
		CaseState: string(gov.Requested), OpenedOn: gov.MustDate("2022-03-02"),
		Due: client.Due{Operative: gov.MustDate("2022-04-15")},
	}}
}

func TestEveryKindOfTaskHasAHabit(t *testing.T) {
	t.Parallel()
	for kind, h := range habits {
		require.NotNil(t, h.when, kind)
		require.NotNil(t, h.what, kind)
	}
	require.True(t, situation{task: client.TaskItem{Kind: "unheard of"}}.dayOf().IsZero())
	require.True(t, taskOf(gov.TaskStopped, "x").dayOf().IsZero(), "nobody here mends a rule")
}

func TestADayIsDrawnOnceAndNeverBeforeTheTaskNorAfterItsDueDate(t *testing.T) {
	t.Parallel()
	for kind := range habits {
		for i := range 60 {
			s := taskOf(kind, fmt.Sprintf("unit-%02d", i))
			day := s.dayOf()
			require.Equal(t, day, s.dayOf())
			if day.IsZero() {
				continue
			}
			require.False(t, day.Before(s.task.OpenedOn), "%s on %s", kind, day)
			if kind == gov.TaskFill && s.fate() == late {
				require.True(t, day.After(s.task.Due.Operative))
				continue
			}
			require.False(t, day.After(s.task.Due.Operative), "%s on %s", kind, day)
		}
	}
}

func TestPapersHurryBeforeTheirDueDate(t *testing.T) {
	t.Parallel()
	for i := range 40 {
		s := taskOf(gov.TaskSign, fmt.Sprint(i))
		s.task.Due.Operative = s.task.OpenedOn.AddDays(3)
		require.Equal(t, s.task.OpenedOn, s.dayOf(), "three days before the end nobody lets a paper lie")
	}
}

func TestATaskThatCameAfterItsDueDateIsDealtWithSoon(t *testing.T) {
	t.Parallel()
	for i := range 40 {
		s := taskOf(gov.TaskFill, fmt.Sprint(i))
		s.task.CaseState, s.task.Round = string(gov.Drafting), 2
		s.task.OpenedOn = gov.MustDate("2022-05-09")
		require.LessOrEqual(t, s.dayOf().Sub(s.task.OpenedOn), 1)
		require.False(t, s.dayOf().Before(s.task.OpenedOn))
	}
}

func TestWhatGoesBeforeTheFebruaryCommitteesIsAtMostADayLate(t *testing.T) {
	t.Parallel()
	s := taskOf(gov.TaskFill, "x")
	s.task.Stage, s.place.rank = "plans", 2
	require.Equal(t, late, s.fate())
	require.Equal(t, s.task.Due.Operative.AddDays(1), s.dayOf())
}

func TestACallLeavesInItsLastWeek(t *testing.T) {
	t.Parallel()
	for i := range 40 {
		s := taskOf(gov.TaskCall, fmt.Sprint(i))
		require.LessOrEqual(t, s.task.Due.Operative.Sub(s.dayOf()), 7)
		s.task.OpenedOn = s.task.Due.Operative.AddDays(2)
		require.Equal(t, s.task.OpenedOn, s.dayOf(), "a call that is late leaves at once")
	}
}

func TestTheTaskThatChangesHandsWaitsForIt(t *testing.T) {
	t.Parallel()
	s := taskOf(gov.TaskFill, "lifelong-education-division")
	s.task.Key, s.task.Stage = handedOverTask, handedOverIn
	s.task.OpenedOn, s.task.Due.Operative = gov.MustDate("2022-04-01"), gov.MustDate("2022-04-14")
	for seed := range lots(200) {
		s.lots = seed
		require.True(t, s.dayOf().After(gov.MustDate("2022-04-05")))
	}
}
