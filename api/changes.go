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

// The stream of changes follows the sealed log: a leaf is given out once, in order, when its act has long been
// committed, so the place of the last leaf is all that a reader must remember to miss nothing.
const (
	lookEvery = time.Second
	beatEvery = 20 * time.Second
)

type watchChanges struct {
	Cycle string `query:"cycle" maxLength:"100" doc:"Only acts of this year: whoever shows its matrix reads it again at each" example:"lifelong-education-plan-2022"`
	Last  int64  `header:"Last-Event-ID" minimum:"0" doc:"Resume after this event"`
}

// heartbeat keeps the line open while nothing happens. Its id is the place up to which the reader has heard everything.
type heartbeat struct {
	Today gov.Date `json:"today"`
}

func (s *server) changes() {
	op := operation{
		id: "watch-changes", method: http.MethodGet, path: "/changes", tag: "Changes",
		summary: "Stream the acts on cases one may see",
		doc: "Server-sent events in the order of the sealed record. The stream ends when the token or session does. With cycle, each act that " +
			"changes the matrix or the path of that year, and no other; a row that is saved is no act and shows with the next.",
	}
	full := op.full()
	full.Middlewares = huma.Middlewares{s.fewStreams}
	sse.Register(s.api, full, map[string]any{"act": cases.Change{}, "heartbeat": heartbeat{}}, s.watch)
}

func (s *server) watch(ctx context.Context, in *watchChanges, send sse.Sender) {
	w := watcher{s: s, send: send, cycle: in.Cycle}
	err := w.begin(ctx, in.Last)
	look, beat := time.NewTicker(lookEvery), time.NewTicker(beatEvery)
	defer look.Stop()
	defer beat.Stop()
	for err == nil {
		select {
		case <-ctx.Done():
			return
		case <-beat.C:
			err = w.beat(ctx)
		case <-look.C:
			err = w.look(ctx)
		}
	}
	if gov.CodeOf(err) != gov.CodeUnauthenticated { // the token ended, and with it the stream
		s.tell(ctx, err)
	}
}

// watcher is one open stream: who reads, and the place in the log up to which he has heard.
type watcher struct {
	s     *server
	send  sse.Sender
	place int64
	cycle string // name and year; empty: every act
}

// begin starts at the end of the log, or after the last event that the reader has, and lets him know that he is heard.
func (w *watcher) begin(ctx context.Context, last int64) error {
	end, err := w.s.cases.LogEnd(ctx)
	if err != nil {
		return err
	}
	if w.place = end; last > 0 && last < end {
		w.place = last
	}
	return w.beat(ctx)
}

func (w *watcher) beat(ctx context.Context) error {
	today, err := w.s.cases.Today(ctx)
	if err != nil {
		return err
	}
	return w.send(sse.Message{ID: int(w.place), Data: heartbeat{Today: today}})
}

// look sends what was sealed since, page after page, for as long as the reader's token stands.
func (w *watcher) look(ctx context.Context) error {
	for ctx.Err() == nil {
		if err := w.s.signIn.Stands(ctx, who(ctx).Person); err != nil {
			return err
		}
		page, err := w.s.cases.Changes(ctx, who(ctx).actor(), w.place)
		if err != nil {
			return err
		}
		for i, c := range page.Acts {
			if w.cycle != "" && c.Cycle != w.cycle {
				continue
			}
			if err := w.send(sse.Message{ID: int(page.Ends[i]), Data: c}); err != nil {
				return err
			}
		}
		if w.place = page.Place; !page.Full {
			return nil
		}
	}
	return nil
}

var _ huma.StatusError = (*Problem)(nil)
