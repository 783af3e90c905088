package pack

import (
	"gyeol/gov"
	"gyeol/policies"
)

// crossAuthority finds posts that do not have the rank that decides, facts asked about the wrong matter, and the gaps
// and overlaps of the table.
func (l *loader) crossAuthority() {
	const file = authorityFileName
	for i, row := range l.authority.Rows {
		l.needPost(row.Post, in(file, "rows", index(i), "post"))
		for j, id := range row.Concur {
			l.needPost(id, in(file, "rows", index(i), "concur", index(j)))
		}
		for j, id := range row.Agree {
			l.needPost(id, in(file, "rows", index(i), "agree", index(j)))
		}
		if p, ok := l.p.Org.Post(row.Post); ok && p.Rank != row.Decides {
			l.fault(in(file, "rows", index(i), "post"), "authority/rank",
				"직위 ‘%s’은(는) 결재권자로 적은 직급(%s)이 아닙니다.", row.Post, row.Decides.Korean())
		}
	}
	l.crossFacts()
	l.crossRecords()
	l.crossNumbers()
	l.crossCoverage()
}

// crossRecords finds rules of records for matters that nobody decides, and two for one matter at once.
func (l *loader) crossRecords() {
	const file = authorityFileName
	for i, m := range l.authority.Metadata {
		l.needMatter(m.Matter, in(file, "metadata", index(i), "matter"))
	}
	for i, r := range l.authority.Records {
		l.needMatter(r.Matter, in(file, "records", index(i), "matter"))
		for _, before := range l.authority.Records[:i] {
			if before.Matter == r.Matter && meet(before.Ruled, r.Ruled) {
				l.fault(in(file, "records", index(i)), "record/overlap", "업무 ‘%s’의 기록 기본값이 같은 날에 둘 이상입니다.", r.Matter)
			}
		}
	}
}

func begins(r policies.Ruled) gov.Date {
	if !r.AssumedFrom.IsZero() {
		return r.AssumedFrom
	}
	return r.From
}

// ends reports whether the rule is over before the day.
func ends(r policies.Ruled, day gov.Date) bool { return !r.Until.IsZero() && r.Until.Before(day) }

func (l *loader) crossBodies() {
	const file = "bodies.yaml"
	for i, b := range l.bodies.Bodies {
		at := in(file, "bodies", index(i)).at
		l.needPost(b.Secretary, at("secretary"))
		l.needPost(b.Chair, at("chair"))
		l.needPost(b.ViceChair, at("vice_chair"))
		if b.Written != nil {
			l.needPost(b.Written.Order, at("written", "order"))
		}
		l.needMatter(b.Call, at("call"))
		l.needMatter(b.Minutes, at("minutes"))
		if b.MeetsAt >= b.MeetsUntil && b.MeetsAt != "" {
			l.fault(at("meets_until"), "body/hours", "회의가 끝나는 시각(%s)이 시작하는 시각(%s)보다 늦어야 합니다.", b.MeetsUntil, b.MeetsAt)
		}
		l.seats(b, at)
	}
}

// seats compares the seats of a body with its rule: number, limits of the article, chair.
func (l *loader) seats(b policies.BodyRule, at func(...string) place) {
	posts := map[gov.PostID]string{}
	n := 0
	for _, s := range l.p.Org.Seats {
		if s.Body == b.ID && s.ValidTo.IsZero() {
			posts[s.Post] = s.Role
			n++
		}
	}
	if n != b.Seats || len(posts) != n {
		l.fault(at("seats"), "body/seats", "재적위원을 %d명으로 적었으나 organisation.json에는 %d명(겹침 %d명)이 있습니다.",
			b.Seats, n, n-len(posts))
	}
	if b.Seats < b.MinSeats || (b.MaxSeats > 0 && b.Seats > b.MaxSeats) {
		l.fault(at("seats"), "body/limits", "재적위원 %d명은 근거 조문의 범위(%d~%d명)를 벗어납니다.", b.Seats, b.MinSeats, b.MaxSeats)
	}
	if posts[b.Chair] != "chair" {
		l.fault(at("chair"), "body/chair", "위원장 ‘%s’이(가) 위원장 자리에 있지 않습니다.", b.Chair)
	}
	if b.ViceChair != "" && posts[b.ViceChair] != "vice_chair" && posts[b.ViceChair] != "member" {
		l.fault(at("vice_chair"), "body/chair", "부위원장 ‘%s’이(가) 위원이 아닙니다.", b.ViceChair)
	}
}
