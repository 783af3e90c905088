package policies_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/calendar"
	"gyeol/policies/pack"
	"gyeol/policies/seoul"
)

// asks moves a date of Seoul's plan of 2027 and asks on the day on which the year is opened.
func asks(t *testing.T, cal *calendar.Calendar, today string, moves ...policies.MovedDate) policies.WhatIfResult {
	t.Helper()
	p, faults := pack.Load(seoul.FS)
	require.NoError(t, faults.Err())
	stages, err := policies.YearPlan(p.Cycles["lifelong-education-plan"], 2027, p.Body, cal)
	require.NoError(t, err)
	out, err := policies.WhatIf(stages, moves, gov.MustDate(today), cal)
	require.NoError(t, err)
	return out
}

func breachOf(t *testing.T, out policies.WhatIfResult, stage string, kind policies.BreachKind) policies.Breach {
	t.Helper()
	i := slices.IndexFunc(out.Breaches, func(b policies.Breach) bool { return b.Stage == stage && b.Kind == kind })
	require.GreaterOrEqual(t, i, 0, "%s %s in %+v", stage, kind, out.Breaches)
	return out.Breaches[i]
}

func moved(stage, day string) policies.MovedDate {
	return policies.MovedDate{Stage: stage, Day: gov.MustDate(day)}
}

func TestAsYearIsPlannedNothingBreaks(t *testing.T) {
	t.Parallel()
	require.Empty(t, asks(t, calendar.National(), "2026-12-21", moved("council", "2027-02-24")).Breaches)
}

func TestALaterCouncilBreaksTheFilingOfTheLaw(t *testing.T) {
	t.Parallel()
	out := asks(t, calendar.National(), "2026-12-21", moved("council", "2027-03-10"))
	notice := breachOf(t, out, "council", policies.BreachNotice)
	require.False(t, notice.Broken)
	require.Equal(t, "2027-02-22", notice.After.String(), "15 full days lie between the notice and 10 March")
	require.Contains(t, notice.Article, "조례 제10조제1항")
	file := breachOf(t, out, "ministry", policies.BreachStatutory)
	require.True(t, file.Broken)
	require.Equal(t, "2027-03-02", file.Before.String(), "the last lawful day of February 2027")
	require.Contains(t, file.Article, "민법 제161조")
	require.Contains(t, file.BeforeText, "(화)")
	require.Positive(t, out.Broken)
	minutes := breachOf(t, out, "council", policies.BreachMinutes)
	require.False(t, minutes.Broken)
}

func TestAMeetingMovedTooNearBreaksItsNotice(t *testing.T) {
	t.Parallel()
	out := asks(t, calendar.National(), "2027-02-08", moved("council", "2027-02-22"))
	notice := breachOf(t, out, "council", policies.BreachNotice)
	require.True(t, notice.Broken)
	require.Contains(t, notice.Text, "이미 지난 날")
}

func TestADayOnWhichTheCouncilSitsAndAHolidayAreNamed(t *testing.T) {
	t.Parallel()
	cal := calendar.Office("서울특별시", []calendar.Entered{{
		Date: gov.MustDate("2027-02-25"),
		Kind: calendar.EnteredSession,
	}})
	sits := breachOf(t, asks(t, cal, "2026-12-21", moved("council", "2027-02-25")), "council",
		policies.BreachSession)
	require.True(t, sits.Broken)
	require.Contains(t, sits.Article, "제10조제3항")
	out := asks(t, calendar.National(), "2026-12-21", moved("council", "2027-03-01"))
	holiday := breachOf(t, out, "council", policies.BreachHoliday)
	require.Contains(t, holiday.Text, "3·1절")
	require.Equal(t, "2027-02-26", holiday.After.String())
}

func TestALaterCollectionShiftsWhatWaitsForIt(t *testing.T) {
	t.Parallel()
	out := asks(t, calendar.National(), "2026-12-21", moved("plans", "2027-02-19"))
	compile := breachOf(t, out, "compilation", policies.BreachDeadline)
	require.Equal(t, "2027-02-22", compile.After.String())
	require.True(t, breachOf(t, out, "coordination", policies.BreachDeadline).Broken,
		"the committee would meet without the draft")
}

func TestAStageThatIsNotThereCannotBeMoved(t *testing.T) {
	t.Parallel()
	p, faults := pack.Load(seoul.FS)
	require.NoError(t, faults.Err())
	cal := calendar.National()
	stages, err := policies.YearPlan(p.Cycles["lifelong-education-plan"], 2027, p.Body, cal)
	require.NoError(t, err)
	for _, stage := range []string{"nothing", "council.2"} {
		_, err := policies.WhatIf(stages, []policies.MovedDate{moved(stage, "2027-02-24")},
			gov.MustDate("2026-12-21"), cal)
		require.Equal(t, gov.CodeInvalid, gov.CodeOf(err), stage)
	}
}
