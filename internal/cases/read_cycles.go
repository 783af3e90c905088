package cases

import (
	"context"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// CycleItem is one year of a cycle.
type CycleItem struct {
	Name     string     `json:"name" example:"lifelong-education-plan"`
	Year     int32      `json:"year" example:"2022"`
	Title    string     `json:"title"`
	Owner    gov.PostID `json:"owner" doc:"Named owner of stopped processes"`
	Case     gov.CaseID `json:"case"`
	State    gov.State  `json:"state" example:"open"`
	OpenedOn gov.Date   `json:"opened_on"`
	ClosedOn gov.Date   `json:"closed_on,omitzero"`
}

// StageProgress is one round of a stage with its counts.
type StageProgress struct {
	Stage      string        `json:"stage" example:"progress.2" doc:"Key, with its round where the stage repeats"`
	Kind       gov.StageKind `json:"kind" example:"collect"`
	Title      string        `json:"title"`
	AboutYear  int32         `json:"about_year"`
	Case       gov.CaseID    `json:"case" doc:"The case on which the stage is overruled"`
	Revision   int32         `json:"revision"`
	ETag       string        `json:"etag" doc:"Of that case; send it as If-Match" example:"\"7.3\""`
	State      gov.State     `json:"state" example:"open"`
	OpensOn    gov.Date      `json:"opens_on,omitzero"`
	Due        *Due          `json:"due,omitempty"`
	HoldOn     gov.Date      `json:"hold_on,omitzero" doc:"The day of its meeting"`
	HoldText   string        `json:"hold_text,omitempty"`
	CallBy     gov.Date      `json:"call_by,omitzero" doc:"The last working day on which the notice of the meeting may leave"`
	CallByText string        `json:"call_by_text,omitempty" example:"2022. 2. 17.(목)"`
	OpenedOn   gov.Date      `json:"opened_on,omitzero"`
	DecidedOn  gov.Date      `json:"decided_on,omitzero" doc:"Later stages may decide from this day on"`
	ClosedOn   gov.Date      `json:"closed_on,omitzero"`
	Asked      int32         `json:"asked" doc:"Its cases"`
	Open       int32         `json:"open"`
	Late       int32         `json:"late" doc:"Handed in, or still open, after the operative due date"`
	Returned   int32         `json:"returned" doc:"Cases in a second or later round"`
	Extended   int32         `json:"extended" doc:"Cases that were granted a later date"`
	Stale      bool          `json:"stale" doc:"An earlier stage was reopened; its input waits again"`
	Stopped    bool          `json:"stopped" doc:"Its process cannot go on without its owner"`
	Reason     string        `json:"reason,omitempty" doc:"Why it was waived, skipped or closed short"`
}

// CycleProgress is a year with its stages in order.
type CycleProgress struct {
	CycleItem
	Today  gov.Date        `json:"today"`
	Stages []StageProgress `json:"stages" nullable:"false"`
}

// CyclePage is one page of years.
type CyclePage struct {
	Cycles []CycleItem `json:"cycles" nullable:"false"`
	Next   string      `json:"next,omitempty" doc:"Cursor of the next page; absent on the last"`
}

// CycleFilter narrows the list of years.
type CycleFilter struct {
	Name  string
	Year  int
	State gov.State
	After string // cursor
	Limit int
}

// Cycles lists the years there are, latest first.
func (s *Service) Cycles(ctx context.Context, actor Actor, f CycleFilter) (CyclePage, error) {
	r, err := s.readInside(ctx, actor)
	if err != nil {
		return CyclePage{}, err
	}
	p := db.ViewCyclesParams{Name: f.Name, Year: int32(f.Year), State: string(f.State), N: int32(f.Limit) + 1}
	if f.After != "" {
		sort, _, err := place(f.After)
		if err != nil {
			return CyclePage{}, err
		}
		if n, err := fmt.Sscanf(sort, "%d %s", &p.BeforeYear, &p.AfterName); n != 2 || err != nil {
			return CyclePage{}, badCursor()
		}
	}
	rows, err := r.q.ViewCycles(ctx, p)
	page := CyclePage{Cycles: []CycleItem{}}
	for i, c := range rows {
		if i == f.Limit {
			last := rows[i-1]
			page.Next = mark(fmt.Sprintf("%d %s", last.Year, last.Name), last.ID.String())
			break
		}
		page.Cycles = append(page.Cycles, cycleItem(c))
	}
	return page, store.Interpret(err)
}

// readInside is read for what concerns the administration as a whole: others get gov.CodeForbidden.
func (s *Service) readInside(ctx context.Context, actor Actor) (reading, error) {
	r, err := s.read(ctx, actor)
	if err == nil && !r.v.may(policies.ActReadInside) {
		e := gov.Refuse(gov.CodeForbidden, "시 내부 직위만 볼 수 있는 자료입니다.", "only posts of the administration may see this")
		e.Reasons = []gov.Reason{{Rule: "access/inside", Text: "행정 조직 안의 직위에만 공개하는 자료입니다."}}
		err = e
	}
	return r, err
}

func cycleItem(c db.ViewCyclesRow) CycleItem {
	return CycleItem{
		Name: c.Name, Year: c.Year, Title: c.Title, Owner: c.OwnerPost, Case: c.CaseID, State: c.State,
		OpenedOn: c.OpenedOn, ClosedOn: c.ClosedOn,
	}
}

// findCycle finds a year by name; gov.ErrNotFound where it was never opened.
func (r reading) findCycle(ctx context.Context, name string, year int) (db.ViewCyclesRow, error) {
	rows, err := r.q.ViewCycles(ctx, db.ViewCyclesParams{Name: name, Year: int32(year), N: 1})
	if err == nil && len(rows) == 0 {
		err = gov.ErrNotFound
	}
	if err != nil {
		return db.ViewCyclesRow{}, store.Interpret(err)
	}
	return rows[0], nil
}

// Progress shows the stages of a year with their dates and counts.
func (s *Service) Progress(ctx context.Context, actor Actor, name string, year int) (CycleProgress, error) {
	r, err := s.readInside(ctx, actor)
	if err != nil {
		return CycleProgress{}, err
	}
	c, err := r.findCycle(ctx, name, year)
	if err != nil {
		return CycleProgress{}, err
	}
	out := CycleProgress{CycleItem: cycleItem(c), Today: r.v.today, Stages: []StageProgress{}}
	rows, err := r.q.ViewCycleProgress(ctx, db.ViewCycleProgressParams{Today: r.v.today, CycleID: c.ID})
	for _, st := range rows {
		out.Stages = append(out.Stages, StageProgress{
			Stage: roundKey(st.Key, st.Round), Kind: st.Kind, Title: st.Title, AboutYear: st.AboutYear, Case: st.CaseID,
			Revision: st.Revision, ETag: gov.ETag{Seq: st.Seq, Revision: st.Revision}.String(), State: st.State,
			OpensOn: st.OpensOn, Due: dueText(st.DueOperative, st.DueLegal),
			HoldOn:   st.HoldOn,
			HoldText: st.HoldOn.Korean(), CallBy: st.CallBy, CallByText: st.CallBy.Korean(),
			OpenedOn: st.OpenedOn, DecidedOn: st.DecidedOn,
			ClosedOn: st.ClosedOn,
			Asked:    st.Asked, Open: st.StillOpen, Late: st.Late, Returned: st.Returned,
			Extended: st.Extended, Stale: st.InputStale,
			Stopped: st.ProcessState == "stopped", Reason: st.Reason,
		})
	}
	return out, store.Interpret(err)
}

// roundKey is the key of a stage with its round, where it repeats.
func roundKey(key string, round int32) string { return stageName(&db.Stage{Key: key, Round: round}) }
