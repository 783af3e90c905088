package pack

import (
	"gyeol/gov"
	"gyeol/policies"
)

// index puts the rules under their ids and refuses ids that occur twice.
func (l *loader) index() {
	l.p.Org.index()
	l.p.AuthorityRows, l.p.Duties = l.authority.Rows, l.groups.Duties
	l.p.MetadataRules, l.p.Records = l.authority.Metadata, l.authority.Records
	l.p.PolicyNumbers = l.authority.Numbers
	l.p.Checks, l.p.Chapters = l.checks.Checks, l.checks.Chapters
	l.p.Overlaps, l.p.Privacy = l.overlaps.Overlaps, l.privacy.Privacy
	l.p.AuditTerms = l.terms.Audit
	l.p.Copies, l.p.Masks, l.p.Purposes = l.privacy.Copies, l.privacy.Masks, l.privacy.Purposes
	l.p.Inconsistencies = l.inconsists.Inconsistencies
	l.p.Cycles, l.p.cycleFile = map[string]policies.CycleRule{}, map[string]string{}
	for _, c := range l.cycles {
		if _, twice := l.p.Cycles[c.rule.Cycle]; twice {
			l.fault(in(c.name, "cycle"), "id/duplicate", "연간 업무 ‘%s’의 이름이 두 파일에 있습니다.", c.rule.Cycle)
		}
		l.p.Cycles[c.rule.Cycle], l.p.cycleFile[c.rule.Cycle] = c.rule, c.name
		l.p.orders.cycles = append(l.p.orders.cycles, c.rule.Cycle)
	}
	l.p.Bodies, l.p.orders.bodies = byID(l, in("bodies.yaml", "bodies"), l.bodies.Bodies,
		func(b policies.BodyRule) gov.BodyID { return b.ID })
	l.p.Ladders, l.p.orders.ladders = byID(l, in("notices.yaml", "ladders"), l.notices.Ladders,
		func(r policies.LadderRule) string { return r.ID })
	l.p.Notices, l.p.Quiet = l.notices.Notices, l.notices.Quiet
	l.p.Forms, l.p.orders.forms = byID(l, in("forms.yaml", "forms"), l.forms.Forms,
		func(f policies.FormRule) string { return f.ID })
	l.p.Awards, l.p.orders.awards = byID(l, in("awards.yaml", "programmes"), l.awards.Programmes,
		func(a policies.AwardRule) string { return a.ID })
	l.p.Groups, l.p.orders.groups = byID(l, in("groups.yaml", "groups"), l.groups.Groups,
		func(g policies.GroupRule) string { return g.ID })
	byID(l, in("groups.yaml", "duties"), l.groups.Duties, func(d policies.DutyRule) string { return d.ID })
	byID(l, in("overlaps.yaml", "overlaps"), l.p.Overlaps, func(r policies.OverlapRule) string { return r.ID })
	byID(l, in(privacyFileName, "privacy"), l.p.Privacy, func(r policies.PrivacyRule) string { return r.ID })
	byID(l, in(termsFileName, "audit"), l.p.AuditTerms, func(r policies.AuditTermRule) string { return r.ID })
	byID(l, in(privacyFileName, "purposes"), l.p.Purposes, func(r policies.PurposeRule) string { return r.ID })
	byID(l, in(privacyFileName, "copies"), l.p.Copies, func(r policies.CopyRule) string { return r.ID })
	byID(l, in(privacyFileName, "masks"), l.p.Masks, func(r policies.MaskRule) string { return r.ID })
	byID(l, in("authority.yaml", "rows"), l.authority.Rows, func(r policies.AuthorityRow) string { return r.ID })
	byID(l, in("organisation.json", "units"), l.p.Org.Units, func(u policies.Unit) gov.UnitID { return u.ID })
	byID(l, in("organisation.json", "posts"), l.p.Org.Posts, func(p policies.Post) gov.PostID { return p.ID })
	byID(l, in("organisation.json", "people"), l.p.Org.People, func(p Person) string { return p.ID })
	byID(l, in("inconsistencies.json", "inconsistencies"), l.p.Inconsistencies, func(i Inconsistency) string { return i.ID })
}

func byID[K ~string, T any](l *loader, list place, items []T, id func(T) K) (map[K]T, []K) {
	out, order := make(map[K]T, len(items)), make([]K, 0, len(items))
	for i, item := range items {
		k := id(item)
		if _, twice := out[k]; twice {
			l.fault(list.at(index(i), "id"), "id/duplicate", "‘%s’이(가) 두 번 정의되어 있습니다.", string(k))
			continue
		}
		out[k] = item
		order = append(order, k)
	}
	return out, order
}
