package cases

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// Watch lets a person be told of every act on a document whose line he may follow. Done twice it is done once.
func (s *Service) Watch(ctx context.Context, actor Actor, id gov.CaseID) error {
	r, err := s.read(ctx, actor)
	if err != nil {
		return err
	}
	c, err := r.followed(ctx, id)
	if err != nil {
		return err
	}
	if c.Kind != gov.CaseDocument {
		return gov.ErrNotFound
	}
	return store.Interpret(r.q.Watch(ctx, db.WatchParams{CaseID: id, PersonID: r.v.person, Since: r.v.today}))
}

// Unwatch ends it. Whoever has lost sight of the document can still end his watching.
func (s *Service) Unwatch(ctx context.Context, actor Actor, id gov.CaseID) error {
	r, err := s.read(ctx, actor)
	if err != nil {
		return err
	}
	return store.Interpret(r.q.Unwatch(ctx, db.UnwatchParams{CaseID: id, PersonID: r.v.person}))
}

// tellWatchers tells those who watch a document of an act on it, in the transaction of the act. Whoever acts knows
// already; whoever may not follow the case any more is left out.
func (ch *change) tellWatchers(ctx context.Context) error {
	if ch.c.Kind != gov.CaseDocument || ch.paper.unwatched {
		return nil
	}
	watching, err := ch.tx.Read.WatchersOf(ctx, db.WatchersOfParams{
		CaseID: ch.c.ID, Actor: pgtype.UUID{Bytes: ch.actor.Person, Valid: !ch.actor.Person.IsZero()},
	})
	if err != nil {
		return err
	}
	var told []pgtype.UUID
	for _, who := range watching {
		if told, err = ch.watcher(ctx, told, who); err != nil {
			return err
		}
	}
	if len(told) == 0 {
		return nil
	}
	name, err := ch.named(ctx)
	if err != nil {
		return err
	}
	return ch.tx.Write.TellWatchers(ctx, db.TellWatchersParams{
		Cause: fmt.Sprintf("watch/%s/%d", ch.c.ID, ch.seq), OfficeDate: ch.now.today,
		SendOn: ch.svc.rules.Calendar().NextWorkingDay(ch.now.today), Title: name + " — " + ch.cmd.Verb.Korean(),
		Reason: ch.aloud(), CaseID: ch.c.ID, Told: told,
	})
}

// watcher adds somebody to those who are told, if he may follow the document today; what ended today still counts.
func (ch *change) watcher(ctx context.Context, told []pgtype.UUID, who gov.PersonID) ([]pgtype.UUID, error) {
	v, err := ch.svc.viewerOf(ctx, ch.tx.Read, Actor{Person: who})
	if err != nil {
		return told, err
	}
	v.today = ch.now.today
	r := reading{s: ch.svc, q: ch.tx.Read, v: v}
	t, err := r.tiesSince(ctx, v.today)
	if err != nil {
		return told, err
	}
	switch _, err := r.allowedWith(ctx, policies.ActFollow, ch.c.ID, t); {
	case err == nil:
		return append(told, uid(who)), nil
	case gov.CodeOf(err) != gov.CodeNotFound:
		return told, err
	}
	return told, nil
}
