package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/internal/cases"
)

// goodReport is one of a year that came out right.
func goodReport() *demoReport {
	return &demoReport{
		Years: []cases.YearReport{{Stages: []cases.StageReport{{Waived: "사유"}}}}, Overruled: map[string]int{"skip": 1},
		Audit: demoAudit{Verified: true}, Stopped: []string{}, Results2024: cases.ResultsReport{Findings: []json.RawMessage{}},
	}
}

// shape lists the keys of an object with those below them.
func shape(t *testing.T, raw []byte, under string) (keys []string) {
	t.Helper()
	var object map[string]json.RawMessage
	if json.Unmarshal(raw, &object) != nil {
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) == nil && len(list) > 0 {
			return shape(t, list[0], under+"[]")
		}
		return nil
	}
	for _, k := range slices.Sorted(maps.Keys(object)) {
		path := strings.TrimPrefix(under+"."+k, ".")
		keys = append(append(keys, path), shape(t, object[k], path)...)
	}
	return keys
}

// TestTheReportKeepsItsShape holds the object of gyeol demo --json: who reads it by program finds every key.
func TestTheReportKeepsItsShape(t *testing.T) {
	t.Parallel()
	raw, err := json.Marshal(goodReport())
	require.NoError(t, err)
	require.Equal(t, strings.Fields(`
		audit audit.entries audit.verified
		day_ms day_ms.empty_p50 day_ms.p50 day_ms.p99
		days elapsed_s
		notices notices.duplicates notices.failed notices.sent notices.suppressed notices.unknown notices.waiting
		overruled overruled.skip
		results_2024 results_2024.budget_krw results_2024.by_field results_2024.execution_rate results_2024.findings
		results_2024.money results_2024.projects
		stopped walk_s
		years years[].cycle years[].decisions years[].stages
		years[].stages[].cases years[].stages[].closed years[].stages[].id years[].stages[].kind years[].stages[].late
		years[].stages[].opened years[].stages[].returned years[].stages[].state years[].stages[].waived
		years[].state years[].unit_projects years[].units years[].year`), shape(t, raw, ""))
}

// TestAReportThatIsNotGoodEndsWithOne says each thing that did not come out right, and never nothing.
func TestAReportThatIsNotGoodEndsWithOne(t *testing.T) {
	t.Parallel()
	out := &Globals{JSON: true, Out: &bytes.Buffer{}}
	require.NoError(t, goodReport().print(out))
	for says, spoil := range map[string]func(*demoReport){
		"the record does not add up":        func(r *demoReport) { r.Audit.Verified = false },
		"1건이 어긋났습니다":                        func(r *demoReport) { r.findings = []string{"x"} },
		"reminders left more than once":     func(r *demoReport) { r.Notices.Duplicates = 2 },
		"알림 3건을 보내지 못했습니다":                  func(r *demoReport) { r.Notices.Failed = 3 },
		"stage/x/plans(no_rule, 담당 y.head)": func(r *demoReport) { r.stopped = stoppedError(oneStopped()) },
	} {
		r := goodReport()
		spoil(r)
		require.ErrorContains(t, r.print(out), says)
	}
	r := goodReport()
	r.Notices.Failed, r.Notices.Duplicates = 1, 1
	require.ErrorContains(t, r.print(out), "could not be sent")
	require.ErrorContains(t, r.print(out), "more than once")
	require.NoError(t, stoppedError(nil))
}

func oneStopped() []cases.Stopped {
	return []cases.Stopped{{Workflow: "stage/x/plans", Code: "no_rule", Owner: "y.head", Text: "규정이 없습니다"}}
}

func TestTheTimeIsThatOfTheWholeCommandAndOfEarlierRuns(t *testing.T) {
	t.Parallel()
	r := goodReport()
	r.WalkS, r.run = 60, 20*time.Second // forty seconds were walked by earlier runs
	r.took(25 * time.Second)
	require.InDelta(t, 65, r.ElapsedS, 0)
}
