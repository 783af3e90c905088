package cases

import (
	"context"
	"errors"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// CalendarFeed is the address at which the calendar program of a person reads his deadlines and meetings.
type CalendarFeed struct {
	ID     gov.FeedID
	MadeOn gov.Date
	ReadOn gov.Date // the last day on which a program came; zero: never
}

// RenewFeed gives a person a new feed and ends the one he had.
type RenewFeed struct {
	Key    string // idempotency key
	Source string // the network address of the caller, for the record of refusals
}

// CalendarFeed is the person's own feed; CodeNotFound where he has none.
func (s *Service) CalendarFeed(ctx context.Context, actor Actor) (CalendarFeed, error) {
	row, err := db.New(s.pool).FeedOfPerson(ctx, actor.Person)
	if err = store.Interpret(err); errors.Is(err, gov.ErrNotFound) {
		return CalendarFeed{}, gov.Refuse(gov.CodeNotFound, "달력 주소가 없습니다. 새 주소를 발급받으십시오.",
			"you have no calendar address; ask for a new one")
	}
	return CalendarFeed{ID: row.ID, MadeOn: row.MadeOn, ReadOn: row.ReadOn}, err
}

// RenewFeed gives the actor a new feed; the address that he had, or gave away, opens nothing any more.
func (s *Service) RenewFeed(ctx context.Context, actor Actor, r RenewFeed) (CalendarFeed, error) {
	var made CalendarFeed
	id, err := s.arrange(ctx, arranging{
		actor: actor, kind: ledger.KindToken, subject: "feed_renew", about: "calendar-feed",
		operation: "renew-calendar-feed", key: r.Key, reason: "달력 주소 발급", source: r.Source,
	}, func(ctx context.Context, on *arrangement) (string, error) {
		id := gov.NewFeedID()
		if err := on.endFeeds(ctx); err != nil {
			return "", err
		}
		return id.String(), on.tx.Write.InsertFeed(ctx, db.InsertFeedParams{
			ID: id, PersonID: on.actor.Person, MadeOn: on.now.today,
		})
	})
	if err != nil {
		return made, err
	}
	made, err = s.CalendarFeed(ctx, actor)
	if err == nil && made.ID.String() != id {
		err = gov.Refuse(gov.CodeConflict, "그 사이 새 주소를 다시 발급받았습니다. 지금 주소를 확인하십시오.",
			"the address was renewed once more since; look up the present one")
	}
	return made, err
}

// EndFeed ends the actor's feed; one who has none loses nothing.
func (s *Service) EndFeed(ctx context.Context, actor Actor, r RenewFeed) error {
	_, err := s.arrange(ctx, arranging{
		actor: actor, kind: ledger.KindToken, subject: "feed_end", about: "calendar-feed",
		operation: "end-calendar-feed", key: r.Key, reason: "달력 주소 폐기", source: r.Source,
	}, func(ctx context.Context, on *arrangement) (string, error) { return "ended", on.endFeeds(ctx) })
	return err
}

func (on *arrangement) endFeeds(ctx context.Context) error {
	return on.tx.Write.EndFeeds(ctx, db.EndFeedsParams{PersonID: on.actor.Person, EndedOn: on.now.today})
}
