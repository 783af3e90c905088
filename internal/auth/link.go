package auth

import (
	"context"
	"errors"

	"github.com/coreos/go-oidc/v3/oidc"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// linked finds whom a provider vouches for. The first time it is the configured claim that says so; from then on it is
// the subject, which a provider never gives to another. Nobody comes into being here.
func (k *Keeper) linked(ctx context.Context, who vouched, again gov.PersonID) (gov.PersonID, error) {
	var p meantPerson
	err := store.InTx(ctx, k.pool, func(tx *store.Tx) (err error) {
		if p, err = k.meant(ctx, tx, who); err == nil && (!p.Belongs || !again.IsZero() && again != p.ID) {
			err = errKeptOut
		}
		return err
	})
	switch {
	case errors.Is(err, gov.ErrNotFound):
		return p.ID, k.stranger(ctx, who.name)
	case errors.Is(err, errKeptOut):
		return p.ID, k.keptOut(ctx, p.ID)
	}
	return p.ID, err
}

// errKeptOut rolls back what was begun for a person who may not come in.
var errKeptOut = errors.New("a known person is kept out")

type meantPerson struct {
	ID      gov.PersonID
	Belongs bool
}

func (k *Keeper) meant(ctx context.Context, tx *store.Tx, who vouched) (meantPerson, error) {
	known, err := tx.Read.PersonOfSubject(ctx, db.PersonOfSubjectParams{Issuer: who.issuer, Subject: who.subject})
	if err = store.Interpret(err); err == nil {
		return meantPerson{known.ID, known.Belongs}, nil
	}
	if !errors.Is(err, gov.ErrNotFound) {
		return meantPerson{}, err
	}
	rows, err := tx.Read.PersonsToLink(ctx, db.PersonsToLinkParams{ByEmail: who.byEmail, Value: who.name})
	if err != nil {
		return meantPerson{}, err
	}
	if len(rows) != 1 { // nobody, or several with one address: it is not for us to choose
		return meantPerson{}, gov.ErrNotFound
	}
	p := meantPerson{rows[0].ID, rows[0].Belongs}
	if !p.Belongs {
		return p, nil
	}
	at := k.now()
	n, err := tx.Read.LinkSubject(ctx, db.LinkSubjectParams{
		Issuer: who.issuer, Subject: who.subject, PersonID: p.ID, At: at,
	})
	if err != nil {
		return p, err
	}
	if n == 0 { // the person is known there under another subject: the name was given to somebody else
		return meantPerson{ID: p.ID}, nil
	}
	return p, k.note(ctx, tx, noted{person: p.ID, act: "link", facts: map[string]any{"claim": claimName(who.byEmail)}})
}

func claimName(byEmail bool) string {
	if byEmail {
		return "email"
	}
	return "name"
}

// keptOut writes down that a known person was not let in, a few times a minute at most, so that nobody fills the
// record.
func (k *Keeper) keptOut(ctx context.Context, id gov.PersonID) error {
	return k.turnedBack(ctx, id.String(), id)
}

// stranger causes what keptOut causes and keeps nothing of it: nobody learns by it which names there are.
func (k *Keeper) stranger(ctx context.Context, name string) error {
	return k.turnedBack(ctx, "name/"+name, gov.PersonID{})
}

func (k *Keeper) turnedBack(ctx context.Context, who string, id gov.PersonID) error {
	if _, ok := k.pace.Admit(who, k.now()); !ok {
		return ErrNotSignedIn
	}
	err := store.InTx(ctx, k.pool, func(tx *store.Tx) error {
		if id.IsZero() {
			tx.Discard()
		}
		return k.note(ctx, tx, noted{person: id, act: "refused"})
	})
	return errors.Join(ErrNotSignedIn, err)
}

// endVouched ends the sessions of whoever signed out at his provider.
func (k *Keeper) endVouched(ctx context.Context, token *oidc.LogoutToken) error {
	return store.InTx(ctx, k.pool, func(tx *store.Tx) error {
		at := k.now()
		ended, err := tx.Read.RevokeSessionsOfProvider(ctx, db.RevokeSessionsOfProviderParams{
			At: &at, Issuer: token.Issuer, Subject: token.Subject, Sid: token.SessionID,
		})
		if err != nil {
			return err
		}
		for _, s := range ended {
			if err := k.note(ctx, tx, ending{session: s.ID, person: s.PersonID, why: "provider"}.noted()); err != nil {
				return err
			}
		}
		return nil
	})
}
