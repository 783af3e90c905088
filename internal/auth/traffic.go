package auth

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"gyeol/gov"
)

// Rate is how many requests may come: so many a second, and so many in a row before that. Zero bounds nothing.
type Rate struct {
	PerSecond int
	Burst     int
}

// The rates of an installation that was told none. A person at a desk comes nowhere near them, nor does a program that
// hands in a year's rows.
var (
	KnownRate   = Rate{PerSecond: 200, Burst: 2000} // of one token or session
	UnknownRate = Rate{PerSecond: 20, Burst: 200}   // of one network address without either
)

// MostStreams is how many streams of changes one person may have open at once: a browser opens one for each window.
const MostStreams = 16

// ParseRate reads "200/2000": so many a second, so many in a row. "0" bounds nothing, and "" is the rate that stands.
func ParseRate(text string, stands Rate) (Rate, error) {
	if text == "" {
		return stands, nil
	}
	first, second, both := strings.Cut(text, "/")
	perSecond, err := strconv.ParseUint(first, 10, 20)
	if err != nil || (!both && perSecond != 0) {
		return Rate{}, fmt.Errorf("%q: 초당 건수/연속 건수로 적으십시오. 예: 200/2000 (write requests a second/in a row)", text)
	}
	if perSecond == 0 {
		return Rate{}, nil
	}
	burst, err := strconv.ParseUint(second, 10, 30)
	if err != nil || burst == 0 {
		return Rate{}, fmt.Errorf("%q: %w", text, errors.Join(err, errors.New("연속 건수는 1 이상입니다 (one in a row at least)")))
	}
	return Rate{PerSecond: int(perSecond), Burst: int(burst)}, nil
}

func (r Rate) pace() *Pace {
	if r.PerSecond == 0 {
		return nil
	}
	return NewPace(time.Second/time.Duration(r.PerSecond), r.Burst)
}

// Traffic bounds all that comes in at one process, and the streams that stay open. It is safe for concurrent use.
type Traffic struct {
	known, unknown *Pace // nil: not bounded
	told           *Pace // how often it is written down that one was turned away

	mu      sync.Mutex
	streams map[gov.PersonID]int
}

// NewTraffic bounds whoever is known by his token or session, and whoever is not by his address.
func NewTraffic(known, unknown Rate) *Traffic {
	return &Traffic{
		known: known.pace(), unknown: unknown.pace(), told: NewPace(time.Minute, 3), streams: map[gov.PersonID]int{},
	}
}

// Known counts a request of somebody who is known. Where there are too many it says after how long he may come again,
// and whether that is to be written down: three times in a row, and then once a minute.
func (t *Traffic) Known(p Person, at time.Time) (wait time.Duration, write, ok bool) {
	if t.known == nil {
		return 0, false, true
	}
	by := p.Token.String()
	if p.Token.IsZero() {
		by = p.Session.String()
	}
	if wait, ok = t.known.Admit(by, at); ok {
		return 0, false, true
	}
	_, write = t.told.Admit(by, at)
	return wait, write, false
}

// Unknown counts a request that shows nothing, or nothing that we know, at the address it comes from.
func (t *Traffic) Unknown(remote string, at time.Time) (wait time.Duration, ok bool) {
	if t.unknown == nil {
		return 0, true
	}
	return t.unknown.Admit(Net(remote), at)
}

// Stream opens one more stream for a person; false where he has as many as he may. end closes it again.
func (t *Traffic) Stream(p gov.PersonID) (end func(), ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.streams[p] >= MostStreams {
		return nil, false
	}
	t.streams[p]++
	return sync.OnceFunc(func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.streams[p]--; t.streams[p] == 0 {
			delete(t.streams, p)
		}
	}), true
}

// Anonymous reports whether a request shows nothing at all of who sends it.
func (s Shown) Anonymous() bool {
	return len(s.Authorization) == 0 && len(s.Cookies) == 0 && s.Vouched == ""
}
