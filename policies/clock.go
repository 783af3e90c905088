package policies

import (
	"time"

	"gyeol/gov"
	"gyeol/policies/calendar"
)

// Sending is how the law lets a document take effect.
type Sending string

// The kinds of sending.
const (
	SendNone   Sending = "none"   // 내부결재: nothing is sent
	SendLetter Sending = "letter" // to named addressees; takes effect on arrival
	SendNotice Sending = "notice" // 고시·공고: to everybody
	SendBoard  Sending = "board"  // a simple request posted on the e-document board
)

// ArrivalWay is how a document reached an addressee.
type ArrivalWay string

// The ways.
const (
	ArrivedSystem ArrivalWay = "system" // entered in the system that the addressee keeps or has named
	ArrivedPost   ArrivalWay = "post"
	ArrivedHand   ArrivalWay = "hand"
	ArrivedMail   ArrivalWay = "email" // official e-mail or homepage: to people outside the agencies only
)

// LegalClock are the moments of a document that have legal weight. Each is zero until it has come.
type LegalClock struct {
	Drafted     time.Time `json:"drafted,omitzero"`
	Established time.Time `json:"established,omitzero"` // 성립: the final signature
	Dispatched  time.Time `json:"dispatched,omitzero"`  // 시행
	Arrived     time.Time `json:"arrived,omitzero"`     // 도달, at this addressee
	Effective   gov.Date  `json:"effective,omitzero"`   // 효력발생: the first day on which it has effect
}

// Articles of the clock.
const (
	establishedArticle = "행정업무의 운영 및 혁신에 관한 규정 제6조제1항"
	arrivalArticle     = "행정업무의 운영 및 혁신에 관한 규정 제6조제2항"
	noticeArticle      = "행정업무의 운영 및 혁신에 관한 규정 제6조제3항"
	boardArticle       = "행정업무의 운영 및 혁신에 관한 규정 시행규칙 제9조제2항"
	outsideArticle     = "행정업무의 운영 및 혁신에 관한 규정 제16조제3항"
)

// noticeDays pass before a notice that says nothing else takes effect.
const noticeDays = 5

// Establish sets the moment in which the document comes into being: the final signature, not before it was drafted and
// only once (행정업무의 운영 및 혁신에 관한 규정 제6조제1항). A document that is not sent has effect from that day on.
func (c LegalClock) Establish(sending Sending, signed time.Time) (LegalClock, gov.Reason, error) {
	switch {
	case !c.Established.IsZero():
		return c, gov.Reason{}, gov.Refuse(gov.CodeActNotOpen, "이미 성립한 문서입니다.", "the document is established already")
	case c.Drafted.IsZero() || signed.Before(c.Drafted):
		return c, gov.Reason{}, gov.Refuse(gov.CodeInvalid, "결재 시각이 기안 시각보다 빠릅니다. 시각을 확인하십시오.",
			"a document cannot be signed before it is drafted")
	}
	c.Established = signed
	r := gov.Reason{
		Rule: "clock/established", Article: establishedArticle, Text: "결재권자가 서명하여 결재한 때에 문서가 성립하였습니다.",
	}
	if sending == SendNone {
		c.Effective = gov.DateIn(signed)
	}
	return c, r, nil
}

// Posting is the sending of a document.
type Posting struct {
	Sending   Sending
	At        time.Time // dispatched, or posted
	Effective gov.Date  // notices: the day the notice itself names; zero: none
}

// Dispatch sets the moment of sending, not before the document exists. A simple request counts as dispatched when it is
// posted on the e-document board (행정업무의 운영 및 혁신에 관한 규정 시행규칙 제9조제2항). A notice takes effect on
// the day that it names or, if it names none, when five days have passed after its posting: the day of posting is not
// counted, and a fifth day that is a Saturday or holiday moves on to the next that is neither (제6조제3항, 민법
// 제157조, 제161조).
func (c LegalClock) Dispatch(p Posting, cal *calendar.Calendar) (LegalClock, gov.Reason, error) {
	if err := c.mayLeave(p); err != nil {
		return c, gov.Reason{}, err
	}
	c.Dispatched = p.At
	posted := gov.DateIn(p.At)
	switch {
	case p.Sending == SendBoard:
		return c, gov.Reason{
			Rule: "clock/board", Article: boardArticle, Text: "단순한 요청이므로 전자문서 게시판에 게시한 때에 시행한 것으로 봅니다.",
		}, nil
	case p.Sending == SendNotice && p.Effective.IsZero():
		last := cal.CivilDays(posted, noticeDays).Legal
		c.Effective = last.AddDays(1)
		return c, gov.Reason{
			Rule: "clock/notice", Article: noticeArticle,
			Text: posted.Korean() + " 공고한 뒤 5일이 " + last.Korean() + "에 지나 그 다음 날부터 효력이 있습니다.",
		}, nil
	case p.Sending == SendNotice:
		c.Effective = p.Effective
		return c, gov.Reason{
			Rule: "clock/notice-named", Article: noticeArticle, Text: "공고문이 밝힌 효력발생일은 " + p.Effective.Korean() + "입니다.",
		}, nil
	}
	return c, gov.Reason{
		Rule: "clock/dispatched", Article: arrivalArticle, Text: "발송하였습니다. 수신자에게 도달한 때에 효력이 생깁니다.",
	}, nil
}

