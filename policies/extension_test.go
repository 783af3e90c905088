package policies_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/calendar"
	"gyeol/policies/pack"
	"gyeol/policies/seoul"
)

// seoulYear is Seoul's plan year as it is opened.
func seoulYear(t require.TestingT, year int) []policies.PlannedStage {
	p, faults := pack.Load(seoul.FS)
	require.NoError(t, faults.Err())
	stages, err := policies.YearPlan(p.Cycles["lifelong-education-plan"], year, p.Body, calendar.National())
	require.NoError(t, err)
	return stages
}

func TestTheLastExtensionIsWhatTheNextStageLeaves(t *testing.T) {
	t.Parallel()
	stages, cal := seoulYear(t, 2027), calendar.National()
	for stage, want := range map[string]struct {
		day, by   string
		statutory bool
	}{
		"plans":        {"2027-02-05", "compilation", false}, // due on the 5th, and the lunar new year begins on the 6th
		"results":      {"2027-02-05", "compilation", false},
		"compilation":  {"2027-02-12", "coordination", false},
		"decision":     {"2027-02-26", "ministry", true},
		"ministry":     {"2027-03-02", "ministry", true},
		"evaluation":   {"2027-05-31", "evaluation", true},
		"monitoring-1": {"2027-08-31", "monitoring-2", false},
		"agency-plans": {"", "", false},
	} {
		b := policies.LastExtension(stages, stage, gov.MustDate("2026-12-21"), cal)
		require.Equal(t, want.day, b.Day.String(), "%s: %+v", stage, b)
		require.Equal(t, want.by, b.Stage, stage)
		require.Equal(t, want.statutory, b.Statutory, stage)
		if want.day == "" {
			require.NoError(t, b.Grants(gov.MustDate("2027-12-31")))
			continue
		}
		require.NoError(t, b.Grants(b.Day), stage)
		refusal := policyRefusal(t, gov.CodeGateClosed, b.Grants(b.Day.AddDays(1)))
		require.Contains(t, refusal.Detail, b.Date.Korean(), "the date that stands in the way, with its weekday")
		require.NotEmpty(t, refusal.Reasons[0].Article)
	}
}

func policyRefusal(t *testing.T, code gov.Code, err error) *gov.Error {
	t.Helper()
	var e *gov.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, code, e.Code)
	return e
}

// TestAStatutoryDateIsExtendedOnlyByAnArticleOfThePack: Seoul names none.
func TestAStatutoryDateIsExtendedOnlyByAnArticleOfThePack(t *testing.T) {
	t.Parallel()
	stages, cal, today := seoulYear(t, 2027), calendar.National(), gov.MustDate("2027-02-15")
	require.False(t, slices.ContainsFunc(stages, func(s policies.PlannedStage) bool { return len(s.Extends) > 0 }))
	late := gov.MustDate("2027-03-05")
	require.Error(t, policies.LastExtension(stages, "ministry", today, cal).Grants(late))
	for i := range stages {
		if stages[i].Stage == "ministry" {
			stages[i].Extends = []string{"평생교육법 시행령 제3조의2"}
		}
	}
	require.NoError(t, policies.LastExtension(stages, "ministry", today, cal).Grants(late))
}

// TestNoGrantBreaksADateThatFollows moves the last day of any stage to any day that its bound allows: the walk of a
// what-if then finds nothing broken that was not broken before.
func TestNoGrantBreaksADateThatFollows(t *testing.T) {
	t.Parallel()
	cal, today := calendar.National(), gov.MustDate("2026-12-21")
	stages := seoulYear(t, 2027)
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(stages).Draw(t, "stage")
		if s.Done || s.Dates.DueOperative.IsZero() || !s.Dates.Hold.IsZero() {
			return
		}
		b := policies.LastExtension(stages, s.Stage, today, cal)
		day := cal.PrevWorkingDay(s.Dates.DueOperative.AddDays(rapid.IntRange(0, 60).Draw(t, "days")))
		if b.Grants(day) != nil {
			return
		}
		out, err := policies.WhatIf(stages, []policies.MovedDate{{Stage: s.Stage, Day: day}}, today, cal)
		require.NoError(t, err)
		require.Zero(t, out.Broken, "%s to %s: %+v", s.Stage, day, out.Breaches)
	})
}

