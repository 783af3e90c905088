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

// yearOf are the stages of Seoul's plan for a year, as the pack plans them.
func yearOf(t *testing.T, year int, cal *calendar.Calendar) []policies.PathStage {
	t.Helper()
	p, faults := pack.Load(seoul.FS)
	require.NoError(t, faults.Err())
	var out []policies.PathStage
	for _, s := range p.Cycles["lifelong-education-plan"].Stages {
		if s.Repeat != "" {
			continue
		}
		var body *policies.BodyRule
		if b, ok := p.Body(s.Body); ok {
			body = &b
		}
		d, err := policies.Dates(s, year, body, cal)
		require.NoError(t, err)
		out = append(out, policies.PathStage{
			Stage: s.ID, Kind: s.Kind, After: s.After, Planned: d.Ends(), Legal: d.DueLegal, Body: body,
			Need: p.Cycles["lifelong-education-plan"].Need(s.Kind),
		})
	}
	return out
}

// TestAnOfficeThatNeedsLongerForItsPapersSaysSo: the days are the cycle's own, and one that says none drafts and signs
// on the working day after.
func TestAnOfficeThatNeedsLongerForItsPapersSaysSo(t *testing.T) {
	t.Parallel()
	cal, day := calendar.National(), gov.MustDate
	require.Equal(t, 1, policies.CycleRule{}.Need(gov.StageApprove))
	require.Zero(t, policies.CycleRule{}.Need(gov.StageFile))
	slow := policies.CycleRule{Needs: map[gov.StageKind]int{gov.StageApprove: 3}}
	require.Zero(t, slow.Need(gov.StageIssue), "what a cycle says is all it says")
	stages := yearOf(t, 2027, cal)
	for i := range stages {
		stages[i].Need = slow.Need(stages[i].Kind)
	}
	council := stepOf(t, policies.Critical(stages, day("2027-01-01"), cal), "council")
	require.Equal(t, day("2027-02-23"), council.Latest)
	require.Equal(t, -1, council.Slack)
}

// done marks stages decided.
func done(stages []policies.PathStage, ids ...string) []policies.PathStage {
	for i := range stages {
		for _, id := range ids {
			stages[i].Done = stages[i].Done || stages[i].Stage == id
		}
	}
	return stages
}

// stepOf is what is left of a stage.
func stepOf(t *testing.T, p *policies.CriticalPath, id string) policies.PathStep {
	t.Helper()
	for _, s := range p.Stages {
		if s.Stage == id {
			return s
		}
	}
	require.Fail(t, "no step "+id)
	return policies.PathStep{}
}

// TestTheWayToTheFilingOf2027 is the worked calendar of the domain: Seollal until 9 February, the council on the 24th,
// the filing on the 26th because the 28th is a Sunday and 1 March a holiday.
func TestTheWayToTheFilingOf2027(t *testing.T) {
	t.Parallel()
	cal, day := calendar.National(), gov.MustDate
	p := policies.Critical(yearOf(t, 2027, cal), day("2027-01-01"), cal)
	require.Equal(t, []string{"ministry", "city-council"}, p.Filings)
	require.Equal(t, day("2027-02-26"), p.Target)
	require.Equal(t, day("2027-03-02"), p.Legal)
	require.Equal(t, 38, p.Days)
	require.Equal(t, 39, p.DaysLegal)
	require.Zero(t, p.Slack, "decision and filing are planned for one day")

	council := stepOf(t, p, "council")
	require.Equal(t, day("2027-02-24"), council.Expected)
	require.Equal(t, day("2027-02-25"), council.Latest, "the decision is drafted and signed on the day after")
	require.Equal(t, 1, council.Slack)
	require.Equal(t, day("2027-02-05"), council.CallBy, "fifteen days, and D-16 is a holiday")
	require.Equal(t, cal.WorkingDaysBetween(day("2027-01-01"), day("2027-02-05")), council.CallIn)

	plans := stepOf(t, p, "plans")
	require.Equal(t, day("2027-02-05"), plans.Expected)
	require.Equal(t, day("2027-02-11"), plans.Latest, "compiled by the coordination committee of the 12th")
	require.Equal(t, 2, plans.Slack, "8 and 9 February are holidays")
	require.Equal(t, plans.Slack, stepOf(t, p, "request").Slack, "the units keep the days that were planned for them")
	require.Equal(t, "ministry", p.Chain[len(p.Chain)-1])
	require.Contains(t, p.Chain, "council")
	require.Contains(t, p.Chain, "compilation")
	for _, s := range p.Stages {
		require.NotEqual(t, "evaluation", s.Stage, "what is filed in May is not on this way")
		require.GreaterOrEqual(t, s.SlackLegal, s.Slack, s.Stage)
	}
}

