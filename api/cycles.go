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

type cyclePath struct {
	Name string `path:"name" maxLength:"100" pattern:"^[a-z0-9][a-z0-9-]*$" example:"lifelong-education-plan"`
	Year int    `path:"year" minimum:"2000" maximum:"2100" example:"2022"`
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
		summary:  "Show where each unit stands in each stage",
		refusals: []int{http.StatusForbidden, http.StatusNotFound},
	}, s.getMatrix)
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

func (s *server) getProgress(ctx context.Context, in *cyclePath) (*cycleProgress, error) {
	out, err := s.cases.Progress(ctx, who(ctx).actor(), in.Name, in.Year)
	return &cycleProgress{Body: out}, err
}

func (s *server) getMatrix(ctx context.Context, in *cyclePath) (*cycleMatrix, error) {
	out, err := s.cases.Matrix(ctx, who(ctx).actor(), in.Name, in.Year)
	return &cycleMatrix{Body: out}, err
}
