package auth

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// Limits say for how long a session lasts.
type Limits struct {
	Idle time.Duration // without a request; default 30 minutes
	Most time.Duration // in all; default 10 hours, a working day
}

// Config is what NewKeeper needs.
type Config struct {
	Pool   *pgxpool.Pool
	Now    func() time.Time // nil: the wall clock
	Limits Limits
	// Base is where links to this installation begin. Browsers send the cookie of an https address over TLS alone.
	Base string
	Log  *slog.Logger // nil: nothing is logged
}

// Keeper knows callers and keeps their sessions. It is safe for concurrent use.
type Keeper struct {
	pool   *pgxpool.Pool
	now    func() time.Time
	limits Limits
	cookie cookies
	pace   *Pace    // of what is written about one known person
	texts  outgoing // codes on their way to mobiles
	log    *slog.Logger
}

// NewKeeper returns the keeper over a pool.
func NewKeeper(c Config) *Keeper {
	k := &Keeper{
		pool: c.Pool, now: c.Now, limits: c.Limits, cookie: cookiesFor(c.Base), pace: NewPace(time.Minute, 3),
		texts: make(outgoing, mostTexts), log: c.Log,
	}
	if k.now == nil {
		k.now = wall
	}
	if k.log == nil {
		k.log = slog.New(slog.DiscardHandler)
	}
	if k.limits.Idle <= 0 {
		k.limits.Idle = 30 * time.Minute
	}
	if k.limits.Most <= 0 {
		k.limits.Most = 10 * time.Hour
	}
	return k
}

// New returns a keeper with its defaults.
func New(pool *pgxpool.Pool) *Keeper { return NewKeeper(Config{Pool: pool}) }

// SignIn resolves what a request shows. Whatever is wrong with it, the answer is the same CodeUnauthenticated, so that
// a guesser learns nothing. A token and a session at once are refused: it would be unclear who asks.
func (k *Keeper) SignIn(ctx context.Context, s Shown) (Person, error) {
	secret, several := s.cookie(k.cookie.session)
	switch {
	case several, len(s.Authorization) > 1, len(s.Authorization) == 1 && secret != "":
		return Person{}, ErrUnauthenticated
	case len(s.Authorization) == 1:
		return k.byToken(ctx, s.Authorization[0])
	case secret != "":
		p, err := k.bySession(ctx, secret)
		if err == nil && p.How == HowGateway && s.Vouched != p.Slug {
			return Person{}, ErrUnauthenticated // somebody else sits there now, or it did not come through the gateway
		}
		return p, err
	}
	return Person{}, ErrUnauthenticated
}

func (k *Keeper) byToken(ctx context.Context, header string) (Person, error) {
	secret, ok := bearer(header)
	if !ok {
		return Person{}, ErrUnauthenticated
	}
	row, err := db.New(k.pool).PersonByToken(ctx, hashOf(secret))
	if err := unknownOr(err); err != nil {
		return Person{}, err
	}
	if !row.Valid {
		return Person{}, ErrUnauthenticated
	}
	p := Person{
		ID: row.PersonID, Slug: row.Slug, Name: row.Name, Outside: row.Outside, Scopes: row.Scopes, Token: row.TokenID,
	}
	if row.ExpiresAt != nil {
		p.Ends = *row.ExpiresAt
	}
	if row.Unseen {
		err = store.Interpret(db.New(k.pool).TouchToken(ctx, row.TokenID))
	}
	return p, err
}

// touchEvery is how often it is written down that a session was seen.
const touchEvery = time.Minute

func (k *Keeper) bySession(ctx context.Context, secret string) (Person, error) {
	if !shaped(secret, sessionPrefix) {
		return Person{}, ErrUnauthenticated
	}
	at, q := k.now(), db.New(k.pool)
	row, err := q.PersonBySession(ctx, db.PersonBySessionParams{At: at, Hash: hashOf(secret)})
	if err := unknownOr(err); err != nil {
		return Person{}, err
	}
	if !row.Valid {
		return Person{}, ErrUnauthenticated
	}
	if at.Sub(row.LastSeenAt) >= touchEvery {
		err := q.TouchSession(ctx, db.TouchSessionParams{
			ID: row.SessionID, At: at, IdleUntil: at.Add(k.limits.Idle), Before: at.Add(-touchEvery),
		})
		if err = store.Interpret(err); err != nil {
			return Person{}, err
		}
	}
	return Person{
		ID: row.PersonID, Slug: row.Slug, Name: row.Name, Outside: row.Outside, Scopes: row.Scopes,
		Session: row.SessionID,
		How:     How(row.How), Proved: row.AuthTime, Body: row.BodyID, Stage: row.StageID, Meeting: row.MeetingID,
		Ends: row.EndsAt,
	}, nil
}

// unknownOr is the one answer where there is no row, and the error itself where the database failed.
func unknownOr(err error) error {
	if err = store.Interpret(err); errors.Is(err, gov.ErrNotFound) {
		return ErrUnauthenticated
	}
	return err
}

// Stands says whether what signed somebody in has neither ended nor been revoked since: CodeUnauthenticated if it has.
// Whoever keeps a line open asks again and again.
func (k *Keeper) Stands(ctx context.Context, p Person) error {
	var stands bool
	var err error
	if q := db.New(k.pool); p.Session.IsZero() {
		stands, err = q.TokenStands(ctx, p.Token)
	} else {
		stands, err = q.SessionStands(ctx, db.SessionStandsParams{ID: p.Session, At: k.now()})
	}
	if err == nil && !stands {
		return ErrUnauthenticated
	}
	return store.Interpret(err)
}

// Ping says whether the database answers.
func (k *Keeper) Ping(ctx context.Context) error { return k.pool.Ping(ctx) }

// CountUnknown counts an unknown caller at its network address, per minute. The port is dropped.
func (k *Keeper) CountUnknown(ctx context.Context, remote string) error {
	return store.Interpret(db.New(k.pool).CountRefusedAddress(ctx, Host(remote)))
}
