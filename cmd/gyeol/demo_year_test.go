package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/evidence"
)

// wholeYear is the unbroken demo, walked once for all tests of this binary: what others decide is compared with it.
var wholeYear struct {
	once      sync.Once
	report    []byte
	decisions []string
	proved    []byte // what a stranger is told of the evidence of the plan year
	said      bytes.Buffer
	err       error
}

// unbroken walks the whole way, 2021-12-20 to 2025-06-02, and answers with the report and with what was decided.
func unbroken(t *testing.T) (report []byte, decisions []string) {
	t.Helper()
	y := &wholeYear
	y.once.Do(func() {
		dir := folder(t)
		run := func(args ...string) []byte {
			own := gyeol(t, nil, args...)
			cmd := lasting(t, nil, args...) // other tests wait for it, whatever becomes of this one
			cmd.Env, cmd.Stderr = own.Env, &y.said
			out, err := cmd.Output()
			if y.err == nil {
				y.err = err
			}
			return out
		}
		y.report = run("demo", "--fresh", "--data", dir, "--json")
		bundle := filepath.Join(dir, "evidence.zip")
		run("evidence", "make", "--data", dir, "--cycle", "lifelong-education-plan-2022", "--out", bundle, "--reason", "회계감사")
		y.proved = run("evidence", "verify", "--json", "--key", filepath.Join(dir, "audit.pub"), bundle)
		y.decisions = strings.Split(strings.TrimSpace(string(run("decisions", "--data", dir))), "\n")
	})
	if y.err != nil {
		t.Fatalf("the unbroken walk did not end well: %v\n%s", y.err, y.said.String())
	}
	return y.report, y.decisions
}

// TestTheEvidenceOfAWholeYearIsInOrder: with returned, lifted and skipped cells, and with nominations that were forgotten
// when their purpose had ended.
func TestTheEvidenceOfAWholeYearIsInOrder(t *testing.T) {
	t.Parallel()
	unbroken(t)
	var r evidence.Report
	require.NoError(t, json.Unmarshal(wholeYear.proved, &r))
	require.Empty(t, r.Faults)
	require.Greater(t, r.Cases, 200)
}

// decidedBy is what the unbroken walk had decided at the end of a day.
func decidedBy(t *testing.T, day string) string {
	t.Helper()
	_, all := unbroken(t)
	var out strings.Builder
	for _, line := range all {
		if fields := strings.Split(line, "\t"); fields[4] <= day {
			out.WriteString(line + "\n")
		}
	}
	return out.String()
}

// stageByID finds the rounds of a year.
func stageByID(y cases.YearReport) map[string]cases.StageReport {
	out := map[string]cases.StageReport{}
	for _, s := range y.Stages {
		out[s.ID] = s
	}
	return out
}

// TestTheWholeYearComesOutAsPromised walks the plan year 2022 and the results of 2024 and reads every field of the
// object that gyeol demo --json prints.
func TestTheWholeYearComesOutAsPromised(t *testing.T) {
	t.Parallel()
	raw, decisions := unbroken(t)
	t.Logf("%s", raw)
	var r demoReport
	require.NoError(t, json.Unmarshal(raw, &r))
	require.Len(t, r.Years, 2, "one entry per cycle walked")
	plan, results := r.Years[0], r.Years[1]
	require.Equal(t, int32(2022), plan.Year)
	require.Equal(t, int32(38), plan.UnitProjects)
	require.Equal(t, int32(40), plan.Units)
	require.Equal(t, int32(2025), results.Year)
	for _, y := range r.Years {
		require.Equal(t, gov.Closed, y.State, y.Cycle)
		require.Positive(t, y.Decisions)
		for _, s := range y.Stages {
			require.False(t, s.Closed.IsZero(), "%s %d: %s is open", y.Cycle, y.Year, s.ID)
			require.True(t, !s.Opened.IsZero() || s.State == gov.Skipped || s.State == gov.Waived, s.ID)
			require.NotEmpty(t, s.Kind)
			if s.State == gov.Waived {
				require.NotEmpty(t, s.Waived)
				require.False(t, s.Opened.IsZero(), "a waived stage was opened, waived and closed: %s", s.ID)
			}
		}
	}
	byID := stageByID(plan)
	for _, waived := range []string{"results", "results-report", "evaluation"} {
		require.Contains(t, byID[waived].Waived, "2021년 계획이 없음", waived)
	}
	require.Positive(t, byID["plans"].Returned, "a submission was returned and handed in again")
	require.Positive(t, byID["decision"].Returned, "an approval was returned and redrafted")
	require.Positive(t, byID["ministry"].Returned, "a filing was sent back for correction")
	require.Greater(t, byID["awards"].Cases, int32(1))
	for _, id := range []string{"request", "results", "compilation", "coordination", "council", "results-report", "ministry", "evaluation"} {
		require.Contains(t, stageByID(results), id)
	}
	theRestOf(t, r)
	whatWasDecided(t, strings.Join(decisions, "\n"))
}

