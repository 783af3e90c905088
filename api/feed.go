package api

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"time"

	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/cases"
)

// feedPrefix is where calendar programs come: beside the operations, because they cannot sign in.
const feedPrefix = "/calendar/feed/"

// FeedConfig is what the calendar feeds of an installation need. The zero value has none.
type FeedConfig struct {
	Sign    auth.Feeds // signs their addresses
	BaseURL string     // where links to this installation begin, without a slash at the end
}

// Address is where a calendar program reads a feed.
func (c FeedConfig) Address(id gov.FeedID) string {
	return c.BaseURL + feedPrefix + c.Sign.Token(id) + ".ics"
}

// CalendarFeed is the address of a person's calendar.
type CalendarFeed struct {
	URL    string   `json:"url" doc:"For a calendar program to subscribe to. Whoever has it reads the deadlines and meetings of its owner: give it to nobody"`
	MadeOn gov.Date `json:"made_on"`
	ReadOn gov.Date `json:"read_on,omitzero" doc:"The last day on which a program came"`
}

type oneFeed struct{ Body CalendarFeed }

type myFeed struct{}

type renewFeed struct{ OnceKey }

type feedEnded struct{}

// feeds are the operations about one's own calendar feed.
func (s *server) feeds() {
	add(s, operation{
		id: "get-calendar-feed", method: http.MethodGet, path: "/me/calendar-feed", tag: "Calendar",
		summary: "Say at which address a calendar program reads my deadlines and meetings", refusals: []int{http.StatusNotFound},
	}, s.getFeed)
	add(s, operation{
		id: "renew-calendar-feed", method: http.MethodPost, path: "/me/calendar-feed", tag: "Calendar",
		summary: "Give me a new calendar address", status: http.StatusCreated, refusals: acting,
		doc: "The address before opens nothing any more. It is signed by the installation and kept nowhere.",
	}, s.renewFeed)
	add(s, operation{
		id: "end-calendar-feed", method: http.MethodDelete, path: "/me/calendar-feed", tag: "Calendar",
		summary: "End my calendar address", status: http.StatusNoContent, refusals: acting,
	}, s.endFeed)
}

func (s *server) getFeed(ctx context.Context, _ *myFeed) (*oneFeed, error) {
	f, err := s.cases.CalendarFeed(ctx, who(ctx).actor())
	return s.feedAt(f), err
}

func (s *server) renewFeed(ctx context.Context, in *renewFeed) (*oneFeed, error) {
	f, err := s.cases.RenewFeed(ctx, who(ctx).actor(), cases.RenewFeed{Key: in.Key, Source: who(ctx).source})
	return s.feedAt(f), err
}

func (s *server) endFeed(ctx context.Context, in *renewFeed) (*feedEnded, error) {
	return nil, s.cases.EndFeed(ctx, who(ctx).actor(), cases.RenewFeed{Key: in.Key, Source: who(ctx).source})
}

func (s *server) feedAt(f cases.CalendarFeed) *oneFeed {
	return &oneFeed{Body: CalendarFeed{
		URL: s.feed.Address(f.ID), MadeOn: f.MadeOn, ReadOn: f.ReadOn,
	}}
}

// serveFeed answers a calendar program. What was never an address and what is one no more are told apart by nobody. A
// GET writes no more than that it came.
func (s *server) serveFeed(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	h := w.Header()
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Robots-Tag", "noindex")
	token, named := strings.CutSuffix(r.PathValue("file"), ".ics")
	id, signed := s.feed.Sign.Feed(token)
	signed = signed && named
	if wait, ok := s.admitted(r, id, signed); !ok {
		h.Set("Retry-After", auth.Seconds(wait))
		refuse(w, r, errTooMany)
		return
	}
	if !signed {
		s.countUnknown(ctx, r.RemoteAddr)
		refuse(w, r, errNoFeed)
		return
	}
	content, err := s.cases.ReadFeed(ctx, id, s.feed.BaseURL)
	switch {
	case errors.Is(err, gov.ErrNotFound):
		s.countUnknown(ctx, r.RemoteAddr)
		refuse(w, r, errNoFeed)
	case err != nil:
		s.tell(ctx, err)
		refuse(w, r, err)
	default:
		h.Set("Content-Type", "text/calendar; charset=utf-8")
		h.Set("Content-Disposition", `inline; filename="gyeol.ics"`)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("ETag", `"`+hex.EncodeToString(content.Hash[:16])+`"`)
		http.ServeContent(w, r, "", content.ChangedAt, bytes.NewReader(content.Calendar))
	}
}

// admitted counts a visit: to a feed for itself, whoever comes, and to what is none at the address he comes from, so
// that a whole office may read its feeds from one address and nobody may try many.
func (s *server) admitted(r *http.Request, id gov.FeedID, signed bool) (wait time.Duration, ok bool) {
	who := auth.Net(r.RemoteAddr)
	if signed {
		who = id.String()
	}
	return s.visits.Admit(who, s.now())
}

// The pace at which one visitor may come to calendar feeds: a program comes once an hour, and a person who tries it
// out a few times in a row.
const (
	visitEvery = 5 * time.Second
	visitBurst = 20
)

var (
	errNoFeed  = gov.Refuse(gov.CodeNotFound, "달력 주소가 없거나 더 이상 쓰지 않습니다. 새 주소를 발급받으십시오.", "there is no calendar here, or no more; ask for a new address")
	errTooMany = gov.Refuse(codeTooMany, "너무 자주 읽고 있습니다. 잠시 뒤 다시 읽으십시오.", "this is read too often; come again in a while")
)
