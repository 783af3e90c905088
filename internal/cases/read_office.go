package cases

import (
	"context"
	"time"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// ProcessItem is a process: what a workflow follows.
type ProcessItem struct {
	ID        gov.ProcessID   `json:"id"`
	Kind      gov.ProcessKind `json:"kind"`
	Workflow  string          `json:"workflow_id" example:"stage/lifelong-education-plan-2022/plans"`
	State     string          `json:"state" enum:"running,stopped,ended"`
	StopCode  string          `json:"stop_code,omitempty" doc:"The refusal that stopped it" example:"no_rule"`
	StopText  string          `json:"stop_text,omitempty"`
	Owner     gov.PostID      `json:"owner" doc:"The post that must mend what stopped it"`
	OpenWakes int32           `json:"open_wakes"`
}

// ProcessPage is one page of processes, by the name of their workflow.
type ProcessPage struct {
	Processes []ProcessItem `json:"processes" nullable:"false"`
	Next      string        `json:"next,omitempty" doc:"Cursor of the next page; absent on the last"`
}

// ProcessFilter narrows a list of processes.
type ProcessFilter struct {
	State     string
	Kind      gov.ProcessKind
	Owner     gov.PostID
	Unit      gov.UnitID
	Cycle     string   // name-year
	Stage     string   // key, with or without its round
	DueBefore gov.Date // operative due date of its stage
	Overdue   bool     // not ended after that date
	After     string   // cursor
	Limit     int
}

// Processes lists processes, for whoever keeps the year or the installation going.
func (s *Service) Processes(ctx context.Context, actor Actor, f ProcessFilter) (ProcessPage, error) {
	r, err := s.readInside(ctx, actor)
	if err != nil {
		return ProcessPage{}, err
	}
	if err := r.v.must(policies.ActReadProcesses); err != nil {
		return ProcessPage{}, err
	}
	if err := r.knowsWords(ctx, words{cycle: f.Cycle, stage: f.Stage, unit: f.Unit}); err != nil {
		return ProcessPage{}, err
	}
	p := db.ViewProcessesParams{
		State: f.State, Kind: string(f.Kind), Owner: string(f.Owner), Unit: string(f.Unit), Cycle: f.Cycle,
		Stage:     f.Stage,
		DueBefore: f.DueBefore, Overdue: f.Overdue, Day: r.v.today, N: int32(f.Limit) + 1,
	}
	if f.After != "" {
		if p.AfterID, _, err = place(f.After); err != nil {
			return ProcessPage{}, err
		}
	}
	rows, err := r.q.ViewProcesses(ctx, p)
	page := ProcessPage{Processes: []ProcessItem{}}
	for i, p := range rows {
		if i == f.Limit {
			page.Next = mark(rows[i-1].WorkflowID, rows[i-1].ID.String())
			break
		}
		page.Processes = append(page.Processes, ProcessItem{
			ID: p.ID, Kind: p.Kind, Workflow: p.WorkflowID, State: p.State, StopCode: p.StopCode, StopText: p.StopText,
			Owner: p.OwnerPost, OpenWakes: p.OpenWakes,
		})
	}
	return page, store.Interpret(err)
}

// placeAt reads a cursor of a list that is ordered by an instant.
func placeAt(cursor string) (at time.Time, id [16]byte, err error) {
	sort, id, err := place(cursor)
	if err != nil {
		return at, id, err
	}
	if at, err = time.Parse(time.RFC3339Nano, sort); err != nil {
		return at, id, badCursor()
	}
	return at, id, nil
}
