package pack

import (
	"slices"

	"gyeol/gov"
	"gyeol/policies"
)

const termsFileName = "terms.yaml"

// AuditTermsOn are the rules by which bodies of the audit log are kept on a day.
func (p *Pack) AuditTermsOn(day gov.Date) []policies.AuditTermRule {
	var out []policies.AuditTermRule
	for _, r := range p.AuditTerms {
		if applies, _ := r.InForce(day); applies {
			out = append(out, r)
		}
	}
	return out
}

// crossTerms finds two rules of one day for the same kind of entry.
func (l *loader) crossTerms() {
	for i, r := range l.p.AuditTerms {
		for j, before := range l.p.AuditTerms[:i] {
			both := slices.ContainsFunc(r.Kinds, func(k string) bool { return slices.Contains(before.Kinds, k) })
			if both && meet(before.Ruled, r.Ruled) {
				l.fault(in(termsFileName, "audit", index(i)), "terms/twice",
					"같은 날에 같은 종류의 감사 기록에 적용되는 보관 규정이 둘 이상입니다(%d번, %d번).", j+1, i+1)
			}
		}
	}
}
