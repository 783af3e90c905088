package policies

import (
	"slices"
	"strings"

	"gyeol/gov"
)

// NoticeClass says how much of a kind of notice a person may decide.
type NoticeClass string

// The classes.
const (
	ClassLegal       NoticeClass = "legal"       // the law asks for it: at once, and never switched off
	ClassReminder    NoticeClass = "reminder"    // a task of one's own, or its date
	ClassInformation NoticeClass = "information" // it asks for nothing
)

// NoticeRule is how notices of a kind reach people.
type NoticeRule struct {
	Ruled    `yaml:",inline"`
	Kind     gov.NoticeKind `yaml:"kind" json:"kind"`
	Class    NoticeClass    `yaml:"class" json:"class"`
	Delivery gov.Delivery   `yaml:"delivery" json:"delivery"` // unless a person chose otherwise
	// Choices are what a person may choose instead; none: nothing.
	Choices []gov.Delivery `yaml:"choices" json:"choices,omitempty"`
}

// QuietRule is when no letter leaves that the law does not ask for, by wall time in Seoul.
type QuietRule struct {
	Ruled  `yaml:",inline"`
	Begins string `yaml:"begins" json:"begins"` // "19:00"
	Ends   string `yaml:"ends" json:"ends"`     // "08:00": of the next day where it does not lie after Begins
	Most   int    `yaml:"most" json:"most"`     // hours at the most that a person may choose
}

// LadderRule is a reminder ladder (domain §2.2 stage 3; steps are configurable).
type LadderRule struct {
	Ruled `yaml:",inline"`
	ID    string     `yaml:"id" json:"id"`
	For   *LadderFor `yaml:"for" json:"for,omitempty"` // whom it serves beside the stages that name it
	Rungs []RungRule `yaml:"rungs" json:"rungs"`
}

// LadderFor names what a ladder serves though no stage names it.
type LadderFor struct {
	Stages []gov.StageKind `yaml:"stages" json:"stages,omitempty"` // every task in stages of these kinds
	Tasks  []gov.TaskKind  `yaml:"tasks" json:"tasks,omitempty"`   // tasks of these kinds, wherever no stage has a ladder
}

// RungRule is one reminder: WorkingDays before (negative) or after (positive) the operative due date, to whom.
type RungRule struct {
	ID          string         `yaml:"id" json:"id"`
	WorkingDays int            `yaml:"working_days" json:"working_days"`
	Notice      gov.NoticeKind `yaml:"notice" json:"notice"` // due_soon, due_today, overdue
	To          []string       `yaml:"to" json:"to"`         // holder, head, bureau, coordinator
}

// The addressees of a rung.
const (
	ToHolder      = "holder"      // whoever may do the task
	ToHead        = "head"        // of the unit
	ToBureau      = "bureau"      // the head of the bureau above the unit; nobody where there is none
	ToCoordinator = "coordinator" // the owner of the cycle, or of the process beside the year
)

// Addressees lists whom a rung may name.
func Addressees() []string { return []string{ToHolder, ToHead, ToBureau, ToCoordinator} }

// NoticeKinds lists the kinds that a pack may have a rule for. Digests and bundles carry others and have none.
func NoticeKinds() []gov.NoticeKind {
	return []gov.NoticeKind{
		gov.NoticeAssigned, gov.NoticeReturned, gov.NoticeDueSoon, gov.NoticeDueToday, gov.NoticeOverdue, gov.NoticeCall,
		gov.NoticeStopped, gov.NoticeInformed, gov.NoticeDeadlineMoved, gov.NoticeNotNotified, gov.NoticeMeetingMoved,
		gov.NoticeMeetingCancelled, gov.NoticeExtensionGranted, gov.NoticeExtensionRefused, gov.NoticeInvited,
		gov.NoticeSignInCode, gov.NoticeTokenExpires, gov.NoticeCheckpoint, gov.NoticePrivacyCheck,
		gov.NoticeCopyWithdrawn,
	}
}

// IsRung reports whether notices of the kind come from ladders, which tell by digest alone.
func IsRung(kind gov.NoticeKind) bool {
	return kind == gov.NoticeDueSoon || kind == gov.NoticeDueToday || kind == gov.NoticeOverdue
}

// NoticeOn is the rule of a kind on a day. A pack from before there were such rules has none: then a notice comes as it
// always did, and nobody may choose.
func NoticeOn(rules []NoticeRule, kind gov.NoticeKind, on gov.Date) NoticeRule {
	for _, r := range rules {
		if applies, _ := r.InForce(on); applies && r.Kind == kind {
			return r
		}
	}
	plain := NoticeRule{Kind: kind, Class: ClassReminder, Delivery: gov.DeliverImmediate}
	switch {
	case kind.Legal():
		plain.Class = ClassLegal
	case IsRung(kind):
		plain.Delivery = gov.DeliverDigest
	}
	return plain
}

