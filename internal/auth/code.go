package auth

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// codeFor is how long a code counts that was sent.
const codeFor = 5 * time.Minute

// AskCode has a code sent to whoever holds a link that asks for one, by another way than the link came or as the rules
// of the body say. Whoever asks, and whatever link he shows, hears the same and causes the same work: what it wrote for
// a link that asks for no code is thrown away. A link yields five codes at the most, and the last one alone counts.
func (k *Keeper) AskCode(ctx context.Context, v Visitor, i Invites, secret string) error {
	if !i.On() || !shaped(secret, invitePrefix) {
		return k.CountUnknown(ctx, v.Address)
	}
	var due *text
	err := store.InTx(ctx, k.pool, func(tx *store.Tx) error {
		hash := hashOf(secret)
		row, err := k.invitation(ctx, tx, hash)
		if err != nil {
			return err
		}
		m, err := tx.Read.Moment(ctx)
		if err != nil {
			return err
		}
		f, until := gov.Factor(row.Factor), k.now().Add(codeFor)
		asks := row.Open && (f == gov.FactorSMS && row.Mobile != nil || f == gov.FactorMailedCode)
		if !asks {
			row.ID = gov.InvitationID{}
		}
		code, day := i.Code(row.ID, int(row.Codes)+1), m.Today
		if m.Kind == "real" {
			day = gov.DateIn(m.At)
		}
		n, err := tx.Read.SendCode(ctx, db.SendCodeParams{
			ID: row.ID, Before: row.Codes, CodeHash: i.number(hash, code), Until: &until, Day: day,
			NoticeID: pgtype.UUID{Bytes: gov.NewNoticeID(), Valid: true},
		})
		if err != nil {
			return err
		}
		facts := map[string]any{"factor": row.Factor, "body": string(row.BodyID)}
		if err := k.note(ctx, tx, noted{invitation: row.ID, person: row.PersonID, act: "code", facts: facts}); err != nil {
			return err
		}
		if n == 0 {
			tx.Discard()
			return nil
		}
		if f == gov.FactorSMS {
			due = &text{person: row.PersonID, mobile: row.Mobile, reference: row.ID.String(), code: code}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if due != nil {
		k.texts.queue(ctx, k.log, *due)
	}
	return k.CountUnknown(ctx, v.Address)
}

// text is a code on its way to a mobile.
type text struct {
	person    gov.PersonID
	mobile    []byte // sealed
	reference string
	code      string
}

// outgoing are codes that wait to be sent, so that nobody waits for them: how long an answer takes tells nothing of a
// link.
type outgoing chan text

// mostTexts is how many codes wait at the most.
const mostTexts = 64

func (t outgoing) queue(ctx context.Context, log *slog.Logger, one text) {
	select {
	case t <- one:
	default:
		log.WarnContext(ctx, "a code was not sent: too many wait", slog.String("reference", one.reference))
	}
}

// KeepTexting sends codes to mobiles until the context ends. One that cannot be sent is not sent later: whoever waits
// for it asks for another.
func (k *Keeper) KeepTexting(ctx context.Context, s *SMS, i Invites) {
	for {
		select {
		case <-ctx.Done():
			return
		case one := <-k.texts:
			number, ok := i.opened(purposeMobile, one.person, one.mobile)
			err := errSealed
			if ok {
				err = s.send(ctx, message{To: string(number), Reference: one.reference, Code: one.code})
			}
			if err != nil {
				k.log.WarnContext(ctx, "a code was not sent", slog.String("reference", one.reference), slog.Any("error", err))
			}
		}
	}
}

var errSealed = errors.New("the number was sealed with another key")
