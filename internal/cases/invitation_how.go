package cases

import (
	"context"
	"encoding/json"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// fits refuses what cannot reach the member: a letter without an address, a factor that he has not.
func (n Invite) fits(p db.InvitablePersonRow) error {
	switch {
	case (n.Mailed || n.Factor == gov.FactorMailedCode) && !p.Mailable:
		return gov.Refuse(gov.CodeConflict, "위원의 전자우편 주소가 없습니다. 링크를 직접 전하거나 주소를 먼저 등록하십시오.",
			"the member has no mail address")
	case n.Factor == gov.FactorTOTP && !p.Enrolled:
		return gov.Refuse(gov.CodeConflict, "위원이 등록한 인증 앱이 없거나 잠겼습니다. 확인 번호로 초대하십시오.",
			"the member has no authenticator, or it is closed; invite by a number")
	case n.Factor == gov.FactorSMS && !n.Texting:
		return gov.Refuse(gov.CodeConflict, "문자 발송 서비스가 설정되지 않았습니다. 다른 확인 수단을 고르십시오.",
			"no SMS service is configured")
	case n.Factor == gov.FactorSMS && !p.Reachable:
		return gov.Refuse(gov.CodeConflict, "위원의 휴대전화 번호가 없습니다. 번호를 먼저 등록하십시오.",
			"the member has no number; enter it first")
	}
	return nil
}

// narrow finds the round or the meeting of the body that an invitation is narrowed to. What is none of the two, or is
// over, or is of another body, is not there.
func (on *arrangement) narrow(ctx context.Context, n Invite) (stage gov.StageID, meeting gov.CaseID, err error) {
	if n.Only.IsZero() {
		return stage, meeting, nil
	}
	c, err := on.tx.Read.NarrowTo(ctx, db.NarrowToParams{ID: n.Only, BodyID: string(n.Body)})
	if err = store.Interpret(err); err != nil && gov.CodeOf(err) != gov.CodeNotFound {
		return stage, meeting, err
	}
	on.facts["only"] = n.Only.String()
	switch {
	case c.Meets:
		return stage, n.Only, nil
	case c.Round:
		return c.StageID, meeting, nil
	}
	return stage, meeting, gov.Refuse(gov.CodeNotFound,
		"이 위원회의 열린 회의나 진행 중인 모니터링·포상 회차가 아닙니다. 사안 식별자를 확인하십시오.",
		"this is no open meeting of the body, and no round of monitoring or awards that goes on")
}

// mailInvitation writes the letter of an invitation. It names the invitation and holds nothing that opens it.
func (on *arrangement) mailInvitation(ctx context.Context, i db.InsertInvitationParams, body string) error {
	params, err := json.Marshal(gov.NoticeParams{
		Title: body, DueLegal: gov.DateIn(i.ExpiresAt), Invitation: &gov.NoticeInvitation{ID: i.ID, Factor: i.Factor},
	})
	if err != nil {
		return fmt.Errorf("write notice params: %w", err)
	}
	on.facts["mailed"] = true
	return on.tx.Write.InsertNotice(ctx, db.InsertNoticeParams{
		ID: gov.NewNoticeID(), Kind: gov.NoticeInvited, Dedup: "invited/" + i.ID.String(), PersonID: i.PersonID,
		OfficeDate: on.now.today, SendOn: on.svc.rules.Calendar().NextWorkingDay(on.now.today), Params: params,
		State: gov.NoticeQueued,
	})
}
