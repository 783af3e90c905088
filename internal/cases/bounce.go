package cases

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/internal/bounce"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// BounceSource is the way by which a mail came back.
type BounceSource string

// The ways.
const (
	BounceByPipe    BounceSource = "pipe"    // gyeol mail bounce, which a mail server runs
	BounceByMaildir BounceSource = "maildir" // a folder that the worker reads
	BounceByIMAP    BounceSource = "imap"    // a mailbox that the worker asks
)

// BounceMost is the longest mail that is read, in bytes. Of a longer one the beginning suffices: it is kept aside.
const BounceMost = bounce.Most

// BounceMail is a mail that came back, as it is.
type BounceMail struct {
	Raw    []byte
	Source BounceSource
	From   string // the network address of the caller, for the record of refusals
}

// Bounced is what became of a mail that came back.
type Bounced struct {
	Outcome  string       `json:"outcome" enum:"bounced,delayed,ignored,unmatched"`
	Notice   gov.NoticeID `json:"notice,omitzero" doc:"The notice that it speaks of"`
	Reason   string       `json:"reason,omitempty"`
	Repeated bool         `json:"repeated,omitempty" doc:"The same mail was told before; nothing was done"`
}

// The outcomes, as they are kept.
const (
	bounceBounced, bounceDelayed     = "bounced", "delayed"
	bounceIgnored, bounceUnmatched   = "ignored", "unmatched"
	bounceWhy                        = "메일 서버가 나중에 돌려보냈습니다%s. 메일 주소를 확인하십시오."
	bounceRecord                     = "반송되었습니다%s"
	bounceNoNotice, bounceOtherOwner = "그런 통지가 없거나 나간 적이 없습니다.", "통지받을 사람이 아닌 주소를 말하는 보고입니다."
)

// RecordBounce takes in a mail that came back; the same bytes are one report, however often they come. A report that
// the notice could not be delivered makes it bounced, and the owner of its case is told; one that it is late is kept
// beside it. Nothing else in a report is believed: it counts only if it names a notice that left, and the address to
// which that went. What does not is kept aside with the reason.
func (s *Service) RecordBounce(ctx context.Context, actor Actor, in BounceMail) (Bounced, error) {
	if !actor.System && !slices.Contains(actor.Scopes, "operator") {
		refusal := gov.Refuse(gov.CodeForbidden, "운영 담당의 토큰이 필요합니다.", "a token of an operator is needed")
		return Bounced{}, s.refusedOn(ctx, actor, refusal, Refusal{
			SubjectKind: "request", Subject: "bounces", Operation: "record-bounce", Source: in.From,
		})
	}
	day, err := s.Today(ctx)
	if err != nil {
		return Bounced{}, err
	}
	report, fault := bounce.Read(in.Raw)
	sum := sha256.Sum256(in.Raw)
	row := db.InsertBounceParams{
		ContentHash: sum[:], Status: report.Status, Named: report.MessageID, Source: string(in.Source), OfficeDate: day,
	}
	out := Bounced{}
	err = store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		var err error
		if out, err = weigh(ctx, tx, report, fault); err != nil {
			return err
		}
		row.Outcome, row.Reason = out.Outcome, out.Reason
		if !out.Notice.IsZero() {
			row.NoticeID = out.Notice
		}
		n, err := tx.Read.InsertBounce(ctx, row)
		if err != nil {
			return err
		}
		if n == 0 {
			return s.knownBounce(ctx, tx, sum[:], &out)
		}
		if out.Outcome != bounceBounced {
			return nil
		}
		return s.bounced(ctx, tx, row)
	})
	return out, err
}

