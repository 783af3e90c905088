package dossier

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/internal/evidence"
	"gyeol/policies"
)

// Why something is withheld, as archives name it.
const (
	whyNominee    = "nominee"
	whyDisclosure = "disclosure"
	whyBallot     = "ballot"
	whyAbsence    = "absence"
	whyOutsider   = "outsider"
	whyPeople     = "people"
	whyDeleted    = "deleted"
)

// grounds are the same for people.
var grounds = map[string]string{
	whyNominee:    "표창 후보자의 개인정보와 심사 내용 (개인정보 보호법 제23조)",
	whyDisclosure: "공개하지 않는 문서와 붙임 (공공기관의 정보공개에 관한 법률 제9조제1항)",
	whyBallot:     "위원 각자의 표결과 출석 사유 (개인정보 보호법 제3조)",
	whyAbsence:    "기한 연장의 개인 사유 (개인정보 보호법 제23조)",
	whyPeople:     "규정 묶음에 든 직원의 성명과 주소 (개인정보 보호법 제3조)",
	whyDeleted:    "처리 목적이 끝나 삭제한 표창 후보자의 개인정보 (개인정보 보호법 제21조제1항)",
	whyOutsider:   "외부 위원의 성명 (공공기관의 정보공개에 관한 법률 제9조제1항제6호)",
}

// hidden are the entries whose bodies stay out, by what they name.
type hidden map[string]bool

// omissions counts what was withheld.
type omissions map[evidence.Omission]int

func (o omissions) count(list []evidence.Withheld) {
	for _, w := range list {
		o[evidence.Omission{What: w.What, Why: grounds[w.Why]}]++
	}
}

// list is the count in one order.
func (o omissions) list() []evidence.Omission {
	out := make([]evidence.Omission, 0, len(o))
	for _, k := range slices.SortedFunc(maps.Keys(o), func(x, y evidence.Omission) int {
		return cmp.Or(strings.Compare(x.What, y.What), strings.Compare(x.Why, y.Why))
	}) {
		k.Count = o[k]
		out = append(out, evidence.Omission{What: k.What, Why: k.Why, Count: k.Count})
	}
	return out
}

// address is an address of mail in what a server said.
var address = regexp.MustCompile(`[^\s<>"(),;:]+@[^\s<>"(),;:]+`)

// mask takes out of a case what its reader may not see, says so in it, and answers with the entries to hide. Addresses
// of mail go in any case.
func (b *building) mask(c *evidence.Case) hidden {
	for i := range c.Notices {
		n := &c.Notices[i]
		n.Reply, n.StateReason = address.ReplaceAllString(n.Reply, "*"), address.ReplaceAllString(n.StateReason, "*")
		for j := range n.Attempts {
			n.Attempts[j].Reply = address.ReplaceAllString(n.Attempts[j].Reply, "*")
		}
	}
	m := masking{c: c, hidden: hidden{}}
	if b.order.Full {
		m.deleted()
		return m.hidden
	}
	m.names(b.outsiders)
	m.given()
	switch {
	case c.Kind == string(gov.CaseNomination):
		m.everything(whyNominee)
	case c.Document != nil && strings.HasPrefix(c.Document.Matter, "award."):
		m.everything(whyNominee)
	case c.Document != nil && c.Document.Disclosure != string(gov.Public):
		m.everything(whyDisclosure)
	default:
		m.acts(whyAbsence, func(a *evidence.Act) bool { return strings.HasSuffix(a.Verb, "_extension") })
	}
	return m.hidden
}

// deleted says of a nomination what went when its purpose had ended. The entries stay: their hashes over it had a salt,
// which went with it.
func (m masking) deleted() {
	if m.c.Forgotten == nil {
		return
	}
	for i := range m.c.Acts {
		if a := &m.c.Acts[i]; policies.KeptApart(gov.CaseKind(m.c.Kind), gov.Verb(a.Verb)) {
			a.Body = nil
			m.leave("act", actRef(a.Seq), whyDeleted)
		}
	}
	for i := range m.c.Given {
		if g := &m.c.Given[i]; policies.KeptApart(gov.CaseKind(m.c.Kind), gov.Verb(g.Verb)) {
			g.Body = nil
			m.leave("contribution", g.ID, whyDeleted)
		}
	}
	for _, x := range m.c.Contents {
		if x.File == "" {
			m.leave("content", x.Hash, whyDeleted)
		}
	}
}

