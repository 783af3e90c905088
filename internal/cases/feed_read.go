package cases

import (
	"bytes"
	"context"
	"crypto/sha256"
	"slices"
	"time"

	"gyeol/gov"
	"gyeol/internal/ical"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// The limits of a feed.
const (
	feedTasks    = 400
	feedMeetings = 100
	feedPast     = 60 // days for which a meeting that is over stays in it
	feedRefresh  = time.Hour
)

// FeedContent is what a calendar program is given.
type FeedContent struct {
	Calendar  []byte    // iCalendar
	Hash      []byte    // SHA-256 of it
	ChangedAt time.Time // when it became another than before
}

// ReadFeed writes the calendar of whoever the feed belongs to; base is where the links of the installation begin. A
// feed that has ended, was never made, or belongs to nobody who is here any more is ErrNotFound, all alike. That a
// program came is kept once a day.
func (s *Service) ReadFeed(ctx context.Context, id gov.FeedID, base string) (FeedContent, error) {
	var out FeedContent
	err := store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		clock, err := s.clock(ctx, tx)
		if err != nil {
			return err
		}
		feed, err := tx.Read.GetFeed(ctx, db.GetFeedParams{ID: id, Day: clock.today})
		if err != nil {
			return err
		}
		if err := noteFeedRead(ctx, tx, clock, feed); err != nil {
			return err
		}
		events, err := s.feedEvents(ctx, tx, feedOf{clock: clock, person: feed.PersonID, base: base})
		if err != nil {
			return err
		}
		out.Calendar = ical.Feed{Name: "결 — " + feed.Name, Refresh: feedRefresh, Events: events}.Bytes()
		sum := sha256.Sum256(out.Calendar)
		out.Hash = sum[:]
		if feed.ChangedAt != nil && bytes.Equal(feed.ContentHash, out.Hash) {
			out.ChangedAt = *feed.ChangedAt
			return nil
		}
		out.ChangedAt = clock.at
		return tx.Write.NoteFeedChanged(ctx, db.NoteFeedChangedParams{
			ID: id, ContentHash: out.Hash, ChangedAt: &clock.at,
		})
	})
	return out, err
}

// noteFeedRead keeps that a program came, and has it in the audit record, once a day.
func noteFeedRead(ctx context.Context, tx *store.Tx, clock now, feed db.GetFeedRow) error {
	n, err := tx.Read.NoteFeedRead(ctx, db.NoteFeedReadParams{ID: feed.ID, Day: clock.today})
	if err != nil || n == 0 {
		return err
	}
	return ledger.Write(ctx, tx.Write, ledger.Entry{
		Kind: ledger.KindToken, SubjectKind: "calendar_feed", SubjectID: feed.ID.String(), At: clock.at,
		OfficeDate: clock.today, Body: map[string]any{"act": "read", "person": feed.PersonID.String()},
	})
}

// feedOf is whose calendar is written.
type feedOf struct {
	clock  now
	person gov.PersonID
	base   string
}

// feedEvents are what the person is asked for and where he sits, as far as the rules of access let him see it.
func (s *Service) feedEvents(ctx context.Context, tx *store.Tx, of feedOf) ([]ical.Event, error) {
	v, err := s.viewerOf(ctx, tx.Read, Actor{Person: of.person})
	if err != nil {
		return nil, err
	}
	cells := v.cells(policies.ActSee)
	by, err := reading{s: s, q: tx.Read, v: v}.ties(ctx)
	if err != nil {
		return nil, err
	}
	tasks, err := tx.Read.FeedTasks(ctx, db.FeedTasksParams{
		Posts: by.posts, Person: of.person, Keys: cells.Keys, Cells: cells.Bits, Units: by.units, Stands: by.stands,
		Vacant: by.vacant, Bound: by.bound, Most: feedTasks,
	})
	if err != nil {
		return nil, err
	}
	clerked, err := s.clerkedBy(ctx, tx, v.as.Posts, of.clock.today)
	if err != nil {
		return nil, err
	}
	meetings, err := tx.Read.FeedMeetings(ctx, db.FeedMeetingsParams{
		Since: of.clock.today.AddDays(-feedPast), Clerked: asTexts(clerked), Person: of.person, Keys: cells.Keys,
		Cells: cells.Bits, Posts: by.posts, Units: by.units, Stands: by.stands, Vacant: by.vacant, Bound: by.bound,
		Most: feedMeetings,
	})
	if err != nil {
		return nil, err
	}
	events := make([]ical.Event, 0, len(tasks)+len(meetings))
	for _, m := range meetings {
		events = append(events, meetingEvent(m, of.base))
	}
	for _, t := range tasks {
		events = append(events, taskEvent(t, of.base))
	}
	return events, nil
}

// clerkedBy are the bodies whose secretary holds one of the posts, by the pack in force.
func (s *Service) clerkedBy(ctx context.Context, tx *store.Tx, posts []gov.PostID, day gov.Date) ([]gov.BodyID, error) {
	p, _, err := s.rules.Active(ctx, tx, day)
	if gov.CodeOf(err) == gov.CodeNoRule {
		return nil, nil // no pack has been imported yet: nobody clerks anything
	}
	if err != nil {
		return nil, err
	}
	var out []gov.BodyID
	for _, id := range p.BodyIDs() {
		if b, _ := p.Body(id); slices.Contains(posts, b.Secretary) {
			out = append(out, id)
		}
	}
	return out, nil
}

// taskEvent is a deadline: on the working day by which the work is to be done, with the last lawful day beside it.
func taskEvent(t db.FeedTasksRow, base string) ical.Event {
	link := base + "/tasks/" + t.ID.String()
	e := ical.Event{
		UID: t.ID.String(), Stamp: t.OpenedOn.Time(), Day: t.DueOperative, Summary: "[기한] " + t.Title, URL: link,
		Private: t.Closed,
	}
	about := "처리 기한: " + t.DueOperative.Korean()
	if !t.DueLegal.IsZero() {
		about += "\n법정 기한: " + t.DueLegal.Korean()
	}
	if t.Closed {
		e.Summary = "[기한] " + closedTitle
	} else {
		about += "\n부서: " + t.UnitName
	}
	e.Description = about + "\n" + link
	return e
}

// meetingEvent is the meeting as its members were told it.
func meetingEvent(m db.FeedMeetingsRow, base string) ical.Event {
	link := base + "/tasks"
	stamp := m.CalledOn.Time() // of a call that was written before the hour was kept
	if m.ToldAt != nil {
		stamp = *m.ToldAt
	}
	return ical.Event{
		UID: m.CaseID.String(), Sequence: int(m.Sequence), Stamp: stamp, Day: m.HoldOn, Starts: m.StartsAt, Ends: m.EndsAt,
		Summary: ical.Sitting(m.BodyName), Location: m.Place, Description: link, URL: link, Private: m.Closed,
		Cancelled: m.State == gov.Cancelled,
	}
}
