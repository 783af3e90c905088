package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"gyeol/client"
	"gyeol/gov"
)

// Office is all simulated people together.
type Office struct {
	// Run salts the keys of one run's acts, so that a later run never repeats one of them under its key but finds its
	// work anew; "" for keys that are the same in every run.
	Run string

	lots   lots
	people map[string]Desk
	book   book
	mu     sync.Mutex
	asked  map[string][]string // units asked, by cycle and stage
}

// NewOffice seats the people, by slug. Without the coordinator and the operator there is no rehearsal.
func NewOffice(seed int64, people map[string]Desk) (*Office, error) {
	for _, who := range []string{coordinator, operator} {
		if people[who] == nil {
			return nil, fmt.Errorf("no token of %s: the rehearsal needs it", who)
		}
	}
	return &Office{lots: lots(seed), people: people, asked: map[string][]string{}}, nil
}

// key makes the idempotency key of an act.
func (o *Office) key(words ...string) string {
	if o.Run != "" {
		words = append([]string{"run", o.Run}, words...)
	}
	return keyOf(words...)
}

// desk is somebody's place; nobody else may sit there.
func (o *Office) desk(who string) Desk { return o.people[who] }

// roundsMost bounds a day: a year that goes round in circles is told, not walked for ever.
const roundsMost = 200

// work does what falls on a working day, round after round, until a round does nothing; it returns how many acts and
// contributions that were.
func (o *Office) work(ctx context.Context, today gov.Date) (int, error) {
	total, err := o.overrule(ctx, today)
	if err != nil {
		return total, err
	}
	for range roundsMost {
		tasks, err := o.look(ctx, today)
		if err != nil || len(tasks) == 0 {
			return total, err
		}
		n, err := o.round(ctx, today, tasks)
		total += n
		if err != nil || n == 0 {
			return total, err
		}
		if err := o.settle(ctx); err != nil {
			return total, err
		}
	}
	return total, fmt.Errorf("%s does not come to an end: still acting after %d rounds", today, roundsMost)
}

// look counts everybody's tasks, reads the inboxes that have changed, and lists what is due.
func (o *Office) look(ctx context.Context, today gov.Date) ([]open, error) {
	counts, err := o.desk(coordinator).Counts(ctx, "holder")
	if err != nil {
		return nil, fmt.Errorf("count the open tasks: %w", err)
	}
	if err := each(ctx, o.book.unread(counts, today), func(ctx context.Context, c client.TaskCount) error {
		return o.read(ctx, c, today)
	}); err != nil {
		return nil, err
	}
	return o.book.due(today), nil
}

// read takes one person's inbox and plans each task in it.
func (o *Office) read(ctx context.Context, c client.TaskCount, today gov.Date) error {
	desk := o.desk(c.By)
	if desk == nil {
		return fmt.Errorf("%s has %d open tasks and no token", c.By, c.Open)
	}
	tasks, err := desk.Inbox(ctx, client.InboxFilter{})
	if err != nil {
		return fmt.Errorf("inbox of %s: %w", c.By, err)
	}
	plans := make([]planned, len(tasks))
	for i, t := range tasks {
		s, err := o.situation(ctx, t, today)
		if err != nil {
			return err
		}
		plans[i] = planned{TaskItem: t, day: s.dayOf()}
	}
	o.book.enter(c, plans)
	return nil
}

// situation gathers what a decision about the task depends on.
func (o *Office) situation(ctx context.Context, t client.TaskItem, today gov.Date) (situation, error) {
	s := situation{lots: o.lots, today: today, task: t}
	if !placed[t.Kind] {
		return s, nil
	}
	units, err := o.unitsAsked(ctx, t)
	if err != nil {
		return s, fmt.Errorf("units asked in %s: %w", t.Stage, err)
	}
	s.place = place{rank: o.lots.rank(standing(t.Cycle, t.Stage), t.Unit, units), of: len(units)}
	return s, nil
}

// standing is what the order of the units of a stage is drawn for.
func standing(cycle, stage string) string { return cycle + "/" + stage + "/standing" }

// unitsAsked are the units that a stage asked when it opened; they are read once.
func (o *Office) unitsAsked(ctx context.Context, t client.TaskItem) ([]string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	place := t.Cycle + "/" + t.Stage
	if units, ok := o.asked[place]; ok {
		return units, nil
	}
	kind := "submissions"
	if t.CaseKind == string(gov.CaseNomination) {
		kind = "nominations"
	}
	all, err := o.casesOf(ctx, kind, t.Cycle, t.Stage)
	if err != nil {
		return nil, err
	}
	o.asked[place] = unitsOf(all)
	return o.asked[place], nil
}

// casesOf lists the cases of one kind in one round of a stage.
func (o *Office) casesOf(ctx context.Context, kind, cycle, stage string) ([]client.CaseItem, error) {
	all, err := o.desk(coordinator).Cases(ctx, kind, client.CaseFilter{Cycle: cycle, Stage: stage})
	if err != nil {
		return nil, err
	}
	out := all[:0]
	for _, c := range all {
		if c.Stage == stage {
			out = append(out, c)
		}
	}
	return out, nil
}

// unitsOf names each unit once.
func unitsOf(cases []client.CaseItem) []string {
	out := make([]string, len(cases))
	for i, c := range cases {
		out[i] = c.Unit
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// compiled is the content hash of the youngest compilation of a cycle.
func (o *Office) compiled(ctx context.Context, cycle string) (string, error) {
	list, err := o.desk(coordinator).Cases(ctx, "compilations", client.CaseFilter{Cycle: cycle, Most: 1})
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0].ContentHash, nil
}

// StoppedError says that a process waits for its owner, which nobody here can do for him.
type StoppedError struct{ Processes []client.Stopped }

// Error names process, code, owner and reason.
func (e *StoppedError) Error() string {
	lines := make([]string, len(e.Processes))
	for i, p := range e.Processes {
		lines[i] = fmt.Sprintf("%s stopped (%s), owner %s: %s", p.WorkflowID, p.Code, p.Owner, p.Text)
	}
	return strings.Join(lines, "; ")
}

var errUnsettled = errors.New("the installation does not come to rest")
