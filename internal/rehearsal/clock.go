package rehearsal

import (
	"context"
	"fmt"
	"time"

	"gyeol/client"
)

// The wall clock is read for measurements and patience only; nothing is decided by it.

// since is how long something took, in milliseconds.
func since(start time.Time) float64 { return float64(time.Since(start).Microseconds()) / 1000 }

// start begins a run, and its first day.
func (j *journal) start() { j.started = time.Now(); j.day = j.started }

// begin begins a day.
func (j *journal) begin() { j.day = time.Now() }

// elapsed is how long all runs took together, in seconds.
func (j *journal) elapsed() float64 { return j.ElapsedS + since(j.started)/1000 }

// restWithin is how long what follows an act may take.
const restWithin = 60 * time.Second

// settle waits until all that the last round set going has come to rest.
func (o *Office) settle(ctx context.Context) error {
	deadline := time.Now().Add(restWithin)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for wait := 2 * time.Millisecond; ; wait = min(2*wait, 16*time.Millisecond) {
		state, err := o.desk(operator).ClockState(ctx)
		if err != nil {
			return fmt.Errorf("read the clock: %w", err)
		}
		if len(state.Stopped) > 0 {
			return &StoppedError{Processes: state.Stopped}
		}
		if state.Settled {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%w within %s: %s", errUnsettled, restWithin, wakesOf(state))
		}
		timer.Reset(wait)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
		}
	}
}

func wakesOf(state client.ClockState) string {
	text := fmt.Sprintf("%s, last opened %s", state.Today, state.LastOpened)
	for _, w := range state.OpenWakes {
		text += fmt.Sprintf("; %s has %d undone wakes", w.WorkflowID, w.Wakes)
	}
	return text
}
