package auth

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/big"
	"net/http"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// PathInvite is where the links of invitations lead; the secret of one follows.
const PathInvite = "/invite/"

// HowInvitation is the way in of a member from outside.
const HowInvitation How = "invitation"

// invitePrefix marks the secret of an invitation: it opens nothing else.
const invitePrefix = "gyeoli_"

// Invites makes the secrets of invitations. The number that is handed over is short, so that what is kept of it is
// keyed
// with the secret of the installation: whoever reads the rows alone cannot try all numbers. The zero value makes none.
type Invites struct {
	key  []byte
	base string
}

// NewInvites derives the key from the secret of the installation; base is where its links begin.
func NewInvites(secret [32]byte, base string) (Invites, error) {
	key, err := hkdf.Key(sha256.New, secret[:], nil, "gyeol invitation number v1", sha256.Size)
	if err != nil {
		return Invites{}, fmt.Errorf("derive the key of invitations: %w", err)
	}
	return Invites{key: key, base: base}, nil
}

// On reports whether invitations can be made.
func (i Invites) On() bool { return len(i.key) > 0 && Served(i.base) }

// Drawn are the secrets of a new invitation, and what is kept of them.
type Drawn struct {
	Link, Number      string
	LinkHash, NumHash []byte
}

// Draw makes a link of 256 random bits and a number of eight digits.
func (i Invites) Draw() (Drawn, error) {
	secret, err := drawn(invitePrefix)
	if err != nil {
		return Drawn{}, err
	}
	n, err := rand.Int(rand.Reader, big.NewInt(100_000_000))
	if err != nil {
		return Drawn{}, fmt.Errorf("draw a number: %w", err)
	}
	d := Drawn{Link: i.base + PathInvite + secret, Number: fmt.Sprintf("%08d", n), LinkHash: hashOf(secret)}
	d.NumHash = i.number(d.LinkHash, d.Number)
	return d, nil
}

func (i Invites) number(linkHash []byte, number string) []byte {
	mac := hmac.New(sha256.New, i.key)
	mac.Write(linkHash)
	mac.Write([]byte(number))
	return mac.Sum(nil)
}

// Acceptance is what an invited member says: the secret of his link, the number that he was given another way, and
// that he gives the pledge and the consent.
type Acceptance struct {
	Secret, Number   string
	Pledged, Consent bool
}

// ErrNotInvited is the one answer to every acceptance that did not succeed, whatever was wrong with it.
var ErrNotInvited = gov.Refuse(gov.CodeUnauthenticated,
	"초대 링크 또는 확인 번호가 맞지 않거나 더 이상 쓸 수 없습니다. 위원회 간사에게 새 초대를 요청하십시오.",
	"link or number do not hold, or no more; ask the secretary for a new invitation")

// errNotPledged is said before anything is looked up, so that it tells nothing of the link.
var errNotPledged = gov.Refuse(gov.CodeInvalid, "직무윤리 서약과 개인정보 처리 동의에 모두 표시하십시오.",
	"tick both the pledge and the consent")

// Accept opens a session of an invited member, once. A wrong number counts as a try, and after five the link opens
// nothing any more. The work is the same whether or not there is such an invitation.
func (k *Keeper) Accept(ctx context.Context, v Visitor, i Invites, a Acceptance) (*http.Cookie, error) {
	if !a.Pledged || !a.Consent {
		return nil, errNotPledged
	}
	if !i.On() || !shaped(a.Secret, invitePrefix) || len(a.Number) != 8 {
		return nil, errors.Join(ErrNotInvited, k.CountUnknown(ctx, v.Address))
	}
	hash := hashOf(a.Secret)
	given, o := i.number(hash, a.Number), Opening{How: HowInvitation, Methods: []string{"pin"}}
	var c *http.Cookie
	err := store.InTx(ctx, k.pool, func(tx *store.Tx) error {
		row, err := tx.Read.InvitationByHash(ctx, db.InvitationByHashParams{At: k.now(), Hash: hash})
		if err = store.Interpret(err); err != nil && !errors.Is(err, gov.ErrNotFound) {
			return err
		}
		fits := hmac.Equal(given, padded(row.PinHash))
		if !row.Open {
			return nil
		}
		o.Person, o.Body, o.Invitation = row.PersonID, row.BodyID, row.ID
		if err := k.tried(ctx, tx, o, fits); err != nil || !fits {
			return err
		}
		c, err = k.open(ctx, tx, v, o)
		return err
	})
	if err == nil && c == nil {
		err = errors.Join(ErrNotInvited, k.CountUnknown(ctx, v.Address))
	}
	return c, err
}

// padded is a hash to compare with where there is none.
func padded(hash []byte) []byte {
	if len(hash) != sha256.Size {
		return make([]byte, sha256.Size)
	}
	return hash
}

// tried writes down what became of a try at an open invitation. Five are all there are, so that nobody fills the
// record.
func (k *Keeper) tried(ctx context.Context, tx *store.Tx, o Opening, fits bool) error {
	act := "refused"
	if fits {
		at := k.now()
		act = "accept"
		if err := tx.Write.UseInvitation(ctx, db.UseInvitationParams{ID: o.Invitation, At: &at}); err != nil {
			return err
		}
	} else if err := tx.Write.CountTry(ctx, o.Invitation); err != nil {
		return err
	}
	facts := map[string]any{"body": string(o.Body)}
	if fits {
		facts["pledge"], facts["consent"] = "given", "given"
	}
	return k.note(ctx, tx, noted{invitation: o.Invitation, person: o.Person, act: act, facts: facts})
}

// Reaches says whether a session reaches a task or a case, gov.ErrNotFound where not. One that began with an invitation
// reaches what its body has to do with; any other is held to the rules of the house alone.
func (k *Keeper) Reaches(ctx context.Context, p Person, kind string, id [16]byte) error {
	if p.Body == "" {
		return nil
	}
	q, reaches := db.New(k.pool), false
	var err error
	switch kind {
	case "task":
		reaches, err = q.TaskOfBody(ctx, db.TaskOfBodyParams{ID: gov.TaskID(id), BodyID: string(p.Body)})
	case "case":
		reaches, err = q.CaseOfBody(ctx, db.CaseOfBodyParams{
			ID:     pgtype.UUID{Bytes: id, Valid: true},
			BodyID: string(p.Body),
		})
	}
	if err = store.Interpret(err); err == nil && !reaches {
		err = gov.ErrNotFound
	}
	return err
}
