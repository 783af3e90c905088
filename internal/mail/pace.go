package mail

import (
	"context"
	"math"
	"time"

	"golang.org/x/time/rate"
)

// pace is how fast letters may leave: one after the other at even steps, so that no minute holds more of them than the
// relay allows.
type pace struct{ limiter *rate.Limiter } // nil: as fast as the relay takes them

// newPace makes the pace of so many letters a minute; 0 is no limit.
func newPace(aMinute int) pace {
	if aMinute == 0 {
		return pace{}
	}
	return pace{rate.NewLimiter(rate.Limit(float64(aMinute)/60), 1)}
}

// Room is how many letters may leave within a time from now, most at the most.
func (s *Sender) Room(most int, within time.Duration) int {
	l := s.pace.limiter
	if l == nil {
		return most
	}
	room := math.Floor(l.Tokens() + float64(l.Limit())*within.Seconds())
	return int(min(max(room, 0), float64(most)))
}

// Wait waits until the next letter may leave, and counts it. It fails with ctx alone.
func (s *Sender) Wait(ctx context.Context) error {
	if s.pace.limiter == nil {
		return ctx.Err()
	}
	if err := s.pace.limiter.Wait(ctx); err != nil {
		<-ctx.Done() // the limiter says so beforehand when the time does not suffice
		return ctx.Err()
	}
	return nil
}
