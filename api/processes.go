package api

import (
	"context"
	"net/http"

	"gyeol/internal/cases"
)

type listProcesses struct {
	State string `query:"state" enum:"running,stopped,ended" doc:"Only processes in this state"`
}

type processList struct {
	Body struct {
		Processes []cases.ProcessItem `json:"processes" nullable:"false"`
	}
}

type resumeProcess struct {
	IDPath
	OnceKey
}

func (s *server) processes() {
	add(s, operation{
		id: "list-processes", method: http.MethodGet, path: "/processes", tag: "Processes",
		summary: "List what workflows follow",
		doc:     "A stopped process names its owner and what must be mended.", refusals: []int{http.StatusForbidden},
	}, s.listProcesses)
	add(s, operation{
		id: "resume-process", method: http.MethodPost, path: "/processes/{id}/resume", tag: "Processes",
		status:   http.StatusNoContent,
		summary:  "Let a stopped process try again, after what stopped it was mended",
		doc:      "For its owner, for coordinators, and for whoever its task was handed to.",
		refusals: []int{http.StatusForbidden, http.StatusNotFound, http.StatusConflict},
	}, s.resumeProcess)
}

func (s *server) listProcesses(ctx context.Context, in *listProcesses) (*processList, error) {
	var out processList
	var err error
	out.Body.Processes, err = s.cases.Processes(ctx, who(ctx).actor(), in.State)
	return &out, err
}

func (s *server) resumeProcess(ctx context.Context, in *resumeProcess) (*struct{}, error) {
	id, err := idOf(in.ID, parseProcess)
	if err != nil {
		return nil, err
	}
	return nil, s.cases.ResumeAs(ctx, who(ctx).actor(), cases.ResumeProcess{
		Process: id, Key: in.Key, Source: who(ctx).source,
	})
}
