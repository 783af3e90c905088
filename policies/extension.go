package policies

import (
	"fmt"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/policies/calendar"
)

// ExtensionTask asks whoever gave the date of a task whether it gets a later one (연장 요청 검토). It is opened by the
// request and ends with the decision, with the request, or with the task whose date is asked for.
var ExtensionTask = TaskSpec{
	Kind: gov.TaskExtension, Role: RoleDateOwner, Verbs: verbs(gov.VerbGrantExtension, gov.VerbRefuseExtension),
	Due: DueDays, Days: 3, Title: "연장 요청 검토",
	Rule: rule("서울특별시 평생교육진흥에 관한 조례 제4조의2", "행정업무의 운영 및 혁신에 관한 규정 제9조"),
}

// besideMoves are what may be done with an open task of any case that has not ended: the case stays as it is.
var besideMoves = []Move{
	{Verb: gov.VerbHandOver, Overrule: true, Reason: true},
	{Verb: gov.VerbAskExtension, Reason: true},
	{Verb: gov.VerbDropExtension},
	{Verb: gov.VerbGrantExtension}, // another day than the one asked for needs a reason: the handler asks for it
	{Verb: gov.VerbRefuseExtension, Reason: true},
}

// Beside returns the move that leaves a case in its state: of a task that changes hands or gets another date.
func (m *Machine) Beside(from gov.State, verb gov.Verb) (Move, bool) {
	for _, mv := range besideMoves {
		if mv.Verb == verb {
			mv.From, mv.To = states(from), states(from)
			return mv, !m.IsFinal(from)
		}
	}
	return Move{}, false
}

// BesideVerbs lists the verbs that leave every case in its state.
func BesideVerbs() []gov.Verb {
	out := make([]gov.Verb, len(besideMoves))
	for i, mv := range besideMoves {
		out[i] = mv.Verb
	}
	return out
}

// OnAnyTask reports whether whoever has a task may do this with it although the task does not ask for it.
func OnAnyTask(verb gov.Verb) bool {
	return verb == gov.VerbAskExtension || verb == gov.VerbDropExtension
}

// MayExtend refuses a request for a task whose date nobody of the office gave: the day of a meeting and its notice
// period, the term of a contract, a task without a date.
func MayExtend(m *Machine, kind gov.TaskKind, is Faces) error {
	spec, ok := m.SpecOf(kind)
	article := strings.Join(spec.Rule.Article, ", ")
	switch {
	case !ok || kind == gov.TaskExtension || is.Operative.IsZero():
		return notExtensible("기한이 정해지지 않은 과업이어서 연장할 것이 없습니다.", "this task has no date to extend", article)
	case m.Kind == gov.CaseAgreement:
		return notExtensible("협약이 정한 통보 기한은 연장할 수 없습니다. 기한 안에 연장 여부를 결정하십시오.",
			"the term of an agreement is not extended", article)
	case spec.Due == DueCallBy, spec.Due == DueHold, spec.Due == DueMinutes:
		return notExtensible("회의일을 따르는 기한은 연장할 수 없습니다. 위원회 간사에게 회의일 변경을 요청하십시오.",
			"this date follows from a meeting; ask its secretary to move it", article)
	}
	return nil
}

func notExtensible(korean, english, article string) error {
	e := gov.Refuse(gov.CodeActNotOpen, korean, english)
	e.Reasons = []gov.Reason{{Rule: "extension/task", Article: article, Text: korean}}
	return e
}

// extensionReach bounds how many days from today an extension may be asked for.
const extensionReach = 366

// ExtensionDay moves a day that somebody names to the working day before it, and refuses one that is no extension: not
// after the present operative date, in the past, or further away than a year.
func ExtensionDay(named gov.Date, is Faces, today gov.Date, cal *calendar.Calendar) (gov.Date, error) {
	if named.IsZero() {
		return named, untilFault("연장받을 날짜를 적으십시오.", "name the day")
	}
	day := named
	if !cal.IsWorkingDay(day) {
		day = cal.PrevWorkingDay(day)
	}
	switch {
	case day.Before(today):
		return day, untilFault("지난 날로는 연장할 수 없습니다. 오늘 뒤의 근무일을 적으십시오.", "the day has passed")
	case !day.After(is.Operative):
		return day, untilFault(fmt.Sprintf("지금 기한 %s보다 뒤의 근무일을 적으십시오.", is.Operative.Korean()),
			"the day is not after the present date")
	case day.Sub(today) > extensionReach:
		return day, untilFault("1년 안의 날짜를 적으십시오.", "name a day within a year")
	}
	return day, nil
}

func untilFault(korean, english string) error {
	return gov.Refuse(gov.CodeInvalid, "until: "+korean, "until: "+english)
}

// ExtensionBound is the last day to which a task of a stage may be extended, and what stands behind it. The zero value
// is of a stage that nothing follows: no day stands in the way.
type ExtensionBound struct {
	Day       gov.Date // the last working day that can be granted
	Stage     string   // key of the stage whose date stands in the way
	Title     string   // its title
	Date      gov.Date // that date
	Article   string   // of its rule, in Korean
	Statutory bool     // the law names the date
}

