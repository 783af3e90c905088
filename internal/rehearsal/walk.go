package rehearsal

import (
	"context"
	"fmt"
	"io"
	"strings"

	"gyeol/client"
	"gyeol/gov"
)

// leg is one year of the walk: the cycle is opened on its first day and must be closed on its last.
type leg struct {
	cycle    string
	year     int
	from, to gov.Date
}

// covers reports whether a day is one of the leg's.
func (l leg) covers(day gov.Date) bool { return !day.Before(l.from) && !day.After(l.to) }

// legs is the way: between them the clock jumps.
var legs = []leg{
	{"lifelong-education-plan", 2022, gov.MustDate("2021-12-20"), gov.MustDate("2023-01-31")},
	{"results-only", 2025, gov.MustDate("2025-01-02"), gov.MustDate("2025-06-02")},
}

// Walk is one walk through the days.
type Walk struct {
	Office  *Office
	Until   gov.Date  // last day
	Journal string    // file in which measurements are kept between two runs; "" for none
	Out     io.Writer // progress, a line per month

	begun map[string]bool // cycles of which this run knows that they are open
}

// Run goes on from the day on which the installation stands, to the last day of the walk at the furthest.
func (w *Walk) Run(ctx context.Context) (Report, error) {
	w.begun = map[string]bool{}
	j, err := readJournal(w.Journal)
	if err != nil {
		return Report{}, err
	}
	clock, err := w.stand(ctx)
	if err != nil {
		return Report{}, err
	}
	for {
		acts, err := w.day(ctx, clock)
		if err != nil {
			return Report{}, err
		}
		j.count(clock, acts)
		next, over := w.next(clock.Today)
		if over || next.Month() != clock.Today.Month() {
			w.tell(ctx, clock.Today, j)
		}
		if err := j.save(); err != nil || over {
			return j.report(), err
		}
		j.begin()
		if clock, err = w.move(ctx, clock.Today, next); err != nil {
			return Report{}, err
		}
	}
}

// stand finds the day on which the walk goes on. A step is named after the day it leads to, so the one that was cut off
// before its day was carried to the end is finished under its key and no day is passed over. Before the walk begins
// nobody has led the clock to its day, and nothing is to be done on it: there the way goes on with the next step.
func (w *Walk) stand(ctx context.Context) (client.ClockState, error) {
	clock, err := w.Office.desk(operator).ClockState(ctx)
	switch {
	case err != nil:
		return clock, fmt.Errorf("read the clock: %w", err)
	case !clock.Rehearsal:
		return clock, fmt.Errorf("this is a real installation: nothing is rehearsed in it")
	case !clock.LastOpened.Before(clock.Today):
		return clock, w.Office.settle(ctx)
	case clock.Today.Before(legs[0].from):
		return w.move(ctx, clock.Today, clock.Today.AddDays(1))
	}
	before := clock.Today.AddDays(-1)
	for i, l := range legs[1:] {
		if clock.Today == l.from {
			before = legs[i].to
		}
	}
	return w.move(ctx, before, clock.Today)
}

// day is what the office does on one day.
func (w *Walk) day(ctx context.Context, clock client.ClockState) (int, error) {
	acts := 0
	for _, l := range legs {
		if !l.covers(clock.Today) {
			continue
		}
		if err := w.open(ctx, l); err != nil {
			return 0, err
		}
	}
	if clock.Working {
		n, err := w.Office.work(ctx, clock.Today)
		acts += n
		if err != nil {
			return acts, err
		}
	}
	for _, l := range legs {
		if clock.Today == l.to {
			return acts, w.closed(ctx, l)
		}
	}
	return acts, nil
}

// open opens the cycle of a leg, on its first day or, where that was missed, on the day on which a run begins. Once
// in a run is enough: nobody closes it before its time.
func (w *Walk) open(ctx context.Context, l leg) error {
	if w.begun[l.cycle] {
		return nil
	}
	key := w.Office.key("open", l.cycle, fmt.Sprint(l.year))
	_, err := w.Office.desk(coordinator).OpenCycle(ctx, l.cycle, l.year, key)
	if err != nil && !client.Is(err, string(gov.CodeConflict)) { // conflict: somebody has opened it already
		return fmt.Errorf("%s opens %s %d: %w", coordinator, l.cycle, l.year, err)
	}
	w.begun[l.cycle] = true
	return w.Office.settle(ctx)
}

// closed fails with what is still open where a year has not come to its end.
func (w *Walk) closed(ctx context.Context, l leg) error {
	p, err := w.Office.desk(coordinator).Progress(ctx, l.cycle, l.year)
	if err != nil {
		return fmt.Errorf("read the progress of %s %d: %w", l.cycle, l.year, err)
	}
	if p.State == string(gov.Closed) {
		return nil
	}
	var left []string
	for _, s := range p.Stages {
		if s.ClosedOn.IsZero() {
			left = append(left, fmt.Sprintf("%s (%s, %d of %d cases open)", s.Stage, s.State, s.Open, s.Asked))
		}
	}
	return fmt.Errorf("%s %d is not closed on %s; open stages: %s", l.cycle, l.year, l.to, strings.Join(left, ", "))
}

// next is the day after today on the way, and whether the walk is over instead.
func (w *Walk) next(today gov.Date) (next gov.Date, over bool) {
	next = today.AddDays(1)
	for i, l := range legs {
		if today != l.to {
			continue
		}
		if i+1 == len(legs) {
			return today, true
		}
		next = legs[i+1].from
	}
	return next, next.After(w.Until) || today.After(legs[len(legs)-1].to)
}

// stepsMost is how often a step that finds no rest is repeated under its key.
const stepsMost = 3

// move steps to the next day, or jumps where the way does. Its key is the same in every run: a step under a new key
// would be another day.
func (w *Walk) move(ctx context.Context, today, next gov.Date) (clock client.ClockState, err error) {
	desk := w.Office.desk(operator)
	for range stepsMost {
		if next == today.AddDays(1) {
			clock, err = desk.ClockStep(ctx, keyOf("step", next.String()))
		} else {
			clock, err = desk.ClockJump(ctx, client.Jump{
				To: next, Reason: "2023년과 2024년은 연습하지 않음", Key: keyOf("jump", next.String()),
			})
		}
		if !client.Is(err, string(gov.CodeNotSettled)) {
			break
		}
	}
	switch {
	case err != nil:
		return clock, fmt.Errorf("%s goes from %s to %s: %w", operator, today, next, err)
	case len(clock.Stopped) > 0:
		return clock, &StoppedError{Processes: clock.Stopped}
	}
	return clock, nil
}

// tell writes a line on how far the walk has come.
func (w *Walk) tell(ctx context.Context, today gov.Date, j *journal) {
	stages := 0
	for _, l := range legs {
		if !l.covers(today) {
			continue
		}
		p, err := w.Office.desk(coordinator).Progress(ctx, l.cycle, l.year)
		if err != nil {
			continue // the line is for comfort only
		}
		for _, s := range p.Stages {
			if s.State == string(gov.Open) || s.State == string(gov.Closing) {
				stages++
			}
		}
	}
	line := fmt.Sprintf("%s  열린 단계 %2d · 처리 %5d건 · %4.0f초\n", today, stages, j.Acts, j.elapsed())
	_, _ = io.WriteString(w.Out, line) // whoever stopped listening misses nothing
}
