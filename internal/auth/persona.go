package auth

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// Persona is somebody who can be played in a rehearsal.
type Persona struct{ Slug, Name, Post, Unit string }

// errNoRehearsal is the answer of a real installation, in which nobody can be played.
var errNoRehearsal = gov.Refuse(gov.CodeRehearsalOnly, "연습 설치에서만 다른 사람으로 들어갈 수 있습니다.",
	"only in a rehearsal may one play somebody")

// Personas lists everybody who holds a post today. What kind of installation this is, its own row says.
func (k *Keeper) Personas(ctx context.Context) ([]Persona, error) {
	if err := k.rehearsing(ctx); err != nil {
		return nil, err
	}
	rows, err := db.New(k.pool).Personas(ctx)
	if err = store.Interpret(err); err != nil {
		return nil, err
	}
	out := make([]Persona, len(rows))
	for i, r := range rows {
		out[i] = Persona{Slug: r.Slug, Name: r.Name, Post: r.Title, Unit: r.UnitName}
	}
	return out, nil
}

// Play begins a session as somebody of a rehearsal.
func (k *Keeper) Play(ctx context.Context, v Visitor, slug string) (*http.Cookie, error) {
	if err := k.rehearsing(ctx); err != nil {
		return nil, err
	}
	p, err := db.New(k.pool).PersonAsSlug(ctx, slug)
	if err = store.Interpret(err); errors.Is(err, gov.ErrNotFound) || err == nil && !p.Belongs {
		return nil, ErrNotSignedIn
	}
	if err != nil {
		return nil, err
	}
	o := Opening{Person: p.ID, How: HowPersona}
	if strings.HasPrefix(p.Slug, operators) {
		o.Scopes = []string{ScopeOperator}
	}
	return k.Open(ctx, v, o)
}

// operators are those who run a rehearsal; their tokens carry the same scope.
const operators = "system-operation."

func (k *Keeper) rehearsing(ctx context.Context) error {
	m, err := db.New(k.pool).Moment(ctx)
	if err = store.Interpret(err); err != nil {
		return err
	}
	if m.Kind != "rehearsal" {
		return errNoRehearsal
	}
	return nil
}