func TestWhatComesLateEatsTheSlackOfAllThatWaits(t *testing.T) {
	t.Parallel()
	cal, day := calendar.National(), gov.MustDate
	before := []string{"guideline", "request", "results", "results-report"}
	agreed := append(slices.Clone(before), "plans", "compilation", "coordination", "superintendent")
	resolved := append(slices.Clone(agreed), "council")
	for _, c := range []struct {
		today   string
		done    []string
		called  []string
		stage   string
		expects string
		slack   int
		total   int
	}{
		{"2027-02-05", before, []string{"coordination", "council"}, "plans", "2027-02-05", 2, 0},
		{"2027-02-11", before, []string{"coordination", "council"}, "plans", "2027-02-11", 0, 0},
		{"2027-02-15", before, []string{"coordination", "council"}, "compilation", "2027-02-16", 6, -3},
		{"2027-02-25", agreed, []string{"council"}, "council", "2027-03-15", -11, -11},
		{"2027-02-26", resolved, nil, "decision", "2027-02-26", 0, 0},
		{"2027-03-02", append(resolved, "decision"), nil, "ministry", "2027-03-02", -1, -1},
	} {
		stages := done(yearOf(t, 2027, cal), c.done...)
		for i := range stages {
			for _, id := range c.called {
				stages[i].Called = stages[i].Called || stages[i].Stage == id
			}
		}
		p := policies.Critical(stages, day(c.today), cal)
		s := stepOf(t, p, c.stage)
		require.Equal(t, c.expects, s.Expected.String(), "%s on %s: %+v", c.stage, c.today, p)
		require.Equal(t, c.slack, s.Slack, "%s on %s", c.stage, c.today)
		require.Equal(t, c.total, p.Slack, "on %s", c.today)
	}
}

func TestAMeetingThatWasNotCalledInTimeMovesAsFarAsItsNotice(t *testing.T) {
	t.Parallel()
	cal, day := calendar.National(), gov.MustDate
	ready := done(yearOf(t, 2027, cal), "guideline", "request", "plans", "results", "compilation", "coordination",
		"superintendent")
	p := policies.Critical(ready, day("2027-02-10"), cal)
	council := stepOf(t, p, "council")
	require.Equal(t, day("2027-02-26"), council.Expected, "a notice of the 10th leaves fifteen full days before the 26th")
	require.False(t, council.CallBy.Before(day("2027-02-10")))
	require.Equal(t, -1, p.Slack, "the decision follows on 2 March, the last lawful day")
	require.Zero(t, stepOf(t, p, "ministry").SlackLegal)
	require.Equal(t, []string{"council", "decision", "ministry"}, p.Chain)
}

func TestAYearWhoseFilingsAreDoneHasNoWayLeft(t *testing.T) {
	t.Parallel()
	cal := calendar.National()
	stages := done(yearOf(t, 2027, cal), "ministry", "city-council")
	p := policies.Critical(stages, gov.MustDate("2027-03-03"), cal)
	require.Equal(t, []string{"evaluation"}, p.Filings, "then the evaluation is next")
	require.Nil(t, policies.Critical(done(stages, "evaluation"), gov.MustDate("2027-06-02"), cal))
	require.Nil(t, policies.Critical(nil, gov.MustDate("2027-06-02"), cal), "no stages, no way")
}
