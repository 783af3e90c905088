package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/sse"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// The stream of changes tells of acts as they are committed. Acts of one moment can become visible out of order, so the
// stream looks back a little and sends again only what it has not sent: a reader sees each act at least once over
// reconnections, and knows repeats by case and number.
const (
	lookEvery = time.Second
	lookBack  = 10 * time.Second
	beatEvery = 20 * time.Second
)

type watchChanges struct {
	Last int64 `header:"Last-Event-ID" minimum:"0" doc:"Resume after this event"`
}

// heartbeat keeps the line open while nothing happens.
type heartbeat struct {
	Today gov.Date `json:"today"`
}

func (s *server) changes() {
	op := operation{
		id: "watch-changes", method: http.MethodGet, path: "/changes", tag: "Changes",
		summary: "Stream the acts on cases one may see",
		doc:     "Server-sent events; an event may come again after a reconnection.",
	}
	sse.Register(s.api, op.full(), map[string]any{"act": cases.Change{}, "heartbeat": heartbeat{}}, s.watch)
}

// place is where a stream stands: the office date bounds the search, the instant orders it.
type place struct {
	day gov.Date
	at  time.Time
}

// id packs a place into one number: days since 2000 above, milliseconds of the wall clock below.
func (p place) id() int {
	return p.day.Sub(epoch)<<42 | int(p.at.UnixMilli()&(1<<42-1))
}

func placeOf(id int64) place {
	return place{day: epoch.AddDays(int(id >> 42)), at: time.UnixMilli(id & (1<<42 - 1))}
}

var epoch = gov.NewDate(2000, time.January, 1)

func (s *server) watch(ctx context.Context, in *watchChanges, send sse.Sender) {
	from, err := s.start(ctx, in.Last)
	if err != nil {
		s.tell(ctx, err)
		return
	}
	w := watcher{s: s, send: send, from: from, sent: map[actKey]time.Time{}}
	look, beat := time.NewTicker(lookEvery), time.NewTicker(beatEvery)
	defer look.Stop()
	defer beat.Stop()
	err = send.Data(heartbeat{Today: w.from.day}) // so that the reader knows at once that he is heard
	for err == nil {
		select {
		case <-ctx.Done():
			return
		case <-beat.C:
			err = send.Data(heartbeat{Today: w.from.day})
		case <-look.C:
			err = w.look(ctx)
		}
	}
}

// start is now, or the place of the last event that the reader has.
func (s *server) start(ctx context.Context, last int64) (place, error) {
	if last > 0 {
		return placeOf(last), nil
	}
	return s.nowPlace(ctx)
}

type actKey struct {
	id  gov.CaseID
	seq int32
}

type watcher struct {
	s    *server
	send sse.Sender
	from place
	sent map[actKey]time.Time
}

// look sends what is new and forgets what lies too far back to be found again.
func (w *watcher) look(ctx context.Context) error {
	list, err := w.s.cases.ChangesSince(ctx, who(ctx).actor(), w.from.day.AddDays(-1), w.from.at.Add(-lookBack))
	if err != nil {
		w.s.tell(ctx, err)
		return err
	}
	for _, c := range list {
		key := actKey{c.Case, c.Seq}
		if _, known := w.sent[key]; known {
			continue
		}
		if c.At.After(w.from.at) {
			w.from = place{day: c.OfficeDate, at: c.At}
		}
		if err := w.send(sse.Message{ID: place{day: c.OfficeDate, at: c.At}.id(), Data: c}); err != nil {
			return err
		}
		w.sent[key] = c.At
	}
	for key, at := range w.sent {
		if at.Before(w.from.at.Add(-2 * lookBack)) {
			delete(w.sent, key)
		}
	}
	return nil
}

// nowPlace is the present moment of this installation.
func (s *server) nowPlace(ctx context.Context) (place, error) {
	today, at, err := s.cases.Moment(ctx)
	return place{day: today, at: at}, err
}

var _ huma.StatusError = (*Problem)(nil)
