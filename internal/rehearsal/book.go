package rehearsal

import (
	"cmp"
	"slices"
	"sync"

	"gyeol/client"
	"gyeol/gov"
)

// book is what the office knows of everybody's inbox. An inbox is read again when its count has changed, when something
// was done about a case that lies in it, and when a call to a meeting in it has come to its day: nothing else can
// take a task out of an inbox and put another in its place.
type book struct {
	mu      sync.Mutex
	inboxes map[string]*inbox // by slug of the holder
}

// inbox is one person's open tasks as last read.
type inbox struct {
	open, overdue int32
	stale         bool
	tasks         []planned
}

// planned is a task with the day on which it is dealt with; zero for never.
type planned struct {
	client.TaskItem

	day gov.Date
}

// open is a task that is due with one of its holders, whose eyes see it.
type open struct {
	client.TaskItem

	holder string
}

// unread lists whose inbox must be read, given what everybody has now; inboxes that have become empty are forgotten.
func (b *book) unread(counts []client.TaskCount, today gov.Date) []client.TaskCount {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.inboxes == nil {
		b.inboxes = map[string]*inbox{}
	}
	var out []client.TaskCount
	holders := map[string]bool{}
	for _, c := range counts {
		holders[c.By] = true
		in := b.inboxes[c.By]
		if in == nil || in.stale || in.open != c.Open || in.overdue != c.Overdue || in.called(today) {
			out = append(out, c)
		}
	}
	for who := range b.inboxes {
		if !holders[who] {
			delete(b.inboxes, who)
		}
	}
	return out
}

// called reports whether the day of a meeting has come that the holder was called to.
func (in *inbox) called(today gov.Date) bool {
	return slices.ContainsFunc(in.tasks, func(p planned) bool {
		return p.Kind == string(gov.TaskAttend) && !today.Before(p.Due.Operative)
	})
}

// enter keeps what was read.
func (b *book) enter(c client.TaskCount, tasks []planned) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.inboxes[c.By] = &inbox{open: c.Open, overdue: c.Overdue, tasks: tasks}
}

// touch marks every inbox in which a case lies.
func (b *book) touch(caseID string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, in := range b.inboxes {
		in.stale = in.stale || slices.ContainsFunc(in.tasks, func(p planned) bool { return p.Case == caseID })
	}
}

// forget drops everything, so that all is read anew.
func (b *book) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.inboxes = nil
}

// due lists the tasks whose day has come, each once, in the order of their keys.
func (b *book) due(today gov.Date) []open {
	b.mu.Lock()
	defer b.mu.Unlock()
	found := map[string]open{}
	for who, in := range b.inboxes {
		for _, p := range in.tasks {
			if p.day.IsZero() || p.day.After(today) {
				continue
			}
			if known, ok := found[p.ID]; !ok || who < known.holder {
				found[p.ID] = open{TaskItem: p.TaskItem, holder: who}
			}
		}
	}
	out := make([]open, 0, len(found))
	for _, t := range found {
		out = append(out, t)
	}
	slices.SortFunc(out, func(a, b open) int { return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.ID, b.ID)) })
	return out
}
