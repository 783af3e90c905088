package cases

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// RunningLine is an approval under way: who holds it, for how long, until when, and what comes after. Of several cells
// that are asked at once, the one that has waited longest stands for the line.
type RunningLine struct {
	Case     gov.CaseID    `json:"case"`
	Task     gov.TaskID    `json:"task,omitzero"`
	Title    string        `json:"title"`
	Matter   string        `json:"matter"`
	Cycle    string        `json:"cycle,omitempty"`
	Stage    string        `json:"stage,omitempty"`
	Unit     gov.UnitID    `json:"unit"`
	UnitName string        `json:"unit_name"`
	Bodies   []string      `json:"bodies" nullable:"false" doc:"Councils and committees before which it comes"`
	Round    int32         `json:"round"`
	Returns  int32         `json:"returns" doc:"How often it was returned so far"`
	Position int32         `json:"position"`
	Role     string        `json:"role" enum:"review,concur,agree,approve"`
	Post     gov.PostID    `json:"post" doc:"The post of the cell"`
	Title2   string        `json:"post_title" example:"평생교육국장"`
	Person   string        `json:"person,omitempty" doc:"Slug of who may sign today; empty while the post is vacant"`
	Name     string        `json:"name,omitempty"`
	Since    gov.Date      `json:"since" doc:"The office date on which it came to this post"`
	Age      int           `json:"age_working_days" doc:"Working days since then"`
	Due      *Due          `json:"due,omitempty" doc:"The earliest of the cells that are asked now"`
	Held     gov.Date      `json:"held_until,omitzero" doc:"보류: the latest day on which a cell that was put on hold is looked at again"`
	Cells    []RunningCell `json:"cells" nullable:"false" doc:"The cells that are asked now"`
	Next     []NextCell    `json:"next" nullable:"false" doc:"The cells that are asked after them, in order"`
	Watched  bool          `json:"watched" doc:"The reader watches it"`
}

// RunningCell is a cell that is asked now.
type RunningCell struct {
	Position   int32      `json:"position"`
	Role       string     `json:"role" enum:"review,concur,agree,approve"`
	Post       gov.PostID `json:"post"`
	Title      string     `json:"title" example:"기획조정실장"`
	Task       gov.TaskID `json:"task,omitzero"`
	Holders    []Holder   `json:"holders" nullable:"false" doc:"Who may sign it: who holds the post, then whoever stands in"`
	Since      gov.Date   `json:"since,omitzero"`
	Age        int        `json:"age_working_days"`
	Due        *Due       `json:"due,omitempty"`
	HoldReason string     `json:"hold_reason,omitempty"`
	HeldUntil  gov.Date   `json:"held_until,omitzero"`
}

// NextCell is a cell whose step has not come.
type NextCell struct {
	Position int32      `json:"position"`
	Step     int32      `json:"step"`
	Role     string     `json:"role" enum:"review,concur,agree,approve"`
	Post     gov.PostID `json:"post"`
	Title    string     `json:"title"`
}

// LinePage is one page of approvals under way.
type LinePage struct {
	Approvals []RunningLine `json:"approvals" nullable:"false"`
	Next      string        `json:"next,omitempty" doc:"Cursor of the next page; absent on the last"`
}

// LineFilter narrows the approvals under way the way an inbox is narrowed.
type LineFilter struct {
	Cycle     string     // name-year
	Stage     string     // key, with or without its round
	Body      gov.BodyID // before which it comes: in its stage, or on its agenda
	Unit      gov.UnitID
	Matter    string
	Holder    string // post, or slug of the person, whose turn it is
	DueBefore gov.Date
	Overdue   bool
	Watched   bool   // only what the viewer watches
	Query     string // part of the title
	After     string // cursor
	Limit     int
}

// RunningLines lists the approval lines under way that the viewer may see, by due date.
func (s *Service) RunningLines(ctx context.Context, actor Actor, f LineFilter) (LinePage, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return LinePage{}, err
	}
	if err := r.knowsWords(ctx, words{
		cycle: f.Cycle, stage: f.Stage, unit: f.Unit, matter: f.Matter, holder: f.Holder,
	}); err != nil {
		return LinePage{}, err
	}
	t, err := r.ties(ctx)
	if err != nil {
		return LinePage{}, err
	}
	cells := r.v.cells(policies.ActFollow, gov.CaseDocument)
	p := db.ViewRunningLinesParams{
		InPerson: inPerson(), Day: r.v.today,
		Person: t.person, Posts: t.posts, Units: t.units, Stands: t.stands, Vacant: t.vacant, Bound: t.bound,
		Unbound: cells.Unbound, Every: cells.Every, Keys: cells.Keys, Cells: cells.Bits,
		Cycle: f.Cycle, Stage: f.Stage, Body: string(f.Body), Unit: string(f.Unit), Matter: f.Matter, Holder: f.Holder,
		DueBefore: r.before(f.DueBefore, f.Overdue), Watched: f.Watched, Query: f.Query, First: f.After == "",
		AfterID: uid([16]byte{}), N: int32(f.Limit) + 1,
	}
	if f.After != "" {
		var id [16]byte
		if p.AfterDue, id, err = placeOn(f.After); err != nil {
			return LinePage{}, err
		}
		p.AfterID = uid(id)
	}
	rows, err := r.q.ViewRunningLines(ctx, p)
	if err != nil {
		return LinePage{}, store.Interpret(err)
	}
	page := LinePage{Approvals: []RunningLine{}}
	for i, l := range rows {
		if i == f.Limit {
			page.Next = mark(rows[i-1].DueOperative.String(), rows[i-1].ID.String())
			break
		}
		page.Approvals = append(page.Approvals, runningLine(l))
	}
	return page, store.Interpret(r.fillLines(ctx, page.Approvals))
}

