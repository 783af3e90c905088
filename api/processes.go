package api

import (
	"context"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/cases"
)

type listProcesses struct {
	Page
	DueFilter
	State string `query:"state" enum:"running,stopped,ended" doc:"Only processes in this state"`
	Kind  string `query:"kind" maxLength:"40" doc:"Kind of process" example:"collect"`
	Owner string `query:"owner" maxLength:"100" doc:"Post that must mend what stops it"`
	Unit  string `query:"unit" maxLength:"100" doc:"Unit that owns it"`
	Cycle string `query:"cycle" maxLength:"100" doc:"Name and year" example:"lifelong-education-plan-2022"`
	Stage string `query:"stage" maxLength:"100" doc:"Key, with or without its round" example:"plans"`
}

type processList struct{ Body cases.ProcessPage }

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
	out, err := s.cases.Processes(ctx, who(ctx).actor(), cases.ProcessFilter{
		State: in.State, Kind: gov.ProcessKind(in.Kind), Owner: gov.PostID(in.Owner), Unit: gov.UnitID(in.Unit),
		Cycle: in.Cycle, Stage: in.Stage, DueBefore: in.DueBefore, Overdue: in.Overdue, After: in.After,
		Limit: in.Limit,
	})
	return &processList{Body: out}, err
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
