package api

import (
	"context"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// TaskFilter is what inbox and counts are narrowed by.
type TaskFilter struct {
	DueFilter
	Scope string `query:"scope" enum:"mine,unit,behalf" default:"mine" doc:"mine: of the posts I hold; unit: of every post of my units; behalf: of the posts I stand in for today, by delegation or acting order, and of the posts of my units that nobody holds"`
	Cycle string `query:"cycle" maxLength:"100" doc:"Name and year" example:"lifelong-education-plan-2022"`
	Stage string `query:"stage" maxLength:"100" doc:"Key, with or without its round" example:"progress.2"`
	Kind  string `query:"kind" maxLength:"40" doc:"Task kind" example:"fill"`
	Unit  string `query:"unit" maxLength:"100" doc:"Unit whose work it is" example:"gangnam-gu"`
	Query string `query:"q" maxLength:"100" doc:"Part of the title" example:"결재"`
}

func (f TaskFilter) filter() cases.TaskFilter {
	return cases.TaskFilter{
		Scope: cases.Scope(f.Scope), Cycle: f.Cycle, Stage: f.Stage, Kind: gov.TaskKind(f.Kind),
		Unit:      gov.UnitID(f.Unit),
		DueBefore: f.DueBefore, Overdue: f.Overdue, Query: f.Query,
	}
}

type listTasks struct {
	Page
	TaskFilter
}

type taskPage struct{ Body cases.TaskPage }

type taskView struct {
	ETag string `header:"ETag" doc:"The state of the case; send it as If-Match"`
	Body cases.TaskDetail
}

type countTasks struct {
	TaskFilter
	By string `query:"by" enum:"kind,stage,holder" default:"kind" doc:"holder counts the tasks of everybody, whatever the scope, and is for coordinators"`
}

type taskCounts struct {
	Body struct {
		Counts []cases.TaskCount `json:"counts" nullable:"false"`
	}
}

func (s *server) tasks() {
	add(s, operation{
		id: "list-tasks", method: http.MethodGet, path: "/tasks", tag: "Tasks",
		summary: "List the open tasks of an inbox",
		doc:     "Sorted by operative due date, tasks without one last.",
	}, s.listTasks)
	add(s, operation{
		id: "count-tasks", method: http.MethodGet, path: "/tasks/counts", tag: "Tasks", summary: "Count open tasks",
		refusals: []int{http.StatusForbidden},
	}, s.countTasks)
	add(s, operation{
		id: "get-task", method: http.MethodGet, path: "/tasks/{id}", tag: "Tasks",
		summary:  "Read a task with all that is needed to act on it",
		refusals: []int{http.StatusNotFound},
	}, s.getTask)
}

func (s *server) listTasks(ctx context.Context, in *listTasks) (*taskPage, error) {
	f := in.filter()
	f.After, f.Limit = in.After, in.Limit
	out, err := s.cases.Tasks(ctx, who(ctx).actor(), f)
	return &taskPage{Body: out}, err
}

func (s *server) countTasks(ctx context.Context, in *countTasks) (*taskCounts, error) {
	var out taskCounts
	var err error
	out.Body.Counts, err = s.cases.TaskCounts(ctx, who(ctx).actor(), in.By, in.filter())
	return &out, err
}

func (s *server) getTask(ctx context.Context, in *IDPath) (*taskView, error) {
	id, err := in.taskID()
	if err != nil {
		return nil, err
	}
	t, err := s.cases.Task(ctx, who(ctx).actor(), id)
	return &taskView{ETag: t.File.ETag, Body: t}, err
}
