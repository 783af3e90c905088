package cases

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/pack"
)

// Scope says whose tasks are listed.
type Scope string

// The scopes of an inbox.
const (
	ScopeMine   Scope = "mine"   // of the posts I hold today, and of me as a person
	ScopeUnit   Scope = "unit"   // of every post of my units
	ScopeBehalf Scope = "behalf" // of the posts I stand in for today, and those of my units that nobody holds
)

// TaskFilter narrows an inbox the way the inbox page does.
type TaskFilter struct {
	Scope     Scope
	Cycle     string // name-year
	Stage     string // key, with or without its round
	Kind      gov.TaskKind
	Unit      gov.UnitID
	DueBefore gov.Date
	Overdue   bool
	Query     string // part of the title
	After     string // cursor
	Limit     int
}

// Tasks lists open tasks by due date, those without one last.
func (s *Service) Tasks(ctx context.Context, actor Actor, f TaskFilter) (TaskPage, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return TaskPage{}, err
	}
	if err := r.knows(ctx, f); err != nil {
		return TaskPage{}, err
	}
	p := db.ViewTasksParams{
		Cycle: f.Cycle, Stage: f.Stage, Kind: string(f.Kind), Unit: string(f.Unit), Query: f.Query,
		First: f.After == "", AfterID: uid([16]byte{}), N: int32(f.Limit) + 1,
	}
	p.DueBefore = r.before(f.DueBefore, f.Overdue)
	in, err := r.scope(ctx, f.Scope)
	if err != nil {
		return TaskPage{}, err
	}
	p.OfPosts, p.OfPerson, p.Also = in.posts, in.person, in.also
	p.Every, p.Keys, p.Cells = in.every, in.cells.Keys, in.cells.Bits
	p.Person, p.Posts, p.Units, p.Bound = in.ties.person, in.ties.posts, in.ties.units, in.ties.bound
	p.Stands, p.Vacant = in.ties.stands, in.ties.vacant
	if f.After != "" {
		var id [16]byte
		if p.AfterDue, id, err = placeOn(f.After); err != nil {
			return TaskPage{}, err
		}
		p.AfterID = uid(id)
	}
	rows, err := r.q.ViewTasks(ctx, p)
	if err != nil {
		return TaskPage{}, store.Interpret(err)
	}
	page := TaskPage{Tasks: []TaskItem{}}
	for i, t := range rows {
		if i == f.Limit {
			last := rows[i-1]
			page.Next = mark(last.DueOperative.String(), last.ID.String())
			break
		}
		page.Tasks = append(page.Tasks, r.task(t))
	}
	return page, nil
}

// before is the earlier of a day and, where only what is late is asked for, of today.
func (r reading) before(day gov.Date, overdue bool) gov.Date {
	if overdue && (day.IsZero() || r.v.today.Before(day)) {
		return r.v.today
	}
	return day
}

// scoped are the posts and the person whose tasks are meant, and tasks beside theirs; and by what the tasks are left
// out whose case the viewer may not see.
type scoped struct {
	posts  []string
	person pgtype.UUID
	also   []pgtype.UUID
	every  bool // the rules let whoever has such a task see its case, whatever else is so
	cells  pack.Cells
	ties   ties
}

// tieOf is the tie that a task of a scope makes by itself; none, where it is another's.
var tieOf = map[Scope]policies.Tie{ScopeMine: policies.Holder}

// scope finds whose tasks are meant.
func (r reading) scope(ctx context.Context, scope Scope) (scoped, error) {
	in := scoped{posts: []string{}, also: []pgtype.UUID{}, cells: r.v.cells(policies.ActSee)}
	in.every = in.cells.Every || in.cells.Sure&tieOf[scope] != 0
	if in.every {
		in.cells.Keys, in.cells.Bits = []string{}, [][]byte{}
		in.ties = ties{posts: []string{}, units: []string{}, stands: []pgtype.UUID{}, vacant: []pgtype.UUID{}}
	} else {
		var err error
		if in.ties, err = r.ties(ctx); err != nil {
			return in, err
		}
	}
	switch scope {
	case ScopeUnit:
		rows, err := r.q.ViewPostsOfUnits(ctx, db.ViewPostsOfUnitsParams{Day: r.v.today, Units: r.v.units})
		for _, p := range rows {
			in.posts = append(in.posts, string(p.ID))
		}
		return in, store.Interpret(err)
	case ScopeBehalf:
		tasks, err := r.behalf(ctx)
		for _, t := range tasks {
			in.also = append(in.also, uid(t.TaskID))
		}
		return in, err
	case ScopeMine:
	}
	in.posts, in.person = r.v.posts, uid(r.v.person)
	return in, nil
}

