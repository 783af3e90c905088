package process

import (
	"fmt"

	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"gyeol/workflows"
)

// Replay runs a recorded history against the workflows of this build and fails where they would decide otherwise. Every
// shape that was ever shipped has a recorded history (design §6).
func Replay(h *historypb.History, keys ...Key) error {
	sealed, err := NewCodec(keys...)
	if err != nil {
		return err
	}
	r, err := worker.NewWorkflowReplayerWithOptions(worker.WorkflowReplayerOptions{
		DataConverter: converter.NewCodecDataConverter(converter.GetDefaultDataConverter(), sealed),
	})
	if err != nil {
		return fmt.Errorf("prepare a replay: %w", err)
	}
	for name, w := range map[string]any{
		workflows.NameProcess: workflows.Process, workflows.NameOfficeDay: workflows.OfficeDay,
		workflows.NameOffice: workflows.OfficeClock, workflows.NameMailroom: workflows.Mailroom,
	} {
		r.RegisterWorkflowWithOptions(w, workflow.RegisterOptions{Name: name})
	}
	return r.ReplayWorkflowHistoryWithOptions(nil, h, worker.ReplayWorkflowHistoryOptions{OriginalExecution: executionOf(h)})
}

// executionOf is the workflow of a history: the office clock names its days after its own id.
func executionOf(h *historypb.History) workflow.Execution {
	if len(h.GetEvents()) == 0 {
		return workflow.Execution{}
	}
	begun := h.GetEvents()[0].GetWorkflowExecutionStartedEventAttributes()
	return workflow.Execution{ID: begun.GetWorkflowId(), RunID: begun.GetOriginalExecutionRunId()}
}
