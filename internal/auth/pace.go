package auth

import (
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

	mu sync.Mutex
	by map[string]*rate.Limiter
}

// mostPaced is how many are remembered at once.
const mostPaced = 20_000

// NewPace lets each come burst times in a row, and once more every so often.
func NewPace(every time.Duration, burst int) *Pace {
	return &Pace{every: every, burst: burst, by: map[string]*rate.Limiter{}}
}

// Admit counts a visit. Whoever comes too often is told after how long he may come again.
func (p *Pace) Admit(who string, at time.Time) (wait time.Duration, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.by[who]
	if l == nil {
		p.makeRoom(at)
		l = rate.NewLimiter(rate.Every(p.every), p.burst)
		p.by[who] = l
	}
	next := l.ReserveN(at, 1)
	if wait = next.DelayFrom(at); wait > 0 {
		next.CancelAt(at)
		return wait, false
	}
	return 0, true
}

// makeRoom forgets whoever has not come for a while, and if that is nobody, everybody: a bound on memory matters more
// than the last visit of each.
func (p *Pace) makeRoom(at time.Time) {
	if len(p.by) < mostPaced {
		return
	}
	for who, l := range p.by {
		if l.TokensAt(at) >= float64(p.burst) {
			delete(p.by, who)
		}
	}
	if len(p.by) >= mostPaced {
		clear(p.by)
	}
}

// Seconds is a wait as the Retry-After header has it: whole seconds, at least one.
func Seconds(wait time.Duration) string {
	return strconv.Itoa(max(1, int(math.Ceil(wait.Seconds()))))
}
