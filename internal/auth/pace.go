package auth

import (
	"container/list"
	"math"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Pace bounds how often each of many comes: an address, a token, a feed. Make one with NewPace; it is safe for
// concurrent use.
type Pace struct {
	every time.Duration
	burst int

	mu    sync.Mutex
	by    map[string]visitor
	order list.List // of their names; whoever came last is in front
}

// visitor is one of those who come.
type visitor struct {
	by    *rate.Limiter
	place *list.Element
}

// mostPaced is how many are remembered at once: of those that came last, so that a flood of addresses fills no memory.
const mostPaced = 20_000

// NewPace lets each come burst times in a row, and once more every so often.
func NewPace(every time.Duration, burst int) *Pace {
	return &Pace{every: every, burst: burst, by: map[string]visitor{}}
}

// Admit counts a visit. Whoever comes too often is told after how long he may come again.
func (p *Pace) Admit(who string, at time.Time) (wait time.Duration, ok bool) {
	next := p.of(who).ReserveN(at, 1)
	if wait = next.DelayFrom(at); wait > 0 {
		next.CancelAt(at)
		return wait, false
	}
	return 0, true
}

// of is how often one may come. Whoever has not come for the longest time is forgotten for somebody new.
func (p *Pace) of(who string) *rate.Limiter {
	p.mu.Lock()
	defer p.mu.Unlock()
	if known, ok := p.by[who]; ok {
		p.order.MoveToFront(known.place)
		return known.by
	}
	if p.order.Len() >= mostPaced {
		if last, ok := p.order.Remove(p.order.Back()).(string); ok {
			delete(p.by, last)
		}
	}
	v := visitor{by: rate.NewLimiter(rate.Every(p.every), p.burst), place: p.order.PushFront(who)}
	p.by[who] = v
	return v.by
}

// Seconds is a wait as the Retry-After header has it: whole seconds, at least one.
func Seconds(wait time.Duration) string {
	return strconv.Itoa(max(1, int(math.Ceil(wait.Seconds()))))
}
