package auth

import (
	"context"
	"errors"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

var (
	errNotInvitedHere = gov.Refuse(gov.CodeForbidden, "초대로 들어온 외부 위원만 인증 앱을 등록할 수 있습니다.",
		"only a member who came in by an invitation enrols an authenticator")
	errEnrolled = gov.Refuse(gov.CodeConflict,
		"인증 앱을 이미 등록했습니다. 바꾸려면 위원회 간사에게 초기화를 요청하십시오.",
		"an authenticator is enrolled; ask the secretary to reset it")
	errNoEnrolment = gov.Refuse(gov.CodeConflict, "등록 중인 인증 앱이 없습니다. 등록을 처음부터 시작하십시오.",
		"no authenticator is being enrolled; begin anew")
	errWrongCode = gov.Refuse(gov.CodeInvalid, "인증 앱의 번호가 맞지 않습니다. 지금 보이는 번호를 적으십시오.",
		"the code is not that of the authenticator")
)

// mostMisses is how many wrong codes an authenticator bears.
const mostMisses = 5

// BeginTOTP begins to enrol an authenticator of a member who came in by an invitation. Whoever begins anew before the
// first code has been shown gets another secret; after that only the secretary can take it away.
func (k *Keeper) BeginTOTP(ctx context.Context, p Person, i Invites) (Enrolment, error) {
	if p.How != HowInvitation || !i.On() {
		return Enrolment{}, errNotInvitedHere
	}
	secret, err := drawTOTP()
	if err != nil {
		return Enrolment{}, err
	}
	sealed, err := i.sealed(purposeTOTP, p.ID, secret)
	if err != nil {
		return Enrolment{}, err
	}
	err = store.InTx(ctx, k.pool, func(tx *store.Tx) error {
		n, err := tx.Read.BeginTotp(ctx, db.BeginTotpParams{PersonID: p.ID, Sealed: sealed, MadeAt: k.now()})
		if err == nil && n == 0 {
			err = errEnrolled
		}
		if err != nil {
			return err
		}
		return k.note(ctx, tx, noted{session: p.Session, person: p.ID, act: "totp_begin"})
	})
	if err != nil {
		return Enrolment{}, err
	}
	return enrolment(secret, p.Slug), nil
}

// ConfirmTOTP ends an enrolment with a code of the authenticator. Five wrong ones close it, and it is begun anew.
func (k *Keeper) ConfirmTOTP(ctx context.Context, p Person, i Invites, code string) error {
	if p.How != HowInvitation || !i.On() {
		return errNotInvitedHere
	}
	missed := false
	err := store.InTx(ctx, k.pool, func(tx *store.Tx) error {
		row, err := tx.Read.GetTotp(ctx, p.ID)
		if err = store.Interpret(err); errors.Is(err, gov.ErrNotFound) || err == nil && row.Tries >= mostMisses {
			return errNoEnrolment
		}
		if err != nil {
			return err
		}
		if row.ConfirmedAt != nil {
			return errEnrolled
		}
		at, act := k.now(), "totp_confirm"
		secret, ok := i.opened(purposeTOTP, p.ID, row.Sealed)
		if !ok {
			return errNoEnrolment
		}
		step, fits := totpStep(secret, code, at, row.LastStep)
		if fits {
			err = tx.Read.ConfirmTotp(ctx, db.ConfirmTotpParams{PersonID: p.ID, At: &at, Step: step})
		} else {
			missed, act = true, "totp_refused"
			err = tx.Read.MissTotp(ctx, p.ID)
		}
		if err != nil {
			return err
		}
		return k.note(ctx, tx, noted{session: p.Session, person: p.ID, act: act})
	})
	if err == nil && missed {
		err = errWrongCode
	}
	return err
}

// spend takes the step of an authenticator, false where somebody was faster.
func (k *Keeper) spend(ctx context.Context, tx *store.Tx, person gov.PersonID, step int64) (bool, error) {
	n, err := tx.Read.SpendStep(ctx, db.SpendStepParams{PersonID: person, Step: step})
	return n == 1, err
}
