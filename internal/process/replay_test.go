package process_test

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	enums "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/sdk/client"
	"google.golang.org/protobuf/encoding/protojson"

	"gyeol/gov"
	"gyeol/internal/process"
	"gyeol/internal/testkit"
)

var record = flag.Bool("record", false, "record the histories of this shape of the workflows anew")

// histories is where recorded histories live, named after the shape that made them.
const histories = "../../workflows/testdata/histories"

func TestReplayOfEveryShippedShape(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(histories, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("no recorded history was found")
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var h historypb.History
			if err := protojson.Unmarshal(raw, &h); err != nil {
				t.Fatal(err)
			}
			if err := process.Replay(&h, process.Key{ID: "test"}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestRecordHistories keeps the histories of a year's beginning when asked with -record; otherwise it proves that what
// this build writes can be replayed by this build.
func TestRecordHistoriesThatReplay(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-02")
	c := h.Follow(t)
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	h.NextDay(t, c)
	signRequest(t, h)
	h.Settle(t)
	for name, id := range map[string]string{
		"v1-issue": "stage/lifelong-education-plan-2022/request", "v1-collect": "stage/lifelong-education-plan-2022/plans",
		"v1-waived": "stage/lifelong-education-plan-2022/results", "v1-cycle": "cycle/lifelong-education-plan/2022",
		"v1-receive": "stage/lifelong-education-plan-2022/guideline", "v1-meeting": "meeting/lifelong-education-plan-2022/council",
		"v1-office-day": "office-day/2022-01-03/digest",
	} {
		keep(t, name, historyOf(t, c.WorkflowID(id)))
	}
}

// signRequest drafts the collection request and signs it along its line.
func signRequest(t *testing.T, h *testkit.House) {
	t.Helper()
	draft := h.TaskOf(t, testkit.Coordinator, gov.TaskDraft)
	h.Act(t, testkit.Coordinator, draft.ID, testkit.Do{
		Verb: gov.VerbSubmit,
		Body: map[string]any{"title": "자료 취합 요청", "body": map[string]any{"text": "기한까지 제출하여 주시기 바랍니다."}},
	})
	for _, who := range []string{"lifelong-education-division.team-lead", "lifelong-education-division.head"} {
		sign := h.TaskOf(t, who, gov.TaskSign)
		h.Act(t, who, sign.ID, testkit.Do{Verb: gov.Verb(sign.Verbs[0])})
	}
}

func historyOf(t *testing.T, id string) *historypb.History {
	t.Helper()
	tc, err := client.Dial(testkit.Temporal(t).ClientOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer tc.Close()
	var h historypb.History
	events := tc.GetWorkflowHistory(context.WithoutCancel(t.Context()), id, "", false, enums.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for events.HasNext() {
		e, err := events.Next()
		if err != nil {
			t.Fatalf("history of %s: %v", id, err)
		}
		h.Events = append(h.Events, e)
	}
	return &h
}

func keep(t *testing.T, name string, h *historypb.History) {
	t.Helper()
	if err := process.Replay(h, process.Key{ID: "test"}); err != nil {
		t.Errorf("%s does not replay: %v", name, err)
	}
	if !*record {
		return
	}
	raw, err := protojson.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(histories, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(histories, name+".json"), raw, 0o644); err != nil {
		t.Fatal(err)
	}
}
