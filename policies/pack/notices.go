package pack

import (
	"slices"

	"gyeol/gov"
	"gyeol/policies"
)

const noticesFileName = "notices.yaml"

// LadderOf finds the ladder of a task on a day; false where nobody is reminded of it.
func (p *Pack) LadderOf(at policies.TaskPlace, on gov.Date) (policies.LadderRule, bool) {
	ladders := make([]policies.LadderRule, 0, len(p.orders.ladders))
	for _, id := range p.orders.ladders {
		ladders = append(ladders, p.Ladders[id])
	}
	return policies.LadderOf(ladders, at, on)
}

// NoticeOn is the rule of a kind of notice on a day.
func (p *Pack) NoticeOn(kind gov.NoticeKind, on gov.Date) policies.NoticeRule {
	return policies.NoticeOn(p.Notices, kind, on)
}

// QuietOn are the hours in which no mail leaves on a day; false where the pack has none.
func (p *Pack) QuietOn(on gov.Date) (policies.QuietRule, bool) {
	for _, q := range p.Quiet {
		if applies, _ := q.InForce(on); applies {
			return q, true
		}
	}
	return policies.QuietRule{}, false
}

// crossLadders proves that rungs rise, bear names of their own and say what they are, and that no task is served by two
// ladders.
func (l *loader) crossLadders() {
	for i, ladder := range l.notices.Ladders {
		where := in(noticesFileName, "ladders", index(i))
		for j, r := range ladder.Rungs {
			at := where.at("rungs", index(j)).at
			if j > 0 && r.WorkingDays <= ladder.Rungs[j-1].WorkingDays {
				l.fault(at("working_days"), "ladder/order", "알림 단계 ‘%s’은(는) 앞 단계보다 뒤의 날이어야 합니다.", r.ID)
			}
			if slices.ContainsFunc(ladder.Rungs[:j], func(b policies.RungRule) bool { return b.ID == r.ID }) {
				l.fault(at("id"), "id/duplicate", "‘%s’이(가) 두 번 정의되어 있습니다.", r.ID)
			}
			if want := rungKind(r.WorkingDays); r.Notice != want {
				l.fault(at("notice"), "ladder/notice", "기한에서 %+d근무일인 단계의 알림은 ‘%s’이어야 합니다.", r.WorkingDays, want)
			}
		}
		l.crossServed(where, i, ladder)
	}
}

// rungKind is the notice of a rung so many working days after the due date.
func rungKind(days int) gov.NoticeKind {
	switch {
	case days < 0:
		return gov.NoticeDueSoon
	case days == 0:
		return gov.NoticeDueToday
	}
	return gov.NoticeOverdue
}

// crossServed finds kinds of tasks that nobody knows and kinds that an earlier ladder serves on the same days.
func (l *loader) crossServed(where place, i int, ladder policies.LadderRule) {
	if ladder.For == nil {
		return
	}
	for j, kind := range ladder.For.Tasks {
		l.need(slices.Contains(policies.TaskKinds(), kind), where.at("for", "tasks", index(j)), "task", string(kind))
	}
	for _, before := range l.notices.Ladders[:i] {
		if before.For == nil || !meet(before.Ruled, ladder.Ruled) {
			continue
		}
		for j, kind := range ladder.For.Tasks {
			if slices.Contains(before.For.Tasks, kind) {
				l.servedTwice(where.at("for", "tasks", index(j)), string(kind), before.ID)
			}
		}
		for j, kind := range ladder.For.Stages {
			if slices.Contains(before.For.Stages, kind) {
				l.servedTwice(where.at("for", "stages", index(j)), string(kind), before.ID)
			}
		}
	}
}

func (l *loader) servedTwice(where place, kind, before string) {
	l.fault(where, "ladder/twice", "‘%s’은(는) 같은 날에 알림 단계표 ‘%s’도 맡고 있습니다.", kind, before)
}

// crossNotices proves that no rule lets a person switch off what the law asks for, and that a kind has one rule a day.
func (l *loader) crossNotices() {
	for i, r := range l.notices.Notices {
		at := in(noticesFileName, "notices", index(i)).at
		l.need(slices.Contains(policies.NoticeKinds(), r.Kind), at("kind"), "notice", string(r.Kind))
		if (r.Class == policies.ClassLegal) != r.Kind.Legal() {
			l.fault(at("class"), "notice/legal", "‘%s’ 알림은 법정 통지%s.", r.Kind, legalWord(r.Kind))
		}
		if r.Class == policies.ClassLegal && (r.Delivery != gov.DeliverImmediate || len(r.Choices) > 0) {
			l.fault(at("delivery"), "notice/legal", "법정 통지 ‘%s’은(는) 즉시 보내며 사람이 바꿀 수 없습니다.", r.Kind)
		}
		if policies.IsRung(r.Kind) && (r.Delivery != gov.DeliverDigest || slices.Contains(r.Choices, gov.DeliverImmediate)) {
			l.fault(at("delivery"), "notice/rung", "기한 알림 ‘%s’은(는) 모음 알림으로만 알립니다.", r.Kind)
		}
		if slices.Contains(r.Choices, r.Delivery) {
			l.fault(at("choices"), "notice/choice", "‘%s’은(는) 이미 기본 방식입니다.", r.Delivery)
		}
		for _, before := range l.notices.Notices[:i] {
			if before.Kind == r.Kind && meet(before.Ruled, r.Ruled) {
				l.fault(at("kind"), "notice/twice", "‘%s’ 알림의 규정이 같은 날에 둘 이상입니다.", r.Kind)
			}
		}
	}
	l.crossQuiet()
}

func legalWord(kind gov.NoticeKind) string {
	if kind.Legal() {
		return "입니다"
	}
	return "가 아닙니다"
}

func (l *loader) crossQuiet() {
	for i, q := range l.notices.Quiet {
		at := in(noticesFileName, "quiet_hours", index(i)).at
		if hours := policies.QuietHours(q.Begins, q.Ends); hours == 0 || hours > float64(q.Most) {
			l.fault(at("most"), "quiet/length", "알림을 보내지 않는 시간은 0시간보다 길고 %d시간을 넘지 않아야 합니다.", q.Most)
		}
		for _, before := range l.notices.Quiet[:i] {
			if meet(before.Ruled, q.Ruled) {
				l.fault(at("begins"), "quiet/twice", "알림을 보내지 않는 시간이 같은 날에 둘 이상입니다.")
			}
		}
	}
}