// LastExtension walks the stages that follow a stage, as planned, and finds the last day on which it may still be under
// way: each of them has to keep its meeting or its last day, with the working days that it needs before, and its own
// opening. A date that the law names for the stage itself stands too, unless its rule names the article by which it may
// be extended. A stage that is done leaves nothing to wait for.
func LastExtension(stages []PlannedStage, key string, today gov.Date, cal *calendar.Calendar) ExtensionBound {
	w := extensionWalk{path: newWalk(pathOf(stages), cal.NextWorkingDay(today), cal), by: map[string]PlannedStage{}}
	for _, s := range stages {
		w.by[s.Stage] = s
	}
	bound, own := w.leaves(key), w.by[key]
	if !bound.Day.IsZero() && own.Planned.After(bound.Day) {
		bound.Day = own.Planned // what is planned for the stage is its own to give
	}
	if own.Statutory && len(own.Extends) == 0 && !own.Done && !own.Dates.DueLegal.IsZero() {
		bound = bound.tighter(ExtensionBound{
			Day: own.Dates.DueLegal, Stage: key, Title: own.Title, Date: own.Dates.DueLegal, Article: articles(own),
			Statutory: true,
		})
	}
	return bound
}

type extensionWalk struct {
	path *pathWalk
	by   map[string]PlannedStage
}

// leaves is what the stages that wait for a stage leave to it.
func (w extensionWalk) leaves(key string) ExtensionBound {
	var out ExtensionBound
	for _, after := range w.path.next[key] {
		s := w.by[after]
		if s.Done {
			continue
		}
		takes := w.leaves(after)
		if !s.Planned.IsZero() {
			takes = takes.tighter(boundBy(s, s.Planned))
		}
		if !takes.Day.IsZero() {
			takes.Day = w.path.cal.AddWorkingDays(takes.Day, -w.path.need(s.PathStage))
		}
		if opens := s.Dates.Opens; opens.After(w.by[key].Planned) && !w.by[key].Planned.IsZero() {
			first := boundBy(s, opens)
			first.Day = w.path.cal.PrevWorkingDay(opens.AddDays(-1))
			takes = takes.tighter(first)
		}
		out = out.tighter(takes)
	}
	return out
}

func boundBy(s PlannedStage, day gov.Date) ExtensionBound {
	return ExtensionBound{
		Day: day, Stage: s.Stage, Title: s.Title, Date: day, Article: articles(s), Statutory: s.Statutory,
	}
}

// tighter is the bound that leaves less; one without a day leaves all.
func (b ExtensionBound) tighter(than ExtensionBound) ExtensionBound {
	if b.Day.IsZero() || !than.Day.IsZero() && than.Day.Before(b.Day) {
		return than
	}
	return b
}

// Text says the bound in one Korean sentence; "" where nothing stands in the way.
func (b ExtensionBound) Text() string {
	switch {
	case b.Day.IsZero():
		return ""
	case b.Statutory && b.Day == b.Date:
		return fmt.Sprintf("‘%s’의 법정 기한 %s을 넘길 수 없습니다.", b.Title, b.Date.Korean())
	}
	return fmt.Sprintf("뒤따르는 ‘%s’(%s)에 맞추려면 %s까지만 연장할 수 있습니다.", b.Title, b.Date.Korean(), b.Day.Korean())
}

// Grants refuses a day beyond the bound, with the article and the date that stands in the way.
func (b ExtensionBound) Grants(day gov.Date) error {
	if b.Day.IsZero() || !day.After(b.Day) {
		return nil
	}
	e := gov.Refusef(gov.CodeGateClosed, "%[2]s 그 안의 날을 정하거나 먼저 그 단계의 날짜를 옮기십시오.",
		"the date of stage %[1]s, %[3]s, stands in the way; the last day to grant is %[4]s",
		b.Stage, b.Text(), b.Date, b.Day)
	if b.Statutory && b.Day == b.Date {
		e.Detail = b.Text() + " 그 안의 날을 정하거나 불승인하십시오."
	}
	e.Reasons = []gov.Reason{{Rule: "extension/" + b.Stage, Article: b.Article, Text: b.Text()}}
	return e
}

// ExtendsCase reports whether a grant for a task is one for its case, whose later tasks follow the date of the stage.
func ExtendsCase(spec TaskSpec) bool { return spec.Due == DueStage || spec.Kind == gov.TaskRevise }

// FirstOther is the first of several posts that the asker does not hold, in the order in which they would decide; ""
// where all of them are his own.
func FirstOther(candidates, own []gov.PostID) gov.PostID {
	for _, p := range candidates {
		if p != "" && !slices.Contains(own, p) {
			return p
		}
	}
	return ""
}

// WhyOwnRequest is why nobody decides on the extension that he asked for himself.
func WhyOwnRequest() gov.Reason {
	return gov.Reason{
		Rule: "extension/own_request", Article: strings.Join(ExtensionTask.Rule.Article, ", "),
		Text: "본인이 낸 연장 요청은 본인이 결정할 수 없습니다.",
	}
}

// WhyExtensionEnded says why a request fell away by itself.
func WhyExtensionEnded(why string) string {
	return map[string]string{
		"done":        "과업이 먼저 처리되어 요청이 종결되었습니다.",
		"cancelled":   "과업이 취소되거나 사안·단계가 먼저 끝나 요청이 종결되었습니다.",
		"handed_over": "과업이 다른 직위로 넘어가 요청이 종결되었습니다. 필요하면 새 담당자가 다시 요청하십시오.",
	}[why]
}
