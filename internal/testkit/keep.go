package testkit

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	enums "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/sdk/client"
	"google.golang.org/protobuf/encoding/protojson"

	"gyeol/internal/process"
)

var record = flag.Bool("record", false, "record the histories of this shape of the workflows anew")

// Histories is where recorded histories live, seen from a package two folders deep. Each is named after the shape that
// made it.
const Histories = "../../workflows/testdata/histories"

// PayloadKey seals the payloads of test histories; it is the same for ever, so that recorded ones can be read.
var PayloadKey = process.Key{ID: "test"}

// Kept is a history worth keeping.
type Kept struct {
	Name    string // of its file
	ID      string // of its workflow, without the prefix of the client
	Running bool   // it need not have ended
}

// Keep proves that the history of the latest run of a workflow replays with this build, and writes it down when asked
// with -record. One that should have ended is waited for.
func Keep(t testing.TB, c *process.Client, k Kept) {
	t.Helper()
	h := History(t, c.WorkflowID(k.ID))
	if !k.Running {
		var last *historypb.HistoryEvent
		eventually(t, func() bool {
			h = History(t, c.WorkflowID(k.ID))
			last = h.Events[len(h.Events)-1]
			return last.GetEventType() == enums.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED
		}, func() string { return k.ID + " stands at " + last.String() })
	}
	if err := process.Replay(h, PayloadKey); err != nil {
		t.Errorf("%s does not replay: %v", k.Name, err)
	}
	if !*record {
		return
	}
	raw, err := protojson.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(Histories, 0o755); err != nil { //nolint:gosec // a folder of the repository
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(Histories, k.Name+".json"), raw, 0o644); err != nil { //nolint:gosec // a file of the repository
		t.Fatal(err)
	}
}

// History reads the history of the latest run of a workflow.
func History(t testing.TB, id string) *historypb.History {
	t.Helper()
	tc := Operator(t)
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

// Operator is a plain client of the shared server, as an operator would have one.
func Operator(t testing.TB) client.Client {
	t.Helper()
	tc, err := client.Dial(Temporal(t).ClientOptions())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tc.Close)
	return tc
}
