package api

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// The pace at which one visitor may come: a calendar program comes once an hour, and a person who tries it out a few
// times in a row.
const (
	visitEvery  = 5 * time.Second
	visitBurst  = 20
	mostVisitor = 20_000 // remembered at once
)

// visits bounds how often each visitor comes. It forgets everybody when there are too many: a bound on memory matters
// more than the last visit of each.
type visits struct {
	mu sync.Mutex
	by map[string]*rate.Limiter
}

// admit counts a visit and reports whether it may go on.
func (v *visits) admit(who string) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.by == nil || len(v.by) >= mostVisitor {
		v.by = map[string]*rate.Limiter{}
	}
	l, ok := v.by[who]
	if !ok {
		l = rate.NewLimiter(rate.Every(visitEvery), visitBurst)
		v.by[who] = l
	}
	return l.Allow()
}
