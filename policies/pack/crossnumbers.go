package pack

import (
	"gyeol/gov"
	"gyeol/policies"
)

// crossNumbers proves the series of policy numbers: each is of a post that may give one, no post has two at once, and a
// row that gives one agrees with the table on that of its decider.
func (l *loader) crossNumbers() {
	const file = authorityFileName
	for i, r := range l.authority.Numbers {
		where := in(file, "policy_numbers", index(i))
		l.needPost(r.Post, where.at("post"))
		if p, ok := l.p.Org.Post(r.Post); ok && policies.Above(gov.RankViceMayor, p.Rank) {
			l.fault(where.at("post"), "policy-number/rank", "직위 ‘%s’은(는) 부시장보다 낮아 방침번호를 둘 수 없습니다.", r.Post)
		}
		for _, before := range l.authority.Numbers[:i] {
			if before.Post == r.Post && meet(before.Ruled, r.Ruled) {
				l.fault(where, "policy-number/overlap", "직위 ‘%s’의 방침번호 계열이 같은 날에 둘 이상입니다.", r.Post)
			}
		}
	}
	for i, row := range l.authority.Rows {
		if row.Policy != "" {
			l.numbered(row, in(file, "rows", index(i), "policy_number"))
		}
	}
}

// numbered proves the series of one row.
func (l *loader) numbered(row policies.AuthorityRow, where place) {
	if policies.Above(gov.RankViceMayor, row.Decides) {
		l.fault(where, "policy-number/rank", "전결 규정 ‘%s’의 결재권자는 부시장보다 낮아 방침번호를 줄 수 없습니다.", row.ID)
	}
	for _, r := range l.authority.Numbers {
		p, ok := l.p.Org.Post(r.Post)
		if ok && row.Names(p.ID, p.Rank) && meet(row.Ruled, r.Ruled) && r.Series != row.Policy {
			l.fault(where, "policy-number/differs", "전결 규정 ‘%s’의 방침번호 계열 ‘%s’이(가) 그 결재권자의 계열 ‘%s’과(와) 다릅니다.",
				row.ID, row.Policy, r.Series)
		}
	}
}

// meet reports whether there is a day on which both rules apply.
func meet(a, b policies.Ruled) bool { return !ends(a, begins(b)) && !ends(b, begins(a)) }
