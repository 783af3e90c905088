package pack

import (
	"slices"

	"gyeol/gov"
)

// cross proves that every name a rule mentions exists and that rules do not contradict each other.
func (l *loader) cross() {
	l.crossOrganisation()
	l.crossGroups()
	l.crossBodies()
	l.crossAuthority()
	l.crossLadders()
	l.crossNotices()
	l.crossOverlaps()
	l.crossPrivacy()
	l.crossTerms()
	l.crossAwards()
	for _, c := range l.cycles {
		l.crossCycle(c)
	}
	l.crossChecks()
	l.crossPlan()
	l.crossResults()
	l.crossReferences()
}

// need places a fault unless the name exists.
func (l *loader) need(exists bool, where place, kind, name string) {
	if !exists {
		l.fault(where, "reference/"+kind, "‘%s’: %s에 없는 이름입니다.", name, definedIn[kind])
	}
}

// definedIn says where the names of a kind are defined.
var definedIn = map[string]string{
	"unit": "organisation.json의 units", "post": "organisation.json의 posts", "person": "organisation.json의 people",
	"body": "bodies.yaml", "panel": "bodies.yaml", "matter": "authority.yaml", "form": "forms.yaml",
	"ladder": "notices.yaml", "programme": "awards.yaml", "group": "groups.yaml", "stage": "이 파일의 stages",
	"node": "기본계획의 체계", "unit-project": "기본계획의 단위사업", "sub-project": "추진실적의 세부사업",
	"roadmap-row": "기본계획의 로드맵", "target": "그 단위사업의 목표", "link": "통합적 과업의 연계", "measure": "핵심성과지표",
	"indicator": "references.json의 indicators", "fact": "그 단위사업의 수치", "total": "추진실적의 합계",
	"status": "추진실적의 상태와 분야", "step": "가입 계획의 단계", "reference-rule": "대조하는 방법",
	"check": "확인 규칙", "check-word": "그 확인 규칙", "task": "과업의 종류", "notice": "알림의 종류", "field": "forms.yaml의 항목",
}

func (l *loader) needPost(id gov.PostID, where place) {
	_, ok := l.p.Org.Post(id)
	l.need(ok || id == "", where, "post", string(id))
}

func (l *loader) needUnit(id gov.UnitID, where place) {
	_, ok := l.p.Org.Unit(id)
	l.need(ok || id == "", where, "unit", string(id))
}

func (l *loader) needMatter(id string, where place) {
	l.need(id == "" || slices.Contains(l.p.Matters(), id), where, "matter", id)
}

func (l *loader) needGroup(id string, where place) {
	_, ok := l.p.Groups[id]
	l.need(ok, where, "group", id)
}

func (l *loader) crossOrganisation() {
	const file = "organisation.json"
	for i, u := range l.p.Org.Units {
		l.needUnit(u.Parent, in(file, "units", index(i), "parent"))
		if u.Parent != "" && l.circular(u.ID) {
			l.fault(in(file, "units", index(i), "parent"), "graph/units", "조직 ‘%s’의 상위 조직이 돌고 돕니다.", u.ID)
		}
	}
	for i, p := range l.p.Org.Posts {
		l.needUnit(p.Unit, in(file, "posts", index(i), "unit"))
	}
	for i, p := range l.p.Org.People {
		l.needPost(p.Post, in(file, "people", index(i), "post"))
	}
	for i, s := range l.p.Org.Seats {
		l.needPost(s.Post, in(file, "seats", index(i), "post"))
		_, ok := l.p.Bodies[s.Body]
		l.need(ok, in(file, "seats", index(i), "body"), "body", string(s.Body))
	}
}

func (l *loader) circular(id gov.UnitID) bool {
	at := id
	for range l.p.Org.Units {
		u, ok := l.p.Org.Unit(at)
		if !ok || u.Parent == "" {
			return false
		}
		if at = u.Parent; at == id {
			return true
		}
	}
	return true
}

func (l *loader) crossGroups() {
	for i, g := range l.groups.Groups {
		for j, u := range g.Units {
			l.needUnit(u, in("groups.yaml", "groups", index(i), "units", index(j)))
		}
	}
	for i, d := range l.groups.Duties {
		for j, p := range d.Posts {
			l.needPost(p, in("groups.yaml", "duties", index(i), "posts", index(j)))
		}
	}
}

func (l *loader) crossAwards() {
	const file = "awards.yaml"
	for i, a := range l.awards.Programmes {
		at := in(file, "programmes", index(i)).at
		for j, g := range a.Nominates {
			l.needGroup(g, at("nominates", index(j)))
		}
		l.needPost(a.Officer, at("officer"))
		l.needMatter(a.Plan, at("plan"))
		l.needMatter(a.Matter, at("matter"))
		jury, ok := l.p.Bodies[a.Jury]
		l.need(ok, at("jury"), "body", string(a.Jury))
		_, ok = l.p.Bodies[a.Board]
		l.need(ok, at("board"), "body", string(a.Board))
		if jury.Seats > 0 && jury.Seats < a.MinScores {
			l.fault(at("min_scores"), "award/scores", "심사위원 %d명으로는 점수 %d개를 모을 수 없습니다.", jury.Seats, a.MinScores)
		}
	}
}
