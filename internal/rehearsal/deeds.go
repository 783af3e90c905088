package rehearsal

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"gyeol/client"
	"gyeol/gov"
)

// hands is how many people act at once.
const hands = 8

// each does one thing about every element, several at once, and returns the first failure; what has begun is ended.
func each[T any](ctx context.Context, list []T, do func(context.Context, T) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var running sync.WaitGroup
	for range min(hands, len(list)) {
		running.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(list) {
					return
				}
				if err := do(ctx, list[i]); err != nil {
					cancel(err)
				}
			}
		})
	}
	running.Wait()
	return context.Cause(ctx)
}

// round lets everybody act whose day has come, and returns how many acts and contributions were new. Each task is dealt
// with for itself: no outcome hangs on who came first.
func (o *Office) round(ctx context.Context, today gov.Date, tasks []open) (int, error) {
	var n atomic.Int64
	err := each(ctx, tasks, func(ctx context.Context, t open) error {
		done, err := o.deal(ctx, today, t)
		n.Add(int64(done))
		if err != nil && ctx.Err() == nil {
			return fmt.Errorf("%s, task %s (round %d): %w", today, t.Key, t.Round, err)
		}
		return err
	})
	return int(n.Load()), err
}

// readAgain is how often a task is read anew because its content has changed in between.
const readAgain = 3

// deal does what one task asks for.
func (o *Office) deal(ctx context.Context, today gov.Date, t open) (int, error) {
	total := 0
	for try := 1; ; try++ {
		done, err := o.dealOnce(ctx, today, t)
		total += done
		switch {
		case client.Is(err, string(gov.CodeTaskClosed)), client.Is(err, string(gov.CodeActNotOpen)), client.Is(err, string(gov.CodeNotYourTask)):
			o.book.touch(t.Case) // somebody else's act has settled it
			return total, nil
		case client.Is(err, string(gov.CodeStale)) && try < readAgain:
			continue
		}
		return total, err
	}
}

func (o *Office) dealOnce(ctx context.Context, today gov.Date, t open) (int, error) {
	d, err := o.desk(t.holder).Task(ctx, t.ID)
	if err != nil {
		return 0, fmt.Errorf("%s reads: %w", t.holder, err)
	}
	if string(d.State) != "open" {
		o.book.touch(t.Case)
		return 0, nil
	}
	s, err := o.situation(ctx, t.TaskItem, today)
	if err != nil {
		return 0, err
	}
	if t.Kind == string(gov.TaskDraft) || t.Kind == string(gov.TaskRedraft) {
		if s.compiled, err = o.compiled(ctx, t.Cycle); err != nil {
			return 0, err
		}
	}
	who := o.lots.first("holder/"+t.Key, o.seated(d.Holders))
	if who == "" {
		return 0, fmt.Errorf("nobody in the office holds it")
	}
	done, err := o.perform(ctx, s.deeds(d), who, t)
	if others := without(o.seated(d.Holders), who); client.Is(err, string(gov.CodeSelfApproval)) && len(others) > 0 {
		done, err = o.perform(ctx, s.deeds(d), o.lots.first("holder/"+t.Key, others), t)
	}
	if done > 0 {
		o.book.touch(t.Case)
	}
	return done, err
}

// perform does the deeds of a task in order, as one person; it returns how many were new.
func (o *Office) perform(ctx context.Context, deeds []deed, who string, t open) (int, error) {
	done := 0
	for _, a := range deeds {
		isNew, err := o.act(ctx, a.as(who), t)
		done += isNew
		if err != nil {
			return done, err
		}
	}
	return done, nil
}

// without is the list less one.
func without(list []string, who string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(w string) bool { return w == who })
}

// seated are those holders who have a place in the office.
func (o *Office) seated(holders []client.Holder) []string {
	var out []string
	for _, h := range holders {
		if o.people[h.Person] != nil {
			out = append(out, h.Person)
		}
	}
	return out
}

// as gives a deed that names nobody to the person whom the task fell to.
func (a deed) as(who string) deed {
	if a.by == "" {
		a.by = who
	}
	return a
}

// act does one deed under a key that is the same whenever it is tried on this task in the run; it returns 1 where it
// was new.
func (o *Office) act(ctx context.Context, a deed, t open) (int, error) {
	out, err := o.desk(a.by).Act(ctx, t.ID, a.verb, client.ActOptions{
		Key:    o.key(t.Key, fmt.Sprint(t.Round), string(a.verb), a.item, t.ID),
		Reason: a.reason, ContentHash: a.hash, Body: a.body,
	})
	if err != nil {
		return 0, fmt.Errorf("%s: %s: %w", a.by, strings.TrimSpace(string(a.verb)+" "+a.item), err)
	}
	if out.Replayed {
		return 0, nil
	}
	return 1, nil
}
