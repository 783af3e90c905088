package cases

import (
	"context"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store/db"
)

// MemberOf names a member from outside of a body, about whose second factor its secretary decides.
type MemberOf struct {
	Key    string // idempotency key
	Body   gov.BodyID
	Person string // slug
	Source string
}

// SetMobile is the number of a member's mobile, as it is kept.
type SetMobile struct {
	MemberOf

	Masked string
	Print  string // keyed: tells whether a request is the same
	Seal   func(gov.PersonID) ([]byte, error)
}

// SetMobile keeps the number to which codes are sent to a member from outside, sealed. It is for the secretary of the
// body.
func (s *Service) SetMobile(ctx context.Context, actor Actor, n SetMobile) error {
	return s.decideFactor(ctx, n.asking(actor, "mobile_set", "set-mobile", n.Print), n.MemberOf,
		func(ctx context.Context, on *arrangement, p db.InvitablePersonRow) error {
			sealed, err := n.Seal(p.ID)
			if err != nil {
				return err
			}
			return on.tx.Read.KeepMobile(ctx, db.KeepMobileParams{
				PersonID: p.ID, Sealed: sealed, Masked: n.Masked, GivenBy: on.actor.Person, GivenAt: on.now.at,
			})
		})
}

// DropMobile forgets the number of a member.
func (s *Service) DropMobile(ctx context.Context, actor Actor, m MemberOf) error {
	return s.decideFactor(ctx, m.asking(actor, "mobile_drop", "drop-mobile", ""), m,
		func(ctx context.Context, on *arrangement, p db.InvitablePersonRow) error {
			return gone(on.tx.Read.DropMobile(ctx, p.ID))
		})
}

// ResetTOTP takes the authenticator of a member away, lost or closed by wrong codes: he is invited by a number again,
// and enrols another.
func (s *Service) ResetTOTP(ctx context.Context, actor Actor, m MemberOf) error {
	return s.decideFactor(ctx, m.asking(actor, "totp_reset", "reset-totp", ""), m,
		func(ctx context.Context, on *arrangement, p db.InvitablePersonRow) error {
			return gone(on.tx.Read.DropTotp(ctx, p.ID))
		})
}

// gone is what became of something to be deleted: what was not there is not found.
func gone(n int64, err error) error {
	if err == nil && n == 0 {
		err = gov.ErrNotFound
	}
	return err
}

// asking is the request about a factor.
func (m MemberOf) asking(actor Actor, subject, operation, mark string) arranging {
	return arranging{
		actor: actor, kind: ledger.KindInvitation, subject: subject, about: string(m.Body), operation: operation, key: m.Key,
		reason: "외부 위원 확인 수단", source: m.Source, asked: []string{string(m.Body), m.Person, mark},
	}
}

// decider changes a factor of a member.
type decider func(context.Context, *arrangement, db.InvitablePersonRow) error

func (s *Service) decideFactor(ctx context.Context, a arranging, m MemberOf, do decider) error {
	_, err := s.arrange(ctx, a, func(ctx context.Context, on *arrangement) (string, error) {
		if _, err := on.clerks(ctx, m.Body); err != nil {
			return "", err
		}
		p, err := on.outsider(ctx, m.Body, m.Person)
		if err != nil {
			return "", err
		}
		on.facts["body"], on.facts["person"] = string(m.Body), p.ID.String()
		return p.ID.String(), do(ctx, on, p)
	})
	return err
}
