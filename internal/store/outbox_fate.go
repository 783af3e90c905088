package store

import (
	"context"
	"fmt"
	"regexp"

	"gyeol/gov"
	"gyeol/internal/store/db"
)

// waits are the seconds before the second try and each further one: a relay that is busy for a moment is asked again at
// once, one that is greylisting after some minutes, and one that is under repair still on the next day. After the last
// they stay as they are.
var waits = []float64{1, 15, 2 * 60, 15 * 60, 3600, 4 * 3600, 18 * 3600}

// record queues the report on one letter, and where it will never arrive that its owner is told.
func (o *Outbox) record(ctx context.Context, q *db.Queries, p gov.Posted) error {
	if p.As == gov.PostedUnreached {
		return q.ReturnLetter(ctx, db.ReturnLetterParams{
			Reason: p.Reply, WaitSeconds: unreachedWait, ID: p.ID, Attempt: int32(p.Attempt),
		})
	}
	row := db.RecordPostedParams{Reply: p.Reply, BodyHash: p.BodyHash, Template: p.Template, Day: p.Day, ID: p.ID, Attempt: int32(p.Attempt)}
	row.State, row.Reason = o.fate(p)
	row.Ok = row.State == gov.NoticeSent
	if row.State == gov.NoticeQueued {
		row.WaitSeconds = backOff(p.Tries)
	}
	if err := q.RecordPosted(ctx, row); err != nil || row.State != gov.NoticeFailed {
		return err
	}
	return q.TellNotNotified(ctx, db.TellNotNotifiedParams{
		ID: p.ID, Day: p.Day, SendOn: o.SendOn(p.Day), Why: whyFailed(p),
	})
}

// fate is the state of a notice after an attempt. What may or may not have arrived is repeated only if the law asks for
// the notice.
func (o *Outbox) fate(p gov.Posted) (gov.NoticeState, string) {
	switch {
	case p.As == gov.PostedDelivered:
		return gov.NoticeSent, ""
	case p.As == gov.PostedUnsure && !p.Legal:
		return gov.NoticeUnknown, unsureReason
	case p.As == gov.PostedRefused:
		return gov.NoticeFailed, refusedReason
	case p.Tries+1 >= o.Tries:
		return gov.NoticeFailed, spentReason
	}
	return gov.NoticeQueued, p.Reply
}

// backOff is the wait after a try in seconds; the database spreads it by a quarter either way.
func backOff(earlier int) float64 { return waits[min(earlier, len(waits)-1)] }

// answerCode finds the codes at the beginning of a relay's answer, or after the words of the library that asked.
var answerCode = regexp.MustCompile(`(?:^|: )([45][0-9]{2})(?:[ -]([45]\.[0-9]{1,3}\.[0-9]{1,3}))?`)

// whyFailed is the reason in words for an official. It names the codes of the relay and nothing of its text, which may
// hold an address.
func whyFailed(p gov.Posted) string {
	code := ""
	if m := answerCode.FindStringSubmatch(p.Reply); m != nil {
		code = " (" + m[1]
		if m[2] != "" {
			code += " " + m[2]
		}
		code += ")"
	}
	switch {
	case p.As != gov.PostedRefused:
		return fmt.Sprintf("메일 서버가 %d번 거듭 나중에 오라고 하였습니다%s.", p.Tries+1, code)
	case code == "":
		return "이 주소로는 메일을 보낼 수 없습니다. 메일 주소를 확인하십시오."
	}
	return fmt.Sprintf("메일 서버가 받기를 거절하였습니다%s. 메일 주소를 확인하십시오.", code)
}