// MayChoose refuses what the rule does not leave to a person, with its article.
func (r NoticeRule) MayChoose(d gov.Delivery) error {
	if d == r.Delivery || slices.Contains(r.Choices, d) {
		return nil
	}
	korean, english := "‘%[1]s’ 알림은 ‘%[2]s’(으)로 바꿀 수 없습니다.", "notices of kind %[3]s cannot be set to %[4]s"
	if r.Class == ClassLegal {
		korean = "‘%[1]s’ 알림은 법령에 따른 통지이므로 ‘%[2]s’(으)로 바꿀 수 없습니다."
		english = "the law asks for notices of kind %[3]s; they cannot be set to %[4]s"
	}
	words := make([]string, 0, len(r.Choices)+1)
	for _, c := range append([]gov.Delivery{r.Delivery}, r.Choices...) {
		words = append(words, c.Korean())
	}
	e := gov.Refusef(gov.CodeNotSwitchable, korean+" 고를 수 있는 방식: "+strings.Join(words, ", ")+".", english,
		NoticeWord(r.Kind), d.Korean(), r.Kind, d)
	e.Reasons = []gov.Reason{{
		Rule: "notice/" + string(r.Kind), Article: strings.Join(r.Article, ", "),
		Text: "이 알림을 받는 방식은 규정 묶음이 정한 범위에서만 바꿀 수 있습니다.",
	}}
	return e
}

// NoticeWord names a kind of notice as an office does.
func NoticeWord(kind gov.NoticeKind) string {
	if w := noticeWords[kind]; w != "" {
		return w
	}
	return string(kind)
}

var noticeWords = map[gov.NoticeKind]string{
	gov.NoticeDeadlineMoved: "기한 변경", gov.NoticeNotNotified: "통지 불능", gov.NoticeMeetingMoved: "회의 일정 변경",
	gov.NoticeMeetingCancelled: "회의 취소", gov.NoticeExtensionGranted: "연장 승인", gov.NoticeExtensionRefused: "연장 불승인",
	gov.NoticeAssigned: "새 업무", gov.NoticeReturned: "반려", gov.NoticeDueSoon: "기한 임박", gov.NoticeDueToday: "오늘 마감",
	gov.NoticeOverdue: "기한 경과", gov.NoticeCall: "회의 소집", gov.NoticeStopped: "진행 중단", gov.NoticeInformed: "알림",
	gov.NoticeInvited: "위원 초대", gov.NoticeSignInCode: "확인 코드", gov.NoticeTokenExpires: "토큰 만료 예정",
	gov.NoticeCheckpoint: "감사 체크포인트", gov.NoticePrivacyCheck: "개인정보 열람 점검", gov.NoticeCopyWithdrawn: "공개본 회수",
}

// TaskPlace is where a task stands, as far as ladders ask.
type TaskPlace struct {
	Ladder string        // that its stage names; empty: none, or no stage
	Stage  gov.StageKind // kind of its stage; empty: it stands beside the year
	Task   gov.TaskKind
}

// LadderOf finds the ladder of a task on a day: that which its stage names, else that for stages of the kind, else that
// for tasks of the kind. Without one nobody is reminded.
func LadderOf(ladders []LadderRule, at TaskPlace, on gov.Date) (LadderRule, bool) {
	find := func(serves func(LadderRule) bool) (LadderRule, bool) {
		for _, l := range ladders {
			if applies, _ := l.InForce(on); applies && serves(l) {
				return l, true
			}
		}
		return LadderRule{}, false
	}
	if at.Ladder != "" {
		return find(func(l LadderRule) bool { return l.ID == at.Ladder })
	}
	if l, ok := find(func(l LadderRule) bool { return l.For != nil && slices.Contains(l.For.Stages, at.Stage) }); ok {
		return l, true
	}
	return find(func(l LadderRule) bool { return l.For != nil && slices.Contains(l.For.Tasks, at.Task) })
}

// TaskKinds lists every kind of task that a machine or a process opens, by name.
func TaskKinds() []gov.TaskKind {
	kinds := []gov.TaskKind{gov.TaskStopped}
	for _, spec := range besideStates {
		kinds = append(kinds, spec.Kind)
	}
	for _, m := range machines {
		for _, specs := range m.Tasks {
			for _, spec := range specs {
				kinds = append(kinds, spec.Kind)
			}
		}
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}