func runningLine(l db.ViewRunningLinesRow) RunningLine {
	return RunningLine{
		Case: l.ID, Title: l.Title, Matter: l.Matter, Cycle: l.Cycle, Stage: l.Stage, Unit: l.UnitID, UnitName: l.UnitName,
		Bodies: []string{}, Round: l.Round, Returns: l.Returns, Due: dueText(l.DueOperative, l.DueLegal),
		Cells: []RunningCell{}, Next: []NextCell{}, Watched: l.Watched,
	}
}

// fillLines reads the cells, their holders and the bodies of a page of lines, each in one query.
func (r reading) fillLines(ctx context.Context, lines []RunningLine) error {
	ids := make([]pgtype.UUID, len(lines))
	at := map[gov.CaseID]*RunningLine{}
	for i := range lines {
		ids[i], at[lines[i].Case] = uid(lines[i].Case), &lines[i]
	}
	cells, err := r.q.ViewLineCells(ctx, ids)
	if err != nil {
		return err
	}
	for _, c := range cells {
		if err := r.lay(at[c.CaseID], c); err != nil {
			return err
		}
	}
	if err := r.nameHolders(ctx, lines); err != nil {
		return err
	}
	bodies, err := r.q.ViewBodiesOf(ctx, ids)
	for _, b := range bodies {
		at[b.CaseID].Bodies = append(at[b.CaseID].Bodies, string(b.BodyID))
	}
	for i := range lines {
		lines[i].stand()
	}
	return err
}

// lay puts a cell into its line.
func (r reading) lay(l *RunningLine, c db.ViewLineCellsRow) error {
	if c.State == string(policies.CellWaiting) {
		l.Next = append(l.Next, NextCell{Position: c.Position, Step: c.Step, Role: c.Role, Post: c.PostID, Title: c.Title})
		return nil
	}
	cell := RunningCell{
		Position: c.Position, Role: c.Role, Post: c.PostID, Title: c.Title, Holders: []Holder{}, Since: c.CurrentSince,
		Age: r.workingDays(c.CurrentSince, r.v.today), Due: dueText(c.DueOperative, c.DueLegal), HoldReason: c.HoldReason,
		HeldUntil: c.HoldReviewOn,
	}
	if c.Task != "" {
		if err := cell.Task.UnmarshalText([]byte(c.Task)); err != nil {
			return err
		}
	}
	if l.Held.Before(c.HoldReviewOn) {
		l.Held = c.HoldReviewOn
	}
	l.Cells = append(l.Cells, cell)
	return nil
}

// nameHolders adds to each cell that is asked now who may sign it today.
func (r reading) nameHolders(ctx context.Context, lines []RunningLine) error {
	var tasks []pgtype.UUID
	at := map[gov.TaskID]*RunningCell{}
	for i := range lines {
		for j := range lines[i].Cells {
			cell := &lines[i].Cells[j]
			tasks, at[cell.Task] = append(tasks, uid(cell.Task)), cell
		}
	}
	rows, err := r.q.ViewHoldersOfTasks(ctx, db.ViewHoldersOfTasksParams{
		Day: r.v.today, Tasks: tasks, InPerson: inPerson(),
	})
	for _, h := range rows {
		cell := at[h.TaskID]
		cell.Holders = append(cell.Holders, holderOf(h))
	}
	return err
}

// stand lets the cell that has waited longest stand for the line.
func (l *RunningLine) stand() {
	if len(l.Cells) == 0 {
		return
	}
	c := slices.MinFunc(l.Cells, func(a, b RunningCell) int { return a.Since.Compare(b.Since) })
	l.Task, l.Position, l.Role, l.Post, l.Title2 = c.Task, c.Position, c.Role, c.Post, c.Title
	l.Since, l.Age = c.Since, c.Age
	if len(c.Holders) > 0 {
		l.Person, l.Name = c.Holders[0].Person, c.Holders[0].Name
	}
}
