package api

import (
	"context"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/cases"
)

type openCycle struct {
	OnceKey

	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"100" pattern:"^[a-z0-9][a-z0-9-]*$" example:"lifelong-education-plan" doc:"A cycle of the active pack"`
		Year int    `json:"year" minimum:"2000" maximum:"2100" example:"2022" doc:"The plan year"`
	}
}

// YearPath is the name and the year in the address.
type YearPath struct {
	Name string `path:"name" maxLength:"100" pattern:"^[a-z0-9][a-z0-9-]*$" example:"lifelong-education-plan"`
	Year int    `path:"year" minimum:"2000" maximum:"2100" example:"2022"`
}

type matrixOf struct {
	YearPath

	Kind string `query:"kind" enum:"receive,issue,collect,compile,deliberate,consult,approve,file,monitor,award" doc:"Only stages of this kind" example:"collect"`
}

type listCycles struct {
	Page
	Name  string `query:"name" maxLength:"100" doc:"Cycle of a pack" example:"lifelong-education-plan"`
	Year  int    `query:"year" minimum:"0" maximum:"2100" doc:"Plan year" example:"2022"`
	State string `query:"state" maxLength:"40" doc:"State" example:"open"`
}

type cycleList struct{ Body cases.CyclePage }

type cycleProgress struct{ Body cases.CycleProgress }

type cycleMatrix struct{ Body cases.CycleMatrix }

type cycleWay struct{ Body cases.CyclePath }

func (s *server) cycles() {
	add(s, operation{
		id: "open-cycle", method: http.MethodPost, path: "/cycles", tag: "Cycles", summary: "Open a year",
		doc:      "Its stages, their dates and their gates come into being in one act; the first stages open as soon as they may.",
		refusals: []int{http.StatusForbidden, http.StatusConflict, http.StatusRequestEntityTooLarge},
	}, s.openCycle)
	add(s, operation{
		id: "list-cycles", method: http.MethodGet, path: "/cycles", tag: "Cycles",
		summary:  "List the years, latest first",
		refusals: []int{http.StatusForbidden},
	}, s.listCycles)
	add(s, operation{
		id: "get-cycle-progress", method: http.MethodGet, path: "/cycles/{name}/{year}", tag: "Cycles",
		summary:  "Show the stages of a year",
		refusals: []int{http.StatusForbidden, http.StatusNotFound},
	}, s.getProgress)
	add(s, operation{
		id: "get-cycle-matrix", method: http.MethodGet, path: "/cycles/{name}/{year}/matrix", tag: "Cycles",
		summary: "Show where each unit stands in each stage, since when, and who has it",
		doc: "Ages are working days. The stream of changes, narrowed to the cycle, says when to read it again. Names of holders are " +
			"shown to coordinators and auditors.",
		refusals: []int{http.StatusForbidden, http.StatusNotFound},
	}, s.getMatrix)
	add(s, operation{
		id: "get-cycle-path", method: http.MethodGet, path: "/cycles/{name}/{year}/path", tag: "Cycles",
		summary: "Show the critical path to the next filing, in working days, and who holds it up",
		doc: "Walked back from the filings that are due next: for each stage the expected day, the latest one, and the slack between, for " +
			"the operative date and for the last lawful day. Notice periods of meetings are counted by the calendar.",
		refusals: []int{http.StatusForbidden, http.StatusNotFound},
	}, s.getPath)
}

func (s *server) openCycle(ctx context.Context, in *openCycle) (*outcome, error) {
	out, err := s.cases.Open(ctx, who(ctx).actor(), cases.OpenCycle{
		Name: in.Body.Name, Year: in.Body.Year, Key: in.Key, Source: who(ctx).source,
	})
	return &outcome{ETag: out.ETag, Body: out}, err
}

func (s *server) listCycles(ctx context.Context, in *listCycles) (*cycleList, error) {
	out, err := s.cases.Cycles(ctx, who(ctx).actor(), cases.CycleFilter{
		Name: in.Name, Year: in.Year, State: gov.State(in.State), After: in.After, Limit: in.Limit,
	})
	return &cycleList{Body: out}, err
}

func (s *server) getProgress(ctx context.Context, in *YearPath) (*cycleProgress, error) {
	out, err := s.cases.Progress(ctx, who(ctx).actor(), in.Name, in.Year)
	return &cycleProgress{Body: out}, err
}

func (s *server) getPath(ctx context.Context, in *YearPath) (*cycleWay, error) {
	out, err := s.cases.Path(ctx, who(ctx).actor(), in.Name, in.Year)
	return &cycleWay{Body: out}, err
}

func (s *server) getMatrix(ctx context.Context, in *matrixOf) (*cycleMatrix, error) {
	out, err := s.cases.Matrix(ctx, who(ctx).actor(), in.Name, cases.MatrixFilter{
		Year: in.Year, Kind: gov.StageKind(in.Kind),
	})
	return &cycleMatrix{Body: out}, err
}
