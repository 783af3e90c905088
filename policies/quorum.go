package policies

import (
	"gyeol/gov"
	"gyeol/policies/calendar"
)

// Rules by which a body opens and resolves, as packs name them.
const (
	MajorityInOffice = "majority_in_office" // opens with more than half of the members in office
	MajorityPresent  = "majority_present"   // resolves with more than half of those present
)

// CodeRejected says that a body did not pass what later stages need: 409, the process stops with its owner.
const CodeRejected gov.Code = "rejected"

// Opening is whether a body may open its meeting (개의).
type Opening struct {
	InOffice int  `json:"in_office"` // 재적위원
	Present  int  `json:"present"`   // 출석위원
	Needed   int  `json:"needed"`    // ⌊재적/2⌋+1
	Met      bool `json:"met"`
}

// Quorum says whether a body opens: with more than half of its members in office (서울특별시 각종 위원회의 설치ㆍ운영에
// 관한 조례 제10조제2항). Twenty in office need eleven, nineteen need ten.
func Quorum(inOffice, present int) Opening {
	needed := inOffice/2 + 1
	return Opening{InOffice: inOffice, Present: present, Needed: needed, Met: present >= needed}
}

// Majority says how many of those present must say yes and whether they did: more than half (같은 조례 제10조제2항). A
// tie does not pass, and an abstention counts as present.
func Majority(present, yes int) (needed int, passed bool) {
	needed = present/2 + 1
	return needed, yes >= needed
}

// Ballots are the ballots cast on one item of the agenda.
type Ballots struct{ Yes, No, Abstain, Recused int }

// Resolution is the count of one item. Yes, No and Abstain add up to Present.
type Resolution struct {
	Present  int  `json:"present"` // those present for this item: without the recused
	Yes      int  `json:"yes"`
	No       int  `json:"no"`
	Abstain  int  `json:"abstain"` // who abstained and who was present and cast no ballot: silence is no consent
	Recused  int  `json:"recused"`
	Needed   int  `json:"needed"`
	Passed   bool `json:"passed"`
	Deferred bool `json:"deferred"` // recusals left fewer than the quorum: nothing was resolved
}

// Resolve counts one item. Who recused himself has left it and is not counted among those present; the members in
// office stay what they were, so an item from which too many withdraw is deferred (같은 조례 제9조, 제10조제2항).
func Resolve(o Opening, b Ballots) Resolution {
	r := Resolution{Present: o.Present - b.Recused, Yes: b.Yes, No: b.No, Recused: b.Recused}
	r.Abstain = r.Present - r.Yes - r.No
	r.Needed, r.Passed = Majority(r.Present, r.Yes)
	if r.Present < o.Needed {
		r.Deferred, r.Passed = true, false
	}
	return r
}

// nextMeetingWithin bounds the search of NextMeeting, in days.
const nextMeetingWithin = 400

// NextMeeting returns the first working day on which a body may meet if it is called on the next working day after
// today, its full notice kept (같은 조례 제10조제1항) and no sitting of the council in the way (제10조제3항). It
// returns "no date" only where a year and more are blocked.
func NextMeeting(today gov.Date, body *BodyRule, cal *calendar.Calendar) gov.Date {
	call := cal.AddWorkingDays(today, 1)
	for d := call; d.Before(call.AddDays(nextMeetingWithin)); d = d.AddDays(1) {
		if _, blocked := cal.Blocked(d); blocked || !cal.IsWorkingDay(d) {
			continue
		}
		if !CallBy(d, body, cal).Before(call) {
			return d
		}
	}
	return gov.Date{}
}
