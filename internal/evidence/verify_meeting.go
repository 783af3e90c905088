package evidence

import (
	"encoding/json"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/policies"
)

// checkMeeting counts quorum and ballots anew, by the rules that counted them first.
func (v *verifying) checkMeeting(f *folder) {
	m := f.c.Meeting
	if m == nil || m.HeldOn == "" {
		return
	}
	path := f.path(caseName)
	opening := policies.Quorum(m.InOffice, m.Present)
	present := 0
	for _, a := range m.Members {
		if a.Present {
			present++
		}
	}
	if m.Quorum != opening.Needed || present != m.Present {
		v.report.find(FaultVote, path, "재적 %d명·출석 %d명의 의사정족수가 맞지 않습니다 (quorum or attendance do not count up)",
			m.InOffice, m.Present)
	}
	v.report.Ballots += len(m.Ballots)
	seen := map[string]bool{}
	for _, b := range m.Ballots {
		key := b.Item + " " + b.Member
		if b.Member != "" && seen[key] {
			v.report.find(FaultVote, path, "한 위원의 표가 두 번 있습니다 (a member has voted twice)")
		}
		seen[key] = true
		if b.Person != "" && !f.cast(b) {
			v.report.find(FaultVote, path, "표에 맞는 기여가 없습니다 (a ballot is not what was cast)")
		}
	}
	for _, i := range m.Items {
		if i.Result != "" {
			v.checkItem(f, i, opening)
		}
	}
}

// checkItem counts one item. A member who was present and cast no ballot has abstained.
func (v *verifying) checkItem(f *folder, i Item, o policies.Opening) {
	var b policies.Ballots
	for _, one := range f.c.Meeting.Ballots {
		if one.Item != i.ID {
			continue
		}
		switch one.Choice {
		case "yes":
			b.Yes++
		case "no":
			b.No++
		case "abstain":
			b.Abstain++
		case "recused":
			b.Recused++
		}
	}
	r := policies.Resolve(o, b)
	same := r.Present == i.Present && r.Yes == i.Yes && r.No == i.No && r.Abstain == i.Abstain &&
		r.Recused == i.Recused && r.Needed == i.Needed
	passed := strings.HasPrefix(i.Result, "passed")
	if !same || passed && !r.Passed || r.Deferred && i.Result != "deferred" || i.Result == "rejected" && r.Passed {
		v.report.find(FaultVote, f.path(caseName), "안건 %d의 결과가 표에서 나오지 않습니다: 찬성 %d·반대 %d·기권 %d·회피 %d "+
			"(the result of item %[1]d does not follow from the ballots)", i.Ordinal, r.Yes, r.No, r.Abstain, r.Recused)
	}
}

// cast reports whether a ballot was a contribution to the meeting.
func (f *folder) cast(b Ballot) bool {
	return slices.ContainsFunc(f.c.Given, func(g Contribution) bool {
		var said struct{ Item, Choice string }
		return g.Verb == string(gov.VerbBallot) && g.Actor == b.Person && json.Unmarshal(g.Body, &said) == nil &&
			said.Item == b.Item && said.Choice == b.Choice
	})
}

// checkNotices proves that a notice follows from an act of the case, and that what was sent left a trace.
func (v *verifying) checkNotices(f *folder) {
	for _, n := range f.c.Notices {
		path := f.path(caseName)
		if n.Act > 0 && f.act(n.Act) == nil {
			v.report.find(FaultNotice, path, "알림 %s의 원인인 행위 %d이(가) 없습니다 (the act behind a notice is not there)",
				n.ID, n.Act)
		}
		sent := n.State == string(gov.NoticeSent) || n.State == string(gov.NoticeBounced)
		taken := slices.ContainsFunc(n.Attempts, func(a Attempt) bool { return a.OK })
		if sent && (n.MessageID == "" || n.SentAt == "" || !isHash(n.BodyHash) || !taken) {
			v.report.find(FaultNotice, path, "보낸 알림 %s에 발송 기록이 없습니다 (a notice was sent without a trace)", n.ID)
		}
		if !sent && (n.SentAt != "" || taken) {
			v.report.find(FaultNotice, path, "알림 %s은(는) 보내지 않았다고 하나 서버가 받았습니다 (a server took what was not sent)", n.ID)
		}
		if n.State == string(gov.NoticeBounced) && len(n.Bounces) == 0 {
			v.report.find(FaultNotice, path, "돌아온 알림 %s에 반송 보고가 없습니다 (a notice came back unreported)", n.ID)
		}
		if n.ResentOf != "" && !f.resent[n.ID] {
			v.report.find(FaultNotice, path, "다시 보낸 알림 %s의 감사 기록이 없습니다 (a notice sent again has no entry)", n.ID)
		}
	}
}
