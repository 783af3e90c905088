package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// WithdrawCopy asks that the last public copy of a paper is shown no more.
type WithdrawCopy struct {
	Case   gov.CaseID
	Reason string // 2 to 1,000 characters
	Key    string // idempotency key
	Source string // network address of the caller, for the record of refusals
}

// WithdrawnCopy is a public copy that was taken back.
type WithdrawnCopy struct {
	Case        gov.CaseID `json:"case"`
	Number      int32      `json:"number"`
	WithdrawnOn gov.Date   `json:"withdrawn_on"`
}

// WithdrawCopy takes the last public copy of a paper back: nobody is shown it any more, whoever released it is told, and
// the office day asks for the next one. Whoever works on the paper may, also alone: to show less needs no second person.
func (s *Service) WithdrawCopy(ctx context.Context, actor Actor, w WithdrawCopy) (WithdrawnCopy, error) {
	out := WithdrawnCopy{Case: w.Case}
	_, err := s.arrange(ctx, arranging{
		actor: actor, kind: ledger.KindExport, subject: "copy_withdraw", about: w.Case.String(),
		operation: "withdraw-public-copy", key: w.Key, reason: w.Reason, source: w.Source, asked: []string{w.Case.String()},
	}, func(ctx context.Context, on *arrangement) (string, error) {
		return w.Case.String(), on.withdrawCopy(ctx, w)
	})
	if err != nil {
		return out, err
	}
	row, err := db.New(s.pool).ViewPublicCopy(ctx, w.Case)
	out.Number, out.WithdrawnOn = row.Number, row.WithdrawnOn
	return out, store.Interpret(err)
}

func (on *arrangement) withdrawCopy(ctx context.Context, w WithdrawCopy) error {
	c, err := reading{s: on.svc, q: on.tx.Read, v: on.v}.seen(ctx, w.Case)
	if err != nil {
		return err
	}
	if !on.v.mayWith(policies.ActMakeCopy, fileOf(c)) {
		return gov.ErrNotFound
	}
	if !policies.Fits(strings.TrimSpace(w.Reason), 2, 1000) {
		return invalid("reason", "회수하는 사유를 2자 이상 1,000자 이하로 적으십시오.", "2 to 1,000 characters")
	}
	if _, err := on.tx.Read.LockCase(ctx, w.Case); err != nil { // of two who withdraw it the second is told that it is
		return err
	}
	released, err := on.tx.Read.ReleasedCopy(ctx, w.Case)
	if err != nil {
		return store.Interpret(err)
	}
	if released.Withdrawn {
		return gov.Refuse(gov.CodeConflict, "이 공개본은 이미 회수되었습니다. 새 공개본이 확정될 때까지 아무에게도 보이지 않습니다.",
			"this public copy was withdrawn already")
	}
	post, err := on.postFor(ctx, c.UnitID)
	if err != nil {
		return err
	}
	if post == "" {
		return gov.Refuse(gov.CodeForbidden, "오늘 맡고 있는 직위가 없어 공개본을 회수할 수 없습니다.", "you hold no post today")
	}
	on.facts["case"], on.facts["number"], on.facts["copy_hash"] = w.Case.String(), released.Number, hex(released.ContentHash)
	if err := on.tx.Write.InsertCopyWithdrawal(ctx, db.InsertCopyWithdrawalParams{
		CaseID: w.Case, Number: released.Number, Reason: strings.TrimSpace(w.Reason), WithdrawnBy: on.actor.Person,
		WithdrawnAs: string(post), WithdrawnOn: on.now.today, At: on.now.at,
	}); err != nil {
		return err
	}
	return on.tellReleaser(ctx, c, released)
}

// postFor is the post in which somebody acts for a unit today: his post there, else his first; "" for nobody's.
func (on *arrangement) postFor(ctx context.Context, unit gov.UnitID) (gov.PostID, error) {
	var first gov.PostID
	for _, p := range on.v.posts {
		of, err := on.tx.Read.UnitOfPost(ctx, gov.PostID(p))
		if err != nil {
			return "", err
		}
		if of == unit {
			return gov.PostID(p), nil
		}
		if first == "" {
			first = gov.PostID(p)
		}
	}
	return first, nil
}

// tellReleaser tells whoever released the copy, unless he took it back himself. The reason may say what the copy showed:
// it stands in the record and in no mail.
func (on *arrangement) tellReleaser(ctx context.Context, c db.ViewCaseRow, released db.ReleasedCopyRow) error {
	if released.ReleasedBy == uid(on.actor.Person) {
		return nil
	}
	unit, err := on.tx.Read.UnitName(ctx, c.UnitID)
	if err != nil {
		return err
	}
	params, err := json.Marshal(gov.NoticeParams{Title: fmt.Sprintf("공개본 제%d호 회수", released.Number), Unit: unit})
	if err != nil {
		return fmt.Errorf("write notice params: %w", err)
	}
	return on.tx.Write.InsertNotice(ctx, db.InsertNoticeParams{
		ID: gov.NewNoticeID(), Kind: gov.NoticeCopyWithdrawn, PersonID: personOf(released.ReleasedBy), CaseID: c.ID,
		Dedup:      fmt.Sprintf("%s/%s/%d", gov.NoticeCopyWithdrawn, c.ID, released.Number),
		OfficeDate: on.now.today, SendOn: on.svc.rules.Calendar().NextWorkingDay(on.now.today), Params: params,
		State: gov.NoticeQueued,
	})
}

func personOf(id pgtype.UUID) gov.PersonID { return gov.PersonID(id.Bytes) }
