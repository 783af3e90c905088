package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"gyeol/client"
	"gyeol/gov"
)

// town is a gyeol of one collection, in memory: units fill, heads approve, the division checks.
type town struct {
	mu      sync.Mutex
	today   gov.Date
	tasks   []*townTask
	known   map[string]client.Outcome
	acts    []string // natural key, round, verb, person, day
	reads   map[string]int
	stopped []client.Stopped
	fail    func(act int, before bool) error // what befalls the act of a number
	seq     int
}

type townTask struct {
	client.TaskDetail

	actors []string
}

var checkers = []string{coordinator, "lifelong-education-division.officer-1", "lifelong-education-division.officer-2"}

// newTown asks so many units for their rows on the day.
func newTown(units int, day string) *town {
	w := &town{today: gov.MustDate(day), known: map[string]client.Outcome{}, reads: map[string]int{}}
	for i := range units {
		unit := fmt.Sprintf("unit-%02d", i)
		w.open(gov.TaskFill, client.TaskItem{Case: "case-" + unit, Unit: unit, CaseState: string(gov.Requested), Round: 1},
			[]string{unit + ".officer", unit + ".officer-2"})
	}
	return w
}

// people are everybody's desks.
func (w *town) people() map[string]Desk {
	out := map[string]Desk{operator: &townDesk{town: w, who: operator}}
	for _, c := range checkers {
		out[c] = &townDesk{town: w, who: c}
	}
	for _, t := range w.tasks {
		for _, post := range []string{".officer", ".officer-2", ".head"} {
			out[t.Unit+post] = &townDesk{town: w, who: t.Unit + post}
		}
	}
	return out
}

func (w *town) open(kind gov.TaskKind, t client.TaskItem, actors []string) {
	w.seq++
	t.ID, t.Kind, t.CaseKind = fmt.Sprintf("task-%04d", w.seq), string(kind), string(gov.CaseSubmission)
	t.Cycle, t.Stage, t.OpenedOn = "town-2022", "plans", w.today
	t.Key = fmt.Sprintf("town-2022/plans/%s/%s/%s", t.Unit, kind, t.Unit)
	t.Due.Operative = gov.MustDate("2022-06-30")
	d := client.TaskDetail{
		ID: t.ID, Key: t.Key, Kind: t.Kind, State: "open", Case: t.Case, Unit: t.Unit, Round: t.Round,
		CaseState: t.CaseState,
		CaseKind:  t.CaseKind, Cycle: t.Cycle, Stage: t.Stage, OpenedOn: t.OpenedOn, Due: t.Due,
		File: client.CaseView{ID: t.Case, Revision: int32(w.submitted(t.Case)), ContentHash: "hash"},
	}
	for _, a := range actors {
		d.Holders = append(d.Holders, client.Holder{Post: a, Person: a})
	}
	w.tasks = append(w.tasks, &townTask{TaskDetail: d, actors: actors})
}

func (w *town) submitted(caseID string) (n int) {
	for _, t := range w.tasks {
		if t.Case == caseID && t.State == "done" && (t.Kind == string(gov.TaskFill) || t.Kind == string(gov.TaskRevise)) {
			n++
		}
	}
	return n
}

// do moves the case of a task on.
func (w *town) do(t *townTask, verb gov.Verb) error {
	t.State = "done"
	next := client.TaskItem{Case: t.Case, Unit: t.Unit, Round: t.Round}
	officers := []string{t.Unit + ".officer", t.Unit + ".officer-2"}
	follow := map[gov.Verb]func(){
		gov.VerbSubmit: func() {
			next.CaseState = string(gov.InDepartment)
			w.open(gov.TaskApproveSub, next, []string{t.Unit + ".head"})
		},
		gov.VerbReturn:  func() { next.CaseState = string(gov.Drafting); w.open(gov.TaskFill, next, officers) },
		gov.VerbApprove: func() { next.CaseState = string(gov.Submitted); w.open(gov.TaskCheck, next, checkers) },
		gov.VerbRequestRevision: func() {
			next.CaseState, next.Round = string(gov.RevisionRequested), t.Round+1
			w.open(gov.TaskRevise, next, officers)
		},
		gov.VerbAccept: func() {},
	}[verb]
	if follow == nil {
		return fmt.Errorf("the town knows no %s", verb)
	}
	follow()
	return nil
}