func (r reading) task(t db.ViewTasksRow) TaskItem {
	return TaskItem{
		ID: t.ID, Key: t.NaturalKey, Cycle: t.Cycle, Stage: t.Stage, Unit: t.UnitID, UnitName: t.UnitName, Kind: t.Kind,
		Cell: t.Cell, Round: t.Round, Title: t.Title, Verbs: t.Verbs, Due: dueText(t.DueOperative, t.DueLegal),
		Overdue:  t.State == "open" && !t.DueOperative.IsZero() && t.DueOperative.Before(r.v.today),
		OpenedOn: t.OpenedOn, Case: t.CaseID, CaseKind: t.CaseKind, CaseState: t.CaseState, State: t.State,
		OfficeDate: r.v.today,
	}
}

// TaskCounts counts the tasks of an inbox by kind or by stage; by holder it counts those of everybody and is for
// coordinators. Cursor and limit of the filter mean nothing here.
func (s *Service) TaskCounts(ctx context.Context, actor Actor, by string, f TaskFilter) ([]TaskCount, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return nil, err
	}
	if err := r.knows(ctx, f); err != nil {
		return nil, err
	}
	if by == "holder" {
		return r.countHolders(ctx, f)
	}
	in, err := r.scope(ctx, f.Scope)
	if err != nil {
		return nil, err
	}
	rows, err := r.q.ViewCountTasks(ctx, db.ViewCountTasksParams{
		By: by, Today: r.v.today, OfPosts: in.posts, OfPerson: in.person, Also: in.also, Every: in.every,
		Keys: in.cells.Keys, Cells: in.cells.Bits, Person: in.ties.person, Posts: in.ties.posts, Units: in.ties.units,
		Stands: in.ties.stands, Vacant: in.ties.vacant, Bound: in.ties.bound, Cycle: f.Cycle, Stage: f.Stage,
		Kind: string(f.Kind), Unit: string(f.Unit), DueBefore: r.before(f.DueBefore, f.Overdue), Query: f.Query,
	})
	out := make([]TaskCount, len(rows))
	for i, c := range rows {
		out[i] = TaskCount{By: c.Label, Open: c.N, Overdue: c.Overdue}
	}
	return out, store.Interpret(err)
}

func (r reading) countHolders(ctx context.Context, f TaskFilter) ([]TaskCount, error) {
	if err := r.v.must(policies.ActReadLoad); err != nil {
		return nil, err
	}
	rows, err := r.q.ViewCountTasksByHolder(ctx, db.ViewCountTasksByHolderParams{
		Day: r.v.today, Cycle: f.Cycle, Stage: f.Stage, Kind: string(f.Kind), Unit: string(f.Unit),
		DueBefore: r.before(f.DueBefore, f.Overdue), Query: f.Query,
	})
	out := make([]TaskCount, len(rows))
	for i, c := range rows {
		out[i] = TaskCount{By: c.Slug, Name: c.Name, Open: c.N, Overdue: c.Overdue}
	}
	return out, store.Interpret(err)
}