// mayLeave refuses a sending that cannot be.
func (c LegalClock) mayLeave(p Posting) error {
	switch {
	case c.Established.IsZero():
		return gov.Refuse(gov.CodeActNotOpen, "아직 결재되지 않은 문서는 시행할 수 없습니다.",
			"a document that is not established cannot be sent")
	case p.Sending != SendLetter && p.Sending != SendNotice && p.Sending != SendBoard:
		return gov.Refuse(gov.CodeActNotOpen, "내부결재 문서는 시행하지 않습니다.", "an internal document is not sent")
	case !c.Dispatched.IsZero():
		return gov.Refuse(gov.CodeActNotOpen, "이미 시행한 문서입니다.", "the document was sent already")
	case p.At.Before(c.Established):
		return gov.Refuse(gov.CodeInvalid, "시행 시각이 결재 시각보다 빠릅니다. 시각을 확인하십시오.",
			"a document cannot be sent before it is established")
	case !p.Effective.IsZero() && p.Sending != SendNotice:
		return gov.Refuse(gov.CodeInvalid, "효력발생일은 공고 문서에서만 정할 수 있습니다.", "only a notice names its day of effect")
	case !p.Effective.IsZero() && p.Effective.Before(gov.DateIn(p.At)):
		return gov.Refuse(gov.CodeInvalid, "공고의 효력발생일이 공고일보다 빠릅니다.", "a notice cannot take effect before it is posted")
	}
	return nil
}

// Arrival is the arrival at one addressee.
type Arrival struct {
	Way    ArrivalWay
	At     time.Time
	Agency bool // the addressee is an agency
}

// Arrive sets the moment of arrival and with it the effect (행정업무의 운영 및 혁신에 관한 규정 제6조제2항): an
// electronic document arrives when it is entered in the system that the addressee keeps or has named. An e-mail that
// tells an agency of a document is no arrival; only people outside the agencies get documents by official e-mail
// (제16조제3항). A notice arrives at nobody: its effect follows from its posting. Only the first arrival counts.
func (c LegalClock) Arrive(a Arrival) (LegalClock, gov.Reason, error) {
	if err := c.mayArrive(a); err != nil {
		return c, gov.Reason{}, err
	}
	r := gov.Reason{Rule: "clock/arrived", Article: arrivalArticle, Text: "수신자에게 도달하여 효력이 생겼습니다."}
	if a.Way == ArrivedMail {
		r.Article = outsideArticle
	}
	c.Arrived, c.Effective = a.At, gov.DateIn(a.At)
	return c, r, nil
}

// mayArrive refuses an arrival that cannot be, or that the law does not count.
func (c LegalClock) mayArrive(a Arrival) error {
	switch {
	case c.Dispatched.IsZero():
		return gov.Refuse(gov.CodeActNotOpen, "아직 시행하지 않은 문서입니다.", "the document was not sent yet")
	case !c.Arrived.IsZero():
		return gov.Refuse(gov.CodeActNotOpen, "이미 도달한 문서입니다.", "the document arrived already")
	case !c.Effective.IsZero():
		return gov.Refuse(gov.CodeActNotOpen, "공고 문서는 공고로 효력이 생기며 따로 도달하지 않습니다.",
			"a notice takes effect by its posting")
	case a.At.Before(c.Dispatched):
		return gov.Refuse(gov.CodeInvalid, "도달 시각이 시행 시각보다 빠릅니다. 시각을 확인하십시오.",
			"a document cannot arrive before it was sent")
	}
	switch a.Way {
	case ArrivedSystem, ArrivedPost, ArrivedHand:
		return nil
	case ArrivedMail:
		if !a.Agency {
			return nil
		}
		refusal := gov.Refuse(gov.CodeActNotOpen,
			"행정기관에 보낸 전자우편 알림은 도달이 아닙니다. 상대 기관의 시스템에 접수된 때를 기록하십시오.", "an e-mail to an agency is no arrival")
		refusal.Reasons = []gov.Reason{{
			Rule: "clock/mail-is-no-arrival", Article: arrivalArticle, Text: "문서는 수신자의 전자적 시스템에 입력된 때에 도달합니다.",
		}}
		return refusal
	}
	return gov.Refuse(gov.CodeInvalid, "도달한 방법을 시스템, 우편, 인편, 전자우편 가운데에서 고르십시오.",
		"the way of arrival is unknown")
}
