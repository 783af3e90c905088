package cases

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// Watch lets a person be told of every act on a document whose line he may follow. Done twice it is done once.
func (s *Service) Watch(ctx context.Context, actor Actor, id gov.CaseID) error {
	r, err := s.read(ctx, actor)
	if err != nil {
		return err
	}
	c, err := r.seen(ctx, id)
	if err != nil {
		return err
	}
	if c.Kind != gov.CaseDocument || !r.v.concerned(c) {
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
// already; whoever may not see the case any more is left out by the query.
func (ch *change) tellWatchers(ctx context.Context) error {
	if ch.c.Kind != gov.CaseDocument || ch.paper.unwatched {
		return nil
	}
	p, err := ch.pack(ctx)
	if err != nil {
		return err
	}
	name, err := ch.named(ctx)
	if err != nil {
		return err
	}
	seeing := []string{}
	for _, d := range p.Duties {
		if d.ID == "coordinator" || d.ID == "auditor" {
			seeing = append(seeing, idTexts(d.Posts)...)
		}
	}
	return ch.tx.Write.TellWatchers(ctx, db.TellWatchersParams{
		Cause: fmt.Sprintf("watch/%s/%d", ch.c.ID, ch.seq), OfficeDate: ch.now.today,
		SendOn: ch.svc.rules.Calendar().NextWorkingDay(ch.now.today), Title: name + " — " + ch.cmd.Verb.Korean(),
		Reason: ch.cmd.Reason, CaseID: ch.c.ID, Actor: pgtype.UUID{Bytes: ch.actor.Person, Valid: !ch.actor.Person.IsZero()},
		Seeing: seeing, InPerson: inPerson(),
	})
}
