package pack

import (
	"regexp"
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

// CopyOn returns the rule by which public copies are made on a day; false if the pack has none for it.
func (p *Pack) CopyOn(day gov.Date) (policies.CopyRule, bool) {
	for _, r := range p.Copies {
		if applies, _ := r.InForce(day); applies {
			return r, true
		}
	}
	return policies.CopyRule{}, false
}

// PurposeOn returns the rule by which the purpose of some personal data ends, as it is on a day; false if the pack has
// none for it: then the data stays.
func (p *Pack) PurposeOn(data string, day gov.Date) (policies.PurposeRule, bool) {
	for _, r := range p.Purposes {
		if applies, _ := r.InForce(day); applies && r.Data == data {
			return r, true
		}
	}
	return policies.PurposeRule{}, false
}

// MasksOn returns the patterns that public copies mask on a day.
func (p *Pack) MasksOn(day gov.Date) []policies.MaskRule {
	var out []policies.MaskRule
	for _, r := range p.Masks {
		if applies, _ := r.InForce(day); applies {
			out = append(out, r)
		}
	}
	return out
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

// crossPrivacy finds two rules of one day about the same, a longer term that is none, and patterns that nobody can read or that find
// nothing at all in what they read.
func (l *loader) crossPrivacy() {
	for i, r := range l.p.Masks {
		if re, err := regexp.Compile(r.Pattern); err != nil || re.MatchString("") {
			l.fault(in(privacyFileName, "masks", index(i), "pattern"), "privacy/pattern",
				"‘%s’의 패턴을 정규식(RE2)으로 읽을 수 없거나 빈 글에도 맞습니다.", r.Title)
		}
	}
	for i, r := range l.p.Purposes {
		for j, before := range l.p.Purposes[:i] {
			if before.Data == r.Data && meet(before.Ruled, r.Ruled) {
				l.fault(in(privacyFileName, "purposes", index(i)), "privacy/purpose-twice",
					"같은 날에 같은 개인정보의 처리 목적에 적용되는 규정이 둘 이상입니다(%d번, %d번).", j+1, i+1)
			}
		}
	}
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
