package auth

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// Session is one of a person's own, as he is shown it.
type Session struct {
	ID      gov.SessionID
	How     How
	BeganAt time.Time
	SeenAt  time.Time
	EndsAt  time.Time // when it ends unless it is used, at the latest at its absolute limit
	Address string
	ThisOne bool // the one that asks
}

// Sessions lists where a person is signed in, youngest first.
func (k *Keeper) Sessions(ctx context.Context, p Person) ([]Session, error) {
	rows, err := db.New(k.pool).SessionsOf(ctx, db.SessionsOfParams{PersonID: p.ID, At: k.now()})
	if err = store.Interpret(err); err != nil {
		return nil, err
	}
	out := make([]Session, len(rows))
	for i, r := range rows {
		out[i] = Session{
			ID: r.ID, How: How(r.How), BeganAt: r.CreatedAt, SeenAt: r.LastSeenAt, EndsAt: r.Until, Address: r.Address,
			ThisOne: r.ID == p.Session,
		}
	}
	return out, nil
}

// EndSession ends one session of the person; ErrNotFound where he has no such session, whoever else may.
func (k *Keeper) EndSession(ctx context.Context, p Person, id gov.SessionID) error {
	return store.InTx(ctx, k.pool, func(tx *store.Tx) error {
		ended, err := k.end(ctx, tx, ending{session: id, person: p.ID, why: "revoked"})
		if err == nil && !ended {
			err = gov.ErrNotFound
		}
		return err
	})
}

// EndSessions ends every session of the person, that which asks among them.
func (k *Keeper) EndSessions(ctx context.Context, p Person) (int, error) {
	return k.endAll(ctx, ending{person: p.ID, why: "revoked"})
}

// SignOutEverywhere is EndSessions for whoever does not count.
func (k *Keeper) SignOutEverywhere(ctx context.Context, p Person) error {
	_, err := k.EndSessions(ctx, p)
	return err
}

// Expel ends every session and every API token of another person, and lets go of whom the provider took him for, so that the next sign-in
// links him anew. Operators only; ErrNotFound where nobody has the slug.
func (k *Keeper) Expel(ctx context.Context, operator Person, slug string) (int, error) {
	q := db.New(k.pool)
	p, err := q.PersonAsSlug(ctx, slug)
	if err = store.Interpret(err); err != nil {
		if errors.Is(err, gov.ErrNotFound) {
			return 0, gov.ErrNotFound
		}
		return 0, err
	}
	return k.endAll(ctx, ending{person: p.ID, why: "operator", by: operator.ID})
}

func (k *Keeper) endAll(ctx context.Context, e ending) (int, error) {
	n := 0
	err := store.InTx(ctx, k.pool, func(tx *store.Tx) error {
		at := k.now()
		ids, err := tx.Read.RevokeSessionsOf(ctx, db.RevokeSessionsOfParams{PersonID: e.person, At: &at, Why: e.why})
		if err != nil {
			return err
		}
		n = len(ids)
		for _, id := range ids {
			e.session = id
			if err := k.note(ctx, tx, e.noted()); err != nil {
				return err
			}
		}
		if e.by.IsZero() {
			return nil
		}
		return k.expel(ctx, tx, e, at)
	})
	return n, err
}

// expel ends what outlives sessions: tokens, with which whoever took over a session could come back, and the links with
// the provider.
func (k *Keeper) expel(ctx context.Context, tx *store.Tx, e ending, at time.Time) error {
	by := map[string]any{"by": e.by.String()}
	tokens, err := tx.Read.EndTokensOf(ctx, db.EndTokensOfParams{PersonID: e.person, At: &at})
	if err != nil {
		return err
	}
	for _, id := range tokens {
		n := noted{person: e.person, token: id, act: "token_end", facts: by}
		if err := k.note(ctx, tx, n); err != nil {
			return err
		}
	}
	links, err := tx.Read.UnlinkSubjects(ctx, e.person)
	if err != nil || links == 0 {
		return err
	}
	return k.note(ctx, tx, noted{person: e.person, act: "unlink", facts: by})
}

// How long an ended session is kept, and how often the old ones are swept away.
const (
	keptFor    = 30 * 24 * time.Hour
	sweepEvery = time.Hour
)

// KeepSweeping forgets what has ended long ago, until the context ends.
func (k *Keeper) KeepSweeping(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		if err := k.Sweep(ctx); err != nil && ctx.Err() == nil {
			k.log.WarnContext(ctx, "old sessions were not swept", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Sweep forgets what has ended long ago, and the second factors of whoever belongs here no more.
func (k *Keeper) Sweep(ctx context.Context) error {
	q, at := db.New(k.pool), k.now()
	if _, err := q.SweepSessions(ctx, at.Add(-keptFor)); err != nil {
		return store.Interpret(err)
	}
	if err := q.SweepFactors(ctx); err != nil {
		return store.Interpret(err)
	}
	return store.Interpret(q.SweepStates(ctx, at))
}
