package cases

import (
	"context"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/calendar"
)

// CycleMatrix is units against stages: where each unit stands, since when, and who has it.
type CycleMatrix struct {
	Cycle string      `json:"cycle" example:"lifelong-education-plan-2022"`
	Today gov.Date    `json:"today"`
	Units []MatrixRow `json:"units" nullable:"false"`
}

// MatrixRow is one unit.
type MatrixRow struct {
	Unit     gov.UnitID   `json:"unit"`
	UnitName string       `json:"unit_name"`
	Cells    []MatrixCell `json:"cells" nullable:"false"`
}

// MatrixCell is what one unit has in one stage.
type MatrixCell struct {
	Stage     string         `json:"stage" example:"plans"`
	Kind      gov.StageKind  `json:"kind" example:"collect"`
	Case      gov.CaseID     `json:"case" doc:"The case, or the oldest of several"`
	Cases     int32          `json:"cases"`
	Open      int32          `json:"open"`
	State     string         `json:"state" doc:"The state of its cases, mixed where they differ"`
	StateText string         `json:"state_text" doc:"The state as the office says it" example:"기안 중"`
	Since     gov.Date       `json:"since" doc:"Office date since which it is in this state; of several the longest open"`
	Age       int            `json:"age" doc:"Working days since then, for what is open" example:"4"`
	Due       *Due           `json:"due,omitempty" doc:"The due dates of the stage"`
	Extended  gov.Date       `json:"extended_to,omitzero" doc:"The later date that was granted; lateness counts from it"`
	Late      bool           `json:"late" doc:"Handed in, or still open, after the operative due date"`
	LateLegal bool           `json:"late_legal" doc:"The same for the last lawful day"`
	Rounds    int32          `json:"rounds" doc:"1 before the first revision"`
	Rows      int32          `json:"rows" doc:"Rows of its forms"`
	Filled    int32          `json:"filled" doc:"Rows that were saved at least once"`
	Holders   []MatrixHolder `json:"holders" nullable:"false" doc:"Who has its open tasks, the oldest first"`
}

// MatrixHolder is a post with an open task. Names are shown to coordinators and auditors; outside members to nobody
// else.
type MatrixHolder struct {
	Kind    gov.TaskKind `json:"kind" example:"fill"`
	Post    string       `json:"post,omitempty" example:"gangnam-gu.officer"`
	Title   string       `json:"title,omitempty" example:"강남구 담당"`
	Person  string       `json:"person,omitempty" doc:"Slug; empty while the post is vacant"`
	Name    string       `json:"name,omitempty"`
	Since   gov.Date     `json:"since" doc:"The day on which the task was opened"`
	Age     int          `json:"age" doc:"Working days since then"`
	Overdue bool         `json:"overdue" doc:"The operative due date of the task has passed"`
}

// CyclePath is the way of a year to its next filing and who holds it up.
type CyclePath struct {
	Cycle   string                 `json:"cycle" example:"lifelong-education-plan-2022"`
	Today   gov.Date               `json:"today"`
	Path    *policies.CriticalPath `json:"path,omitempty" doc:"Absent once everything is filed"`
	Waiting []PathWait             `json:"waiting" nullable:"false" doc:"Units with open tasks on the chain, the oldest first"`
}

// PathWait is a unit for which the chain waits.
type PathWait struct {
	Unit     gov.UnitID     `json:"unit"`
	UnitName string         `json:"unit_name"`
	Stage    string         `json:"stage" example:"plans"`
	Open     int32          `json:"open" doc:"Its open cases"`
	Since    gov.Date       `json:"since" doc:"Since when its oldest task is open"`
	Age      int            `json:"age" doc:"Working days since then"`
	Late     bool           `json:"late"`
	Holders  []MatrixHolder `json:"holders" nullable:"false"`
}

