package pack

import (
	"slices"

	"gyeol/gov"
	"gyeol/policies"
)

const privacyFileName = "privacy.yaml"

// PrivacyOn returns the rule by which the log of access to personal data is kept on a day; false if the pack has none
// for it.
func (p *Pack) PrivacyOn(day gov.Date) (policies.PrivacyRule, bool) {
	for _, r := range p.Privacy {
		if applies, _ := r.InForce(day); applies {
			return r, true
		}
	}
	return policies.PrivacyRule{}, false
}

// PostsOf returns the posts that carry any of the duties, each once.
func (p *Pack) PostsOf(duties ...string) []gov.PostID {
	var out []gov.PostID
	for _, d := range p.Duties {
		if slices.Contains(duties, d.ID) {
			out = append(out, d.Posts...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// crossPrivacy finds two rules of one day, and a longer term that is none.
func (l *loader) crossPrivacy() {
	for i, r := range l.p.Privacy {
		if r.ManyYears < r.Years {
			l.fault(in(privacyFileName, "privacy", index(i)), "privacy/term",
				"많은 정보주체나 민감정보의 접속기록을 그렇지 않은 것보다 짧게 보관할 수 없습니다.")
		}
		for j, before := range l.p.Privacy[:i] {
			if meet(before.Ruled, r.Ruled) {
				l.fault(in(privacyFileName, "privacy", index(i)), "privacy/twice",
					"같은 날에 적용되는 접속기록 보관 규정이 둘 이상입니다(%d번, %d번).", j+1, i+1)
			}
		}
	}
}