// masking is a case that is masked.
type masking struct {
	c      *evidence.Case
	hidden hidden
}

func (m masking) leave(what, ref, why string) {
	m.c.Withheld = append(m.c.Withheld, evidence.Withheld{What: what, Ref: ref, Why: why})
}

// names masks persons from outside wherever they are named for people. Who votes and who is called is said by seats.
func (m masking) names(outsiders map[string]bool) {
	n := 0
	hide := func(name *string) {
		if outsiders[*name] {
			*name = policies.MaskName(*name)
			n++
		}
	}
	for i := range m.c.Acts {
		hide(&m.c.Acts[i].Name)
	}
	for i := range m.c.Line {
		hide(&m.c.Line[i].Name)
	}
	for i := range m.c.Notices {
		hide(&m.c.Notices[i].Name)
	}
	if m.c.Meeting != nil {
		for i := range m.c.Meeting.Members {
			hide(&m.c.Meeting.Members[i].Name)
		}
	}
	if n > 0 {
		m.leave("name", m.c.ID, whyOutsider)
	}
}

// given takes out who voted how, who scored what and why somebody does not come. The ballots stay, without the voters.
func (m masking) given() {
	m.c.Given = slices.DeleteFunc(m.c.Given, func(g evidence.Contribution) bool {
		switch gov.Verb(g.Verb) { //nolint:exhaustive // the others say nothing of a person's choice
		case gov.VerbBallot, gov.VerbAttend:
			m.leave("contribution", g.ID, whyBallot)
		case gov.VerbScore:
			m.leave("contribution", g.ID, whyNominee)
		default:
			return false
		}
		m.hidden[g.ID] = true
		return true
	})
	if m.c.Meeting == nil || len(m.c.Meeting.Ballots) == 0 {
		return
	}
	m.leave("ballots", m.c.ID, whyBallot)
	for i := range m.c.Meeting.Ballots {
		m.c.Meeting.Ballots[i].Member, m.c.Meeting.Ballots[i].Person = "", ""
	}
	slices.SortStableFunc(m.c.Meeting.Ballots, func(x, y evidence.Ballot) int {
		return cmp.Or(strings.Compare(x.Item, y.Item), strings.Compare(x.Choice, y.Choice))
	})
}

// acts takes out what was said in some acts.
func (m masking) acts(why string, which func(*evidence.Act) bool) {
	for i := range m.c.Acts {
		if a := &m.c.Acts[i]; which(a) {
			a.Body, a.Reason, a.Salt = nil, "", ""
			m.hidden[actRef(a.Seq)] = true
			m.leave("act", actRef(a.Seq), why)
		}
	}
}

// everything leaves of a case who decided when, on the content of which hash.
func (m masking) everything(why string) {
	m.acts(why, func(*evidence.Act) bool { return true })
	for _, g := range m.c.Given {
		m.hidden[g.ID] = true
		m.leave("contribution", g.ID, why)
	}
	m.c.Given = []evidence.Contribution{}
	for i := range m.c.Contents {
		m.leave("content", m.c.Contents[i].Hash, why)
		m.c.Contents[i].File = ""
	}
	for i := range m.c.Attachments {
		m.leave("attachment", m.c.Attachments[i].SHA256, why)
		m.c.Attachments[i].File = ""
	}
	for i := range m.c.Decisions {
		m.c.Decisions[i].Opinion = ""
	}
	for i := range m.c.Line {
		m.c.Line[i].Opinion = ""
	}
	if m.c.Details != nil {
		m.c.Details = nil
		m.leave("details", m.c.ID, why)
	}
	if len(m.c.Pages) > 0 {
		m.c.Pages = []string{}
		m.leave("page", m.c.ID, why)
	}
}