// Matrix shows where each unit stands in each stage of a year, or in the stages of one kind.
func (s *Service) Matrix(ctx context.Context, actor Actor, name string, f MatrixFilter) (CycleMatrix, error) {
	r, err := s.readInside(ctx, actor)
	if err != nil {
		return CycleMatrix{}, err
	}
	c, err := r.findCycle(ctx, name, f.Year)
	if err != nil {
		return CycleMatrix{}, err
	}
	return r.matrix(ctx, c, f.Kind)
}

// MatrixFilter says which part of which year is meant.
type MatrixFilter struct {
	Year int
	Kind gov.StageKind // empty: every kind
}

func (r reading) matrix(ctx context.Context, c db.ViewCyclesRow, kind gov.StageKind) (CycleMatrix, error) {
	out := CycleMatrix{Cycle: fmt.Sprintf("%s-%d", c.Name, c.Year), Today: r.v.today, Units: []MatrixRow{}}
	holders, err := r.cycleHolders(ctx, c.ID, kind)
	if err != nil {
		return out, err
	}
	rows, err := r.q.ViewCycleMatrix(ctx, db.ViewCycleMatrixParams{Today: r.v.today, CycleID: c.ID, Kind: string(kind)})
	cal := r.s.rules.Calendar()
	for _, m := range rows {
		if n := len(out.Units); n == 0 || out.Units[n-1].Unit != m.UnitID {
			out.Units = append(out.Units, MatrixRow{Unit: m.UnitID, UnitName: m.UnitName})
		}
		cell := MatrixCell{
			Stage: roundKey(m.Key, m.Round), Kind: m.Kind, Case: gov.CaseID(m.CaseID.Bytes), Cases: m.Cases,
			Open: m.StillOpen, State: m.State, StateText: stateText(m.State), Since: m.Since, Due: dueText(m.DueOperative, m.DueLegal), Late: m.Late,
			Extended:  m.ExtendedTo,
			LateLegal: m.LateLegal, Rounds: m.Rounds, Rows: m.Rows, Filled: m.Filled,
			Holders: holders[[2]string{string(m.UnitID), roundKey(m.Key, m.Round)}],
		}
		if m.StillOpen > 0 {
			cell.Age = ageOf(cal, m.Since, r.v.today)
		}
		if cell.Holders == nil {
			cell.Holders = []MatrixHolder{}
		}
		row := &out.Units[len(out.Units)-1]
		row.Cells = append(row.Cells, cell)
	}
	return out, store.Interpret(err)
}

// ageOf is how many working days have begun since a day.
func ageOf(cal *calendar.Calendar, since, today gov.Date) int {
	return cal.WorkingDaysBetween(since.AddDays(1), today)
}

func stateText(state string) string {
	if state == "mixed" {
		return "여러 상태"
	}
	return gov.State(state).Korean()
}

// cycleHolders are the holders of the open tasks of a year by unit and stage, each post or person once.
func (r reading) cycleHolders(
	ctx context.Context, id gov.CycleID, kind gov.StageKind,
) (map[[2]string][]MatrixHolder, error) {
	rows, err := r.q.ViewCycleHolders(ctx, db.ViewCycleHoldersParams{
		Today: r.v.today, CycleID: id, Kind: string(kind),
	})
	if err != nil {
		return nil, store.Interpret(err)
	}
	cal, out, names := r.s.rules.Calendar(), map[[2]string][]MatrixHolder{}, r.v.may(policies.ActReadNames)
	for _, t := range rows {
		h := MatrixHolder{
			Kind: t.Kind, Post: t.Post, Title: t.Title, Person: t.Person, Name: t.Name, Since: t.OpenedOn,
			Age:     ageOf(cal, t.OpenedOn, r.v.today),
			Overdue: !t.DueOperative.IsZero() && t.DueOperative.Before(r.v.today),
		}
		if !names {
			h.Person, h.Name = "", ""
		}
		at := [2]string{string(t.UnitID), roundKey(t.Key, t.Round)}
		same := func(x MatrixHolder) bool { return x.Kind == h.Kind && x.Post == h.Post && x.Person == h.Person }
		if !slices.ContainsFunc(out[at], same) {
			out[at] = append(out[at], h)
		}
	}
	return out, nil
}