// townDesk is one person's.
type townDesk struct {
	Desk

	town *town
	who  string
}

func (d *townDesk) Counts(context.Context, string) ([]client.TaskCount, error) {
	d.town.mu.Lock()
	defer d.town.mu.Unlock()
	n := map[string]int32{}
	for _, t := range d.town.tasks {
		for _, a := range t.actors {
			if t.State == "open" {
				n[a]++
			}
		}
	}
	var out []client.TaskCount
	for who, open := range n {
		out = append(out, client.TaskCount{By: who, Open: open})
	}
	return out, nil
}

func (d *townDesk) Inbox(context.Context, client.InboxFilter) ([]client.TaskItem, error) {
	d.town.mu.Lock()
	defer d.town.mu.Unlock()
	d.town.reads[d.who]++
	var out []client.TaskItem
	for _, t := range d.town.tasks {
		if t.State == "open" && slices.Contains(t.actors, d.who) {
			out = append(out, client.TaskItem{
				ID: t.ID, Key: t.Key, Kind: t.Kind, State: "open", Case: t.Case, Unit: t.Unit, Round: t.Round,
				CaseState: t.CaseState,
				CaseKind:  t.CaseKind, Cycle: t.Cycle, Stage: t.Stage, OpenedOn: t.OpenedOn, Due: t.Due,
			})
		}
	}
	return out, nil
}

func (d *townDesk) find(id string) *townTask {
	for _, t := range d.town.tasks {
		if t.ID == id {
			return t
		}
	}
	return nil
}

func (d *townDesk) Task(_ context.Context, id string) (client.TaskDetail, error) {
	d.town.mu.Lock()
	defer d.town.mu.Unlock()
	return d.find(id).TaskDetail, nil
}

var errTownDown = errors.New("the town is down")

func (d *townDesk) Act(_ context.Context, task string, verb gov.Verb, o client.ActOptions) (client.Outcome, error) {
	w := d.town
	w.mu.Lock()
	defer w.mu.Unlock()
	if out, ok := w.known[d.who+o.Key]; ok {
		out.Replayed = true
		return out, nil
	}
	if w.fail != nil {
		if err := w.fail(len(w.acts), true); err != nil {
			return client.Outcome{}, err
		}
	}
	t := d.find(task)
	if t.State != "open" {
		return client.Outcome{}, &client.Problem{Code: string(gov.CodeTaskClosed)}
	}
	if err := w.do(t, verb); err != nil {
		return client.Outcome{}, err
	}
	w.known[d.who+o.Key] = client.Outcome{}
	w.acts = append(w.acts, fmt.Sprintf("%s %d %s %s %s", t.Key, t.Round, verb, d.who, w.today))
	if w.fail != nil {
		return client.Outcome{}, w.fail(len(w.acts), false)
	}
	return client.Outcome{}, nil
}

func (d *townDesk) Cases(context.Context, string, client.CaseFilter) ([]client.CaseItem, error) {
	d.town.mu.Lock()
	defer d.town.mu.Unlock()
	var out []client.CaseItem
	for _, t := range d.town.tasks {
		if t.Kind == string(gov.TaskFill) {
			out = append(out, client.CaseItem{ID: t.Case, Unit: t.Unit, Stage: t.Stage})
		}
	}
	return out, nil
}

func (d *townDesk) ClockState(context.Context) (client.ClockState, error) {
	d.town.mu.Lock()
	defer d.town.mu.Unlock()
	return client.ClockState{
		Rehearsal: true, Today: d.town.today, LastOpened: d.town.today, Settled: true, Working: true,
		Stopped: d.town.stopped,
	}, nil
}
