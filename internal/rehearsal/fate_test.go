package rehearsal

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
)

func TestEveryStageHasOneRevisedOneReturnedAndOneLate(t *testing.T) {
	t.Parallel()
	for rank, want := range map[int]fate{0: revised, 1: returned, 2: late} {
		s := taskOf(gov.TaskFill, "x")
		s.place = place{rank: rank, of: 14}
		require.Equal(t, want, s.fate())
	}
	s := taskOf(gov.TaskFill, "x")
	s.place = place{rank: 0, of: 1}
	require.Equal(t, revised, s.fate(), "a stage that asks one unit asks it twice")
}

func TestTheLastOfAStageIsWhomTheCoordinatorOverrules(t *testing.T) {
	t.Parallel()
	for stage, want := range map[string]fate{missingIn: missing, waivedIn: waived} {
		s := taskOf(gov.TaskFill, "x")
		s.task.Stage, s.place = stage, place{rank: 13, of: 14}
		require.Equal(t, want, s.fate())
		require.True(t, s.dayOf().IsZero(), "it is never handed in")
		s.task.Cycle = "lifelong-education-plan-2023"
		require.NotEqual(t, want, s.fate(), "only in the year of the overruling")
	}
}

func TestASecondRoundIsPlain(t *testing.T) {
	t.Parallel()
	s := taskOf(gov.TaskCheck, "x")
	s.place, s.task.Round = place{rank: 0, of: 14}, 2
	require.Equal(t, plain, s.fate())
}

func TestFatesFallAsOftenAsTheyShould(t *testing.T) {
	t.Parallel()
	const units = 8000
	n := map[fate]int{}
	for i := range units {
		s := taskOf(gov.TaskFill, fmt.Sprint(i))
		f := s.fate()
		n[f]++
		s.task.Kind = string(gov.TaskCheck)
		require.Equal(t, f, s.fate(), "whoever meets the submission knows the same")
	}
	require.InDelta(t, shareLate*units, n[late], 0.02*units)
	require.InDelta(t, shareReturned*units, n[returned], 0.02*units)
	require.InDelta(t, shareRevised*units, n[revised], 0.02*units)
	require.Greater(t, n[plain], units*7/10)
}
