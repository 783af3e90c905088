package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"time"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// Visitor is the browser that a session is for.
type Visitor struct {
	Shown
	Address string // network address
	Agent   string // what it calls itself; kept as a hash
}

// VisitorOf reads it from a request.
func VisitorOf(r *http.Request) Visitor {
	return Visitor{Shown: ShownBy(r), Address: Host(r.RemoteAddr), Agent: r.UserAgent()}
}

// Opening asks for a session of a person who has proven who he is.
type Opening struct {
	Person  gov.PersonID
	How     How
	Methods []string  // how the provider knew him: amr of RFC 8176
	Proved  time.Time // zero: now
	Sid     string    // the provider's own name of the session
	Scopes  []string

	Body       gov.BodyID       // the only one that the session reaches; empty: all that the person may
	Stage      gov.StageID      // of that, the only round; zero: every round
	Meeting    gov.CaseID       // of that, the only meeting; zero: every meeting
	Invitation gov.InvitationID // by which a member came from outside
}

// Open begins a session. It is always a new one, and what the browser showed before ends with it: a secret that
// somebody has put there beforehand never becomes that of a signed-in person.
func (k *Keeper) Open(ctx context.Context, v Visitor, o Opening) (c *http.Cookie, err error) {
	err = store.InTx(ctx, k.pool, func(tx *store.Tx) (err error) {
		c, err = k.open(ctx, tx, v, o)
		return err
	})
	return c, err
}

func (k *Keeper) open(ctx context.Context, tx *store.Tx, v Visitor, o Opening) (*http.Cookie, error) {
	secret, err := drawn(sessionPrefix)
	if err != nil {
		return nil, err
	}
	at := k.now()
	if o.Proved.IsZero() || o.Proved.After(at) {
		o.Proved = at
	}
	if err := k.endShown(ctx, tx, v.Shown); err != nil {
		return nil, err
	}
	p := db.InsertSessionParams{
		ID: gov.NewSessionID(), PersonID: o.Person, Hash: hashOf(secret), How: string(o.How), Amr: texts(o.Methods),
		Scopes: texts(o.Scopes), AuthTime: o.Proved, ProviderSid: o.Sid, At: at, IdleUntil: at.Add(k.limits.Idle),
		EndsAt: at.Add(k.limits.Most), Address: cut(v.Address, mostAddress), AgentHash: hashOf(v.Agent),
		BodyID: o.Body, InvitationID: o.Invitation, StageID: o.Stage, MeetingID: o.Meeting,
	}
	if err := tx.Write.InsertSession(ctx, p); err != nil {
		return nil, err
	}
	err = k.note(ctx, tx, noted{session: p.ID, person: o.Person, act: "sign_in", facts: map[string]any{
		"how": string(o.How), "methods": strings.Join(p.Amr, " "), "source": p.Address,
	}})
	return k.cookie.baked(k.cookie.session, secret, int(k.limits.Most.Seconds())), err
}

// mostAddress is the longest network address that is kept.
const mostAddress = 64

// endShown ends the session that a browser has shown, whoever's it was.
func (k *Keeper) endShown(ctx context.Context, tx *store.Tx, s Shown) error {
	secret, several := s.cookie(k.cookie.session)
	if several || !shaped(secret, sessionPrefix) {
		return nil
	}
	was, err := tx.Read.PersonBySession(ctx, db.PersonBySessionParams{At: k.now(), Hash: hashOf(secret)})
	if err = store.Interpret(err); errors.Is(err, gov.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = k.end(ctx, tx, ending{session: was.SessionID, person: was.PersonID, why: "rotated"})
	return err
}

type ending struct {
	session gov.SessionID
	person  gov.PersonID
	why     string
	by      gov.PersonID // an operator; zero: the person himself, or the provider
}

// end ends one session of a person; false where it had ended, or never was his.
func (k *Keeper) end(ctx context.Context, tx *store.Tx, e ending) (bool, error) {
	at := k.now()
	_, err := tx.Read.RevokeSession(ctx, db.RevokeSessionParams{ID: e.session, PersonID: e.person, At: &at, Why: e.why})
	if err = store.Interpret(err); errors.Is(err, gov.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, k.note(ctx, tx, e.noted())
}

func (e ending) noted() noted {
	facts := map[string]any{"why": e.why}
	if !e.by.IsZero() {
		facts["by"] = e.by.String()
	}
	return noted{session: e.session, person: e.person, act: "sign_out", facts: facts}
}

// SignOut ends the session that a browser shows. Whoever has none loses nothing.
func (k *Keeper) SignOut(ctx context.Context, p Person) error {
	return store.InTx(ctx, k.pool, func(tx *store.Tx) error {
		_, err := k.end(ctx, tx, ending{session: p.Session, person: p.ID, why: "signed_out"})
		return err
	})
}

// drawn is a new secret of 256 random bits.
func drawn(prefix string) (string, error) {
	var raw [sha256.Size]byte
	if _, err := rand.Read(raw[:]); err != nil {
		return "", fmt.Errorf("draw a secret: %w", err)
	}
	return prefix + base64.RawURLEncoding.EncodeToString(raw[:]), nil
}

// DrawToken draws the secret of an API token, and the hash that is kept of it.
func DrawToken() (secret string, hash []byte, err error) {
	secret, err = drawn(tokenPrefix)
	return secret, hashOf(secret), err
}

// noted is what the record keeps of a session, or of an invitation.
type noted struct {
	session    gov.SessionID
	invitation gov.InvitationID
	token      gov.TokenID
	person     gov.PersonID
	act        string
	facts      map[string]any
}

// subject is what the entry is about: the session, the invitation, or where there is neither, the person.
func (n noted) subject() (ledger.Kind, string, string) {
	switch {
	case !n.invitation.IsZero():
		return ledger.KindInvitation, "invitation", n.invitation.String()
	case !n.token.IsZero():
		return ledger.KindToken, "token", n.token.String()
	case !n.session.IsZero():
		return ledger.KindSession, "session", n.session.String()
	}
	return ledger.KindSession, "person", n.person.String()
}

func (k *Keeper) note(ctx context.Context, tx *store.Tx, n noted) error {
	m, err := tx.Read.Moment(ctx)
	if err != nil {
		return err
	}
	e := ledger.Entry{At: m.At, OfficeDate: m.Today, Body: map[string]any{"act": n.act, "person": n.person.String()}}
	if m.Kind == "real" {
		e.OfficeDate = gov.DateIn(m.At)
	}
	e.Kind, e.SubjectKind, e.SubjectID = n.subject()
	maps.Copy(e.Body, n.facts)
	return ledger.Write(ctx, tx.Write, e)
}

func texts(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func cut(s string, most int) string { return s[:min(len(s), most)] }
