package auth

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"net/http"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// Acceptance is what an invited member says: the secret of his link, the number or code that he got another way, and
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

// pinDigits is how long the number is that a secretary hands over.
const pinDigits = 8

// Accept opens a session of an invited member, once. A wrong number counts as a try, and after five the link opens
// nothing any more. The work is the same whether or not there is such an invitation: the same statements run and the
// same hashes are made, and for a link that is none what they wrote is thrown away.
func (k *Keeper) Accept(ctx context.Context, v Visitor, i Invites, a Acceptance) (*http.Cookie, error) {
	if !a.Pledged || !a.Consent {
		return nil, errNotPledged
	}
	if !i.On() || !shaped(a.Secret, invitePrefix) || len(a.Number) != pinDigits && len(a.Number) != codeDigits {
		return nil, errors.Join(ErrNotInvited, k.CountUnknown(ctx, v.Address))
	}
	var c *http.Cookie
	err := store.InTx(ctx, k.pool, func(tx *store.Tx) error {
		row, err := k.invitation(ctx, tx, hashOf(a.Secret))
		if err != nil {
			return err
		}
		step, fits := i.fits(row, a, k.now())
		o := Opening{
			How: HowInvitation, Methods: []string{amrOf(gov.Factor(row.Factor))}, Person: row.PersonID, Body: row.BodyID,
			Invitation: row.ID, Stage: row.StageID, Meeting: row.MeetingID,
		}
		if !row.Open {
			o.Invitation, fits = gov.InvitationID{}, false
			tx.Discard()
		}
		if fits && gov.Factor(row.Factor) == gov.FactorTOTP {
			if fits, err = k.spend(ctx, tx, o.Person, step); err != nil {
				return err
			}
		}
		if err := k.tried(ctx, tx, o, fits); err != nil {
			return err
		}
		if fits {
			c, err = k.open(ctx, tx, v, o)
		}
		return err
	})
	if err == nil && c == nil {
		err = errors.Join(ErrNotInvited, k.CountUnknown(ctx, v.Address))
	}
	return c, err
}

// invitation finds one by the hash of its link, and locks it. Where there is none, it is one that is not open.
func (k *Keeper) invitation(ctx context.Context, tx *store.Tx, hash []byte) (db.InvitationByHashRow, error) {
	row, err := tx.Read.InvitationByHash(ctx, db.InvitationByHashParams{At: k.now(), Hash: hash})
	if err = store.Interpret(err); errors.Is(err, gov.ErrNotFound) {
		return db.InvitationByHashRow{}, nil
	}
	return row, err
}

// fits holds what was said against every factor, whichever the link asks for, so that all take the same work. The step
// is that of the authenticator's clock.
func (i Invites) fits(row db.InvitationByHashRow, a Acceptance, at time.Time) (step int64, fits bool) {
	given := i.number(hashOf(a.Secret), a.Number)
	pin, code := hmac.Equal(given, padded(row.PinHash)), hmac.Equal(given, padded(row.CodeHash))
	secret, ok := i.opened(purposeTOTP, row.PersonID, row.Totp)
	if !ok {
		secret = make([]byte, totpBytes)
	}
	step, totp := totpStep(secret, a.Number, at, row.LastStep)
	switch gov.Factor(row.Factor) {
	case gov.FactorPIN:
		return step, pin
	case gov.FactorTOTP:
		return step, ok && totp
	case gov.FactorSMS, gov.FactorMailedCode:
		return step, code
	}
	return step, false
}

// amrOf says in the words of RFC 8176 how a member proved himself.
func amrOf(f gov.Factor) string {
	switch f {
	case gov.FactorTOTP:
		return "otp"
	case gov.FactorSMS:
		return "sms"
	case gov.FactorPIN, gov.FactorMailedCode:
	}
	return "pin"
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
// reaches what its body has to do with, and of that its round alone where it has one; any other is held to the rules of
// the house alone.
func (k *Keeper) Reaches(ctx context.Context, p Person, kind string, id [16]byte) error {
	if p.Body == "" {
		return nil
	}
	q, reaches := db.New(k.pool), false
	var err error
	switch kind {
	case "task":
		reaches, err = q.TaskOfBody(ctx, db.TaskOfBodyParams{
			ID: gov.TaskID(id), BodyID: string(p.Body), StageID: orNull(p.Stage), MeetingID: orNull(p.Meeting),
		})
	case "case":
		reaches, err = q.CaseOfBody(ctx, db.CaseOfBodyParams{
			ID: orNull(id), BodyID: string(p.Body), StageID: orNull(p.Stage), MeetingID: orNull(p.Meeting),
		})
	}
	if err = store.Interpret(err); err == nil && !reaches {
		err = gov.ErrNotFound
	}
	return err
}

// orNull is an id as a query takes it, and a zero one as none.
func orNull(id [16]byte) pgtype.UUID { return pgtype.UUID{Bytes: id, Valid: id != [16]byte{}} }
