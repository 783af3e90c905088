package policies

import (
	"fmt"

	"gyeol/gov"
	"gyeol/policies/calendar"
)

// mostReplyDays bounds the period that a draft may give for its answer.
const mostReplyDays = 365

// ArrivalCheckDays is within how many days the office that sent a letter by post or by hand looks after its arrival
// [GKV]: no article sets a period, but until then nothing that counts from the arrival begins.
const ArrivalCheckDays = 7

// ReplyPeriod is how long an addressee has for the answer that a document asks of him (회신 기한), and from which
// moment of its legal clock that counts. The zero value asks for none.
type ReplyPeriod struct {
	From DueBasis `json:"from"` // DueArrived or DueEffective
	Days int      `json:"days"`
}

// Asked reports whether an answer is asked for at all.
func (p ReplyPeriod) Asked() bool { return p.From != "" || p.Days != 0 }

// Korean says the period as a paper prints it; empty where none is asked for.
func (p ReplyPeriod) Korean() string {
	if !p.Asked() {
		return ""
	}
	since := map[DueBasis]string{DueArrived: "도달한 때부터 ", DueEffective: "효력이 생긴 때부터 "}[p.From]
	return fmt.Sprintf("%s%d일 이내", since, p.Days)
}

// Faults lists everything that is wrong with the period and with the way of a document that is sent, or is not, or is a
// notice to everybody: what is not sent is not answered, and a notice arrives at nobody.
func (p ReplyPeriod) Faults(sending Sending, way ArrivalWay) []gov.Reason {
	f := faults{about: "reply"}
	f.unless(way == ArrivedSystem || way == ArrivedPost || way == ArrivedHand, fault{
		"/delivery", arrivalArticle, "보내는 방법을 시스템, 우편, 인편 가운데에서 고르십시오.", "it goes by system, post or hand",
	})
	f.unless(way == ArrivedSystem || sending == SendLetter, fault{
		"/delivery", arrivalArticle, "우편이나 인편은 수신자를 적은 문서만 보낼 수 있습니다.", "only a letter to addressees goes by post or by hand",
	})
	if !p.Asked() {
		return f.found
	}
	f.unless(p.From == DueArrived || p.From == DueEffective, fault{
		"/reply_from", arrivalArticle, "회신 기한이 도달(arrived)과 효력발생(effective) 가운데 어느 때부터인지 고르십시오.",
		"a period for the answer counts from the arrival or from the effect",
	})
	f.unless(p.Days >= 1 && p.Days <= mostReplyDays, fault{
		"/reply_days", civilDaysArticle, "회신 기한은 1일 이상 %d일 이하로 적으십시오.", "1 to %d days for the answer",
	}, mostReplyDays)
	f.unless(sending != SendNone, fault{
		"/reply_days", arrivalArticle, "시행하지 않는 내부결재 문서에는 회신 기한을 둘 수 없습니다.", "what is not sent is not answered",
	})
	f.unless(sending != SendNotice || p.From != DueArrived, fault{
		"/reply_from", noticeArticle, "공고 문서는 따로 도달하지 않으므로 회신 기한은 효력발생일부터 셉니다.",
		"a notice arrives at nobody: its period counts from its effect",
	})
	return f.found
}

// civilDaysArticle is the law on counting days, as package calendar cites it.
const civilDaysArticle = "행정기본법 제6조 제1항, 민법 제157조·제159조·제161조"

// Due counts days from the arrival of a document or from its effect, with the reasons that a task shows: the moment
// with its article, and how the days were counted. There is no deadline while the moment has not come. The day of the
// moment is not counted (민법 제157조); only where the moment is the first of its day, as the effect of a notice is
// that begins on a day after its posting, that day counts (같은 조 단서). A last day that is a Saturday or holiday
// moves on (제161조).
func (c LegalClock) Due(basis DueBasis, days int, cal *calendar.Calendar) (calendar.Deadline, []gov.Reason) {
	moment, midnight, why := c.moment(basis)
	if moment.IsZero() || days < 1 {
		return calendar.Deadline{}, nil
	}
	base, first := moment, "첫날은 세지 않습니다"
	if midnight {
		base, first = moment.AddDays(-1), "오전 0시부터 시작하므로 첫날도 셉니다"
	}
	d := cal.CivilDays(base, days)
	return d, []gov.Reason{why, {
		Rule: "clock/due/" + string(basis), Article: d.Article,
		Text: fmt.Sprintf("그때부터 %d일입니다(%s). 실무 기한 %s, 법정 만료일 %s.", days, first, d.Operative.Korean(), d.Legal.Korean()),
	}}
}

// Base is from which day Due counts, so that the same period can be counted again; without one there is no
// deadline.
func (c LegalClock) Base(basis DueBasis, days int) CountBase {
	moment, midnight, _ := c.moment(basis)
	if moment.IsZero() || days < 1 {
		return CountBase{}
	}
	if midnight {
		moment = moment.AddDays(-1)
	}
	return CountBase{CountCivil, moment, days}
}

// moment is the day on which a basis has come, whether it began with that day, and why it is that day; zero before.
func (c LegalClock) moment(basis DueBasis) (day gov.Date, midnight bool, why gov.Reason) {
	arrived := gov.DateIn(c.Arrived)
	switch {
	case (basis == DueArrived || basis == DueEffective) && !arrived.IsZero():
		return arrived, false, gov.Reason{
			Rule: "clock/arrived", Article: arrivalArticle, Text: arrived.Korean() + " 수신자에게 도달하여 효력이 생겼습니다.",
		}
	case basis != DueEffective || c.Effective.IsZero():
		return gov.Date{}, false, gov.Reason{}
	case c.Dispatched.IsZero():
		return c.Effective, false, gov.Reason{
			Rule: "clock/established", Article: establishedArticle, Text: c.Effective.Korean() + " 결재로 성립하여 효력이 생겼습니다.",
		}
	}
	return c.Effective, c.Effective.After(gov.DateIn(c.Dispatched)), gov.Reason{
		Rule: "clock/notice", Article: noticeArticle, Text: "공고 문서로서 " + c.Effective.Korean() + "부터 효력이 있습니다.",
	}
}

// WhyCheckArrival says why the arrival of a letter that left on a day is asked for.
func WhyCheckArrival(sent gov.Date, p ReplyPeriod) gov.Reason {
	text := sent.Korean() + " 우편 또는 인편으로 보낸 문서입니다. 수신자에게 도달한 날을 기록하십시오."
	if p.Asked() {
		text += fmt.Sprintf(" 회신 기한 %d일은 도달한 때부터 셉니다.", p.Days)
	}
	return gov.Reason{Rule: "clock/check-arrival", Article: arrivalArticle, Text: text}
}
