package api_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/testkit"
)

// TestADayIsDesignatedPreviewedAndWithdrawnOverHTTP goes the way of the operator at his command line.
func TestADayIsDesignatedPreviewedAndWithdrawnOverHTTP(t *testing.T) {
	t.Parallel()
	o := open(t, "2022-01-07")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	o.OpenStage(t, "plans")
	boss, ctx, day := o.as(t, testkit.Coordinator), t.Context(), gov.MustDate("2022-02-04")
	shown := must(boss.PreviewDay(ctx, day, "designated", false))(t)
	require.NotZero(t, shown.TaskCount)
	done := must(boss.DesignateDay(ctx, client.NewDay{
		Day: day, Kind: "designated", Name: "임시공휴일", Reason: "국무회의 의결", Key: "designate-1",
	}))(t)
	require.Equal(t, shown, done.Impact)
	require.Equal(t, "관공서의 공휴일에 관한 규정 제2조 제11호", done.Day.Article)
	require.Equal(t, "2022. 2. 3.(목)", done.Impact.Tasks[0].After.OperativeText)
	require.Len(t, must(boss.CalendarDays(ctx, client.DayFilter{}))(t), 1)
	require.Len(t, must(boss.DayChanges(ctx, done.Day.ID))(t), 1)
	require.Empty(t, must(boss.CalendarDays(ctx, client.DayFilter{AsOf: gov.MustDate("2022-01-06")}))(t),
		"on the day before nobody knew of it")
	clerk := o.as(t, "lifelong-education-institute.officer")
	_, err := clerk.DesignateDay(ctx, client.NewDay{
		Day: gov.MustDate("2022-02-10"), Kind: "local",
		Name: "x", Reason: "x",
	})
	require.True(t, client.Is(err, "forbidden"))
	_, err = clerk.PreviewDay(ctx, day, "designated", true)
	require.True(t, client.Is(err, "forbidden"))
	operator := o.as(t, "lifelong-education-institute.officer", "operator")
	back := must(operator.WithdrawDay(ctx, done.Day.ID, client.ActOptions{Reason: "지정 취소"}))(t)
	require.Equal(t, done.Impact.TaskCount, back.Impact.TaskCount)
	require.Empty(t, back.Impact.Tasks[0].Title, "an operator reads no titles of cases that he may not see")
	require.Empty(t, must(boss.CalendarDays(ctx, client.DayFilter{}))(t))
	require.Len(t, must(boss.CalendarDays(ctx, client.DayFilter{Withdrawn: true}))(t), 1)
}

func TestAWhatIfOverHTTPNamesWhatBreaks(t *testing.T) {
	t.Parallel()
	o := open(t, "2022-01-07")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	boss, ctx := o.as(t, testkit.Coordinator), t.Context()
	before := o.rows(t)
	out := must(boss.WhatIf(ctx, "lifelong-education-plan", 2022, []string{
		"council=2022-03-10",
		"plans=2022-02-09",
	}))(t)
	require.Positive(t, out.Broken)
	require.Len(t, out.Moves, 2)
	require.Equal(t, before, o.rows(t), "a question writes nothing")
	_, err := boss.WhatIf(ctx, "lifelong-education-plan", 2022, []string{"council"})
	require.True(t, client.Is(err, "invalid"))
}