// Task reads a task with everything that is needed to act on it. One whose case the viewer may not see is not there.
func (s *Service) Task(ctx context.Context, actor Actor, id gov.TaskID) (TaskDetail, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return TaskDetail{}, err
	}
	t, err := r.q.ViewTask(ctx, db.ViewTaskParams{Posts: r.v.posts, Person: uid(r.v.person), ID: id})
	if err = store.Interpret(err); err != nil && !errors.Is(err, gov.ErrNotFound) {
		return TaskDetail{}, err
	}
	// Of a task that is not there a case is looked for as well, so that nobody tells it from one that he may not see.
	c, err := r.seen(ctx, t.CaseID)
	if err != nil {
		return TaskDetail{}, err
	}
	out := TaskDetail{Reasons: []gov.Reason{}}
	if out.Mine, out.BehalfOf, err = r.mine(ctx, t); err != nil {
		return out, err
	}
	if err := json.Unmarshal(t.Reasons, &out.Reasons); err != nil {
		return out, fmt.Errorf("read the reasons of a task: %w", err)
	}
	out.TaskItem = r.task(db.ViewTasksRow{
		ID: t.ID, CaseID: t.CaseID, Kind: t.Kind, UnitID: t.UnitID, UnitName: t.UnitName, Cell: t.Cell,
		NaturalKey: t.NaturalKey,
		Round:      t.Round, Title: t.Title, Verbs: t.Verbs, DueOperative: t.DueOperative, DueLegal: t.DueLegal,
		OpenedOn: t.OpenedOn,
		State:    t.State, CaseKind: c.Kind, CaseState: c.State, Cycle: t.Cycle, Stage: t.Stage,
	})
	if out.Holders, err = r.holders(ctx, id); err != nil {
		return out, err
	}
	if t.Kind == gov.TaskStopped {
		if out.Stopped, err = r.stopped(ctx, c.ProcessID); err != nil {
			return out, err
		}
	}
	if out.File, err = r.view(ctx, c); err != nil {
		return out, err
	}
	if out.Extensions, err = r.extensions(ctx, id); err != nil {
		return out, err
	}
	own := out.ownRequest(actor.Person)
	out.Mine = out.Mine && !own
	if !out.Mine {
		out.Verbs = []string{}
		if own {
			out.WhyNot = []gov.Reason{policies.WhyOwnRequest()}
		} else if t.Mine && t.State == "open" {
			out.WhyNot = []gov.Reason{policies.WhyOwnDraft()}
		} else if out.WhyNot, err = r.whyNot(ctx, out, t.ClosedOn); err != nil {
			return out, err
		}
	}
	return out, r.opened(ctx, c)
}

// mine says whether the viewer may act on a task today, and for whom where it is not his own. What he drafted he signs
// in no post.
func (r reading) mine(ctx context.Context, t db.ViewTaskRow) (bool, *Behalf, error) {
	if t.State != "open" {
		return false, nil, nil
	}
	if !t.Mine {
		of, err := r.behalfOf(ctx, t.ID)
		return of != nil && of.Kind != "vacant", of, err
	}
	own, err := r.drafted(ctx, t.Kind, t.CaseID)
	return !own, nil, err
}

// drafted says whether the viewer drafted the paper that a task asks to be signed.
func (r reading) drafted(ctx context.Context, kind gov.TaskKind, id gov.CaseID) (bool, error) {
	if kind != gov.TaskSign {
		return false, nil
	}
	drafted, err := r.q.DraftersOf(ctx, id)
	return slices.Contains(drafted, r.v.person), store.Interpret(err)
}

func (r reading) stopped(ctx context.Context, id gov.ProcessID) (*Stopped, error) {
	p, err := r.q.GetProcess(ctx, id)
	if err != nil {
		return nil, store.Interpret(err)
	}
	return &Stopped{Process: p.ID, Workflow: p.WorkflowID, Code: p.StopCode, Text: p.StopText, Owner: p.OwnerPost}, nil
}

func holderOf(h db.ViewHoldersOfTasksRow) Holder {
	return Holder{Post: h.Post, Title: h.Title, Person: h.Person, Name: h.Name, StandsIn: h.StandsIn, Away: h.Away}
}

func (r reading) holders(ctx context.Context, id gov.TaskID) ([]Holder, error) {
	rows, err := r.q.ViewHoldersOfTasks(ctx, db.ViewHoldersOfTasksParams{
		Day: r.v.today, Tasks: []pgtype.UUID{uid(id)}, InPerson: inPerson(),
	})
	out := make([]Holder, len(rows))
	for i, h := range rows {
		out[i] = holderOf(h)
	}
	return out, store.Interpret(err)
}