// weigh says what a report is worth.
func weigh(ctx context.Context, tx *store.Tx, r bounce.Report, fault error) (Bounced, error) {
	aside := func(outcome, reason string) (Bounced, error) { return Bounced{Outcome: outcome, Reason: reason}, nil }
	switch {
	case fault != nil:
		return aside(bounceUnmatched, faultWords(fault))
	case r.Outcome == bounce.AutoReply:
		return aside(bounceIgnored, "자동 회신입니다.")
	case r.Outcome == bounce.Delivered:
		return aside(bounceIgnored, "배달되었다는 보고입니다.")
	case r.Outcome == bounce.Other:
		return aside(bounceIgnored, "배달 보고가 아닙니다.")
	case r.Notice.IsZero():
		return aside(bounceUnmatched, "어느 통지인지 말하지 않는 보고입니다.")
	}
	n, err := tx.Read.LockNoticeOfMail(ctx, r.Notice)
	if errors.Is(store.Interpret(err), gov.ErrNotFound) {
		return aside(bounceUnmatched, bounceNoNotice)
	}
	if err != nil {
		return Bounced{}, err
	}
	left := n.MessageID != "" && slices.Contains(mayBounce, n.State)
	switch {
	case !left || (r.MessageID != "" && !strings.EqualFold(r.MessageID, n.MessageID)):
		return aside(bounceUnmatched, bounceNoNotice)
	case !slices.Contains(r.Recipients, strings.ToLower(n.Email)):
		return aside(bounceUnmatched, bounceOtherOwner)
	}
	out := Bounced{Outcome: bounceDelayed, Notice: n.ID, Reason: "배달이 늦어지고 있습니다" + inBrackets(r.Status)}
	if r.Outcome == bounce.Failed {
		out.Outcome, out.Reason = bounceBounced, fmt.Sprintf(bounceRecord, inBrackets(r.Status))
	}
	return out, nil
}

// mayBounce are the states of notices that have left, or may have: a report may be faster than the record of the
// answer.
var mayBounce = []gov.NoticeState{
	gov.NoticeSent, gov.NoticeUnknown, gov.NoticeClaimed, gov.NoticeQueued, gov.NoticeBounced,
}

func inBrackets(status string) string {
	if status == "" {
		return ""
	}
	return " (" + status + ")"
}

// faultWords say why a mail is kept aside.
func faultWords(fault error) string {
	for _, f := range []struct {
		err  error
		said string
	}{
		{bounce.ErrTooLong, "1MiB보다 긴 메일입니다."},
		{bounce.ErrConflict, "서로 다른 두 통지를 말하는 보고입니다."},
		{bounce.ErrNoStatus, "받는 사람의 배달 상태가 없는 보고입니다."},
		{bounce.ErrUnfinished, "끝나기 전에 끊긴 보고입니다."},
	} {
		if errors.Is(fault, f.err) {
			return f.said
		}
	}
	return "읽을 수 없는 메일입니다."
}

// bounced marks the notice and tells whoever owns its case. What the other parts of the installation did to it
// meanwhile waits for the lock.
func (s *Service) bounced(ctx context.Context, tx *store.Tx, row db.InsertBounceParams) error {
	if err := tx.Write.MarkBounced(ctx, db.MarkBouncedParams{ID: row.NoticeID, Reason: row.Reason}); err != nil {
		return err
	}
	return tx.Write.TellNotNotified(ctx, db.TellNotNotifiedParams{
		ID: row.NoticeID, Day: row.OfficeDate, SendOn: s.NextWorkingDay(row.OfficeDate),
		Why: fmt.Sprintf(bounceWhy, inBrackets(row.Status)),
	})
}

// knownBounce answers as the first time.
func (s *Service) knownBounce(ctx context.Context, tx *store.Tx, hash []byte, out *Bounced) error {
	known, err := tx.Read.KnownBounce(ctx, hash)
	if err != nil {
		return err
	}
	*out = Bounced{Outcome: known.Outcome, Reason: known.Reason, Notice: known.NoticeID, Repeated: true}
	return nil
}

// NextWorkingDay is the day itself where the office is open on it, else the next on which it is.
func (s *Service) NextWorkingDay(day gov.Date) gov.Date {
	return s.rules.Calendar().NextWorkingDay(day)
}