// theRestOf reads what the report says beside the years.
func theRestOf(t *testing.T, r demoReport) {
	t.Helper()
	require.Equal(t, int32(112), r.Results2024.Projects)
	require.Equal(t, []int32{32, 42, 24, 14}, r.Results2024.ByField)
	require.Equal(t, int64(220_795_000_000), r.Results2024.BudgetKRW)
	require.InDelta(t, 96.9, r.Results2024.ExecutionRate, 0)
	require.Equal(t, "city total printed in seed 002", r.Results2024.Money)
	require.NotEmpty(t, r.Results2024.Findings)
	require.Positive(t, r.Notices.Sent)
	require.Zero(t, r.Notices.Duplicates)
	require.Zero(t, r.Notices.Failed)
	require.Zero(t, r.Notices.Waiting)
	require.True(t, r.Audit.Verified)
	require.Positive(t, r.Audit.Entries)
	require.Equal(t, map[string]int{"skip": 1, "hand_over_task": 1, "move_date": 1, "reopen": 1, "close": 1, "waive": 1}, r.Overruled)
	require.Empty(t, r.Stopped)
	require.Equal(t, 408+152, r.Days)
	require.Positive(t, r.DayMS.P50)
	require.GreaterOrEqual(t, r.DayMS.P99, r.DayMS.P50)
	require.Positive(t, r.DayMS.Empty)
	require.Greater(t, r.ElapsedS, r.WalkS)
}

// whatWasDecided reads the stories in the lines of the acts.
func whatWasDecided(t *testing.T, lines string) {
	t.Helper()
	for what, line := range map[string]string{
		"a meeting without its quorum":      `(?m)/awards\S*/board-1\t.*no_quorum$`,
		"called again":                      `(?m)/awards\S*/board-2\S*\t\d+\tcall\t`,
		"an approval returned":              `(?m)/decision\S*\t\d+\treturn\t`,
		"and redrafted":                     `(?m)/decision\S*\t\d+\tredraft\t`,
		"a filing sent back":                `(?m)/ministry\S*\t\d+\trequest_correction\t`,
		"and corrected":                     `(?m)/ministry\S*\t\d+\tcorrect\t`,
		"a submission returned in its unit": `(?m)/plans\S*\t\d+\treturn\t`,
		"an extension granted":              `(?m)/agency-plans\S*\t\d+\tgrant_extension\t`,
		"an extension refused":              `(?m)/agency-plans\S*\t\d+\trefuse_extension\t`,
		"a ballot that is no yes":           `(?m)\tballot\t.*\t(no|abstain)`,
		"a resolution with a condition":     `(?m)/coordination.*\tpassed_with_conditions`,
		"a score":                           `(?m)\tscore\t\S+\t\S+\t\d+$`,
	} {
		require.True(t, regexp.MustCompile(line).MatchString(lines), what)
	}
}

// TestAFinishedDemoPrintsItsReportAgain walks two days and asks a second time.
func TestAFinishedDemoPrintsItsReportAgain(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	var reports [2]demoReport
	for i := range reports {
		out, err := gyeol(t, nil, "demo", "--data", dir, "--until", "2021-12-21", "--json").Output()
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(out, &reports[i]))
	}
	require.Equal(t, reports[0].Years, reports[1].Years)
	require.Equal(t, 2, reports[1].Days)
	require.FileExists(t, filepath.Join(dir, demoMark))
	require.NoError(t, os.Remove(filepath.Join(dir, demoMark)))
	require.Contains(t, refusal(t, gyeol(t, nil, "demo", "--fresh", "--data", dir)), "not made by a demo")
}