// TestAnExtensionIsALaterWorkingDay for whatever day is named.
func TestAnExtensionIsALaterWorkingDay(t *testing.T) {
	t.Parallel()
	cal := calendar.National()
	rapid.Check(t, func(t *rapid.T) {
		today := gov.MustDate("2025-01-02").AddDays(rapid.IntRange(0, 700).Draw(t, "today"))
		is := policies.Faces{Operative: cal.PrevWorkingDay(today.AddDays(rapid.IntRange(-30, 60).Draw(t, "due")))}
		named := today.AddDays(rapid.IntRange(-10, 500).Draw(t, "named"))
		day, err := policies.ExtensionDay(named, is, today, cal)
		if err != nil {
			require.Equal(t, gov.CodeInvalid, gov.CodeOf(err))
			return
		}
		require.True(t, cal.IsWorkingDay(day) && day.After(is.Operative) && !day.Before(today) && !day.After(named))
		require.Equal(t, day, cal.PrevWorkingDay(named), "no working day between it and the day that was named")
	})
}

func TestADateThatNobodyOfTheOfficeGaveIsNotExtended(t *testing.T) {
	t.Parallel()
	is := policies.Faces{Operative: gov.MustDate("2027-02-05"), Legal: gov.MustDate("2027-02-05")}
	for _, kind := range kinds {
		m := policies.MachineOf(kind)
		for _, specs := range m.Tasks {
			for _, spec := range specs {
				err := policies.MayExtend(m, spec.Kind, is)
				given := spec.Due == policies.DueStage || spec.Due == policies.DueDays || spec.Due == policies.DueArrived ||
					spec.Due == policies.DueNone // such a task has no date, unless somebody named one
				require.Equal(t, given && kind != gov.CaseAgreement, err == nil, "%s %s: %v", kind, spec.Kind, err)
				require.Error(t, policies.MayExtend(m, spec.Kind, policies.Faces{}))
			}
		}
		require.Error(t, policies.MayExtend(m, gov.TaskExtension, is), "a decision on a date is not put off")
		require.Error(t, policies.MayExtend(m, gov.TaskStopped, is))
	}
}

func TestWhoeverAsksIsNotAmongThoseWhoDecide(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		posts := rapid.SliceOfN(rapid.SampledFrom([]gov.PostID{"", "a", "b", "c"}), 0, 3)
		candidates, own := posts.Draw(t, "candidates"), posts.Draw(t, "own")
		got := policies.FirstOther(candidates, own)
		require.False(t, got != "" && slices.Contains(own, got))
		if got == "" {
			for _, c := range candidates {
				require.True(t, c == "" || slices.Contains(own, c))
			}
		}
	})
}

// TestWhatIsDoneWithATaskLeavesEveryCaseInItsState in every kind and state, and nothing is done with what has ended.
func TestWhatIsDoneWithATaskLeavesEveryCaseInItsState(t *testing.T) {
	t.Parallel()
	for _, kind := range kinds {
		m := policies.MachineOf(kind)
		for _, from := range everyState(m) {
			for _, verb := range policies.BesideVerbs() {
				mv, ok := m.Beside(from, verb)
				require.Equal(t, !m.IsFinal(from), ok, "%s %s %s", kind, from, verb)
				require.Equal(t, []gov.State{from}, mv.To)
				require.False(t, mv.NewRound || mv.System || mv.Wakes)
				_, moves := m.Find(from, verb)
				require.False(t, moves, "%s is in the table of %s too", verb, kind)
			}
		}
	}
}
